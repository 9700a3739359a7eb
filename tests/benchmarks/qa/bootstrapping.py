"""The bootstrap of kappa over samples, all replicates at once, against finishing each by itself."""

import random
from collections.abc import Iterator
from typing import Final

from crosstie.qa.agreement.cohen import finish_cohen
from crosstie.qa.intervals.bootstrap import bootstrap_interval
from crosstie.qa.study.figures_intervals import draws_of_rows, interval_of
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.study.resampled import RESAMPLED
from crosstie.qa.study.tally_part import Part
from crosstie.qa.sums import Sums, sums
from tests.benchmarks.qa.timing import fastest, require_close
from tests.benchmarks.row import Goal, Row

SAMPLES: Final = 200
LABELS: Final = "abcdefgh"
_METRIC: Final = "class_agreement"


def rows() -> Iterator[Row]:
    """A thousand replicates; the same limits."""
    rng = random.Random(1)
    by_sample = {f"s{number:04d}": _confusion(rng) for number in range(SAMPLES)}
    told = TOLD[_METRIC][0]
    linear = RESAMPLED[_METRIC].linear

    def ours() -> tuple[float | None, float | None]:
        drawn = draws_of_rows({key: linear(parts) for key, parts in by_sample.items()})
        found = interval_of(Part(), _METRIC, told, drawn)
        return found.low, found.high

    took, limits = fastest(ours)
    raw, theirs = fastest(lambda: bootstrap_interval(by_sample, finish_cohen), 1)
    for mine, other in zip(limits, (theirs.low, theirs.high), strict=True):
        assert other is not None
        require_close("bootstrap of kappa", mine, other, 1e-9)
    name = f"bootstrap of kappa over {SAMPLES} samples, B=1000, against one replicate after the other"
    yield Row(name, took * 1000, raw * 1000, "ms", Goal("at most", 0.1), f"{raw / took:.0f}× faster")


def _confusion(rng: random.Random) -> Sums:
    return sums({("cell", a, b): rng.randrange(8 if a == b else 2) for a in LABELS for b in LABELS})
