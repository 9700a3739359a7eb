"""How long a person worked on a sample, from when their edits were made."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, sums, total

BREAK_MS: Final = 5 * 60 * 1000
"""A longer gap between two edits is a break, and no work."""


def working_time(edits_ms: Sequence[Sequence[int]], break_ms: int = BREAK_MS) -> Result:
    """Return the mean seconds of work on a pass, from the times of its edits in milliseconds.

    The time from each edit of a pass to the next one counts, unless it is longer than `break_ms`: then one
    sitting ended and the next began. Opening the pass is its first edit. A pass whose edits were all made at
    once, as by an import, has no time and is left out. No pass with a time: None, empty.
    """
    return finish_working_time(total(working_sums(times, break_ms) for times in edits_ms))


def working_sums(edits_ms: Iterable[int], break_ms: int = BREAK_MS) -> Sums:
    """Return the sums of one pass: milliseconds of work, sittings, and whether it has a time at all."""
    times = sorted(edits_ms)
    if break_ms <= 0:
        raise QualityInvalid("a break is longer than no time at all.")
    if not times or times[0] == times[-1]:
        return sums({("untimed",): int(bool(times))})
    gaps = [later - earlier for earlier, later in pairwise(times)]
    worked = sum(gap for gap in gaps if gap <= break_ms)
    sittings = 1 + sum(gap > break_ms for gap in gaps)
    if not worked:
        return sums({("untimed",): 1})
    return sums({("passes",): 1, ("ms",): worked, ("sittings",): sittings})


def finish_working_time(parts: Sums) -> Result:
    """Finish the sums of passes as seconds a pass; untimed passes are told beside it."""
    n, ms = parts.count("passes"), parts.count("ms")
    figures: dict[str, object] = {
        "seconds": ms / 1000,
        "passes": n,
        "sittings": parts.count("sittings"),
        "untimed": parts.count("untimed"),
    }
    value, state = (ms / 1000 / n, said.OK) if n else (None, said.EMPTY)
    return Result("working_time", value, state, n, figures=figures, sums=parts, method="gaps between edits")
