"""The point-cloud pane in a real window: what it shows and how it ends."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Cuboid, Keyframe, Track
from crosstie.schema.records import Asset, MediaFile
from crosstie.viewers.canvas.notice import Notice
from crosstie.viewers.pointcloud import PointCloudPane
from crosstie.viewers.pointcloud.drawing_thread import NO_OPENGL
from crosstie.viewers.pointcloud.legends import Scale
from crosstie.viewers.pointcloud.point_labels import LabelName
from crosstie.viewers.pointcloud.source import CloudSource
from crosstie.viewers.selection import Ref
from crosstie.viewers.theme import DARK, LIGHT
from tests.data import data_file
from tests.ui.cloud_bench import (
    CAR_SIZE,
    CARS,
    LEVEL,
    SCHEMA,
    STEP_NS,
    CloudBench,
    cloud_asset,
    media_file,
    moving_radar_asset,
    radar_asset,
)
from tests.ui.memory_session import SAMPLE_ID, MemorySession
from tests.ui.pointing import wheel

CTRL = Qt.KeyboardModifier.ControlModifier
CAR = Cuboid((*CARS[0], LEVEL + CAR_SIZE[2] / 2), CAR_SIZE)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """Three frames of a street."""
    bench = CloudBench(qtbot, [cloud_asset(tmp_path, broken=12)], tmp_path)
    bench.settle()
    yield bench
    bench.pane.close_media()


def test_it_shows_the_cloud_and_counts_what_it_left_out(bench: CloudBench) -> None:
    assert (bench.pane.status, bench.pane.reason) == ("ready", "")
    assert bench.pane.detail == "00:00.000 · frame 0 · 13,488 points · 12 left out"
    ground = np.array([int(DARK.ground[i : i + 2], 16) for i in (1, 3, 5)])
    drawn = np.abs(bench.pixels() - ground).max(axis=2) > 40
    assert 0.03 < drawn.mean() < 0.6
    frame = bench.surface.frame
    assert frame is not None
    assert frame.drawn_points == 13_488


def test_it_follows_the_timeline_and_tells_when_it_has_drawn(bench: CloudBench, qtbot: QtBot) -> None:
    before = bench.pixels()
    with qtbot.waitSignal(bench.pane.drawn, timeout=20_000, check_params_cb=lambda at_ns: at_ns == STEP_NS):
        bench.context.timeline.seek(STEP_NS)
    bench.settle()
    assert bench.pane.detail.startswith("00:00.100 · frame 1 ·")
    assert np.abs(bench.pixels() - before).max() > 40
    assert bench.pane.step_instant(STEP_NS, 1) == 2 * STEP_NS
    assert bench.pane.step_instant(STEP_NS + 5, -1) == 0
    assert bench.pane.step_instant(2 * STEP_NS, 1) == 2 * STEP_NS


def test_a_burst_of_seeks_ends_at_the_last(bench: CloudBench) -> None:
    for number in (1, 2, 0, 1, 0, 2):
        bench.context.timeline.seek(number * STEP_NS)
    bench.settle()
    assert "frame 2" in bench.pane.detail


def test_the_points_of_what_is_selected_take_its_colour(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.settle()
    color = bench.surface.items.by_id["car"].color
    frame = bench.surface.frame
    assert frame is not None
    before = _bgr_count(frame.pixels, color)
    bench.context.pick(Ref("annotation", "car"))
    bench.settle()
    marked = bench.surface.frame
    assert marked is not None
    assert _bgr_count(marked.pixels, color) > before + 100


def test_the_hand_turns_shifts_and_zooms_the_camera(bench: CloudBench) -> None:
    first = bench.surface.camera
    bench.drag((300, 250), (400, 250), Qt.MouseButton.RightButton)
    turned = bench.surface.camera
    assert turned.azimuth_rad < first.azimuth_rad
    assert turned.target == first.target
    bench.settle()
    held = bench.seen((10, 0, LEVEL))
    bench.drag(held, (held[0] + 80, held[1] + 30), Qt.MouseButton.MiddleButton)
    bench.settle()
    assert np.allclose(bench.seen((10, 0, LEVEL)), (held[0] + 80, held[1] + 30), atol=3)
    over = bench.seen((10, 0, LEVEL))
    wheel(bench.surface, over, 3)
    bench.settle()
    assert bench.surface.camera.distance_m < turned.distance_m
    assert np.allclose(bench.seen((10, 0, LEVEL)), over, atol=3)
    assert not bench.session.gestures


def test_reveal_fit_and_the_bar_move_the_camera(bench: CloudBench) -> None:
    far = Cuboid((34, -30, -0.9), (4, 2, 1.6))
    bench.add("far", Track((Keyframe(0, far),)))
    bench.pane.reveal("far")
    bench.settle()
    x, y = bench.seen(far.center)
    assert 0.2 * bench.surface.width() < x < 0.8 * bench.surface.width()
    assert 0.2 * bench.surface.height() < y < 0.8 * bench.surface.height()
    bench.pane.fit()
    bench.settle()
    assert bench.surface.camera.distance_m > 40
    buttons = {button.accessibleName(): button for button in bench.pane.findChildren(QToolButton)}
    buttons["From above"].click()
    bench.settle()
    assert bench.surface.camera.projection == "orthographic"
    assert np.allclose(bench.surface.camera.look, (0, 0, -1), atol=1e-9)
    assert all(button.objectName() for button in buttons.values())
    assert all(buttons)


def test_the_theme_reaches_ground_and_points(bench: CloudBench) -> None:
    assert bench.count_near(DARK.ground, 3) > 50_000
    bench.context.set_theme(LIGHT)
    bench.settle()
    assert bench.count_near(LIGHT.ground, 3) > 50_000
    assert bench.count_near(DARK.ground, 3) < 500


def test_radar_returns_lie_over_the_cloud(qtbot: QtBot, tmp_path: Path) -> None:
    bench = CloudBench(qtbot, [cloud_asset(tmp_path), radar_asset(tmp_path)], tmp_path)
    bench.settle()
    frame = bench.surface.frame
    assert frame is not None
    assert _bgr_count(frame.pixels, DARK.warn) > 12 * 20
    bench.pane.close_media()


def test_returns_that_come_while_playing_are_drawn_once_time_stands(qtbot: QtBot, tmp_path: Path) -> None:
    radar = moving_radar_asset(tmp_path, (0, STEP_NS // 2))
    bench = CloudBench(qtbot, [cloud_asset(tmp_path), radar], tmp_path)
    bench.settle()
    timeline, sources = bench.context.timeline, bench.pane.findChildren(CloudSource)
    timeline.play()
    arrived: list[object] = []
    for source in sources:
        source.arrived.connect(arrived.append)
    timeline.follow(STEP_NS // 2)
    qtbot.waitUntil(lambda: len(arrived) > 0, timeout=20_000)
    assert bench.pane.stage.is_settled(), "they are drawn with the next cloud"
    timeline.pause()
    bench.settle()
    frame = bench.surface.frame
    assert frame is not None
    assert frame.scene.returns is not None
    assert frame.scene.returns.points[0, 0] == 16.0
    bench.pane.close_media()


def test_a_radar_without_a_cloud_has_a_pane_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    bench = CloudBench(qtbot, [radar_asset(tmp_path)], tmp_path)
    bench.settle()
    assert bench.pane.detail == "12 points"
    frame = bench.surface.frame
    assert frame is not None
    assert _bgr_count(frame.pixels, DARK.warn) > 12 * 20
    bench.pane.close_media()


def test_a_missing_file_is_told_in_one_line_and_the_rest_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    asset = cloud_asset(tmp_path)
    Path(asset.files[1].path).unlink()
    bench = CloudBench(qtbot, [asset], tmp_path)
    bench.settle()
    bench.context.timeline.seek(STEP_NS)
    qtbot.waitUntil(lambda: bench.pane.status == "failed", timeout=20_000)
    assert bench.pane.reason.startswith("001.bin: the file is not there")
    assert "\n" not in bench.pane.reason
    notice = bench.pane.findChild(Notice)
    assert notice is not None
    assert notice.isVisible()
    assert bench.pane.is_settled()
    bench.context.timeline.seek(2 * STEP_NS)
    qtbot.waitUntil(lambda: bench.pane.status == "ready", timeout=20_000)
    bench.settle()
    assert not notice.isVisible()
    bench.pane.close_media()


def test_real_scans_of_two_makers_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    kitti = data_file("driving/kitti_object_3/training/velodyne")
    sustech = data_file("driving/sustech_sequence/lidar")
    for paths, layout in ((sorted(kitti.glob("*.bin")), "kitti"), (sorted(sustech.glob("*.pcd")), "")):
        files: tuple[MediaFile, ...] = tuple(media_file(path) for path in paths)
        asset = Asset(
            "lidar", SAMPLE_ID, "pointcloud", files, layout=layout, times_ns=(0, STEP_NS, 2 * STEP_NS)
        )
        bench = CloudBench(qtbot, [asset], tmp_path)
        bench.settle()
        bench.context.timeline.seek(2 * STEP_NS)
        bench.settle()
        assert "frame 2" in bench.pane.detail
        frame = bench.surface.frame
        assert frame is not None
        assert frame.drawn_points > 60_000
        bench.pane.close_media()


def test_colours_of_the_file_are_shown_at_first_and_others_can_be_chosen(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "coloured.csv"
    rows = [
        f"{x / 4},{y / 4},0,{200 if y > 0 else 20},40,90,{x % 8}" for x in range(120) for y in range(-40, 40)
    ]
    path.write_text("\n".join(["x,y,z,red,green,blue,ring", *rows]))
    bench = CloudBench(qtbot, [Asset("lidar", SAMPLE_ID, "pointcloud", (media_file(path),))], tmp_path)
    bench.settle()
    assert _choices(bench) == {"Height": False, "Colour": True, "Distance": False, "Ring": False}
    assert bench.count_near("#C8285A", 12) > 500
    assert _scale(bench) is None, "colours that are the file's own need no scale"
    _choose(bench, "Ring")
    bench.settle()
    assert bench.count_near("#C8285A", 12) < 50
    scale = _scale(bench)
    assert scale is not None
    assert (scale.low, scale.high) == ("ring 0", "7")
    bench.pane.close_media()


def test_labels_of_points_can_give_all_the_colours(bench: CloudBench) -> None:
    assert "Label" not in _choices(bench)
    frame = bench.surface.frame
    assert frame is not None
    assert frame.scene.cloud is not None
    values = (frame.scene.cloud.points[:, 1] > 0).astype(np.uint8)
    colors = np.zeros((256, 4), np.uint8)
    colors[1] = (250, 30, 200, 255)
    bench.pane.stage.show_point_labels(values, colors, (LabelName("left", "#FA1EC8"),))
    bench.settle()
    assert bench.count_near("#FA1EC8", 8) > 1000
    _choose(bench, "Label")
    bench.settle()
    assert bench.count_near("#FA1EC8", 8) > 1000
    assert bench.count_near(DARK.faint, 40) > 1000
    scale = _scale(bench)
    assert scale is not None
    assert [name.name for name in scale.names] == ["left"]


def test_without_opengl_the_pane_says_so_and_the_window_lives(tmp_path: Path) -> None:
    street_file = cloud_asset(tmp_path, frames=1)
    script = tmp_path / "no_opengl.py"
    script.write_text(_NO_OPENGL_SCRIPT)
    environment = {
        **os.environ,
        "QT_XCB_GL_INTEGRATION": "none",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, str(script), street_file.files[0].path],
        env=environment, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == NO_OPENGL
    assert "Traceback" not in done.stderr


def test_opening_and_closing_twenty_times_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    asset = cloud_asset(tmp_path)
    process = psutil.Process()
    sizes = []
    for _ in range(20):
        session = MemorySession(SCHEMA, [asset], tmp_path, tmp_path / "cache")
        session.show(3 * STEP_NS)
        pane = PointCloudPane(session.context, asset)
        pane.resize(640, 300)
        pane.show()
        qtbot.waitUntil(pane.is_settled, timeout=30_000)
        pane.close_media()
        pane.close()
        pane.deleteLater()
        del pane
        qtbot.wait(1)
        sizes.append(process.memory_info().rss)
    qtbot.waitUntil(lambda: not process.children(), timeout=20_000)
    assert [thread for thread in threading.enumerate() if "decoder" in thread.name] == []
    assert sizes[-1] - sizes[5] < 40_000_000


def _bgr_count(pixels: NDArray[np.uint8], color: str, within: int = 10) -> int:
    wanted = np.array([int(color[i : i + 2], 16) for i in (5, 3, 1)])
    return int((np.abs(pixels[:, :, :3].astype(np.int16) - wanted).max(axis=2) <= within).sum())


def _scale(bench: CloudBench) -> Scale | None:
    return bench.surface.scale


def _menu(bench: CloudBench) -> QMenu:
    (menu,) = (menu for menu in bench.pane.findChildren(QMenu) if "cloud_color" in menu.objectName())
    return menu


def _choices(bench: CloudBench) -> dict[str, bool]:
    """What the colours can tell, and whether they tell it now."""
    return {action.text(): action.isChecked() for action in _menu(bench).actions()}


def _choose(bench: CloudBench, text: str) -> None:
    next(action for action in _menu(bench).actions() if action.text() == text).trigger()


_NO_OPENGL_SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from crosstie.schema.records import Asset
from crosstie.viewers.pointcloud import PointCloudPane
from tests.ui.cloud_bench import SCHEMA, media_file
from tests.ui.memory_session import SAMPLE_ID, MemorySession

app = QApplication([])
path = Path(sys.argv[1])
asset = Asset("lidar", SAMPLE_ID, "pointcloud", (media_file(path),), layout="kitti")
session = MemorySession(SCHEMA, [asset], path.parent, path.parent / "cache")
session.show(1_000_000_000)
pane = PointCloudPane(session.context, asset)
pane.status_changed.connect(lambda: pane.status == "failed" and app.quit())
pane.show()
app.exec()
print(pane.reason)
session.context.timeline.seek(500_000_000)
app.processEvents()
pane.close_media()
"""
