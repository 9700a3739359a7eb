"""How far a flash on the screen is from its click at the output: after seeks, at other rates, for long.

The long play takes half an hour; CROSSTIE_SKEW_MINUTES=2 makes it two minutes.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.viewers.timeline import PlayRange
from crosstie.viewers.video.pane import VideoPane
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, Row
from tests.benchmarks.sync.clip import FPS, SAMPLE, flashing_project
from tests.benchmarks.sync.plot import write_plot
from tests.benchmarks.sync.watching import FlashWatch, Times, skews_ms
from tests.benchmarks.window.station import Station, window_on
from tests.recorder import Recorder

_MINUTES: Final = float(os.environ.get("CROSSTIE_SKEW_MINUTES", "30"))
_EACH_S: Final = 30.0
_SEEKS: Final = 25
_AFTER_S: Final = 0.3
"""Old sound is heard for as long as it lay in the device: what counts begins after it."""
_FRAME_MS: Final = 1000 / FPS
_EARLIEST_MS, _LATEST_MS = 45.0, -125.0
"""What nobody notices of sound before (above zero) and after its picture (ITU-R BT.1359-1)."""


class Part(msgspec.Struct, frozen=True, eq=False):
    """What was found in one situation; `times_s` are the clicks', from where it began."""

    name: str
    rate: float
    times_s: Times
    skews_ms: Times


def rows(place: Path) -> Iterator[Row]:
    """|skew| in every situation against half a displayed frame, and the share that nobody would notice."""
    length_s = max(120, round(_MINUTES * 60) + 20)
    with window_on(flashing_project(place, length_s), SAMPLE) as station:
        bench = _Bench(station)
        parts = [
            bench.part("plain", 1.0, bench.plainly),
            bench.part("after seeks", 1.0, bench.seeking),
            bench.part("after rate changes", 1.0, bench.changing),
            bench.part("in a loop", 1.0, bench.looping),
            *(bench.part(f"at {rate:g}×", rate, bench.plainly) for rate in (0.25, 0.5, 1.5, 2.0)),
            bench.part(f"{_MINUTES:g} min", 1.0, bench.for_long),
        ]
    write_plot(place / "skew.svg", {part.name: (part.times_s, part.skews_ms) for part in parts})
    for part in parts:
        yield from _rows_of(part)
    yield _drift(parts[-1])


def _rows_of(part: Part) -> Iterator[Row]:
    skews = part.skews_ms.tolist()
    late = [abs(one) for one in skews]
    note = f"{len(skews)} flashes, p50 {median(skews):.1f}, from {min(skews):.0f} to {max(skews):.0f} ms"
    half = _FRAME_MS / 2 / part.rate
    goal = Goal("at most", 1.0)
    yield Row(f"skew {part.name}, p95", percentile(late, 95), half, "ms", goal, f"{note}; raw: half a frame")
    unseen = 100 * float(np.mean((part.skews_ms < _EARLIEST_MS) & (part.skews_ms > _LATEST_MS)))
    yield Row(f"skew {part.name}, unnoticed", unseen, 100.0, "%", Goal("at least", 1.0))


def _drift(part: Part) -> Row:
    """How far the middle of the last tenth is from that of the first."""
    count = max(len(part.skews_ms) // 10, 1)
    first, last = median(part.skews_ms[:count].tolist()), median(part.skews_ms[-count:].tolist())
    return Row(f"skew drifts in {part.name}", abs(last - first), _FRAME_MS / 2, "ms", Goal("at most", 0.5))


class _Bench:
    """Plays in every way, and knows in which stretches of time a click counts."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._timeline = station.context.timeline
        film = station.panes["film"]
        assert isinstance(film, VideoPane)
        self._watch = FlashWatch(film)
        self._spans: list[tuple[float, float]] = []

    def part(self, name: str, rate: float, play: Callable[[], None]) -> Part:
        """Plays from the start in one way while the sound is recorded."""
        self._spans, recorder, timeline = [], Recorder(), self._timeline
        self._station.until(lambda: recorder.running)
        timeline.set_loop(None)
        timeline.set_rate(rate)
        timeline.seek(0)
        timeline.play()
        play()
        timeline.pause()
        self._station.turn_for(_AFTER_S)
        recorder.stop()
        clicks = recorder.click_times()
        found = skews_ms(self._watch.times, clicks, self._spans)
        return Part(name, rate, found[:, 0] - self._spans[0][0], found[:, 1])

    def plainly(self) -> None:
        """Without touching anything."""
        self._count_for(_EACH_S)

    def seeking(self) -> None:
        """Jumping about while it plays."""
        chance = random.Random(5)
        for _ in range(_SEEKS):
            self._timeline.seek(chance.randrange(100 * NS_PER_SECOND))
            self._count_for(1.6)

    def changing(self) -> None:
        """At another rate for a moment, then as before."""
        for rate in (0.5, 2.0, 0.25, 1.5) * 3:
            self._timeline.set_rate(rate)
            self._station.turn_for(0.7)
            self._timeline.set_rate(1.0)
            self._count_for(1.6)

    def looping(self) -> None:
        """Round and round a stretch of 2.3 s."""
        self._timeline.set_loop(PlayRange(0, 2_300_000_000))
        self._count_for(_EACH_S)

    def for_long(self) -> None:
        """As long as somebody works on it."""
        self._count_for(_MINUTES * 60)

    def _count_for(self, seconds: float) -> None:
        began = time.monotonic() + _AFTER_S
        self._station.turn_for(seconds)
        self._spans.append((began, time.monotonic()))
