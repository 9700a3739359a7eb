"""Random seeks, steps, play and scrubbing through a worker process, with every picture looked at."""

import queue
import random
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import psutil

from crosstie.storage.media.container import open_container, video_stream
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.queries import FactsQuery, FrameAt, Picture, Reply
from crosstie.storage.media.video_index import build_index
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.benchmarks.video.killing import killing_rows
from tests.benchmarks.video.making import Clip, clips, number_shown
from tests.benchmarks.video.raw import NaivePyAV, OpenCV, demux
from tests.storage.media.assets import EVERYWHERE, asset_of

_SEEKS: Final = 25
_WARM: Final = 3
_STEPS: Final = 30
_PLAYED: Final = 300
_ROUNDS: Final = 5
_PATIENCE_S: Final = 120.0
_QUIET_S: Final = 0.1


def rows(place: Path) -> Iterator[Row]:
    """Each kind of clip against PyAV; the even one, which alone it gets right, against OpenCV too."""
    made = list(clips(place.resolve()))
    for clip in made:
        yield _seek_row(clip)
    yield from _opencv_rows(made[0])
    yield _play_row(made[0])
    yield _scrub_row(made[0])
    yield _index_row(made[0])
    yield from killing_rows(place)


class _Ours:
    """One clip's worker."""

    def __init__(self, clip: Clip, cache: Path) -> None:
        self._clip = clip
        self._replies: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        asset = asset_of("video", clip.path)
        self.decoder = Decoder(asset, EVERYWHERE, cache, lambda _, reply: self._replies.put(reply))
        self.decoder.ask_and_wait(FactsQuery(), _PATIENCE_S)

    def at(self, frame: int, *, quick: bool = False) -> tuple[float, Picture]:
        """Seconds until a frame is here. Raises NotEqual when it is another one."""
        began = time.perf_counter()
        picture = self.decoder.ask_and_wait(FrameAt(self._clip.middle_ns(frame), quick=quick), _PATIENCE_S)
        took_s = time.perf_counter() - began
        if not isinstance(picture, Picture):
            raise NotEqual(f"{self._clip.name}: {picture}")
        expected = self._clip.numbers[picture.frame_index if quick else frame]
        if number_shown(picture.pixels) != expected:
            raise NotEqual(f"{self._clip.name}: frame {frame} shows another picture")
        return took_s, picture

    def play(self, count: int) -> float:
        """Seconds that the first frames take, each asked for as the one before comes."""
        began = time.perf_counter()
        at_ns, last = 0, -1
        for _ in range(count):
            self.decoder.ask(FrameAt(at_ns))
            picture = self._replies.get(timeout=_PATIENCE_S)
            if not isinstance(picture, Picture):
                raise NotEqual(f"{self._clip.name}: {picture}")
            at_ns, last = picture.next_ns, number_shown(picture.pixels)
        if last != self._clip.numbers[count - 1]:
            raise NotEqual(f"{self._clip.name}: play skips a frame")
        return time.perf_counter() - began

    def rest(self) -> None:
        """Waits until the worker has nothing left to do, so that it is not measured with the other."""
        assert self.decoder.worker_pid is not None
        process = psutil.Process(self.decoder.worker_pid)
        time.sleep(2 * _QUIET_S)
        spent = -1.0
        while (now := sum(process.cpu_times()[:2])) != spent:
            spent = now
            time.sleep(_QUIET_S)


@contextmanager
def _ours(clip: Clip) -> Iterator[_Ours]:
    with TemporaryDirectory() as cache:
        ours = _Ours(clip, Path(cache))
        with closing(ours.decoder):
            yield ours


def _seek_row(clip: Clip) -> Row:
    frames = random.Random(4).choices(range(len(clip.numbers)), k=_SEEKS + _WARM)
    pairs = []
    with _ours(clip) as ours, closing(NaivePyAV(clip.path)) as raw:
        for frame in frames:
            took_s, picture = ours.at(frame)
            ours.rest()
            began = time.perf_counter()
            pixels = raw.at(clip.middle_ns(frame))
            pairs.append((took_s, time.perf_counter() - began))
            if not np.array_equal(picture.pixels[..., :3], pixels[..., :3]):
                raise NotEqual(f"{clip.name}: frame {frame} is another picture than PyAV's")
    own, theirs = ([1000 * pair[side] for pair in pairs[_WARM:]] for side in (0, 1))
    note = f"0 of {len(pairs)} wrong, p50 {median(own):.0f} ms, p95 {percentile(own, 95):.0f} ms; "
    note += f"raw: PyAV seeks and decodes, p50 {median(theirs):.0f} ms"
    return _ratio_row(f"random seek, {clip.name}", own, theirs, 0.80, note)


