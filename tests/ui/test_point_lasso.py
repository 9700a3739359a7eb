"""Going round points of a cloud with a lasso, and the point sets that come of it, in a real window."""

import math
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Cuboid, Keyframe, PointSet, Track, anchor_kind
from crosstie.schema.edits import AddAnnotation, SetAnchor, SetKeyframe
from crosstie.schema.geometry.cuboids import corners, points_inside
from crosstie.schema.geometry.point_grid import Places, PointGrid
from crosstie.schema.geometry.point_ranges import indices_in, point_set_of
from crosstie.schema.gestures import delete
from crosstie.schema.records import Annotation
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.lasso import indices_in_lasso
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
    radar_asset,
    street,
)
from tests.ui.pointing import Point, at, hover, wheel

SCHEMA = b"""
schema: clouds
version: 1.0.0
languages: [en]
classes:
  - {id: c_car, name: {en: car}, anchors: [cuboid, point_set]}
  - {id: c_road, name: {en: road}, anchors: [point_set]}
  - {id: c_walker, name: {en: walker}, anchors: [cuboid]}
"""
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
CAR = Cuboid((*CARS[0], LEVEL + CAR_SIZE[2] / 2), CAR_SIZE)
BODY = range(12_000, 13_500)
"""Where the car's points stand in the file; before them come the road's, of which BROKEN have no place."""
BROKEN = 12


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """Three frames of a street."""
    with on_bench(qtbot, [cloud_asset(tmp_path, broken=BROKEN)], tmp_path, SCHEMA) as bench:
        yield bench


