"""The one error of the quality figures."""

from crosstie.schema.errors import CrosstieError


class QualityInvalid(CrosstieError, ValueError):
    """What a quality figure was asked for cannot be read: the message says which value, and what is
    expected.
    """
