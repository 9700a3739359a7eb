"""Small clips whose pictures carry their own number, in every awkward form that a video file takes."""

from collections.abc import Container, Sequence
from fractions import Fraction
from pathlib import Path

import av
import msgspec
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream

TICK = Fraction(1, 90_000)
WIDTH, HEIGHT = 160, 96
_BITS = 16


class Form(msgspec.Struct, frozen=True):
    """How pictures are coded. `base` is the encoder's own tick: MPEG's older codecs know no fine ones."""

    size: tuple[int, int] = (WIDTH, HEIGHT)
    pix_fmt: str = "yuv420p"
    base: Fraction = TICK
    muxing: dict[str, str] = {}


PLAIN = Form()


def numbered_picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> npt.NDArray[np.uint8]:
    """A grey HxWx3 picture: `number` in binary as 16 black and white columns."""
    bits = [(number >> bit) & 1 for bit in range(_BITS)]
    columns = np.array(bits, np.uint8)[np.arange(width) * _BITS // width] * 200 + 28
    return np.repeat(np.broadcast_to(columns.astype(np.uint8), (height, width))[..., None], 3, axis=2)


def number_in(pixels: npt.NDArray[np.uint8]) -> int:
    """The number that a picture carries, of any size."""
    row = pixels[pixels.shape[0] // 2, :, 1]
    at = (np.arange(_BITS) + 0.5) * len(row) / _BITS
    return sum(1 << bit for bit, x in enumerate(at) if row[int(x)] > 128)


def write_clip(
    path: Path,
    ticks: Sequence[int],
    *,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    gop: int = 48,
    rotation: int = 0,
    form: Form = PLAIN,
) -> None:
    """Encodes picture i at `ticks[i]` (of 1/90000 s) into the container that the suffix names."""
    with av.open(str(path), "w", options=dict(form.muxing)) as container:
        stream = container.add_stream(codec, rate=30, options=options or {})
        assert isinstance(stream, VideoStream)
        (stream.width, stream.height), stream.pix_fmt = form.size, form.pix_fmt
        stream.time_base = stream.codec_context.time_base = form.base
        stream.codec_context.gop_size = gop
        if rotation:
            stream.set_display_rotation(rotation)
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(numbered_picture(number, *form.size), format="rgb24")
            frame.pts, frame.time_base = round(tick * TICK / form.base), form.base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def cut_without_decoding(source: Path, target: Path, first_tick: int) -> None:
    """Begins at `first_tick`, as `ffmpeg -ss … -c copy` does: an edit list hides the pictures before."""
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        stream = reading.streams.video[0]
        copy = writing.add_stream_from_template(stream)
        assert stream.time_base is not None
        offset = round(first_tick * TICK / stream.time_base)
        reading.seek(offset, stream=stream, backward=True)
        for packet in reading.demux(stream):
            if packet.dts is not None and packet.pts is not None:
                packet.pts, packet.dts = packet.pts - offset, packet.dts - offset
                packet.stream = copy
                writing.mux(packet)


def hide_vp8_pictures(source: Path, target: Path, numbers: Container[int]) -> None:
    """Makes pictures into references that are decoded but not shown: VP8's alternate ones are so."""
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        stream = reading.streams.video[0]
        copy = writing.add_stream_from_template(stream)
        for number, packet in enumerate(reading.demux(stream)):
            if not packet.size:
                continue
            if number in numbers:
                data = bytearray(bytes(packet))
                data[0] &= ~0x10
                packet.update(bytes(data))
            packet.stream = copy
            writing.mux(packet)