@pytest.fixture
def single(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """One cloud that does not move."""
    with on_bench(qtbot, [cloud_asset(tmp_path, frames=1, broken=BROKEN)], tmp_path, SCHEMA) as bench:
        yield bench


def test_a_lasso_round_a_thing_makes_a_set_of_its_points(bench: CloudBench) -> None:
    bench.context.timeline.seek(STEP_NS)
    bench.settle()
    switch_on(bench)
    go_round(bench, about(bench, shifted(CAR, 1.0)))
    (gesture,) = bench.session.gestures
    assert [type(edit) for edit in gesture] == [AddAnnotation]
    made = bench.only()
    assert made.class_id == "c_car"
    assert keyframes(made) == [STEP_NS]
    assert set(BODY) <= set(held(made).tolist())
    assert bench.selected() == [made.id]
    # What lies on the screen inside the line and nothing else: seen again point by point.
    outline = about(bench, shifted(CAR, 1.0))
    far = [index for index in held(made).tolist() if not near_outline(bench, index, outline, CARS[1])]
    assert far == []


def test_a_single_cloud_takes_the_set_itself(single: CloudBench) -> None:
    switch_on(single)
    go_round(single, about(single, CAR))
    assert isinstance(single.only().anchor, PointSet)
    more = held(single.only())
    go_round(single, spot(single, (8.0, -6.0, LEVEL), 30), SHIFT)
    assert [type(edit) for edit in single.session.gestures[-1]] == [SetAnchor]
    assert set(more.tolist()) < set(held(single.only()).tolist())


def test_shift_adds_and_ctrl_takes_away_each_one_edit(bench: CloudBench) -> None:
    switch_on(bench)
    go_round(bench, about(bench, CAR))
    first = set(held(bench.only()).tolist())
    go_round(bench, spot(bench, (8.0, -6.0, LEVEL), 30), SHIFT)
    both = set(held(bench.only()).tolist())
    assert first < both
    go_round(bench, spot(bench, (8.0, -6.0, LEVEL), 34), CTRL)
    assert set(held(bench.only()).tolist()) == first
    assert [[type(edit) for edit in gesture] for gesture in bench.session.gestures] == [
        [AddAnnotation],
        [SetKeyframe],
        [SetKeyframe],
    ]


def test_the_last_point_cannot_be_taken_and_one_is_told(bench: CloudBench) -> None:
    said: list[str] = []
    bench.context.said.connect(lambda text, _level: said.append(text))
    switch_on(bench)
    go_round(bench, about(bench, CAR))
    go_round(bench, whole(bench), CTRL)
    assert len(bench.session.gestures) == 1
    assert "Delete" in said[-1]
    go_round(bench, spot(bench, (2.0, 2.0), 20))
    assert "no points" in said[-1]
    assert len(bench.session.gestures) == 1


def test_a_set_goes_on_in_the_next_cloud_only_where_it_has_points(bench: CloudBench) -> None:
    switch_on(bench)
    go_round(bench, about(bench, CAR))
    made = bench.only().id
    assert made in bench.surface.sets.by_id
    bench.context.timeline.seek(STEP_NS)
    bench.settle()
    assert made not in bench.surface.sets.by_id
    go_round(bench, about(bench, shifted(CAR, 1.0)), SHIFT)
    assert keyframes(bench.only()) == [0, STEP_NS]
    assert made in bench.surface.sets.by_id
    go_round(bench, whole(bench), CTRL)
    assert keyframes(bench.only()) == [0]


def test_points_take_their_label_s_colour_until_it_is_deleted(bench: CloudBench) -> None:
    color = bench.context.class_color("c_road").name()
    before = bench.count_near(color)
    bench.context.choose_class("c_road")
    go_round(bench, spot(bench, (9.0, 0.0, LEVEL), 70))
    bench.context.selection.clear()
    bench.settle()
    assert bench.count_near(color) > before + 200
    bench.session.submit(delete(bench.session.state, [bench.only().id]), "test")
    bench.settle()
    assert bench.count_near(color) <= before + 20


def test_a_class_that_labels_points_alone_needs_no_switch(bench: CloudBench) -> None:
    bench.context.choose_class("c_road")
    go_round(bench, spot(bench, (9.0, -3.0, LEVEL), 30))
    assert bench.only().class_id == "c_road"
    bench.context.choose_class("c_walker")
    bench.drag(bench.seen((8, -6, LEVEL)), bench.seen((9, -5, LEVEL)))
    kinds = {one.class_id: anchor_kind(one.anchor) for one in annotations(bench)}
    assert kinds == {"c_road": "point_set", "c_walker": "cuboid"}


def test_a_click_on_a_point_selects_its_set_and_hovering_lights_it_up(bench: CloudBench) -> None:
    add_body(bench)
    middle = bench.seen(front_of(CAR))
    hover(bench.surface, middle)
    assert bench.surface.hand.hovered == "body"
    assert bench.context.hovered == Ref("annotation", "body")
    bench.click(middle)
    assert bench.selected() == ["body"]
    bench.click(bench.seen((8, -6, LEVEL)))
    assert bench.selected() == []


def test_a_set_has_its_place_in_the_pane(bench: CloudBench) -> None:
    add_body(bench)
    (area,) = bench.pane.areas_of("body")
    assert bench.pane.spots()["body"].center() == area.center()
    middle = bench.seen(CAR.center)
    assert area.contains(bench.surface.mapTo(bench.pane, at(middle)))
    camera = bench.surface.camera
    bench.pane.close_up(["body"])
    assert bench.surface.camera.distance_m < camera.distance_m
    assert np.allclose(bench.surface.camera.target, CAR.center, atol=0.6)


def test_a_hidden_set_gives_its_colour_back(bench: CloudBench) -> None:
    add_body(bench)
    bench.context.set_hidden(frozenset({"body"}))
    bench.settle()
    assert "body" not in bench.surface.sets.by_id
    assert bench.pane.areas_of("body") == ()


def test_escape_takes_a_lasso_back(bench: CloudBench) -> None:
    switch_on(bench)
    ring = about(bench, CAR)
    bench.press(ring[0])
    for place in ring[1:30]:
        bench.move(place)
    assert len(bench.surface.hand.outline) > 3
    QTest.keyClick(bench.surface, Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.surface, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.session.gestures == []


def test_escape_leaves_a_search_that_takes_long(bench: CloudBench, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def waits(
        points: Points,
        camera: Camera,
        viewport: Viewport,
        outline: Sequence[Point],
        grid: PointGrid | None,
    ) -> Places:
        assert may_end.wait(30)
        return indices_in_lasso(points, camera, viewport, outline, grid)

    monkeypatch.setattr("crosstie.viewers.pointcloud.lassoing._TOLD_FROM", 0)
    monkeypatch.setattr("crosstie.viewers.pointcloud.lassoing.indices_in_lasso", waits)
    switch_on(bench)
    draw_round(bench, about(bench, CAR))
    assert not bench.pane.is_settled()
    QTest.keyClick(bench.surface, Qt.Key.Key_Escape)
    may_end.set()
    bench.settle()
    assert bench.session.gestures == []
    # The hand is free at once for the next stroke, which takes the points that the first left alone.
    go_round(bench, about(bench, CAR))
    assert len(bench.session.gestures) == 1


def test_a_cloud_that_cannot_be_read_has_no_points_to_go_round(qtbot: QtBot, tmp_path: Path) -> None:
    asset = cloud_asset(tmp_path)
    (tmp_path / "001.bin").write_bytes(b"not points")
    bench = CloudBench(qtbot, [asset], tmp_path, SCHEMA)
    bench.settle()
    add_body(bench)
    assert "body" in bench.pane.spots()
    bench.context.timeline.seek(STEP_NS)
    bench.settle()
    assert bench.pane.status == "failed"
    assert bench.pane.spots() == {}
    switch_on(bench)
    go_round(bench, whole(bench))
    assert len(bench.session.gestures) == 1
    bench.pane.close_media()


def test_a_cuboid_s_points_become_a_set_about_the_same_thing(bench: CloudBench) -> None:
    bench.add("car", Track((Keyframe(0, CAR),)))
    bench.pane.take_points("car")
    bench.settle()
    made = next(one for one in annotations(bench) if one.id != "car")
    rows = street(CARS[0], BROKEN)
    assert held(made).tolist() == np.flatnonzero(points_inside(CAR, rows[:, :3])).tolist()
    assert made.class_id == "c_car"
    assert bench.selected() == [made.id]


def test_who_only_looks_is_offered_no_lasso(bench: CloudBench) -> None:
    assert button(bench).isVisible()
    bench.context.read_only = True
    bench.context.pass_changed.emit()
    assert not button(bench).isVisible()
    assert not bench.surface.hand.lassos


def test_the_wheel_cannot_move_what_is_being_gone_round(bench: CloudBench) -> None:
    switch_on(bench)
    ring = about(bench, CAR)
    bench.press(ring[0])
    bench.move(ring[20])
    camera = bench.surface.camera
    wheel(bench.surface, ring[20], 2)
    assert bench.surface.camera == camera
    QTest.keyClick(bench.surface, Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.surface, Qt.MouseButton.LeftButton)


def switch_on(bench: CloudBench) -> None:
    """A drag is a lasso from now on."""
    QTest.mouseClick(button(bench), Qt.MouseButton.LeftButton)


def button(bench: CloudBench) -> QToolButton:
    found = bench.pane.findChild(QToolButton, "cloud_lasso_lidar")
    assert isinstance(found, QToolButton)
    return found


def go_round(
    bench: CloudBench, ring: Sequence[Point], keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Presses, draws a line and lets go, and waits for what comes of it."""
    draw_round(bench, ring, keys)
    bench.settle()


def draw_round(
    bench: CloudBench, ring: Sequence[Point], keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    bench.press(ring[0], keys=keys)
    for place in ring[1:]:
        bench.move(place, keys=keys)
    QTest.mouseRelease(bench.surface, Qt.MouseButton.LeftButton, keys, at(ring[-1]))


def about(bench: CloudBench, cuboid: Cuboid) -> list[Point]:
    """A ring on the screen that has all of a cuboid inside."""
    places = np.array([bench.seen(corner) for corner in corners(cuboid)])
    middle, reach = places.mean(axis=0), np.ptp(places, axis=0) / 2 * 1.5
    return ring_of(middle, reach)


def spot(bench: CloudBench, place: Sequence[float], radius_px: float) -> list[Point]:
    """A round ring about a place in the cloud, or of two numbers on the screen."""
    middle = np.array(bench.seen(place) if len(place) == 3 else place)
    return ring_of(middle, np.array((radius_px, radius_px)))


def whole(bench: CloudBench) -> list[Point]:
    """Along the edge of the view."""
    right, bottom = bench.surface.width() - 1.0, bench.surface.height() - 1.0
    return [
        (1.0, bottom / 2),
        (1.0, 1.0),
        (right, 1.0),
        (right, bottom),
        (1.0, bottom),
        (1.0, bottom / 2 + 1),
    ]


def ring_of(middle: NDArray[np.float64], reach: NDArray[np.float64]) -> list[Point]:
    turns = np.linspace(0, math.tau, 60)
    ring = middle + np.column_stack([np.cos(turns), np.sin(turns)]) * reach
    return [(x, y) for x, y in ring.tolist()]


def near_outline(bench: CloudBench, index: int, outline: Sequence[Point], car: tuple[float, float]) -> bool:
    """Whether a point of the file lies on the screen within the rectangle about a ring."""
    x, y = bench.seen(street(car, BROKEN)[index, :3].tolist())
    ring = np.array(outline)
    low, high = ring.min(axis=0) - 2, ring.max(axis=0) + 2
    return bool(low[0] <= x <= high[0] and low[1] <= y <= high[1])


def held(annotation: Annotation) -> NDArray[np.int64]:
    """Places in the file of a set's points, in its last cloud."""
    anchor = annotation.anchor
    shape = anchor.keyframes[-1].shape if isinstance(anchor, Track) else anchor
    assert isinstance(shape, PointSet)
    return indices_in(shape)


def annotations(bench: CloudBench) -> list[Annotation]:
    return list(bench.session.state.annotations.values())


def shifted(cuboid: Cuboid, metres: float) -> Cuboid:
    x, y, z = cuboid.center
    return Cuboid((x + metres, y, z), cuboid.size)


def front_of(cuboid: Cuboid) -> tuple[float, float, float]:
    """The middle of the side that the camera sees first."""
    x, y, z = cuboid.center
    return x - cuboid.size[0] / 2, y, z


def add_body(bench: CloudBench) -> None:
    """Labels the car's points as somebody else would."""
    points = point_set_of(np.arange(BODY.start, BODY.stop))
    assert points is not None
    bench.add("body", Track((Keyframe(0, points),)))
    bench.settle()


def test_returns_of_a_radar_can_be_gone_round_and_take_the_colour(qtbot: QtBot, tmp_path: Path) -> None:
    bench = CloudBench(qtbot, [radar_asset(tmp_path)], tmp_path, SCHEMA)
    bench.settle()
    bench.context.choose_class("c_road")
    go_round(bench, spot(bench, (12.0, -4.0, LEVEL + 0.5), 200))
    assert len(held(bench.only())) > 3
    bench.context.selection.clear()
    hover(bench.surface, (3.0, 3.0))
    bench.settle()
    x, y = at(bench.seen((12.0, -4.0, LEVEL + 0.5))).toTuple()
    color = bench.context.class_color("c_road")
    assert np.abs(bench.pixels()[y, x] - (color.red(), color.green(), color.blue())).max() < 24
    bench.pane.close_media()
