"""Crosstie: label every modality of a sample on one clock, and tie the labels together.

The rooms of the program (schema, storage, qa, viewers, app, resources) stand at the root of the repository
and are imported as ``crosstie.<room>``.
"""

from importlib.metadata import version

__version__ = version("crosstie")
