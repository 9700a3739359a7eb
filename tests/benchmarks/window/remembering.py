"""What the window and its workers keep in memory after minutes of play."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from crosstie.viewers.timeline import PlayRange
from tests.benchmarks.figures import median
from tests.benchmarks.row import Goal, Row
from tests.benchmarks.window.station import Station, demo_window

_WARM_S: Final = 30
_PLAY_S: Final = 120
_LOOK_EVERY_S: Final = 3
_COMPARED: Final = 5


def rows(place: Path) -> Iterator[Row]:
    """The memory of all processes after two minutes of play beside that after half a minute."""
    with demo_window(place) as station:
        timeline = station.context.timeline
        timeline.set_loop(PlayRange(0, timeline.duration_ns))
        station.play()
        station.turn_for(_WARM_S)
        seen = [_mebibytes_later(station) for _ in range(_PLAY_S // _LOOK_EVERY_S)]
    ends = median(seen[-_COMPARED:]), median(seen[:_COMPARED])
    note = f"window and workers (PSS); raw: after {_WARM_S} s; least {min(seen):.0f}, most {max(seen):.0f}"
    yield Row(f"memory after {_PLAY_S} s of play", *ends, "MiB", Goal("at most", 1.05), note)


def _mebibytes_later(station: Station) -> float:
    station.turn_for(_LOOK_EVERY_S)
    this = psutil.Process()
    sizes = [process.memory_full_info().pss for process in (this, *this.children(recursive=True))]
    return float(sum(sizes)) / 2**20
