"""The words of a document's page, their letters and the fields of a form, and where they stand."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from crosstie.storage.media.queries import Word, Words

if TYPE_CHECKING:
    import pymupdf

_TICKED, _EMPTY = "☑", "☐"
_BUTTONS: Final = frozenset({"CheckBox", "RadioButton"})
_VALUELESS: Final = frozenset({"Button", "Signature"})
_UNSEEN: Final = frozenset({1, 3})
"""PDF_FIELD_HIDDEN and one that is printed only."""
_Letter = tuple[str, "pymupdf.Rect"]


def words_of(page: "pymupdf.Page", number: int) -> Words:
    """The page's words in reading order, in points of the page as displayed; none where it is a picture.

    A field of a form is one word, its value, in place of what is drawn of it.
    """
    fields = list(_fields(page))
    words: list[Word] = []
    boxes: list[tuple[float, float, float, float]] = []
    for letters in _printed(page):
        around = _around(letters)
        middle = (around[0] + around[2]) / 2, (around[1] + around[3]) / 2
        if any(_holds(field, *middle) for field in fields):
            continue
        words.append(_word("".join(text for text, _ in letters), around))
        boxes += [(box.x0, box.y0, box.x1, box.y1) for text, box in letters for _ in text]
    words += fields
    return Words(number, tuple(words), np.asarray(boxes, np.float32).reshape(-1, 4))


def _printed(page: "pymupdf.Page") -> Iterator[list[_Letter]]:
    """What is printed, word by word: the letters with their boxes, in the order of reading."""
    import pymupdf

    turn = page.rotation_matrix
    # A glyph that the file names no letter for is U+FFFD: its number in the font would pass for a letter.
    flags = pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    read = page.get_textpage(flags=flags).extractRAWDICT()
    for line in (line for block in read["blocks"] for line in block.get("lines", ())):
        word: list[_Letter] = []
        for letter in (letter for span in line["spans"] for letter in span["chars"]):
            if not letter["c"].isspace():
                # MuPDF gives text in the page's own axes, before the page is turned for display.
                word.append((letter["c"], pymupdf.Rect(letter["bbox"]) * turn))
            elif word:
                yield word
                word = []
        if word:
            yield word


def _fields(page: "pymupdf.Page") -> Iterator[Word]:
    """The fields of a form that hold something."""
    turn = page.rotation_matrix
    for field in page.widgets():
        if field.field_display in _UNSEEN:
            continue
        box, kind = field.rect * turn, field.field_type_string
        value = str(field.field_value or "").strip()
        if kind in _BUTTONS:
            value = _EMPTY if value in ("", "Off") else _TICKED
        if value and kind not in _VALUELESS and box.width > 0 and box.height > 0:
            yield _word(value, (box.x0, box.y0, box.x1, box.y1), field.field_name or "field", kind)


def _holds(field: Word, x: float, y: float) -> bool:
    return field.x <= x <= field.x + field.width and field.y <= y <= field.y + field.height


def _around(letters: list[_Letter]) -> tuple[float, float, float, float]:
    boxes = [box for _, box in letters]
    return (
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _word(text: str, box: tuple[float, float, float, float], field: str = "", kind: str = "") -> Word:
    x0, y0, x1, y1 = box
    return Word(text, x0, y0, x1 - x0, y1 - y0, field, kind)
