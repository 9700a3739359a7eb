"""The cloud's points in the cameras of the real window: real drives, and a fisheye with a known wall."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from crosstie.app.settings import Settings
from crosstie.schema.geometry.projection import project_points
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from crosstie.viewers.canvas.camera_pane import CameraPane
from crosstie.viewers.canvas.depth_colors import depth_colors
from crosstie.viewers.canvas.dots import Dots
from crosstie.viewers.theme import LIGHT
from tests.data import data_file
from tests.ui.mixed_sample import ACTOR, SCHEMA
from tests.ui.pointing import drag
from tests.ui.real_bundles import KITTI_SAMPLE
from tests.ui.workstation import Workstation, opened

Rgb = NDArray[np.uint8]
FRAME_NS = 500_000_000
_REST = """\
  - id: drive
    language: zh
    assets:
      - {{id: front, kind: video, glob: "{sustech}/camera/front/*.jpg", fps: 2,
         calibration: "{sustech}/calib/camera/front.json"}}
      - {{id: right, kind: video, glob: "{sustech}/camera/right/*.jpg", fps: 2}}
      - {{id: lidar, kind: pointcloud, glob: "{sustech}/lidar/*.pcd", fps: 2}}
  - id: round
    language: en
    assets:
      - {{id: wide, kind: image, path: wide.png, calibration: wide.yaml}}
      - {{id: lidar, kind: pointcloud, path: ring.bin, layout: kitti}}
  - id: apart
    language: en
    assets:
      - {{id: wide, kind: image, path: wide.png}}
      - {{id: lidar, kind: pointcloud, path: ring.bin, layout: kitti}}
