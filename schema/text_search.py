"""Finding a text span again after the text was corrected."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.anchors import TextSpan
from crosstie.schema.text import CONTEXT, span_of

_LEAST_CONTEXT: Final = 8
_WRONG_SHARE: Final = 4
_CELLS: Final = 20_000_000
_OCCURRENCES: Final = 10_000


def find_again(span: TextSpan, text: str) -> TextSpan | None:
    """Where the words of a span now stand in its asset's corrected text; None when they cannot be told.

    First the same words, in the place whose surroundings are most like the old ones and, among equals, the
    nearest to the old place; then whatever stands between the old surroundings; then words that differ in
    at most a quarter of their characters.
    """
    same, likeness = _same_words(span, text)
    whole_context = len(span.prefix) + len(span.suffix)
    if same is not None and 2 * likeness >= whole_context:
        return span_of(text, same, same + len(span.quote))
    place = _between_surroundings(span, text)
    if place is None and same is not None:
        place = (same, same + len(span.quote))
    if place is None:
        place = _similar_words(span, text)
    return span_of(text, *place) if place else None


def _same_words(span: TextSpan, text: str) -> tuple[int | None, int]:
    """Where the quote stands with the likest surroundings, and how many characters of those agree."""
    places: list[int] = []
    at = text.find(span.quote)
    while at >= 0 and len(places) < _OCCURRENCES:
        places.append(at)
        at = text.find(span.quote, at + 1)
    if not places:
        return None, 0
    best = max(places, key=lambda place: (_likeness(span, text, place), -abs(place - span.start)))
    return best, _likeness(span, text, best)


def _likeness(span: TextSpan, text: str, start: int) -> int:
    """How many characters next to the quote's ends agree with the old prefix and suffix."""
    end = start + len(span.quote)
    before = text[max(start - CONTEXT, 0) : start]
    return _agreeing(span.prefix[::-1], before[::-1]) + _agreeing(span.suffix, text[end : end + CONTEXT])


def _agreeing(first: str, second: str) -> int:
    pairs = zip(first, second, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def _between_surroundings(span: TextSpan, text: str) -> tuple[int, int] | None:
    """What stands between prefix and suffix, where both are long enough to tell and close enough together."""
    if min(len(span.prefix), len(span.suffix)) < _LEAST_CONTEXT:
        return None
    longest = 2 * len(span.quote) + CONTEXT
    found: list[tuple[int, int]] = []
    at = text.find(span.prefix)
    while at >= 0 and len(found) < _OCCURRENCES:
        start = at + len(span.prefix)
        end = text.find(span.suffix, start + 1, start + longest + len(span.suffix))
        if end > start:
            found.append((start, end))
        at = text.find(span.prefix, at + 1)
    return min(found, key=lambda place: abs(place[0] - span.start), default=None)


def _similar_words(span: TextSpan, text: str) -> tuple[int, int] | None:
    """The stretch of text with the smallest edit distance to the quote, nearest to its old place."""
    reach = _CELLS // len(span.quote)
    first = max(min(span.start - reach // 2, len(text) - reach), 0)
    window, quote = _codes(text[first : first + reach]), _codes(span.quote)
    if not len(window):
        return None
    distances = _last_row(quote, window, anywhere=True)
    least = int(distances.min())
    if least > len(quote) // _WRONG_SHARE:
        return None
    ends = np.flatnonzero(distances == least)
    end = int(ends[np.abs(first + ends - span.end).argmin()])
    # The same distance read backwards from the end says where the stretch begins.
    backwards = _last_row(quote[::-1], window[:end][::-1], anywhere=False)
    lengths = np.flatnonzero(backwards == backwards.min())
    # A wrong letter is likelier than a missing one: of equals take the length nearest to the quote's.
    length = int(lengths[np.abs(lengths - len(quote)).argmin()])
    return (first + end - length, first + end) if length else None


def _last_row(quote: NDArray[np.int64], window: NDArray[np.int64], *, anywhere: bool) -> NDArray[np.int64]:
    """Edit distances of the whole quote to stretches of the window that end at each place (Sellers, 1980).

    The stretches begin anywhere, or else at the window's first character. Shape (len(window) + 1,).
    """
    steps = np.arange(len(window) + 1)
    row = np.zeros_like(steps) if anywhere else steps
    for read, code in enumerate(quote, 1):
        put = np.empty_like(row)
        put[0] = read
        put[1:] = np.minimum(row[:-1] + (window != code), row[1:] + 1)
        # Skipping characters of the window costs one each: a running minimum of the rest.
        row = np.minimum.accumulate(put - steps) + steps
    return row


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
