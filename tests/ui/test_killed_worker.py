"""A decode worker that is killed while everything plays costs its own pane a moment, and nothing else."""

import os
import signal
from collections import Counter

import psutil

from crosstie.viewers.timeline import PlayRange
from crosstie.viewers.video import VideoPane
from tests.ui.workstation import Workstation

SECOND = 1_000_000_000
MODULE = "crosstie.storage.media.worker"


def workers_with(name: str) -> list[psutil.Process]:
    """The decode workers that have a file open."""
    own = psutil.Process().children()
    workers = [one for one in own if one.is_running() and MODULE in one.cmdline()]
    return [one for one in workers if any(file.path.endswith(name) for file in one.open_files())]


def film_of(street: Workstation) -> str:
    return street.state.assets["cam"].files[0].path.rpartition("/")[2]


def test_a_worker_killed_while_playing_is_replaced_and_no_pane_stops(street: Workstation) -> None:
    painted: Counter[str] = Counter()
    said: list[str] = []
    frames: list[int] = []
    camera = street.pane("cam")
    assert isinstance(camera, VideoPane)
    camera.canvas.painted.connect(lambda: frames.append(camera.frame.start_ns))
    for key in ("mic", "lidar"):
        street.pane(key).drawn.connect(lambda _now, key=key: painted.update([key]))
    street.context.said.connect(lambda line, _tone: said.append(line))
    timeline = street.context.timeline
    timeline.set_loop(PlayRange(0, min(2 * SECOND, timeline.duration_ns)))
    timeline.play()
    street.until(lambda: len(set(frames)) > 10)
    for _ in range(2):
        (worker,) = workers_with(film_of(street))
        os.kill(worker.pid, signal.SIGKILL)
        frames.clear()
        painted.clear()
        street.until(lambda: len(set(frames)) > 10)
        assert timeline.playing
        assert camera.status == "ready"
        (other,) = workers_with(film_of(street))
        assert other.pid != worker.pid
        street.until(lambda: all(painted[key] > 3 for key in ("mic", "lidar")))
    timeline.pause()
    street.until_settled()
    assert said == []
    assert not any(pane.status == "failed" for pane in street.window.bench.panes.values())


def test_a_worker_killed_at_rest_is_not_missed(street: Workstation) -> None:
    street.until_settled()
    (worker,) = workers_with(film_of(street))
    os.kill(worker.pid, signal.SIGKILL)
    street.context.timeline.seek(SECOND // 2)
    street.until_settled(SECOND // 2)
    camera = street.pane("cam")
    assert isinstance(camera, VideoPane)
    assert camera.status == "ready"
    assert camera.frame.holds(camera.asset.clock.asset_from_sample(SECOND // 2))
