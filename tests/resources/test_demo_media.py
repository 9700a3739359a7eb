import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pymupdf
import pytest
import soundfile
import yaml
from numpy.typing import NDArray

from crosstie.resources.demo import lidar, narration, radar, report
from crosstie.resources.demo.camera import CAMERAS, Camera
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.rows import COLUMNS
from crosstie.storage.manifest import read_manifest

DRAW = """
import sys
from crosstie.resources.demo.camera import CAMERAS
from crosstie.resources.demo.render import Renderer
camera = next(camera for camera in CAMERAS if camera.id == sys.argv[1])
sys.stdout.buffer.write(Renderer(camera).frame(float(sys.argv[2])).tobytes())
"""


def drawn(camera: Camera, time_s: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The camera's picture at a sample time, drawn by another process: OpenCV must not enter this one."""
    command = [sys.executable, "-c", DRAW, camera.id, repr(time_s)]
    pixels = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(pixels, np.uint8).reshape(540, 960, 3)


def test_the_manifest_lists_every_modality_and_each_file_is_there(demo_media: Path) -> None:
    (entry,) = read_manifest(demo_media)
    kinds = {asset.asset.id: asset.asset.kind for asset in entry.assets}
    assert kinds == {
        "cam_left": "video",
        "cam_front": "video",
        "cam_right": "video",
        "mic": "audio",
        "subtitles": "transcript",
        "lidar": "pointcloud",
        "radar": "radar",
        "report": "document",
    }
    counts = {asset.asset.id: len(asset.files) for asset in entry.assets}
    assert counts["lidar"] == lidar.FRAME_COUNT == 160
    assert counts["radar"] == radar.FRAME_COUNT == 208
    assert entry.sample.language == "en"


def test_the_manifests_offsets_are_the_cameras(demo_media: Path) -> None:
    (entry,) = read_manifest(demo_media)
    offsets = {asset.asset.id: asset.asset.clock.offset_ns for asset in entry.assets}
    assert {camera.id: offsets[camera.id] for camera in CAMERAS} == {
        camera.id: camera.offset_ns for camera in CAMERAS
    }
    assert offsets["cam_front"] == 40_000_000


def test_nothing_but_the_demo_is_left_in_the_folder(demo_media: Path) -> None:
    hidden = [path.name for path in demo_media.parent.rglob("*") if path.name.startswith(".")]
    assert hidden == []


@pytest.mark.parametrize("camera", CAMERAS, ids=lambda camera: camera.id)
def test_films_are_h264_of_the_calibrated_size_and_seek_well(demo_media: Path, camera: Camera) -> None:
    with av.open(str(demo_media.parent / f"{camera.id}.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert (stream.codec_context.width, stream.codec_context.height) == (960, 540)
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        times = sorted(float(packet.pts * packet.time_base) for packet in packets if packet.pts is not None)
        assert times == pytest.approx([number / 20 for number in range(320)])
        shown = sorted(packets, key=lambda packet: packet.pts or 0)
        keys = [number for number, packet in enumerate(shown) if packet.is_keyframe]
        assert keys[0] == 0
        assert max(np.diff(keys)) <= 30


@pytest.mark.parametrize("camera", CAMERAS[:2], ids=lambda camera: camera.id)
def test_films_show_the_scene_at_the_time_that_the_offset_says(demo_media: Path, camera: Camera) -> None:
    number = 61
    with av.open(str(demo_media.parent / f"{camera.id}.mp4")) as container:
        shown = next(
            frame.to_ndarray(format="rgb24")
            for count, frame in enumerate(container.decode(video=0))
            if count == number
        )
    offset_s = camera.offset_ns / 1e9
    right, late = (drawn(camera, number / 20 + offset_s + slip) for slip in (0.0, 0.05))
    errors = [float(np.abs(shown.astype(int) - picture.astype(int)).mean()) for picture in (right, late)]
    assert errors[0] < 4.0
    assert errors[0] < 0.6 * errors[1]


def test_a_picture_is_the_same_on_every_run() -> None:
    first, again = drawn(CAMERAS[1], 6.6), drawn(CAMERAS[1], 6.6)
    assert np.array_equal(first, again)
    assert len(np.unique(first.reshape(-1, 3), axis=0)) > 500


def test_clouds_are_dense_finite_and_the_same_on_every_run(demo_media: Path) -> None:
    paths = sorted((demo_media.parent / "lidar").glob("*.bin"))
    for path in paths:
        points = np.fromfile(path, np.float32).reshape(-1, 4)
        assert len(points) >= 20_000
        assert np.isfinite(points).all()
        assert 0 <= points[:, 3].min() <= points[:, 3].max() <= 1
    for number in (0, 87, 159):
        assert lidar.cloud(number).tobytes() == paths[number].read_bytes()


def test_clouds_have_rings(demo_media: Path) -> None:
    points = np.fromfile(demo_media.parent / "lidar" / "000050.bin", np.float32).reshape(-1, 4).astype(float)
    elevation = np.degrees(np.arctan2(points[:, 2], np.hypot(points[:, 0], points[:, 1])))
    beams = np.degrees(lidar.ELEVATIONS_RAD)
    assert np.abs(elevation[:, None] - beams).min(axis=1).max() < 0.01
    assert len(beams) == 40


def test_poses_place_the_street_where_it_was(demo_media: Path) -> None:
    """The same house front, seen 3 s and some 28 m apart, stays in its place in the world."""
    poses = np.loadtxt(demo_media.parent / "poses.txt").reshape(-1, 3, 4)
    assert len(poses) == lidar.FRAME_COUNT
    assert np.linalg.norm(poses[30, :, 3] - poses[0, :, 3]) == pytest.approx(28.5, abs=0.1)
    for number in (0, 30):
        points = np.fromfile(demo_media.parent / "lidar" / f"{number:06d}.bin", np.float32).reshape(-1, 4)
        world = points[:, :3] @ poses[number, :, :3].T + poses[number, :, 3]
        high = world[(world[:, 2] > 3.5) & (world[:, 1] < -11.5)]
        assert np.median(high[:, 1]) == pytest.approx(-14.0, abs=0.05)
        ground = world[(np.abs(world[:, 1]) < 9.0) & (world[:, 2] < 0.1)]
        assert np.median(ground[:, 2]) == pytest.approx(0.0, abs=0.02)


def test_radar_tells_the_trucks_speed(demo_media: Path) -> None:
    number = 39  # 3.0 s: the truck drives ahead at 9.5 m/s
    path = demo_media.parent / "radar" / f"{number:06d}.csv"
    assert path.read_text() == radar.csv(radar.returns(number))
    rows = np.genfromtxt(path, delimiter=",", names=True)
    truck = ACTORS[0].pose(number / radar.FRAMES_PER_SECOND)
    ahead = truck.x - lidar.pose(number / radar.FRAMES_PER_SECOND)[0, 3]
    near = rows[(np.abs(rows["x"] - ahead) < 4.5) & (np.abs(rows["y"]) < 1.6)]
    assert len(near) >= 3
    assert np.median(near["vx"]) == pytest.approx(9.5, abs=0.3)
    assert near["rcs"].mean() > 12


def test_calibration_files_say_what_the_renderer_used(demo_media: Path) -> None:
    for camera in CAMERAS:
        written = yaml.safe_load((demo_media.parent / "calib" / f"{camera.id}.yaml").read_text())
        assert written["model"] == "pinhole"
        assert (written["width"], written["height"]) == (960, 540)
        assert written["fx"] == written["fy"] == camera.focal_px
        assert np.array(written["camera_from_lidar"]) == pytest.approx(camera.camera_from_lidar, abs=1e-9)
        turn = camera.camera_from_lidar[:3, :3]
        assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-8)


def test_narration_is_small_and_speaks_exactly_when_the_transcript_says(demo_media: Path) -> None:
    path = demo_media.parent / "narration.ogg"
    assert path.stat().st_size < 400_000
    samples, rate = soundfile.read(path)
    assert samples.ndim == 1
    assert 15.9 < len(samples) / rate <= 16.1
    loud = np.sqrt(np.convolve(samples**2, np.ones(rate // 50) / (rate // 50), "same"))
    spoken = np.zeros(len(samples), dtype=bool)
    for utterance in narration.utterances():
        start, end = (round(edge * rate / 1e9) for edge in (utterance.start_ns, utterance.end_ns))
        spoken[start:end] = True
        edge = rate // 4
        assert loud[start : start + edge].max() > 0.1
        assert loud[end - edge : end].max() > 0.01
        outside = np.concatenate(
            [loud[start - edge : start - rate // 50], loud[end + rate // 50 : end + edge]]
        )
        assert outside.max() < 0.004
    assert loud[spoken].mean() > 10 * loud[~spoken].mean()


def pitch_hz(sound: NDArray[np.floating], rate: int) -> float:
    """The median pitch of the loud parts, by the strongest echo of the wave in itself."""
    size, found = rate // 25, []
    for start in range(0, len(sound) - size, size // 2):
        part = sound[start : start + size] - sound[start : start + size].mean()
        echo = np.correlate(part, part, "full")[size - 1 :]
        lag = rate // 300 + int(np.argmax(echo[rate // 300 : rate // 70]))
        if part.std() > 0.05 and echo[lag] > 0.5 * echo[0]:
            found.append(rate / lag)
    return float(np.median(found))


def test_two_speakers_are_told_apart_by_their_voices(demo_media: Path) -> None:
    samples, rate = soundfile.read(demo_media.parent / "narration.ogg", dtype="float64")
    pitches: dict[str, list[float]] = {"S1": [], "S2": []}
    for utterance in narration.utterances():
        start, end = (round(edge * rate / 1e9) for edge in (utterance.start_ns, utterance.end_ns))
        pitches[utterance.speaker].append(pitch_hz(np.asarray(samples[start:end], dtype=np.float64), rate))
    assert min(pitches["S1"]) > 170
    assert max(pitches["S2"]) < 140


def test_the_report_is_the_same_on_every_run_and_its_table_reads(demo_media: Path, tmp_path: Path) -> None:
    path = demo_media.parent / "report.pdf"
    report.write(tmp_path / "again.pdf")
    assert path.read_bytes() == (tmp_path / "again.pdf").read_bytes()
    with pymupdf.open(path) as document:
        assert len(document) == 2
        first = document[0].get_text()
        assert [name in first for name in COLUMNS] == [True] * len(COLUMNS)
        for place in report.row_places():
            x, y, width, height = place.rectangle
            read = document[place.page].get_textbox((x, y, x + width, y + height))
            assert " ".join(read.split()) == place.text
