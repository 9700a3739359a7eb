"""The group "qa". Other libraries are looked for in $CROSSTIE_BENCH_LIBS; without one its rows are left out.

$CROSSTIE_BENCH_SAMPLES takes fewer samples than a million labels need, for a quick look.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.qa import agreement, bootstrapping, matching, studying, tracks
from tests.benchmarks.row import Row

SAMPLES: Final = 2_500
LABELS_A_PASS: Final = 200
ON_A_CLUSTER: Final = 10_000


def rows(place: Path) -> Iterator[Row]:
    """Metrics first, then studies of whole projects."""
    libraries = os.environ.get("CROSSTIE_BENCH_LIBS")
    if libraries and libraries not in sys.path:
        # Last, so that what the product uses is what it is used with.
        sys.path.append(libraries)
    yield from agreement.rows()
    yield from matching.rows()
    yield from tracks.rows()
    yield from bootstrapping.rows()
    asked = int(os.environ.get("CROSSTIE_BENCH_SAMPLES", "0"))
    yield from studying.report_rows(place, asked or SAMPLES, LABELS_A_PASS)
    yield from studying.cluster_rows(place, asked or ON_A_CLUSTER)
