"""The printed words under a rectangle of a page, and the text that they make. All in points of the page."""

import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from crosstie.storage.media.queries import Word
from crosstie.viewers.canvas.transform import Bounds


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
    """The words as text: a space between words, none between characters of scripts that use none."""
    text = ""
    for place, one in enumerate(covered):
        if place:
            text += _between(covered[place - 1], one)
        text += one.text
    return text


def word_at(words: Iterable[Word], x: float, y: float) -> Word | None:
    """The word at a point; of several, the smallest."""
    there = (word for word in words if bounds_of_word(word).holds(x, y))
    return min(there, key=lambda word: word.width * word.height, default=None)


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
    above, below = before.bounds, after.bounds
    shared = min(above.bottom, below.bottom) - max(above.top, below.top)
    if shared < min(above.height, below.height) / 2 and not _side_by_side(above, below):
        return "\n"
    return "" if _is_square(before.text[-1]) and _is_square(after.text[0]) else " "


def _side_by_side(before: Bounds, after: Bounds) -> bool:
    """Whether both stand in one upright column of text."""
    upright = before.height > before.width and after.height > after.width
    return upright and min(before.right, after.right) - max(before.left, after.left) > before.width / 2


def _is_square(letter: str) -> bool:
    """Whether a character fills a square and is set without spaces (Unicode's East Asian Width: W or F)."""
    return unicodedata.east_asian_width(letter) in "WF" and "HANGUL" not in unicodedata.name(letter, "")
