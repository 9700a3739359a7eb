"""Why there is nothing to write."""

from crosstie.schema.errors import CrosstieError


class FrameRefused(CrosstieError):
    """An instant, an asset or a folder of which no frame can be written; the text says what and where."""