"""
_FISHEYE = """
model: fisheye
width: 1200
height: 1000
fx: 300
fy: 310
cx: 600
cy: 500
distortion: [0.02, -0.01, 0.002, 0.0]
camera_from_lidar: [[0, -1, 0, 0.1], [0, 0, -1, -0.2], [1, 0, 0, 0.3], [0, 0, 0, 1]]
"""


def ring() -> NDArray[np.float32]:
    """Points all round the sensor at three heights, far enough apart to be told from each other."""
    around = np.linspace(-np.pi, np.pi, 60, endpoint=False)
    rows = [(6 * np.cos(a), 6 * np.sin(a), z, 0.5) for a in around for z in (-2.0, 0.0, 2.0)]
    return np.array(rows, np.float32)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cameras")
    grey = QImage(1200, 1000, QImage.Format.Format_RGB32)
    grey.fill(0xFF303030)
    assert grey.save(str(root / "wide.png"))
    (root / "wide.yaml").write_text(_FISHEYE)
    ring().tofile(root / "ring.bin")
    driving = data_file("driving")
    manifest = f"samples:\n{KITTI_SAMPLE}{_REST}"
    text = manifest.format(kitti=driving / "kitti_object_3/training", sustech=driving / "sustech_sequence")
    (root / "manifest.yaml").write_text(text, encoding="utf-8")
    with create_project(root / "project", SCHEMA, actor_name=ACTOR) as store:
        add_manifest(store, root / "manifest.yaml")
    return root / "project"


@pytest.fixture
def kitti(qtbot: QtBot, project: Path) -> Iterator[Workstation]:
    with opened(qtbot, project, ACTOR, "kitti", (1366, 768)) as station:
        yield station


@pytest.fixture
def drive(qtbot: QtBot, project: Path) -> Iterator[Workstation]:
    with opened(qtbot, project, ACTOR, "drive", (1366, 768)) as station:
        yield station


def camera_of(station: Workstation, asset_id: str) -> CameraPane:
    pane = station.pane(asset_id)
    assert isinstance(pane, CameraPane)
    return pane


def dots_of(station: Workstation, asset_id: str) -> Dots:
    dots = camera_of(station, asset_id).points.dots
    assert dots is not None
    return dots


def shown(pane: CameraPane) -> Rgb:
    """What the canvas shows, height × width × 3."""
    image = pane.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[:, :, 2::-1].copy()


def rgb_of(colors: NDArray[np.uint32]) -> Rgb:
    return np.stack([colors >> shift & 0xFF for shift in (16, 8, 0)], axis=-1).astype(np.uint8)


def places_of(pane: CameraPane, pixels: NDArray[np.floating]) -> NDArray[np.int64]:
    """Where points of the picture stand in the view, in whole view pixels."""
    to = pane.canvas.transform
    whole: NDArray[np.int64] = np.floor(pixels * to.scale + (to.offset_x, to.offset_y)).astype(np.int64)
    return whole


def test_a_key_shows_the_scan_on_the_photograph_where_it_was_taken_and_takes_it_away(
    kitti: Workstation,
) -> None:
    pane = camera_of(kitti, "camera")
    before = shown(pane)
    kitti.key("D")
    kitti.until_settled()
    after = shown(pane)
    calibration = pane.asset.calibration
    assert calibration is not None
    scan = np.fromfile(data_file("driving/kitti_object_3/training/velodyne/000002.bin"), np.float32)
    found = project_points(calibration, scan.reshape(-1, 4)[:, :3])
    seen = found.inside(calibration.width, calibration.height) & (found.depth_m > 1)
    at = places_of(pane, found.pixels[seen])
    dots = dots_of(kitti, "camera")
    expected = rgb_of(depth_colors(found.depth_m[seen].astype(np.float32), dots.depths))
    near = np.abs(after[at[:, 1], at[:, 0]].astype(int) - expected).max(axis=1) < 40
    # Some dots are thinned out in a pane of this size, and some lie below nearer ones.
    assert near.mean() > 0.4
    assert 5_000 < dots.count <= 60_000
    # The sky sends no light back; the photograph may have been scaled anew meanwhile.
    top = places_of(pane, np.array([(0, 0), (1241, 80)]))
    sky = np.s_[top[0, 1] + 2 : top[1, 1], top[0, 0] + 2 : top[1, 0]]
    assert np.abs(after[sky].astype(int) - before[sky]).max() < 24
    kitti.key("D")
    kitti.until_settled()
    assert (np.abs(shown(pane).astype(int) - before) < 24).mean() > 0.999


def test_labels_lie_over_the_points(kitti: Workstation) -> None:
    pane = camera_of(kitti, "camera")
    kitti.key("D")
    kitti.until_settled()
    start, end = (pane.canvas.transform.view_from_picture(*at) for at in ((700, 200), (900, 330)))
    box = kitti.drawn_by(lambda: drag(pane.canvas, start, end))
    kitti.until_settled()
    color = kitti.context.color_of(box)
    wanted = np.array([color.red(), color.green(), color.blue()])
    row = shown(pane)[round(start[1]) - 1 : round(start[1]) + 2, round(start[0]) : round(end[0])]
    on_line = (np.abs(row.astype(int) - wanted).max(axis=2) < 12).any(axis=0)
    assert on_line.mean() > 0.8


def test_points_keep_to_the_picture_when_it_is_zoomed_and_grow(kitti: Workstation) -> None:
    pane = camera_of(kitti, "camera")
    kitti.key("D")
    kitti.until_settled()
    pane.canvas.zoom(pane.canvas.width() * 0.75, pane.canvas.height() / 2, 12)
    kitti.until_settled()
    dots = dots_of(kitti, "camera")
    assert dots.query.transform == pane.canvas.transform
    image = shown(pane)
    drawn = dots.pixels != 0
    left, top = round(dots.placed.left), round(dots.placed.top)
    height, width = drawn.shape
    there = image[top : top + height, left : left + width]
    scale = np.s_[: height - 60]
    same = np.abs(there[scale].astype(int) - rgb_of(dots.pixels)[scale]).max(axis=2) < 3
    assert same[drawn[scale]].mean() > 0.95
    assert 0.005 < drawn.mean() < 0.5


def test_it_follows_the_playhead_without_a_second_decoder(drive: Workstation) -> None:
    before = len(psutil.Process().children())
    drive.window.bench.toggle_maximise("front")
    drive.key("D")
    drive.until_settled()
    assert dots_of(drive, "front").query.cloud.index == 0
    assert camera_of(drive, "right").points.dots is None
    drive.context.timeline.seek(FRAME_NS)
    drive.until_settled(FRAME_NS)
    assert dots_of(drive, "front").query.cloud.index == 1
    assert len(psutil.Process().children()) <= before
    drive.context.timeline.seek(0)
    drive.until_settled(0)
    drive.context.timeline.play()
    drive.until(lambda: dots_of(drive, "front").query.cloud.index == 2)
    drive.context.timeline.pause()
    drive.until_settled()


def test_the_button_says_its_key_speaks_for_all_cameras_and_the_choice_is_kept(
    qtbot: QtBot, project: Path
) -> None:
    with opened(qtbot, project, ACTOR, "kitti", (1366, 768)) as station:
        button = station.on_screen("points_camera")
        assert isinstance(button, QToolButton)
        assert "(D)" in button.toolTip()
        assert not button.isChecked()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert station.window.registry.qaction("camera_points").isChecked()
        assert Settings().camera_points
    with opened(qtbot, project, ACTOR, "drive", (1366, 768)) as station:
        station.window.set_theme(LIGHT)
        station.until_settled()
        assert dots_of(station, "front").count > 100
        button = station.on_screen("points_front")
        assert isinstance(button, QToolButton)
        assert button.isChecked()
        station.open("kitti")
        assert dots_of(station, "camera").count > 5_000
        station.key("D")
        assert not Settings().camera_points


def test_a_fisheye_shows_the_ring_about_it_and_nothing_twice(qtbot: QtBot, project: Path) -> None:
    with opened(qtbot, project, ACTOR, "round", (1366, 768)) as station:
        pane = camera_of(station, "wide")
        station.key("D")
        station.until_settled()
        calibration = pane.asset.calibration
        assert calibration is not None
        found = project_points(calibration, ring()[:, :3])
        seen = found.inside(calibration.width, calibration.height)
        assert dots_of(station, "wide").count == seen.sum()
        # More than half of the ring: a fisheye sees beside itself.
        assert 0.5 < seen.mean() < 1
        lit = np.abs(shown(pane).astype(int) - 0x30).max(axis=2) > 60
        at = places_of(pane, found.pixels[seen])
        clear = at[:, 1] < pane.canvas.height() - 60
        assert all(lit[y - 1 : y + 2, x - 1 : x + 2].any() for x, y in at[clear].tolist())


def test_without_a_calibration_it_says_so(qtbot: QtBot, project: Path) -> None:
    with opened(qtbot, project, ACTOR, "apart", (1366, 768)) as station:
        station.key("D")
        assert station.message == "No camera of this sample is calibrated against its cloud."
        assert not station.context.camera_points.shown
