"""The video pane in a real window: exact frames, tracks under a hand, and what it says when it cannot."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Box, Cuboid, Keyframe, Track
from crosstie.schema.clock import AssetClock
from crosstie.schema.edits import AddAnnotation, SetKeyframe
from crosstie.schema.records import Annotation, Asset, Calibration, MediaFile
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.media import AssetMedia
from crosstie.viewers.selection import Ref
from crosstie.viewers.theme import DARK, LABEL_COLORS, LIGHT
from crosstie.viewers.video import VideoPane
from tests.data import data_file
from tests.storage.media.assets import asset_of
from tests.storage.media.clips import number_in, write_clip
from tests.ui.memory_session import PASS_ID, SAMPLE_ID
from tests.ui.picture_bench import SECOND, PictureBench, with_facts
from tests.ui.pointing import click, double_click, drag, drag_to, hover, press, wheel

STEPS: Final = [1500, 3000, 3001, 9000] * 60
TICKS: Final = [sum(STEPS[:place]) for place in range(len(STEPS) + 1)]
"""An uneven clip of 241 frames in about eleven seconds; each picture shows its own number."""
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN: Final = AssetClock()
LATE: Final = AssetClock(offset_ns=2 * SECOND + 7, rate_num=30_000, rate_den=30_001)
AHEAD: Final = Calibration(
    "pinhole", 160, 96,
    ((200.0, 0.0, 80.0), (0.0, 200.0, 48.0), (0.0, 0.0, 1.0)),
    ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
)  # fmt: skip
BOX: Final = Box(40, 30, 60, 40)
Bench = PictureBench[VideoPane]
MakeBench = Callable[..., Bench]


def start_ns(frame: int) -> int:
    """Asset time at which a frame of the clip is presented."""
    return round(TICKS[frame] * SECOND / 90_000)


def still_from(first: int, last: int, box: Box = BOX) -> Track:
    """A box that stands still over frames of the clip."""
    return Track((Keyframe(start_ns(first), box), Keyframe(start_ns(last), box)))


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The uneven clip."""
    path = tmp_path_factory.mktemp("clip") / "uneven.mp4"
    write_clip(path, TICKS)
    return path


@pytest.fixture
def make_bench(qtbot: QtBot, clip: Path, tmp_path: Path) -> Iterator[MakeBench]:
    """Makes a pane of the clip, or of another camera."""
    made: list[Bench] = []

    def make(*assets: Asset, clock: AssetClock = PLAIN) -> Bench:
        found = assets or (camera("cam_front", clip, clock=clock),)
        made.append(PictureBench(qtbot, VideoPane, tmp_path, *found))
        return made[-1]

    yield make
    for bench in made:
        bench.pane.close_media()


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    """The clip, from the sample's start."""
    return make_bench()


def camera(asset_id: str, *paths: Path, clock: AssetClock = PLAIN, times_ns: tuple[int, ...] = ()) -> Asset:
    asset = asset_of("video", *paths, times_ns=times_ns)
    return with_facts(msgspec.structs.replace(asset, id=asset_id, clock=clock))


def track(bench: Bench, annotation_id: str) -> list[tuple[int, Box]]:
    anchor = bench.anchor(annotation_id)
    assert isinstance(anchor, Track)
    found = [(keyframe.at_ns, keyframe.shape) for keyframe in anchor.keyframes]
    return [(at_ns, shape) for at_ns, shape in found if isinstance(shape, Box)]


def drawn(bench: Bench) -> tuple[str, list[tuple[int, Box]]]:
    """The one annotation there is, and its keyframes."""
    annotation = bench.only()
    return annotation.id, track(bench, annotation.id)


# Time


