"""What goes wrong with media files, as one line for a person."""

from crosstie.schema.errors import CrosstieError

_LONGEST = 160


class MediaUnreadable(CrosstieError):
    """A media file is missing, damaged, protected, too large or of an unknown kind; names the file."""


class MediaLocked(MediaUnreadable):
    """A media file is protected by a password, which was not given or is another one."""


class Overtaken(Exception):
    """Nobody waits for the answer any more."""


def one_line(error: BaseException) -> str:
    """A library's error as one short line, without the error number and paths it may carry."""
    text = str(getattr(error, "strerror", None) or error).strip() or type(error).__name__
    first = text.splitlines()[0].strip()
    return first if len(first) <= _LONGEST else first[:_LONGEST] + "…"
