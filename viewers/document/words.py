"""The printed words under a rectangle of a page, and the text that they make. All in points of the page."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from crosstie.storage.media.queries import Word
from crosstie.viewers.canvas.transform import Bounds

_LETTER_GAP: Final = 0.05
"""Part of a line's height: words that stand nearer are one word that the page gives in pieces."""
_SQUARE_GAP: Final = 0.35
_DRAWN_FORMS: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


class Covered(msgspec.Struct, frozen=True):
    """A word, or the characters of it, that a rectangle covers."""

    text: str
    bounds: Bounds


def bounds_of_word(word: Word) -> Bounds:
    """A word's rectangle."""
    return Bounds(word.x, word.y, word.x + word.width, word.y + word.height)


def covered_words(words: Iterable[Word], area: Bounds) -> tuple[Covered, ...]:
    """What of the words lies at least by half in an area, in reading order.

    A page's text often gives a whole line of Chinese or Japanese as one word: of such a word the
    characters are taken one by one, which all are equally wide.
    """
    found = (_covered(word, area) for word in words)
    return tuple(one for one in found if one is not None)


def text_of(covered: Sequence[Covered]) -> str:
    """The words as text: spaces where the page has gaps, none within a run of a script that uses none.

    Arabic letters that the page names by their drawn forms are given as the letters that they are.
    """
    text = ""
    for place, one in enumerate(covered):
        if place:
            text += _between(covered[place - 1], one)
        text += one.text
    return _DRAWN_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def word_at(words: Sequence[Word], x: float, y: float) -> Covered | None:
    """The whole word at a point, put together where the page gives it in pieces; of several the smallest."""
    there = (n for n, word in enumerate(words) if bounds_of_word(word).holds(x, y))
    place = min(there, key=lambda n: words[n].width * words[n].height, default=None)
    if place is None:
        return None
    pieces = [Covered(word.text, bounds_of_word(word)) for word in words]
    first = last = place
    while first > 0 and _is_one_word(pieces[first - 1], pieces[first]):
        first -= 1
    while last + 1 < len(pieces) and _is_one_word(pieces[last], pieces[last + 1]):
        last += 1
    run = pieces[first : last + 1]
    return Covered(text_of(run), around([piece.bounds for piece in run]))


def around(bounds: Sequence[Bounds]) -> Bounds:
    """The rectangle around rectangles, at least one."""
    return Bounds(
        min(one.left for one in bounds),
        min(one.top for one in bounds),
        max(one.right for one in bounds),
        max(one.bottom for one in bounds),
    )


def _covered(word: Word, area: Bounds) -> Covered | None:
    whole = bounds_of_word(word)
    if not whole.meets(area):
        return None
    part = whole.within(area)
    if len(word.text) > 1 and all(_is_square(letter) for letter in word.text):
        return _covered_letters(word, whole, part)
    needed = whole.width * whole.height / 2
    return Covered(word.text, whole) if part.width * part.height >= needed else None


def _covered_letters(word: Word, whole: Bounds, part: Bounds) -> Covered | None:
    upright = whole.height > whole.width
    across, along = (part.width, whole.width), (whole.top, whole.height, part.top, part.bottom)
    if not upright:
        across, along = (part.height, whole.height), (whole.left, whole.width, part.left, part.right)
    if across[0] < across[1] / 2:
        return None
    start, length, low, high = along
    cell = length / len(word.text)
    taken = [n for n in range(len(word.text)) if low <= start + (n + 0.5) * cell <= high]
    if not taken:
        return None
    first, end = start + taken[0] * cell, start + (taken[-1] + 1) * cell
    bounds = Bounds(first, whole.top, end, whole.bottom)
    if upright:
        bounds = Bounds(whole.left, first, whole.right, end)
    return Covered(word.text[taken[0] : taken[-1] + 1], bounds)


def _between(before: Covered, after: Covered) -> str:
    one, other = before.bounds, after.bounds
    high = min(one.height, other.height)
    squares = (_is_square(before.text[-1]), _is_square(after.text[0]))
    if min(one.bottom, other.bottom) - max(one.top, other.top) >= high / 2:
        # Measured to the right and to the left: a line of Arabic goes on to the left.
        gap = max(other.left - one.right, one.left - other.right)
        return "" if gap < high * (_SQUARE_GAP if any(squares) else _LETTER_GAP) else " "
    in_column = min(one.right, other.right) - max(one.left, other.left) >= min(one.width, other.width) / 2
    goes_on = in_column and all(squares) and 0 <= other.top - one.bottom + _LETTER_GAP < high * _SQUARE_GAP
    return "" if goes_on else "\n"


def _is_one_word(before: Covered, after: Covered) -> bool:
    # Characters without spaces between them run on to the end of the line: each is left by itself.
    return _between(before, after) == "" and not (_is_square(before.text[-1]) or _is_square(after.text[0]))


def _is_square(letter: str) -> bool:
    """Whether a character fills a square and is set without spaces (Unicode's East Asian Width: W or F)."""
    return unicodedata.east_asian_width(letter) in "WF" and "HANGUL" not in unicodedata.name(letter, "")
