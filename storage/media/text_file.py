"""Text files of unknown encoding as one string."""

import codecs
from pathlib import Path
from typing import Final

from crosstie.storage.media.errors import MediaUnreadable

MAX_TEXT_BYTES: Final = 64 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path) -> str:
    """The file's text in UTF-8, or UTF-16 or UTF-32 with a byte order mark; line ends become newlines.

    Raises MediaUnreadable when it is too long, in another encoding or no text at all.
    """
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise MediaUnreadable(f"{path.name}: is longer than {MAX_TEXT_BYTES >> 20} MiB of text")
    raw = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise MediaUnreadable(
            f"{path.name}: byte {error.start} is not {encoding[:6].upper()}; convert the file to UTF-8"
        ) from error
    if "\0" in text:
        raise MediaUnreadable(f"{path.name}: is not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")
