"""Crosstie: label every modality of a sample on one clock, and tie the labels together.

The rooms of the program (schema, storage, qa, viewers, app, resources) stand at the root of the repository
and are imported as ``crosstie.<room>``.
"""

__version__: str


def __getattr__(name: str) -> str:
    """Looks the version up when it is asked for: each worker would else be 70 ms later for nothing."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("crosstie")
