"""Text spans: from a selection to an anchor that is never cut inside a character as people see it.

Offsets are Unicode code points. What looks like one character (a Thai consonant with its vowel and tone
marks, an Indic conjunct, a flag, a family emoji) is a grapheme cluster (UAX #29) of several of them.
"""

from bisect import bisect_left, bisect_right
from typing import Final

import regex

from crosstie.schema.anchors import TextSpan
from crosstie.schema.errors import AnchorInvalid

CONTEXT: Final = 32
"""Code points kept before and after a span's quote."""

_REACH: Final = 4096
_CLUSTER: Final = regex.compile(r"\X")


def span_of(text: str, start: int, end: int) -> TextSpan:
    """The anchor for the characters `start` to `end` of a whole text, widened to whole clusters.

    Raises AnchorInvalid when nothing, or something outside the text, is selected.
    """
    if not 0 <= start < end <= len(text):
        raise AnchorInvalid(f"text {start}–{end} is empty or outside the text of {len(text)} characters")
    start, end = cluster_start(text, start), cluster_end(text, end)
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    return TextSpan(start, end, text[start:end], before, after)


def selected_span(text: str, start: int, end: int) -> TextSpan | None:
    """The anchor for a selection, without the white space at its ends; None when nothing else is selected."""
    selection = text[start:end]
    lead = len(selection) - len(selection.lstrip())
    kept = len(selection.strip())
    return span_of(text, start + lead, start + lead + kept) if kept else None


def cluster_start(text: str, offset: int) -> int:
    """The nearest place at or before `offset` that does not cut a cluster."""
    edges = _edges_around(text, offset)
    return edges[bisect_right(edges, offset) - 1]


def cluster_end(text: str, offset: int) -> int:
    """The nearest place at or after `offset` that does not cut a cluster."""
    edges = _edges_around(text, offset)
    return edges[bisect_left(edges, offset)]


def offset_from_utf16(text: str, units: int) -> int:
    """The code point offset of a place that is counted in UTF-16 code units, as Qt counts."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(head.decode("utf-16-le", "surrogatepass" if _is_whole(head) else "ignore"))


def utf16_from_offset(text: str, offset: int) -> int:
    """The place in UTF-16 code units of a code point offset."""
    return offset + sum(character > "\uffff" for character in text[:offset])


def _is_whole(head: bytes) -> bool:
    """Whether UTF-16 bytes do not end in the middle of a pair."""
    return len(head) < 2 or not 0xD8 <= head[-1] <= 0xDB


def _edges_around(text: str, offset: int) -> list[int]:
    """Ascending cluster edges around `offset`, from one at or before it to one at or after it.

    A line break always is an edge (rules GB4 and GB5), so nothing outside the line can matter; of a very
    long line only the part that the longest cluster could reach is looked at.
    """
    first = max(text.rfind("\n", 0, offset) + 1, offset - _REACH)
    line_end = text.find("\n", offset)
    # Of "\r\n" the second half ends the cluster: reach past it.
    last = min(len(text) if line_end < 0 else line_end + 1, offset + _REACH)
    starts = [found.start() for found in _CLUSTER.finditer(text, first, last)]
    return [*starts, last] if starts else [first]