@pytest.mark.parametrize("clock", [PLAIN, LATE], ids=["plain", "late and drifting"])
def test_the_frame_painted_is_the_one_presented_at_the_instant(
    make_bench: MakeBench, clock: AssetClock
) -> None:
    bench = make_bench(clock=clock)
    for frame in np.random.default_rng(5).integers(0, 241, 12).tolist():
        lasts_ns = round(STEPS[min(frame, 239)] * SECOND / 90_000)
        for asset_ns in (start_ns(frame), start_ns(frame) + lasts_ns // 2):
            bench.seek(clock.sample_from_asset(asset_ns))
            assert number_in(bench.picture()) == frame
            assert bench.pane.detail.endswith(f" · frame {frame}")


@pytest.mark.parametrize("clock", [PLAIN, LATE], ids=["plain", "late and drifting"])
def test_steps_visit_every_frame_once_and_lead_back(make_bench: MakeBench, clock: AssetClock) -> None:
    bench = make_bench(clock=clock)
    forward = [clock.sample_from_asset(0)]
    while (instant := bench.pane.step_instant(forward[-1], +1)) is not None:
        forward.append(instant)
    assert len(forward) == 241
    back = [forward[-1]]
    while (instant := bench.pane.step_instant(back[-1], -1)) is not None:
        back.append(instant)
    assert back == forward[::-1]
    for frame in (1, 2, 3, 120, 240):
        bench.seek(forward[frame])
        assert number_in(bench.picture()) == frame


def test_steps_come_in_from_outside_of_the_asset(make_bench: MakeBench) -> None:
    pane = make_bench(clock=LATE).pane
    first = LATE.sample_from_asset(0)
    assert pane.step_instant(0, +1) == first
    assert pane.step_instant(0, -1) is None
    last = pane.step_instant(19 * SECOND, -1)
    assert last is not None
    assert pane.step_instant(last, +1) is None
    assert pane.step_instant(19 * SECOND, +1) is None


def test_the_pane_tells_when_an_instant_is_painted(bench: Bench, qtbot: QtBot) -> None:
    told: list[object] = []
    bench.pane.drawn.connect(told.append)
    bench.seek(start_ns(100))
    within = start_ns(100) + 1000
    bench.context.timeline.seek(within)
    qtbot.waitUntil(lambda: within in told, timeout=10_000)
    assert start_ns(100) in told


def test_before_it_begins_and_after_it_ended_the_pane_says_so(make_bench: MakeBench) -> None:
    bench = make_bench(clock=LATE)
    bench.seek(SECOND)
    assert bench.said() == "cam_front begins at 00:02.000"
    bench.seek(19 * SECOND)
    assert bench.said().startswith("cam_front ended at 00:13.")
    bench.seek(LATE.sample_from_asset(start_ns(9)))
    assert bench.said() == ""
    assert number_in(bench.picture()) == 9


def test_nothing_is_drawn_where_there_is_no_picture(make_bench: MakeBench) -> None:
    bench = make_bench(clock=LATE)
    bench.seek(SECOND)
    bench.drag((20, 20), (80, 60))
    assert not bench.session.gestures


def test_play_goes_on_through_the_pictures(bench: Bench, qtbot: QtBot) -> None:
    timeline, seen = bench.context.timeline, set[str]()
    timeline.play()
    for frame in range(40):
        timeline.follow(start_ns(frame))
        qtbot.waitUntil(bench.pane.is_settled, timeout=10_000)
        seen.add(bench.pane.detail.split()[-1])
    timeline.pause()
    assert seen == {str(frame) for frame in range(40)}


def test_while_playing_the_next_frame_is_there_when_it_is_due(bench: Bench, qtbot: QtBot) -> None:
    timeline, media = bench.context.timeline, bench.pane.findChild(AssetMedia)
    assert isinstance(media, AssetMedia)
    decoded = set[int]()
    media.replied.connect(lambda _number, reply: decoded.add(getattr(reply, "pts_ns", -1)))
    timeline.play()
    for frame in range(3, 9):
        timeline.follow(start_ns(frame))
        next_ns = start_ns(frame + 1)
        qtbot.waitUntil(partial(decoded.__contains__, next_ns), timeout=10_000)
        timeline.follow(next_ns + 1)
        assert bench.pane.frame.start_ns == next_ns
    timeline.pause()
    bench.settle()


def test_play_that_jumps_back_shows_the_frame_of_there(bench: Bench) -> None:
    timeline = bench.context.timeline
    timeline.play()
    for frame in (100, 101, 20, 21, 200, 3):
        timeline.seek(start_ns(frame))
        timeline.follow(start_ns(frame) + 1)
    timeline.pause()
    bench.settle()
    assert bench.pane.frame.start_ns == start_ns(3)


# Tracks


def test_a_drawn_box_lasts_a_second_from_its_frame_on(bench: Bench) -> None:
    bench.seek(start_ns(50) + 1000)
    bench.drag((20.2, 20), (80, 60))
    annotation_id, keyframes = drawn(bench)
    last = max(frame for frame in range(241) if start_ns(frame) <= start_ns(50) + SECOND)
    assert [at_ns for at_ns, _ in keyframes] == [start_ns(50), start_ns(last)]
    first, tail = keyframes[0][1], keyframes[1][1]
    assert first == tail
    assert (first.x, first.y, first.width, first.height) == pytest.approx((20.2, 20, 59.8, 40), abs=0.3)
    assert bench.selected() == [annotation_id]
    assert len(bench.session.gestures) == 1


def test_a_box_drawn_at_the_end_lasts_no_longer_than_the_asset(bench: Bench) -> None:
    bench.seek(start_ns(236))
    bench.drag((20, 20), (80, 60))
    _, keyframes = drawn(bench)
    assert [at_ns for at_ns, _ in keyframes] == [start_ns(236), start_ns(240)]


def test_moving_at_another_time_puts_a_keyframe_and_takes_the_still_tail_along(bench: Bench) -> None:
    bench.add("car", still_from(40, 80))
    bench.seek(start_ns(60))
    bench.drag((70, 50), (80, 56))
    (first, old), (second, new), (tail, after) = track(bench, "car")
    assert (first, second, tail) == (start_ns(40), start_ns(60), start_ns(80))
    assert old == BOX
    assert (new.x, new.y) == pytest.approx((50, 36), abs=0.3)
    assert after == new
    assert len(bench.session.gestures) == 2


def test_a_tail_that_moves_is_left_where_it_was_put(bench: Bench) -> None:
    there = Box(90, 50, 60, 40)
    bench.add("car", Track((Keyframe(start_ns(40), BOX), Keyframe(start_ns(80), there))))
    bench.seek(start_ns(40))
    bench.drag((70, 50), (60, 50))
    assert [at_ns for at_ns, _ in track(bench, "car")] == [start_ns(40), start_ns(80)]
    assert track(bench, "car")[1][1] == there


def test_resizing_at_a_keyframe_changes_that_one(bench: Bench) -> None:
    bench.add("car", still_from(40, 80))
    bench.context.pick(Ref("annotation", "car"))
    bench.seek(start_ns(80))
    bench.drag((100, 70), (110, 80))
    (_, first), (at_ns, last) = track(bench, "car")
    assert first == BOX
    assert at_ns == start_ns(80)
    assert (last.x, last.y, last.width, last.height) == pytest.approx((40, 30, 70, 50), abs=0.3)
    assert isinstance(bench.session.gestures[-1][0], SetKeyframe)


def test_a_selected_track_outside_of_its_time_is_a_ghost_that_can_be_drawn_out(bench: Bench) -> None:
    bench.add("car", still_from(40, 60))
    bench.seek(start_ns(100))
    assert not bench.canvas.scene.items
    bench.context.pick(Ref("annotation", "car"))
    (ghost,) = bench.canvas.scene.items
    assert (ghost.stroke, ghost.name) == ("dotted", "car · until 00:02.750")
    bench.drag((70, 50), (76, 50))
    assert [at_ns for at_ns, _ in track(bench, "car")] == [start_ns(40), start_ns(60), start_ns(100)]
    (item,) = bench.canvas.scene.items
    assert item.stroke == "solid"


def test_occluded_is_dashed_and_between_keyframes_is_told(bench: Bench) -> None:
    bench.add("car", Track((Keyframe(start_ns(40), BOX, "occluded"), Keyframe(start_ns(60), BOX))))
    bench.seek(start_ns(50))
    (item,) = bench.canvas.scene.items
    assert (item.stroke, item.between) == ("dashed", True)
    bench.seek(start_ns(60))
    (item,) = bench.canvas.scene.items
    assert (item.stroke, item.between) == ("solid", False)


def test_a_label_between_two_frames_belongs_to_the_frame_presented_then(bench: Bench) -> None:
    at_ns = start_ns(50) + 2_000_000
    bench.add("car", Track((Keyframe(at_ns, BOX),)))
    bench.seek(start_ns(50))
    assert [item.id for item in bench.canvas.scene.items] == ["car"]
    bench.drag((70, 50), (80, 50))
    assert [at for at, _ in track(bench, "car")] == [at_ns]
    bench.seek(start_ns(51))
    assert not bench.canvas.scene.items or bench.canvas.scene.items[0].stroke == "dotted"


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
    assert hint.text() == "No labels here yet. Drag to draw: car."
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
