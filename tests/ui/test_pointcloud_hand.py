"""What a hand makes of a cloud, in a real window."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Cuboid, Keyframe, Track
from crosstie.schema.edits import AddAnnotation, SetAnchor, SetKeyframe
from crosstie.schema.geometry.rotations import yaw_of
from crosstie.viewers.selection import Ref
from tests.ui.cloud_bench import (
    CAR_SIZE,
    CARS,
    LEVEL,
    STEP_NS,
    CloudBench,
    cloud_asset,
    keyframes,
    on_bench,
)
from tests.ui.pointing import double_click, wheel

CTRL = Qt.KeyboardModifier.ControlModifier
CAR = Cuboid((*CARS[0], LEVEL + CAR_SIZE[2] / 2), CAR_SIZE)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """Three frames of a street."""
    with on_bench(qtbot, [cloud_asset(tmp_path, broken=12)], tmp_path) as bench:
        yield bench


@pytest.fixture
def single(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """One cloud that does not move."""
    with on_bench(qtbot, [cloud_asset(tmp_path, frames=1)], tmp_path) as bench:
        yield bench


def test_a_drag_on_the_ground_makes_a_track_as_high_as_what_stands_there(bench: CloudBench) -> None:
    bench.context.timeline.seek(STEP_NS)
    bench.settle()
    x, y = CARS[1]
    start, end = bench.seen((x - 2.4, y - 1.1, LEVEL)), bench.seen((x + 2.4, y + 1.1, LEVEL))
    bench.drag(start, end)
    (gesture,) = bench.session.gestures
    assert [type(edit) for edit in gesture] == [AddAnnotation]
    assert keyframes(bench.only()) == [STEP_NS]
    made = bench.cuboid(bench.only().id)
    assert np.allclose(made.size, (4.8, 2.2, CAR_SIZE[2]), atol=0.25)
    assert np.allclose(made.center, (x, y, LEVEL + CAR_SIZE[2] / 2), atol=0.2)
    assert bench.selected() == [bench.only().id]


def test_a_click_with_ctrl_makes_one_of_the_usual_size(bench: CloudBench) -> None:
    bench.add("other", Track((Keyframe(0, Cuboid((20, -8, -0.8), (0.8, 0.7, 1.8))),)), "c_walker")
    bench.context.choose_class("c_walker")
    bench.click(bench.seen((8, -5, LEVEL)), CTRL)
    made = next(a for a in bench.session.state.annotations.values() if a.id != "other")
    assert made.class_id == "c_walker"
    cuboid = bench.cuboid(made.id)
    assert np.allclose(cuboid.size, (0.8, 0.7, 1.8))
    assert np.allclose(cuboid.center[:2], (8, -5), atol=0.3)


def test_a_single_cloud_takes_cuboids_without_time(single: CloudBench) -> None:
    single.drag(single.seen((8, -6, LEVEL)), single.seen((11, -4, LEVEL)))
    assert isinstance(single.only().anchor, Cuboid)
    assert single.pane.detail == "13,500 points"
    before = single.cuboid(single.only().id)
    middle = single.seen(before.center)
    single.drag(middle, (middle[0] + 60, middle[1]))
    assert [type(edit) for edit in single.session.gestures[-1]] == [SetAnchor]
    assert single.cuboid(single.only().id).center != before.center


def test_a_click_selects_and_a_click_on_the_ground_clears(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.click(bench.seen(CAR.center))
    assert bench.selected() == ["car"]
    bench.click(bench.seen((10, -8, LEVEL)))
    assert bench.selected() == []
    assert len(bench.session.gestures) == 1


def test_one_drag_is_one_edit_and_a_ghost_until_then(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    start = bench.seen(CAR.center)
    bench.press(start)
    bench.move((start[0] + 30, start[1] + 10))
    bench.move((start[0] + 70, start[1] + 20))
    assert bench.surface.hand.ghost not in (None, CAR)
    assert bench.cuboid("car") == CAR
    assert len(bench.session.gestures) == 1
    QTest.mouseRelease(bench.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    assert [type(edit) for edit in bench.session.gestures[-1]] == [SetKeyframe]
    assert bench.cuboid("car").center != CAR.center
    assert bench.cuboid("car").center[2] == pytest.approx(CAR.center[2])
    assert keyframes(bench.only()) == [0]


def test_escape_takes_a_drag_back(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    start = bench.seen(CAR.center)
    bench.press(start)
    bench.move((start[0] + 70, start[1] + 20))
    QTest.keyClick(bench.surface, Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.surface, Qt.MouseButton.LeftButton)
    assert bench.cuboid("car") == CAR
    assert len(bench.session.gestures) == 1


def test_grips_pull_a_face_and_turn(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.context.pick(Ref("annotation", "car"))
    wheel(bench.surface, bench.seen(CAR.center), 5)
    bench.settle()
    grips = bench.surface.grips()["car"]
    top = next(grip for grip in grips if grip.face == 4 and grip.kind == "face")
    bench.drag((top.x, top.y), bench.seen(top.place + np.array((0, 0, 0.7))))
    assert bench.cuboid("car").size[2] == pytest.approx(CAR.size[2] + 0.7, abs=0.05)
    turn = next(grip for grip in bench.surface.grips()["car"] if grip.kind == "turn")
    x, y, _ = CAR.center
    bench.drag((turn.x, turn.y), bench.seen((x + 4, y + 4, float(turn.place[2]))))
    assert yaw_of(bench.cuboid("car").rotation) == pytest.approx(np.pi / 4, abs=0.05)
    assert len(bench.session.gestures) == 3


def test_a_selected_track_can_be_carried_on_in_the_next_frame(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.context.timeline.seek(STEP_NS)
    bench.settle()
    assert "car" not in bench.surface.items.by_id
    bench.context.pick(Ref("annotation", "car"))
    assert bench.stroke("car") == "dotted"
    start = bench.seen(CAR.center)
    bench.drag(start, (start[0], start[1] - 12))
    assert keyframes(bench.only()) == [0, STEP_NS]
    assert bench.stroke("car") == "solid"


def test_a_double_click_fits_a_cuboid_to_its_points(bench: CloudBench) -> None:
    loose = Cuboid(CAR.center, (5.6, 2.8, 1.5))
    bench.add("car", Track((Keyframe(0, loose),)))
    double_click(bench.surface, bench.seen(CAR.center))
    assert np.allclose(bench.cuboid("car").size, CAR_SIZE, atol=0.25)
    assert np.allclose(bench.cuboid("car").center, CAR.center, atol=0.2)


def test_a_read_only_pass_is_looked_at_from_all_sides(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.context.show_sample(bench.session.state, "p1", read_only=True, duration_ns=3 * STEP_NS)
    bench.context.pass_changed.emit()
    camera = bench.surface.camera
    bench.drag((300, 300), (380, 320))
    bench.drag(bench.seen(CAR.center), (20, 20))
    assert len(bench.session.gestures) == 1
    assert bench.surface.camera.azimuth_rad != camera.azimuth_rad


def test_a_tie_is_ended_by_a_click_and_by_nothing_else(bench: CloudBench, qtbot: QtBot) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.context.set_tie_from(Ref("annotation", "elsewhere"))
    start = bench.seen(CAR.center)
    bench.drag(start, (start[0] + 50, start[1]))
    assert len(bench.session.gestures) == 1
    bench.settle()
    with qtbot.waitSignal(bench.context.picked, timeout=1000) as picked:
        bench.click(bench.seen(CAR.center))
    assert picked.args == [Ref("annotation", "car")]


def test_what_is_hidden_is_neither_shown_nor_hit(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.context.set_hidden(frozenset({"car"}))
    bench.click(bench.seen(CAR.center))
    assert bench.selected() == []
    assert not bench.surface.items.items


def test_what_is_under_the_cursor_is_told(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.move(bench.seen(CAR.center), Qt.MouseButton.NoButton)
    assert bench.context.hovered == Ref("annotation", "car")
    bench.move((5, 5), Qt.MouseButton.NoButton)
    assert bench.context.hovered is None


def test_what_is_selected_is_pulled_into_place_from_three_sides(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    small = bench.pane.stage.surfaces[1:]
    assert not any(surface.isVisible() for surface in small)
    bench.context.pick(Ref("annotation", "car"))
    bench.settle()
    assert [surface.accessibleName() for surface in small if surface.isVisible()] == [
        "Top of the selected cuboid", "Side of the selected cuboid", "Front of the selected cuboid",
    ]  # fmt: skip
    side = small[1]
    top = next(grip for grip in side.grips()["car"] if grip.face == 4)
    camera = bench.surface.camera
    bench.hand_on(side)
    bench.press((top.x, top.y))
    bench.move((top.x, top.y - 20))
    held = bench.surface.held
    assert held is not None
    assert held.cuboid.size[2] > CAR.size[2]
    bench.move((top.x, top.y - 30))
    QTest.mouseRelease(side, Qt.MouseButton.LeftButton)
    assert len(bench.session.gestures) == 2
    assert bench.cuboid("car").size[2] > CAR.size[2] + 0.2
    assert bench.surface.held is None
    assert bench.surface.camera == camera


def test_the_three_sides_can_be_put_away(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.context.pick(Ref("annotation", "car"))
    bench.settle()
    buttons = {button.accessibleName(): button for button in bench.pane.findChildren(QToolButton)}
    buttons["What is selected from three sides"].click()
    assert not any(surface.isVisible() for surface in bench.pane.stage.surfaces[1:])
    bench.settle()
    bench.pane.resize(400, 300)
    buttons["What is selected from three sides"].click()
    assert not any(surface.isVisible() for surface in bench.pane.stage.surfaces[1:])