def _ratio_row(name: str, own: list[float], theirs: list[float], goal: float, note: str) -> Row:
    """The median of paired ratios, which a busy moment of the machine does not move."""
    ratio = median(one / other for one, other in zip(own, theirs, strict=True))
    return Row(name, ratio, 1.0, "× paired", Goal("at most", goal), note)


def _opencv_rows(clip: Clip) -> Iterator[Row]:
    rng = random.Random(6)
    count = len(clip.numbers)
    with _ours(clip) as ours, closing(OpenCV(clip.path)) as raw:
        pairs = []
        for frame in rng.choices(range(count), k=_SEEKS + _WARM):
            took_s, _ = ours.at(frame)
            ours.rest()
            pairs.append((1000 * took_s, _opencv_ms(raw, clip, frame)))
        own, theirs = ([pair[side] for pair in pairs[_WARM:]] for side in (0, 1))
        note = f"p50 {median(own):.0f} and {median(theirs):.0f} ms"
        yield _ratio_row("random seek, against OpenCV", own, theirs, 0.75, note)
        for step, times in ((-1, 20), (1, 15)):
            start = count // 2 + 57
            ours.at(start)
            ours.rest()
            frames = range(start + step, start + step * (_STEPS + 1), step)
            own = [1000 * ours.at(frame)[0] for frame in frames]
            theirs = [_opencv_ms(raw, clip, frame) for frame in frames]
            note = f"p95 {percentile(own, 95):.1f} ms; raw: OpenCV's POS_FRAMES; goal: {times}× faster"
            goal = Goal("at most", round(1 / times, 3))
            yield Row(f"step by {step:+d} frame", median(own), median(theirs), "ms", goal, note)


def _opencv_ms(raw: OpenCV, clip: Clip, frame: int) -> float:
    took_s, number = raw.at(frame)
    if number != clip.numbers[frame]:
        raise NotEqual(f"{clip.name}: OpenCV shows {number} for frame {frame}")
    return 1000 * took_s


def _play_row(clip: Clip) -> Row:
    own, theirs = [], []
    with _ours(clip) as ours, closing(NaivePyAV(clip.path)) as raw:
        for _ in range(_ROUNDS):
            own.append(_PLAYED / ours.play(_PLAYED))
            ours.rest()
            theirs.append(_PLAYED / raw.play(_PLAYED))
    note = f"full-size pictures through shared memory, {_ROUNDS} × {_PLAYED}; raw: PyAV decodes and converts"
    return Row("one frame after the other", median(own), median(theirs), "a s", Goal("at least", 0.85), note)


def _scrub_row(clip: Clip) -> Row:
    rng = random.Random(8)
    quick, exact = [], []
    with _ours(clip) as ours:
        for _ in range(_SEEKS):
            frame = rng.randrange(len(clip.numbers))
            quick.append(1000 * ours.at(frame, quick=True)[0])
            exact.append(1000 * ours.at(frame)[0])
            ours.rest()
    note = "until a nearby picture stands under a dragging hand; raw: until the right one does"
    return Row("scrub, first picture", median(quick), median(exact), "ms", None, note)


def _index_row(clip: Clip) -> Row:
    own, theirs = [], []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        with closing(open_container(clip.path)) as container:
            stream = video_stream(container, "", clip.name)
            index = build_index(container, stream, clip.name, lambda _done, _what: None)
        own.append(1000 * (time.perf_counter() - began))
        took_s, packets = demux(clip.path)
        theirs.append(1000 * took_s)
        if len(index.packet_pts) != packets:
            raise NotEqual(f"{clip.name}: the index knows {len(index.packet_pts)} of {packets} packets")
    return Row("index of a clip", median(own), median(theirs), "ms", Goal("at most", 1.3), "raw: bare demux")
