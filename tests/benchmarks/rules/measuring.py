"""The group "rules". $CROSSTIE_BENCH_SAMPLES takes fewer samples than the ten thousand, for a quick look."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.row import Row
from tests.benchmarks.rules import checking, live

SAMPLES: Final = 10_000
ANNOTATIONS_A_SAMPLE: Final = 200
CROWD: Final = 20_000


def rows(place: Path) -> Iterator[Row]:
    """An edit in a crowded sample, then a whole project."""
    yield from live.rows(CROWD)
    samples = int(os.environ.get("CROSSTIE_BENCH_SAMPLES", SAMPLES))
    yield from checking.rows(place, samples, ANNOTATIONS_A_SAMPLE)
