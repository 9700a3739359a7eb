"""Colours come back as they went in, by the matrix and range that the file names, or players assume."""

import itertools
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.stream import VideoStream

from crosstie.storage.media.queries import FrameAt, Picture
from tests.storage.media.assets import answer, asset_of

# Luma weights of red and blue: ITU-R BT.601-7 §2.5.1, BT.709-6 §3.2, BT.2020-2 table 4.
WEIGHTS: Final = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722), "bt2020": (0.2627, 0.0593)}
NAMED: Final = {"bt601": 6, "bt709": 1, "bt2020": 9, "none": 2}
LIMITED, FULL = 1, 2
COLOURS: Final = np.array(
    [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255] * 3, [0] * 3, [128] * 3, [200, 100, 50], [30, 160, 220]]
)
BAR: Final = 40


def components(matrix: str, colour_range: int, bits: int) -> npt.NDArray[np.uint16]:
    """The colours as Y, Cb and Cr, by the definitions: BT.709-6 §3 and §4 with each matrix's weights."""
    red_weight, blue_weight = WEIGHTS[matrix]
    red, green, blue = COLOURS.T / 255
    luma = red_weight * red + (1 - red_weight - blue_weight) * green + blue_weight * blue
    chroma = (blue - luma) / (2 * (1 - blue_weight)), (red - luma) / (2 * (1 - red_weight))
    unit, top = 1 << (bits - 8), (1 << bits) - 1
    if colour_range == FULL:
        parts = [top * luma, *(top * one + 128 * unit for one in chroma)]
    else:
        parts = [(16 + 219 * luma) * unit, *((128 + 224 * one) * unit for one in chroma)]
    return np.clip(np.rint(parts), 0, top).astype(np.uint16)


def write_bars(path: Path, matrix: str, named: str, colour_range: int, bits: int, height: int) -> None:
    """Two pictures of upright colour bars, without loss."""
    width, form = BAR * len(COLOURS), "yuv420p" if bits == 8 else "yuv420p10le"
    kind = np.uint8 if bits == 8 else np.uint16
    frame = av.VideoFrame(width, height, form)
    for plane, values in zip(frame.planes, components(matrix, colour_range, bits), strict=True):
        row = np.repeat(values, plane.width // len(COLOURS)).astype(kind).view(np.uint8)
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        rows[: plane.height, : len(row)] = row
    frame.colorspace, frame.color_range = NAMED[named], colour_range
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"qp": "0"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, form
        context = stream.codec_context
        context.colorspace, context.color_range = NAMED[named], colour_range
        for number in range(2):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


@pytest.mark.parametrize("suffix", ["mp4", "ts"])
@pytest.mark.parametrize("bits", [8, 10])
@pytest.mark.parametrize("named", NAMED)
def test_colours_are_those_that_were_filmed(named: str, bits: int, suffix: str, tmp_path: Path) -> None:
    clip = tmp_path / f"bars.{suffix}"
    for colour_range, height in itertools.product((LIMITED, FULL), (96, 720)):
        matrix = named if named in WEIGHTS else "bt709" if height >= 720 else "bt601"
        write_bars(clip, matrix, named, colour_range, bits, height)
        for max_width in (0, BAR * len(COLOURS) // 2):
            picture = answer(asset_of("video", clip), FrameAt(0, max_width))
            assert isinstance(picture, Picture)
            across = picture.pixels.shape[1] // len(COLOURS)
            middles = picture.pixels[picture.pixels.shape[0] // 2, across // 2 :: across, 2::-1]
            assert np.abs(middles.astype(int) - COLOURS).max() <= 4, (colour_range, height, max_width)
