"""How long a pane stands still when its worker is killed while everything plays."""

import itertools
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from crosstie.viewers.video.pane import VideoPane
from tests.benchmarks.figures import median
from tests.benchmarks.row import Goal, Row
from tests.benchmarks.window.station import Station, demo_window

_KILLS: Final = 5
_FRAMES: Final = 10
_LOOK_S: Final = 4.0
_ALLOWED_MS: Final = 1000.0
_MODULE: Final = "crosstie.storage.media.worker"


def killing_rows(place: Path) -> Iterator[Row]:
    """How long no new frame is painted after each kill."""
    with demo_window(place) as station:
        pane = next(pane for pane in station.panes.values() if isinstance(pane, VideoPane))
        watch = _Watch(pane)
        stood_ms = []
        for _ in range(_KILLS):
            station.settle(0)
            station.play()
            watch.painted_s.clear()
            station.until(lambda: len(watch.painted_s) > _FRAMES)
            stood_ms.append(_longest_gap_ms(station, watch))
            station.context.timeline.pause()
            station.context.timeline.seek(0)
    note = f"p50 of {_KILLS} kills, longest {max(stood_ms):.0f} ms; raw: what is allowed"
    goal = Goal("at most", 1.0)
    yield Row("worker killed while playing, pane stands", median(stood_ms), _ALLOWED_MS, "ms", goal, note)


class _Watch:
    """When each new frame of a pane was painted."""

    def __init__(self, pane: VideoPane) -> None:
        self.pane = pane
        self.painted_s: list[float] = []
        self._standing = pane.frame
        pane.canvas.painted.connect(self._on_painted)

    def _on_painted(self) -> None:
        if self.pane.frame != self._standing:
            self._standing = self.pane.frame
            self.painted_s.append(time.perf_counter())


def _longest_gap_ms(station: Station, watch: _Watch) -> float:
    """Kills the worker and looks on for a while."""
    os.kill(_worker(watch.pane).pid, signal.SIGKILL)
    watch.painted_s[:] = [time.perf_counter()]
    station.turn_for(_LOOK_S)
    painted_s = [*watch.painted_s, time.perf_counter()]
    return 1000 * max(later - earlier for earlier, later in itertools.pairwise(painted_s))


def _worker(pane: VideoPane) -> psutil.Process:
    """The process that has the pane's file open."""
    name = Path(pane.asset.files[0].path).name
    for child in psutil.Process().children():
        if _MODULE in child.cmdline() and any(file.path.endswith(name) for file in child.open_files()):
            return child
    raise LookupError(f"no worker has {name} open")
