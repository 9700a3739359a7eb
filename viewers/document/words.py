"""The words of a page, letter by letter, and the text that a rectangle covers. All in points of the page."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.storage.media.queries import Floats, Word, Words
from crosstie.viewers.canvas.transform import Bounds

_LETTER_GAP: Final = 0.05
"""Part of a line's height: words that stand nearer are one word that the page gives in pieces."""
_SQUARE_GAP: Final = 0.35
_DRAWN_FORMS: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
_COVERED: Final = 0.5
"""From this part of its rectangle on a letter is meant."""


class Covered(msgspec.Struct, frozen=True):
    """A word, or the letters of it, that a rectangle covers; `field` names the form's field that it is in."""

    text: str
    bounds: Bounds
    field: str = ""


class PageText:
    """The words of one page in reading order, each letter with its rectangle."""

    def __init__(self, words: Sequence[Word] = (), letters: Floats | None = None) -> None:
        self.words = tuple(words)
        lengths = [0 if word.field else len(word.text) for word in self.words]
        self._begins = np.concatenate(([0], np.cumsum(lengths, dtype=int))).tolist()
        boxes = np.empty((0, 4)) if letters is None else letters.astype(float)
        if len(boxes) != self._begins[-1]:
            raise ValueError("every letter of a word has a rectangle")
        self._letters: NDArray[np.float64] = boxes
        self._follows = np.array([_follows(letter) for letter in self._printed()], bool)

    @classmethod
    def of(cls, words: Words) -> "PageText":
        """The text of an answer."""
        return cls(words.words, words.letters)

    def covered(self, area: Bounds) -> tuple[Covered, ...]:
        """What of the words lies at least by half in an area, letter by letter, in reading order.

        A mark above or below a letter goes with it; the value of a form's field is taken whole.
        """
        taken = self._taken(area)
        chosen = set(np.searchsorted(self._begins, np.flatnonzero(taken), side="right") - 1)
        fields = (place for place, word in enumerate(self.words) if word.field and _by_half(word, area))
        return tuple(self._part(place, taken) for place in sorted({*map(int, chosen), *fields}))

    def word_at(self, x: float, y: float) -> Covered | None:
        """The whole word at a point, put together where it is given in pieces; of several the smallest."""
        there = (n for n, word in enumerate(self.words) if bounds_of_word(word).holds(x, y))
        place = min(there, key=lambda n: self.words[n].width * self.words[n].height, default=None)
        if place is None:
            return None
        pieces = [Covered(word.text, bounds_of_word(word), word.field) for word in self.words]
        first = last = place
        while first > 0 and _is_one_word(pieces[first - 1], pieces[first]):
            first -= 1
        while last + 1 < len(pieces) and _is_one_word(pieces[last], pieces[last + 1]):
            last += 1
        run = pieces[first : last + 1]
        return Covered(text_of(run), around([piece.bounds for piece in run]), run[0].field)

    def _printed(self) -> Iterator[str]:
        for word in self.words:
            if not word.field:
                yield from word.text

    def _taken(self, area: Bounds) -> NDArray[np.bool_]:
        left, top, right, bottom = self._letters.T
        across = np.minimum(right, area.right) - np.maximum(left, area.left)
        down = np.minimum(bottom, area.bottom) - np.maximum(top, area.top)
        inside = np.maximum(across, 0) * np.maximum(down, 0)
        size = (right - left) * (bottom - top)
        taken: NDArray[np.bool_] = (inside >= size * _COVERED) & (size > 0)
        # What follows its letter has often no width of its own: it is taken as the last one before it is.
        own = np.where(self._follows | (size <= 0), 0, np.arange(len(taken)))
        return taken[np.maximum.accumulate(own)] if len(taken) else taken

    def _part(self, place: int, taken: NDArray[np.bool_]) -> Covered:
        word = self.words[place]
        begin, end = self._begins[place : place + 2]
        inside = taken[begin:end]
        if word.field or inside.all():
            return Covered(word.text, bounds_of_word(word), word.field)
        boxes = self._letters[begin:end][inside]
        edges = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        text = "".join(letter for letter, is_in in zip(word.text, inside.tolist(), strict=True) if is_in)
        return Covered(text, Bounds(*edges))


def bounds_of_word(word: Word) -> Bounds:
    """A word's rectangle."""
    return Bounds(word.x, word.y, word.x + word.width, word.y + word.height)


def text_of(covered: Sequence[Covered]) -> str:
    """The words as text: spaces where the page has gaps, none within a run of a script that uses none.

    Letters that the page names by their drawn forms (Arabic ones, "ﬃ") are given as what they are.
    """
    text = ""
    for place, one in enumerate(covered):
        if place:
            text += _between(covered[place - 1], one)
        text += one.text
    return _DRAWN_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def around(bounds: Sequence[Bounds]) -> Bounds:
    """The rectangle around rectangles, at least one."""
    return Bounds(
        min(one.left for one in bounds),
        min(one.top for one in bounds),
        max(one.right for one in bounds),
        max(one.bottom for one in bounds),
    )


def _by_half(word: Word, area: Bounds) -> bool:
    whole = bounds_of_word(word)
    part = whole.within(area)
    return part.width * part.height >= whole.width * whole.height * _COVERED


def _follows(letter: str) -> bool:
    """Whether it is a mark on the letter before it (Unicode's general category M)."""
    return unicodedata.category(letter).startswith("M")


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
    if before.field or after.field:
        return False
    # Characters without spaces between them run on to the end of the line: each is left by itself.
    return _between(before, after) == "" and not (_is_square(before.text[-1]) or _is_square(after.text[0]))


def _is_square(letter: str) -> bool:
    """Whether a character fills a square and is set without spaces (Unicode's East Asian Width: W or F)."""
    return unicodedata.east_asian_width(letter) in "WF" and "HANGUL" not in unicodedata.name(letter, "")
