"""What the window and its workers keep in memory after long play and a thousand seeks.

The play takes half an hour; CROSSTIE_MEMORY_MINUTES=2 makes it two minutes.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from crosstie.viewers.timeline import PlayRange
from tests.benchmarks.figures import median
from tests.benchmarks.row import Goal, Row
from tests.benchmarks.window.station import Station, demo_window

_MINUTES: Final = float(os.environ.get("CROSSTIE_MEMORY_MINUTES", "30"))
_WARM_S: Final = 60
_SEEKS: Final = 1_000
_LOOK_EVERY_S: Final = 3
_COMPARED: Final = 5
_GOAL: Final = Goal("at most", 1.1)


def rows(place: Path) -> Iterator[Row]:
    """The memory of all processes after play, and after seeks, beside that after a minute of play."""
    with demo_window(place) as station:
        timeline = station.context.timeline
        timeline.set_loop(PlayRange(0, timeline.duration_ns))
        station.play()
        station.turn_for(_WARM_S)
        first = median(_sizes(station, _COMPARED))
        played = _sizes(station, round(_MINUTES * 60 / _LOOK_EVERY_S))
        timeline.pause()
        _seek_about(station)
        station.play()
        sought = median(_sizes(station, _COMPARED))
    least, most, last = min(played), max(played), median(played[-_COMPARED:])
    note = f"window and workers (PSS); raw: after {_WARM_S} s; least {least:.0f}, most {most:.0f}"
    yield Row(f"memory after {_MINUTES:g} min of play", last, first, "MiB", _GOAL, note)
    yield Row(f"memory after {_SEEKS:,} seeks more", sought, first, "MiB", _GOAL)


def _seek_about(station: Station) -> None:
    chance = random.Random(9)
    for _ in range(_SEEKS):
        station.seek(chance.randrange(station.context.timeline.duration_ns))


def _sizes(station: Station, count: int) -> list[float]:
    """Mebibytes, looked at so many times while it plays."""
    return [_mebibytes_later(station) for _ in range(count)]


def _mebibytes_later(station: Station) -> float:
    station.turn_for(_LOOK_EVERY_S)
    this = psutil.Process()
    sizes = [process.memory_full_info().pss for process in (this, *this.children(recursive=True))]
    return float(sum(sizes)) / 2**20
