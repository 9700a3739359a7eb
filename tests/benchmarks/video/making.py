"""Clips of 1080p whose pictures carry their own number over moving texture, in long groups with B-frames."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import msgspec
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream

from tests.storage.media.clips import TICK, cut_without_decoding, number_in, numbered_picture

WIDTH, HEIGHT, COUNT = 1920, 1080, 1000
_GOP: Final = 250
_STEP: Final = 3000
_HIDDEN: Final = 130
_STRIP: Final = slice(0, 3 * HEIGHT // 8)
_CODING: Final = {"preset": "veryfast", "crf": "23", "bf": "3", "b-pyramid": "normal", "sc_threshold": "0"}
_FORM: Final = "2"


class Clip(msgspec.Struct, frozen=True):
    """A clip. Frame i shows `numbers[i]` from `ticks[i]` (of 1/90000 s) until `ticks[i + 1]`."""

    name: str
    path: Path
    numbers: Sequence[int]
    ticks: Sequence[int]

    def middle_ns(self, frame: int) -> int:
        """The asset time in the middle of a frame."""
        return (self.ticks[frame] + self.ticks[frame + 1]) * 100_000 // 18


def clips(place: Path) -> Iterator[Clip]:
    """The clips, made once: constant rate, variable rate in two containers, edit list, transport stream."""
    folder = place / f"clips-{_FORM}"
    folder.mkdir(exist_ok=True)
    constant = [_STEP * number for number in range(COUNT + 1)]
    steps = np.random.default_rng(7).choice([1500, 3000, 3001, 9000], COUNT).tolist()
    variable = list(itertools.accumulate(steps, initial=0))
    cfr, vfr = folder / "constant.mp4", folder / "variable.mp4"
    _once(cfr, constant)
    _once(vfr, variable)
    cut, transport, matroska = folder / "edit-list.mp4", folder / "transport.ts", folder / "variable.mkv"
    if not cut.exists():
        cut_without_decoding(cfr, cut, constant[_HIDDEN])
    for source, copy in ((cfr, transport), (vfr, matroska)):
        if not copy.exists():
            _copy(source, copy)
    every = range(COUNT)
    yield Clip("constant rate", cfr, every, constant)
    yield Clip("variable rate", vfr, every, variable)
    yield Clip("variable rate, mkv", matroska, every, variable)
    shown = [tick - constant[_HIDDEN] for tick in constant[_HIDDEN:]]
    yield Clip("edit list", cut, range(_HIDDEN, COUNT), shown)
    yield Clip("transport stream", transport, every, constant)


def number_shown(pixels: npt.NDArray[np.uint8]) -> int:
    """The number that a picture carries below its texture."""
    return number_in(pixels[pixels.shape[0] // 2 :])


def _once(path: Path, ticks: Sequence[int]) -> None:
    if path.exists():
        return
    partial = path.with_name("partial-" + path.name)
    with av.open(str(partial), "w") as container:
        stream = container.add_stream("libx264", rate=30, options=_CODING)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TICK
        stream.codec_context.gop_size = _GOP
        texture = _texture()
        for number in range(COUNT):
            picture = numbered_picture(number, WIDTH, HEIGHT)
            picture[_STRIP] = np.roll(texture, (5 * number, 2 * number), (1, 0))[_STRIP]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = ticks[number], Fraction(TICK)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    partial.replace(path)


def _texture() -> npt.NDArray[np.uint8]:
    coarse = np.random.default_rng(1).integers(0, 255, (HEIGHT // 12, WIDTH // 12, 3), dtype=np.uint8)
    return np.repeat(np.repeat(coarse, 12, axis=0), 12, axis=1)


def _copy(source: Path, target: Path) -> None:
    """The same packets in another container."""
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        stream = reading.streams.video[0]
        copy = writing.add_stream_from_template(stream)
        for packet in reading.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                writing.mux(packet)
