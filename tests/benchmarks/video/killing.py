"""How long a pane stands still when its worker is killed while everything plays."""

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
_ALLOWED_MS: Final = 1000.0
_MODULE: Final = "crosstie.storage.media.worker"


def killing_rows(place: Path) -> Iterator[Row]:
    """From the kill until the pane paints another frame than the one that stood there."""
    with demo_window(place) as station:
        pane = next(pane for pane in station.panes.values() if isinstance(pane, VideoPane))
        station.play()
        stood_ms = [_kill(station, pane) for _ in range(_KILLS)]
        station.context.timeline.pause()
    note = f"p50 of {_KILLS} kills, longest {max(stood_ms):.0f} ms; raw: what is allowed"
    goal = Goal("at most", 1.0)
    yield Row("worker killed while playing, pane stands", median(stood_ms), _ALLOWED_MS, "ms", goal, note)


def _kill(station: Station, pane: VideoPane) -> float:
    timeline = station.context.timeline
    timeline.seek(0)
    station.until(lambda: pane.frame.start_ns > 0 and pane.frame.holds(_asset_ns(station, pane)))
    standing = pane.frame
    os.kill(_worker(pane).pid, signal.SIGKILL)
    began = time.perf_counter()
    station.until(lambda: pane.frame != standing and pane.frame.end_ns >= _asset_ns(station, pane))
    return 1000 * (time.perf_counter() - began)


def _asset_ns(station: Station, pane: VideoPane) -> int:
    return pane.asset.clock.asset_from_sample(station.context.timeline.now_ns)


def _worker(pane: VideoPane) -> psutil.Process:
    """The process that has the pane's file open."""
    name = Path(pane.asset.files[0].path).name
    for child in psutil.Process().children():
        if _MODULE in child.cmdline() and any(file.path.endswith(name) for file in child.open_files()):
            return child
    raise LookupError(f"no worker has {name} open")
