"""`crosstie frame` writes exactly what the panes show, says when that is presented, all of it or nothing."""

import itertools
import random
import wave
from pathlib import Path

import msgspec
import numpy as np
import pymupdf
import pytest
from PySide6.QtGui import QImage

from crosstie.app.commands.frame import WrittenFrames
from crosstie.storage.media.cloud_ply import read_ply
from crosstie.storage.media.queries import FrameAt, PageAt, PagePicture, Picture, Pixels
from tests.app.command import SCHEMA, Commands
from tests.storage.media.assets import answer, asset_of
from tests.storage.media.clips import number_in, write_clip
from tests.storage.small_files import write_png, write_vtt

RATE = 8000
OFFSET_S = 0.25
TICKS = list(itertools.accumulate([1500, 3000, 3001, 9000] * 15, initial=0))
POINTS = np.random.default_rng(5).normal(size=(3, 50, 4)).astype("<f4")


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sample with an asset of every kind; the video begins a quarter of a second late."""
    from crosstie.app.cli import run

    folder = tmp_path_factory.mktemp("frames")
    write_clip(folder / "film.mp4", TICKS, options={"bf": "2"})
    write_sound(folder / "mic.wav")
    write_png(folder / "photo.png")
    write_vtt(folder / "words.vtt")
    with pymupdf.open() as document:
        for number in range(2):
            document.new_page(width=200, height=300).insert_text((20, 40), f"page {number + 1}")
        document.save(folder / "paper.pdf")
    for number, points in enumerate(POINTS):
        (folder / f"{number}.bin").write_bytes(points.tobytes())
    assets = [
        {"id": "cam", "kind": "video", "path": "film.mp4", "offset": OFFSET_S},
        {"id": "mic", "kind": "audio", "path": "mic.wav"},
        {"id": "still", "kind": "image", "path": "photo.png"},
        {"id": "words", "kind": "transcript", "path": "words.vtt"},
        {"id": "paper", "kind": "document", "path": "paper.pdf"},
        {"id": "lidar", "kind": "pointcloud", "glob": "*.bin", "layout": "kitti", "fps": 2},
    ]
    sample = {"id": "s1", "language": "en", "assets": assets}
    (folder / "m.jsonl").write_bytes(msgspec.json.encode(sample))
    assert run(["new", str(folder / "project"), "--schema", str(SCHEMA)]) == 0
    assert run(["add", str(folder / "project"), str(folder / "m.jsonl")]) == 0
    return folder / "project"


def write_sound(path: Path) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(sound_of(0, 2 * RATE).tobytes())


def sound_of(first: int, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    ramp = np.arange(first, first + count)
    return np.stack([ramp % 30_000, -(ramp % 20_000)], axis=1).astype("<i2")


def pixels_of(path: Path | str) -> Pixels:
    image = QImage(str(path))
    assert image.format() == QImage.Format.Format_RGB32
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


def frames_of(crosstie: Commands, project: Path, out: Path, asset: str, at: str, *more: str) -> WrittenFrames:
    told = crosstie(
        "frame", project, "--sample", "s1", "--asset", asset, "--at", at, "--out", out, "--json", *more
    )
    assert (told.code, told.err) == (0, "")
    return msgspec.json.decode(told.out, type=WrittenFrames)


def complaint_of(crosstie: Commands, project: Path, out: Path, asset: str, at: str, *more: str) -> str:
    return crosstie(
        "frame", project, "--sample", "s1", "--asset", asset, "--at", at, "--out", out, *more
    ).complaint()


def test_a_videos_frames_are_those_of_their_instants_with_all_their_pixels(
    crosstie: Commands, project: Path, tmp_path: Path
) -> None:
    wanted = random.Random(3).sample(range(len(TICKS) - 1), 12)
    middles = [(TICKS[number] + TICKS[number + 1]) / 180_000 + OFFSET_S for number in wanted]
    told = frames_of(crosstie, project, tmp_path, "cam", ",".join(f"{at_s:.6f}" for at_s in middles))
    assert [(told.sample, told.asset, told.kind)] == [("s1", "cam", "video")]
    assert [frame.number for frame in told.frames] == wanted
    assert [frame.asset_ns for frame in told.frames] == [round(TICKS[n] * 1e9 / 90_000) for n in wanted]
    assert all(frame.sample_ns == frame.asset_ns + OFFSET_S * 1e9 for frame in told.frames)
    film = asset_of("video", project.parent / "film.mp4")
    for number, frame in zip(wanted, told.frames, strict=True):
        pixels = pixels_of(frame.file)
        assert number_in(pixels) == number
        shown = answer(film, FrameAt(frame.asset_ns))
        assert isinstance(shown, Picture)
        assert np.array_equal(pixels, shown.pixels)


def test_what_is_printed_names_the_presentation_time(
    crosstie: Commands, project: Path, tmp_path: Path
) -> None:
    told = crosstie("frame", project, "--sample", "s1", "--asset", "cam", "--at", "0.3", "--out", tmp_path)
    assert told.code == 0
    assert "number 2, drawn 0.050000000 s of the asset, 0.300000000 s of the sample" in told.out
    assert told.out.strip().endswith(str(tmp_path / "cam-0.3.png"))


def test_a_page_and_a_picture(crosstie: Commands, project: Path, tmp_path: Path) -> None:
    (page,) = frames_of(crosstie, project, tmp_path, "paper", "0", "--page", "2").frames
    shown = answer(asset_of("document", project.parent / "paper.pdf"), PageAt(1, 1.0))
    assert isinstance(shown, PagePicture)
    assert shown.pixels.shape == (300, 200, 4)
    assert np.array_equal(pixels_of(page.file), shown.pixels)
    (still,) = frames_of(crosstie, project, tmp_path, "still", "1.5").frames
    assert pixels_of(still.file)[2, 3].tolist() == [200, 120, 90, 255]
    assert "no page 3" in complaint_of(crosstie, project, tmp_path, "paper", "0", "--page", "3")


def test_a_stretch_of_sound_has_the_very_samples(crosstie: Commands, project: Path, tmp_path: Path) -> None:
    told = frames_of(crosstie, project, tmp_path, "mic", "0.50005,1.9", "--span", "0.25")
    for frame, (first, count) in zip(told.frames, ((4000, 2000), (15200, 800)), strict=True):
        assert (frame.number, frame.asset_ns) == (first, first * 10**9 // RATE)
        with wave.open(frame.file, "rb") as sound:
            assert (sound.getframerate(), sound.getnframes(), sound.getnchannels()) == (RATE, count, 2)
            assert sound.readframes(count) == sound_of(first, count).tobytes()


def test_a_cloud_has_the_very_points(crosstie: Commands, project: Path, tmp_path: Path) -> None:
    told = frames_of(crosstie, project, tmp_path, "lidar", "0.7,1")
    assert [(frame.number, frame.asset_ns) for frame in told.frames] == [(1, 500_000_000), (2, 10**9)]
    for frame in told.frames:
        columns = read_ply(Path(frame.file))
        assert np.array_equal(
            np.stack([columns[name] for name in "xyz"], axis=1), POINTS[frame.number, :, :3]
        )
        assert np.array_equal(columns["intensity"], POINTS[frame.number, :, 3])


@pytest.mark.parametrize(
    ("asset", "at", "reason"),
    [
        ("cam", "1,99", "99 is outside of the sample: the sample lasts from 0 to "),
        ("cam", "-1", "outside of the sample"),
        ("cam", "nan", "outside of the sample"),
        ("cam", "1,x", "'x' is no number of seconds"),
        ("cam", "1,,2", "is no number of seconds"),
        ("cam", "1,0.2", "asset cam shows nothing at 0.2 s"),
        ("mic", "1,2.1", "asset mic shows nothing at 2.1 s"),
        ("words", "1", "is text"),
        ("none", "1", "has no asset 'none'; there are cam, lidar, mic, paper, still, words"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_one_line_and_leaves_no_file(
    crosstie: Commands, project: Path, tmp_path: Path, asset: str, at: str, reason: str
) -> None:
    assert reason in complaint_of(crosstie, project, tmp_path / "a" / "b", asset, at)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_and_an_unknown_sample(
    crosstie: Commands, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "cannot be written" in complaint_of(crosstie, project, tmp_path / "file", "cam", "1")
    (tmp_path / "out" / "cam-1.png").mkdir(parents=True)
    assert "is a folder" in complaint_of(crosstie, project, tmp_path / "out", "cam", "0.5,1")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["cam-1.png"]
    told = crosstie("frame", project, "--sample", "none", "--asset", "cam", "--at", "1", "--out", tmp_path)
    assert "no sample 'none'" in told.complaint()


def test_a_file_that_is_no_video_any_more(crosstie: Commands, project: Path, tmp_path: Path) -> None:
    film = project.parent / "film.mp4"
    good = film.read_bytes()
    film.write_bytes(good[: len(good) // 2])
    try:
        assert "film.mp4: " in complaint_of(crosstie, project, tmp_path / "out", "cam", "1")
    finally:
        film.write_bytes(good)
    assert list(tmp_path.iterdir()) == []
