"""Images stand upright, keep their colours, and are never larger than asked for."""

import struct
import zlib
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from av.video.stream import VideoStream

from crosstie.schema.records import AssetKind, MediaFacts
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import FactsQuery, FrameAt, Picture
from tests.storage.media.assets import answer, asset_of

Pixels = npt.NDArray[np.uint8]
RED, GREEN, BLUE, GREY = (0, 0, 255), (0, 255, 0), (255, 0, 0), (128, 128, 128)


def picture_of(*paths: Path, query: FrameAt | None = None, times_ns: tuple[int, ...] = ()) -> Picture:
    kind: AssetKind = "video" if times_ns else "image"
    reply = answer(asset_of(kind, *paths, times_ns=times_ns), query or FrameAt(0))
    assert isinstance(reply, Picture)
    return reply


def write_png(path: Path, pixels: npt.NDArray[np.generic]) -> None:
    """An RGB or RGBA picture of 8 or 16 bits."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    height, width, channels = pixels.shape
    depth = 8 * pixels.dtype.itemsize
    head = struct.pack(">IIBBBBB", width, height, depth, {3: 2, 4: 6}[channels], 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(row.dtype.newbyteorder(">")).tobytes() for row in pixels)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def write_jpeg(path: Path, orientation: int) -> None:
    """40 wide and 24 high: the left half red, the right half blue, and EXIF's word on how to turn it."""
    rgb = np.zeros((24, 40, 3), np.uint8)
    rgb[:, :20, 0], rgb[:, 20:, 2] = 255, 255
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=1, options={"qmin": "1", "qmax": "1"})
        stream.width, stream.height, stream.pix_fmt = 40, 24, "yuvj444p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb)))
        container.mux(stream.encode())
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x112, 3, 1, orientation, 0, 0)
    raw = path.read_bytes()
    path.write_bytes(raw[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + raw[2:])


@pytest.mark.parametrize(
    ("orientation", "height", "width", "red_at"),
    [(1, 24, 40, (12, 2)), (3, 24, 40, (12, 37)), (6, 40, 24, (2, 12)), (8, 40, 24, (37, 12))],
)
def test_exif_orientation_stands_a_photograph_upright(
    orientation: int, height: int, width: int, red_at: tuple[int, int], tmp_path: Path
) -> None:
    write_jpeg(tmp_path / "x.jpg", orientation)
    picture = picture_of(tmp_path / "x.jpg")
    assert (picture.height, picture.width) == (height, width)
    assert picture.pixels.shape == (height, width, 4)
    opposite = (height - 1 - red_at[0], width - 1 - red_at[1])
    assert np.abs(picture.pixels[red_at][:3].astype(int) - RED).max() < 40
    assert np.abs(picture.pixels[opposite][:3].astype(int) - BLUE).max() < 40


def test_transparent_parts_stand_on_white_and_nothing_stays_transparent(tmp_path: Path) -> None:
    rgba = np.zeros((2, 2, 4), np.uint8)
    rgba[0, 1] = (255, 0, 0, 255)
    rgba[1, 0] = (0, 0, 0, 128)
    rgba[1, 1] = (0, 255, 0, 255)
    write_png(tmp_path / "x.png", rgba)
    pixels = picture_of(tmp_path / "x.png").pixels
    assert pixels.tolist() == [
        [[255, 255, 255, 255], [*RED, 255]],
        [[127, 127, 127, 255], [*GREEN, 255]],
    ]


def test_sixteen_bits_are_shown_in_eight(tmp_path: Path) -> None:
    write_png(tmp_path / "x.png", np.full((3, 5, 3), (65_535, 32_768, 0), np.uint16))
    assert picture_of(tmp_path / "x.png").pixels[1, 1].tolist() == [0, 128, 255, 255]
    write_png(tmp_path / "y.png", np.full((3, 5, 4), (65_535, 32_768, 0, 65_535), np.uint16))
    assert picture_of(tmp_path / "y.png").pixels[1, 1].tolist() == [0, 128, 255, 255]


def test_a_picture_is_fitted_and_never_enlarged(tmp_path: Path) -> None:
    write_png(tmp_path / "x.png", np.zeros((60, 100, 3), np.uint8))
    for query, shape in (
        (FrameAt(5, 50, 0), (30, 50, 4)),
        (FrameAt(5, 50, 10), (10, 17, 4)),
        (FrameAt(5, 1000, 1000), (60, 100, 4)),
    ):
        picture = picture_of(tmp_path / "x.png", query=query)
        assert picture.pixels.shape == shape
        assert (picture.width, picture.height, picture.pts_ns, picture.next_ns) == (100, 60, 0, 0)


def test_a_camera_of_single_pictures_follows_its_times(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.png" for number in range(3)]
    for number, file in enumerate(files):
        write_png(file, np.full((8, 8, 3), number * 100, np.uint8))
    times = (100, 200, 400)
    for at_ns, shown in ((0, 0), (100, 0), (198, 0), (199, 1), (399, 2), (10**9, 2)):
        picture = picture_of(*files, query=FrameAt(at_ns), times_ns=times)
        assert (picture.frame_index, int(picture.pixels[0, 0, 0])) == (shown, 100 * shown)
        assert (picture.pts_ns, picture.next_ns) == (times[shown], (200, 400, 550)[shown])
    facts = answer(asset_of("video", *files, times_ns=times), FactsQuery())
    assert facts == MediaFacts(duration_ns=550, width=8, height=8, frame_count=3, codec="png")


def test_too_many_pixels_are_refused(tmp_path: Path) -> None:
    write_png(tmp_path / "x.png", np.zeros((1, 1, 3), np.uint8))
    raw = bytearray((tmp_path / "x.png").read_bytes())
    raw[16:24] = struct.pack(">II", 60_000, 60_000)
    raw[29:33] = struct.pack(">I", zlib.crc32(raw[12:29]))
    (tmp_path / "x.png").write_bytes(raw)
    with pytest.raises(MediaUnreadable, match=r"^x\.png: "):
        picture_of(tmp_path / "x.png")


@pytest.mark.parametrize(
    ("height", "form", "yuv"),
    [
        (480, "yuv420p", (81, 90, 240)),  # ITU-R BT.601, limited range
        (720, "yuv420p", (63, 102, 240)),  # ITU-R BT.709, limited range
        (480, "yuvj420p", (76, 85, 255)),  # BT.601, full range
    ],
)
def test_video_that_names_no_matrix_has_the_colours_that_players_show(
    height: int, form: str, yuv: tuple[int, int, int], tmp_path: Path
) -> None:
    frame = av.VideoFrame(64, height, form)
    for plane, value in zip(frame.planes, yuv, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    with av.open(str(tmp_path / "x.mkv"), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "0"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, height, form
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    reply = answer(asset_of("video", tmp_path / "x.mkv"), FrameAt(0))
    assert isinstance(reply, Picture)
    assert np.abs(reply.pixels[height // 2, 30, :3].astype(int) - RED).max() <= 3
