"""The video pane under a hand: selecting, dragging, looking closer, and what it says when it cannot."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Box, Cuboid, Keyframe, Track
from crosstie.schema.edits import AddAnnotation
from crosstie.schema.records import Annotation, Asset, MediaFile
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.selection import Ref
from crosstie.viewers.theme import DARK, LABEL_COLORS, LIGHT
from tests.data import data_file
from tests.storage.media.assets import asset_of
from tests.ui.memory_session import PASS_ID, SAMPLE_ID
from tests.ui.picture_bench import SECOND, with_facts
from tests.ui.pointing import click, double_click, drag, drag_to, hover, press, wheel
from tests.ui.video_pane.clip import (
    AHEAD,
    ALT,
    BOX,
    CTRL,
    Bench,
    MakeBench,
    camera,
    drawn,
    start_ns,
    still_from,
    track,
)

# The hand


def test_clicks_select_extend_and_clear(bench: Bench) -> None:
    bench.add("near", still_from(0, 240, Box(10, 10, 40, 30)))
    bench.add("far", still_from(0, 240, Box(90, 50, 40, 30)))
    click(bench.canvas, bench.seen(30, 25))
    assert bench.selected() == ["near"]
    click(bench.canvas, bench.seen(110, 65), CTRL)
    assert bench.selected() == ["near", "far"]
    click(bench.canvas, bench.seen(70, 85))
    assert bench.selected() == []
    assert len(bench.session.gestures) == 2


def test_escape_takes_a_drag_back(bench: Bench) -> None:
    bench.add("car", still_from(0, 240))
    press(bench.canvas, bench.seen(70, 50))
    drag_to(bench.canvas, bench.seen(70, 50), bench.seen(100, 60))
    assert bench.canvas.hand.gesture.state == "moving"
    QTest.keyClick(bench.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.canvas, Qt.MouseButton.LeftButton)
    assert track(bench, "car")[0][1] == BOX
    assert len(bench.session.gestures) == 1


def test_a_drag_stops_the_time(bench: Bench) -> None:
    bench.add("car", still_from(0, 240))
    bench.context.timeline.play()
    bench.drag((70, 50), (80, 50))
    assert not bench.context.timeline.playing


def test_another_frame_takes_back_what_was_meant_for_the_one_before(bench: Bench) -> None:
    press(bench.canvas, bench.seen(20, 20))
    drag_to(bench.canvas, bench.seen(20, 20), bench.seen(60, 60))
    bench.seek(start_ns(30))
    QTest.mouseRelease(bench.canvas, Qt.MouseButton.LeftButton)
    assert not bench.session.gestures


def test_with_ctrl_a_box_is_drawn_inside_another(bench: Bench) -> None:
    bench.add("car", still_from(0, 240))
    drag(bench.canvas, bench.seen(50, 40), bench.seen(70, 55), CTRL)
    assert len(bench.session.state.annotations) == 2


def test_a_click_completes_a_tie_and_moves_nothing(bench: Bench, qtbot: QtBot) -> None:
    bench.add("car", still_from(0, 240))
    bench.context.set_tie_from(Ref("annotation", "other"))
    assert bench.canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    hover(bench.canvas, bench.seen(70, 50))
    assert bench.canvas.look.hovered == "car"
    with qtbot.waitSignal(bench.context.picked) as picked:
        bench.drag((70, 50), (90, 50))
    assert picked.args == [Ref("annotation", "car")]
    assert len(bench.session.gestures) == 1


def test_a_read_only_pass_is_seen_and_not_changed(bench: Bench) -> None:
    bench.add("car", still_from(0, 240))
    bench.context.show_sample(bench.session.state, PASS_ID, read_only=True, duration_ns=10 * SECOND)
    bench.drag((70, 50), (90, 50))
    bench.drag((110, 10), (150, 25))
    assert len(bench.session.gestures) == 1
    bench.pane.fit()
    click(bench.canvas, bench.seen(70, 50))
    assert bench.selected() == ["car"]


def test_an_empty_pane_teaches_how_to_begin(bench: Bench) -> None:
    hint = bench.pane.findChild(QLabel, "hint_cam_front")
    assert hint
    assert hint.text() == "No annotations here yet. Drag to draw: car."
    bench.drag((20, 20), (80, 60))
    assert not hint.text()


# The view


def test_the_wheel_zooms_to_single_pixels_and_a_double_click_shows_all(bench: Bench) -> None:
    at = bench.seen(61.5, 48.5)
    for _ in range(20):
        wheel(bench.canvas, at, 2)
    bench.settle()
    assert bench.canvas.transform.scale == 64
    assert bench.canvas.transform.picture_from_view(*at) == pytest.approx((61.5, 48.5))
    zoom = bench.pane.findChild(QToolButton, "zoom_cam_front")
    assert zoom
    assert zoom.isVisible()
    assert zoom.text() == "64×"
    colors = np.unique(bench.pixels()[20:300, 20:500].reshape(-1, 3), axis=0)
    assert len(colors) < 100, "single pixels must be squares of one colour"
    double_click(bench.canvas, (300, 200))
    assert bench.canvas.fits
    assert not zoom.isVisible()


def test_alt_or_the_middle_button_pans(bench: Bench) -> None:
    wheel(bench.canvas, (300, 180), 4)
    before = bench.canvas.transform
    drag(bench.canvas, (300, 180), (340, 200), ALT)
    assert bench.canvas.transform.offset_x == pytest.approx(before.offset_x + 40, abs=1)
    QTest.mousePress(bench.canvas, Qt.MouseButton.MiddleButton)
    QTest.mouseRelease(bench.canvas, Qt.MouseButton.MiddleButton)
    assert not bench.session.gestures


def test_a_revealed_label_comes_into_view(bench: Bench) -> None:
    bench.add("car", still_from(40, 80, Box(140, 80, 15, 10)))
    wheel(bench.canvas, bench.seen(5, 5), 8)
    bench.context.timeline.seek(start_ns(40))
    bench.pane.reveal("car")
    bench.settle()
    x, y = bench.seen(147, 85)
    assert 0 < x < bench.canvas.width()
    assert 0 < y < bench.canvas.height()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_selected_label_wears_the_accent_and_its_name(bench: Bench, theme: object) -> None:
    assert isinstance(theme, type(DARK))
    bench.context.set_theme(theme)
    bench.add("car", still_from(0, 240))
    bench.settle()
    plain, chip = bench.count_of(theme.accent), bench.count_of(LABEL_COLORS[0])
    assert chip > 1000
    bench.context.pick(Ref("annotation", "car"))
    bench.settle()
    assert bench.count_of(theme.accent) > plain + 1000
    bench.context.set_hidden(frozenset({"car"}))
    bench.settle()
    assert bench.count_of(LABEL_COLORS[0]) < 20


# Clouds and sequences


def test_the_clouds_cuboids_stand_in_a_calibrated_picture(make_bench: MakeBench, clip: Path) -> None:
    front = msgspec.structs.replace(camera("cam_front", clip), calibration=AHEAD)
    lidar = Asset("lidar", SAMPLE_ID, "pointcloud", (MediaFile("lidar.bin", 1, ""),) * 2)
    lidar = msgspec.structs.replace(lidar, times_ns=(0, 5 * SECOND))
    bench = make_bench(front, lidar)
    ahead = Cuboid((20.0, 0.0, 0.0), (4.0, 6.0, 3.0))
    bench.add("cuboid", Track((Keyframe(0, ahead), Keyframe(5 * SECOND, ahead))), asset_id="lidar")
    bench.settle()
    seen = bench.picture()
    left = 80 + 200 * 3.0 / 18
    click(bench.canvas, bench.seen(left, 48))
    assert bench.selected() == ["cuboid"]
    bench.context.selection.clear()
    button = bench.pane.findChild(QToolButton, "cuboids_cam_front")
    assert button
    button.click()
    bench.settle()
    assert (bench.picture() != seen).any(axis=2).sum() > 500
    click(bench.canvas, bench.seen(left, 48))
    assert bench.selected() == []


def test_a_camera_of_single_pictures_is_a_video_too(make_bench: MakeBench) -> None:
    folder = data_file("driving/sustech_sequence/camera/front")
    pictures = [folder / f"{number}.jpg" for number in ("000965", "000970", "000975")]
    bench = make_bench(camera("front", *pictures, times_ns=(0, SECOND // 2, SECOND)))
    assert bench.pane.step_instant(0, +1) == SECOND // 2
    bench.seek(SECOND - 2)
    assert bench.pane.detail == "00:00.500 · frame 1"
    bench.drag((200, 200), (600, 500))
    _, keyframes = drawn(bench)
    assert [at_ns for at_ns, _ in keyframes] == [SECOND // 2, SECOND]


def test_a_real_recording_shows_its_frames(make_bench: MakeBench) -> None:
    asset = asset_of("video", data_file("video/torchcodec_nasa/nasa_13013.mp4"), stream="video:0")
    bench = make_bench(with_facts(msgspec.structs.replace(asset, id="nasa")))
    bench.seek(5 * SECOND)
    assert bench.pane.detail.startswith("00:0")
    assert bench.picture().std() > 5


# Failure


def test_a_missing_file_is_named_and_its_labels_are_kept(make_bench: MakeBench, tmp_path: Path) -> None:
    gone = msgspec.structs.replace(
        asset_of("video", tmp_path / "gone.mp4"), id="cam_front", sample_id=SAMPLE_ID
    )
    bench = make_bench(gone)
    assert bench.pane.status == "failed"
    assert "gone.mp4" in bench.pane.reason
    assert "\n" not in bench.pane.reason
    assert bench.said() == bench.pane.reason
    bench.drag((20, 20), (80, 60))
    assert not bench.session.gestures


def test_labels_made_elsewhere_appear_at_once(bench: Bench) -> None:
    bench.seek(start_ns(10))
    label = Annotation("n", SAMPLE_ID, PASS_ID, "cam_front", "c_car", still_from(0, 20))
    bench.session.submit([AddAnnotation(label)], "elsewhere")
    assert [item.id for item in bench.canvas.scene.items] == ["n"]


def test_a_pane_outlives_its_sample_for_a_moment(bench: Bench) -> None:
    other = SampleState("other")
    bench.context.show_sample(other, "p1", read_only=False, duration_ns=9 * SECOND)
    bench.context.timeline.seek(3 * SECOND)
    bench.canvas.zoom(50, 50, 2)
    bench.pane.repaint()
    assert bench.pane.is_settled()
    bench.pane.close_media()
    bench.context.timeline.seek(4 * SECOND)
    bench.pane.repaint()
