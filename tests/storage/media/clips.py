"""Small clips whose pictures carry their own number, in every awkward form that a video file takes."""

from collections.abc import Container, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream

TICK = Fraction(1, 90_000)
WIDTH, HEIGHT = 160, 96
_BITS = 10


def numbered_picture(number: int) -> npt.NDArray[np.uint8]:
    """A grey HxWx3 picture: `number` in binary as black and white columns over a ramp."""
    bits = [(number >> bit) & 1 for bit in range(_BITS)]
    columns = np.repeat(np.array(bits, np.uint8) * 200 + 28, WIDTH // _BITS)
    return np.repeat(np.broadcast_to(columns, (HEIGHT, WIDTH))[..., None], 3, axis=2)


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
) -> None:
    """Encodes picture i at `ticks[i]` (of 1/90000 s) into the container that the suffix names."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30, options=options or {})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TICK
        stream.codec_context.gop_size = gop
        if rotation:
            stream.set_display_rotation(rotation)
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(numbered_picture(number), format="rgb24")
            frame.pts, frame.time_base = tick, TICK
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
