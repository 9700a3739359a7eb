"""While everything plays: how late a timer is, what is painted, how far pictures and sound are apart."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.viewers.pane import Pane
from crosstie.viewers.pointcloud.pane import PointCloudPane
from crosstie.viewers.video.frames import Frame
from crosstie.viewers.video.pane import VideoPane
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, Row
from tests.benchmarks.window.station import Station, cloud_surface, demo_window

_TICK_MS: Final = 10
_LATE_MS: Final = 16
_ROUNDS: Final = 5
_IDLE_S: Final = 4.0
_PLAY_S: Final = 8.0


def rows(place: Path) -> Iterator[Row]:
    """Ticks, the thread's load, frames a second, and the skew of pictures against the clock."""
    with demo_window(place) as station:
        watch = _Watch(station)
        for _ in range(_ROUNDS):
            station.settle()
            watch.idle.run(station, _IDLE_S)
            station.play()
            watch.begin()
            watch.playing.run(station, _PLAY_S)
            watch.end()
            station.context.timeline.pause()
        yield from watch.rows()


class _Ticks:
    """A timer of ten milliseconds on the user-interface thread, and that thread's own time."""

    def __init__(self, parent: QObject) -> None:
        self.intervals_ms: list[float] = []
        self._busy_s = self._passed_s = 0.0
        self._last = 0.0
        self.timer = QTimer(parent)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(_TICK_MS)
        self.timer.timeout.connect(self._on_tick)

    @property
    def load(self) -> float:
        """The part of the time that the thread computed, in per cent."""
        return 100 * self._busy_s / self._passed_s

    def run(self, station: Station, seconds: float) -> None:
        """Takes the time of every tick for a while."""
        busy, began = time.thread_time(), time.perf_counter()
        self._last = began
        self.timer.start()
        station.turn_for(seconds)
        self.timer.stop()
        self._busy_s += time.thread_time() - busy
        self._passed_s += time.perf_counter() - began

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.intervals_ms.append(1000 * (now - self._last))
        self._last = now


class _Watch:
    """Counts what is painted, and looks at every tick what stands on the screen."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self.idle, self.playing = _Ticks(station.window), _Ticks(station.window)
        self._watching = False
        self._painted: Counter[str] = Counter()
        self._standing: dict[str, object] = {}
        self._skews_ms: list[float] = []
        self._played_s = 0.0
        for pane in station.panes.values():
            self._listen(pane)
        station.window.bench.time_strip.lanes.drawn.connect(lambda _now: self._on_painted("lanes", object()))
        self.playing.timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Play runs from now on."""
        self._watching, self._began = True, time.perf_counter()

    def end(self) -> None:
        """Play ends."""
        self._watching = False
        self._played_s += time.perf_counter() - self._began

    def rows(self) -> Iterator[Row]:
        """What was seen."""
        idle, playing = self.idle.intervals_ms, self.playing.intervals_ms
        note = f"a timer of {_TICK_MS} ms in {_ROUNDS} × {_PLAY_S:g} s of play; raw: the same window at rest"
        goal = Goal("at most", 2.0, or_ours=_TICK_MS + _LATE_MS)
        yield Row("tick while all plays, p50", median(playing), median(idle), "ms", note=note)
        yield Row(
            "tick while all plays, p99", percentile(playing, 99), percentile(idle, 99), "ms", goal,
            f"longest {max(playing):.0f} ms, at rest {max(idle):.0f} ms",
        )  # fmt: skip
        yield Row("user-interface thread while all plays", self.playing.load, self.idle.load, "%")
        yield from self._frame_rows()
        yield self._skew_row()

    def _frame_rows(self) -> Iterator[Row]:
        for key, count in sorted(self._painted.items()):
            pane = self._station.panes.get(key)
            own = _frames_a_second(pane) if pane else 0.0
            goal = Goal("at least", 0.9) if own else None
            note = "" if own else "repaints"
            yield Row(f"painted while all plays: {key}", count / self._played_s, own, "a s", goal, note)

    def _skew_row(self) -> Row:
        late = [abs(skew) for skew in self._skews_ms]
        slowest = max(1000 / _frames_a_second(pane) for pane in self._cameras())
        note = f"|skew| of cameras against the clock, p50 {median(late):.1f}, most {max(late):.0f} ms"
        return Row(
            "picture and sound apart, p95", percentile(late, 95), slowest / 2, "ms", Goal("at most", 1.0),
            f"{note}; raw: half a frame",
        )  # fmt: skip

    def _cameras(self) -> list[VideoPane]:
        return [pane for pane in self._station.panes.values() if isinstance(pane, VideoPane)]

    def _listen(self, pane: Pane) -> None:
        key = pane.asset_id
        if isinstance(pane, VideoPane):
            pane.canvas.painted.connect(lambda: self._on_painted(key, pane.frame))
        elif isinstance(pane, PointCloudPane):
            cloud_surface(pane).shown.connect(lambda frame: self._on_painted(key, frame.scene.cloud))
        else:
            pane.drawn.connect(lambda _now: self._on_painted(key, object()))

    def _on_painted(self, key: str, what: object) -> None:
        if self._watching and what != self._standing.get(key):
            self._painted[key] += 1
        self._standing[key] = what

    def _look(self) -> None:
        clock_ns = self._station.window.parts.playback.clock_ns
        for pane in self._cameras():
            frame = self._standing.get(pane.asset_id)
            if self._watching and isinstance(frame, Frame):
                self._skews_ms.append(_skew_ns(frame, pane.asset.clock.asset_from_sample(clock_ns)) / 1e6)


def _skew_ns(frame: Frame, asset_ns: int) -> int:
    """How long ago a frame should have gone (above zero), or how long it is before its time."""
    return max(asset_ns - frame.end_ns, 0) or min(asset_ns - frame.start_ns, 0)


def _frames_a_second(pane: Pane) -> float:
    facts, times = pane.asset.facts, pane.asset.times_ns
    if len(times) > 1:
        return (len(times) - 1) * NS_PER_SECOND / (times[-1] - times[0])
    return facts.frame_count * NS_PER_SECOND / facts.duration_ns if facts.duration_ns else 0.0
