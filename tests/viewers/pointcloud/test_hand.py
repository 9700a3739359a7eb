import math

import msgspec
import numpy as np
import pytest
from hypothesis import given

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.rotations import quaternion_from_yaw, yaw_of
from crosstie.viewers.pointcloud.camera import TOP_RAD, Camera, Viewport, project, ray_through
from crosstie.viewers.pointcloud.grips import Grip, grips_of
from crosstie.viewers.pointcloud.ground import on_level
from crosstie.viewers.pointcloud.hand import (
    Drawn,
    Hand,
    Outcome,
    Picked,
    Planted,
    Press,
    Purpose,
    Reshaped,
)
from crosstie.viewers.pointcloud.hit import Hit, hit_at
from crosstie.viewers.pointcloud.items import CloudItem, CloudItems
from crosstie.viewers.pointcloud.reshape import face_middle
from crosstie.viewers.pointcloud.wireframe import wireframes
from tests.viewers.pointcloud.strategies import cameras_from_above, metres

VIEW = Viewport(900, 560)
CAMERA = Camera(target=(10, 0, 0), distance_m=30)
CAR = Cuboid((12, 3, 0.8), (4.4, 1.9, 1.6), quaternion_from_yaw(0.4))
Screen = tuple[float, float]


def seen(place: object, camera: Camera = CAMERA) -> Screen:
    at = project(camera, VIEW, np.asarray(place, dtype=float))
    assert at is not None
    return at


def press_at(
    at: Screen, camera: Camera = CAMERA, purpose: Purpose = "hand", cuboid: Cuboid | None = CAR, **held: bool
) -> Press:
    """What a press on a scene with one selected car would be."""
    items = CloudItems([CloudItem("car", "lidar", CAR, "#56B4E9")])
    grips = {"car": grips_of(CAR, camera, VIEW)} if cuboid else {}
    hit = hit_at(items, wireframes(items.boxes, camera, VIEW), camera, VIEW, at, grips)
    return Press(
        at=at,
        purpose=purpose,
        camera=camera,
        viewport=VIEW,
        hit=hit,
        cuboid=cuboid if hit else None,
        ground=on_level(ray_through(camera, VIEW, *at), 0.0),
        draws=held.get("draws", True),
        extend=held.get("extend", False),
        plants=held.get("plants", False),
    )


def gesture(press: Press, *through: Screen) -> Outcome | None:
    hand = Hand()
    hand.press(press)
    for x, y in through:
        hand.move(x, y)
    return hand.release()


def grip(kind: str, face: int, camera: Camera = CAMERA) -> Grip:
    return next(one for one in grips_of(CAR, camera, VIEW) if (one.kind, one.face) == (kind, face))


def test_a_click_picks_what_is_there_and_what_is_not() -> None:
    assert gesture(press_at(seen(CAR.center))) == Picked("car", False)
    assert gesture(press_at(seen((5, -5, 0)), extend=True)) == Picked(None, True)


def test_a_drag_on_empty_ground_draws_a_footprint_between_its_ends() -> None:
    outcome = gesture(press_at(seen((5, -6, 0))), seen((7, -5, 0)), seen((9, -4, 0)))
    assert isinstance(outcome, Drawn)
    assert np.allclose(outcome.cuboid.center[:2], (7, -5), atol=1e-3)
    assert np.allclose(outcome.cuboid.size[:2], (4, 2), atol=1e-3)
    assert math.isclose(outcome.cuboid.center[2] - outcome.cuboid.size[2] / 2, 0.0, abs_tol=1e-6)


def test_a_hand_that_trembles_clicks() -> None:
    x, y = seen((5, -5, 0))
    assert gesture(press_at((x, y)), (x + 2, y - 2)) == Picked(None, False)


def test_a_click_with_ctrl_on_the_ground_plants_and_on_a_cuboid_picks() -> None:
    outcome = gesture(press_at(seen((5, -5, 0)), plants=True, extend=True))
    assert isinstance(outcome, Planted)
    assert np.allclose(outcome.place, (5, -5, 0), atol=1e-6)
    assert gesture(press_at(seen(CAR.center), plants=True, extend=True)) == Picked("car", True)


def test_a_drag_inside_moves_along_the_ground() -> None:
    held = press_at(seen(CAR.center))
    assert held.hit is not None
    goal = held.hit.place + np.array((2.0, -1.0, 0.0))
    outcome = gesture(held, seen(held.hit.place + np.array((1.0, 0.0, 0.0))), seen(goal))
    assert isinstance(outcome, Reshaped)
    assert np.allclose(np.subtract(outcome.after.center, CAR.center), (2, -1, 0), atol=1e-3)
    assert (outcome.after.size, outcome.after.rotation, outcome.before) == (CAR.size, CAR.rotation, CAR)


def test_seen_from_the_side_a_drag_lifts() -> None:
    side = Camera(CAR.center, azimuth_rad=0.4, elevation_rad=0.0, distance_m=12, projection="orthographic")
    held = press_at(seen(CAR.center, side), side)
    assert held.hit is not None
    above = [held.hit.place + np.array((0.0, 0.0, metres_up)) for metres_up in (0.5, 1.0)]
    outcome = gesture(held, *(seen(place, side) for place in above))
    assert isinstance(outcome, Reshaped)
    assert np.allclose(np.subtract(outcome.after.center, CAR.center), (0, 0, 1), atol=1e-3)


@pytest.mark.parametrize("face", [1, 3, 4])
def test_pulling_a_face_follows_the_hand(face: int) -> None:
    one = grip("face", face)
    outward = face_middle(CAR, face) - np.asarray(CAR.center)
    outward /= np.linalg.norm(outward)
    outcome = gesture(
        press_at((one.x, one.y)), seen(one.place + 0.3 * outward), seen(one.place + 0.8 * outward)
    )
    assert isinstance(outcome, Reshaped)
    grown = np.subtract(outcome.after.size, CAR.size)
    assert math.isclose(grown[face // 2], 0.8, abs_tol=1e-3)
    assert np.allclose(face_middle(outcome.after, face ^ 1), face_middle(CAR, face ^ 1), atol=1e-3)


@given(metres(-3, 3))
def test_the_arm_turns_to_where_the_hand_is(heading: float) -> None:
    top = Camera(CAR.center, elevation_rad=TOP_RAD, distance_m=20, projection="orthographic")
    one = grip("turn", 0, top)
    x, y, _ = CAR.center
    goal = (x + 4 * math.cos(heading), y + 4 * math.sin(heading), float(one.place[2]))
    outcome = gesture(press_at((one.x, one.y), top), seen((x + 4, y + 4, 0), top), seen(goal, top))
    if outcome is None:
        assert abs(math.remainder(heading - 0.4, math.tau)) < 1e-6
        return
    assert isinstance(outcome, Reshaped)
    assert abs(math.remainder(yaw_of(outcome.after.rotation) - heading, math.tau)) < 1e-3
    assert (outcome.after.center, outcome.after.size) == (CAR.center, CAR.size)


def test_nothing_is_drawn_or_moved_where_one_may_only_look() -> None:
    hand = Hand()
    hand.press(press_at(seen(CAR.center), cuboid=None, draws=False))
    hand.move(500, 400)
    assert (hand.state, hand.ghost) == ("orbiting", None)
    assert hand.release() is None


def test_with_shift_one_draws_over_a_cuboid() -> None:
    x, y = seen(CAR.center)
    outcome = gesture(press_at((x, y), extend=True), (x + 60, y + 30))
    assert isinstance(outcome, Drawn)


def test_escape_takes_everything_back() -> None:
    hand = Hand()
    hand.press(press_at(seen(CAR.center)))
    hand.move(*seen((14, 5, 0)))
    assert hand.active
    assert hand.item_id == "car"
    hand.cancel()
    assert (hand.active, hand.ghost, hand.release()) == (False, None, None)


def test_a_second_thought_that_ends_where_it_began_changes_nothing() -> None:
    at = seen(CAR.center)
    assert gesture(press_at(at), (at[0] + 40, at[1]), at) is None


def test_the_right_button_turns_and_the_middle_one_shifts_whatever_lies_below() -> None:
    for purpose, state in (("orbit", "orbiting"), ("pan", "panning")):
        hand = Hand()
        at = seen(CAR.center)
        hand.press(msgspec.structs.replace(press_at(at), purpose=purpose))
        hand.move(at[0] + 50, at[1] + 20)
        assert hand.state == state
        assert hand.camera is not None
        assert hand.camera != CAMERA
        assert hand.release() is None


@given(cameras_from_above, metres(0.3, 0.7), metres(0.4, 0.8), metres(-120, 120), metres(-60, 60))
def test_panning_keeps_the_ground_under_the_hand(
    camera: Camera, across: float, down: float, dx: float, dy: float
) -> None:
    at = (across * VIEW.width, down * VIEW.height)
    ground = on_level(ray_through(camera, VIEW, *at), camera.target[2])
    assert ground is not None
    hand = Hand()
    hand.press(Press(at=at, purpose="pan", camera=camera, viewport=VIEW, ground=ground))
    hand.move(at[0] + 30, at[1] + 30)
    hand.move(at[0] + dx, at[1] + dy)
    if hand.camera is None or abs(dx) + abs(dy) < 1:
        return
    held = project(hand.camera, VIEW, ground)
    assert held is not None
    beyond = on_level(ray_through(camera, VIEW, at[0] + dx, at[1] + dy), camera.target[2])
    near = beyond is not None and np.linalg.norm(beyond - camera.eye) < 12 * camera.distance_m
    if near and np.linalg.norm(ground - camera.eye) < 12 * camera.distance_m:
        assert math.dist(held, (at[0] + dx, at[1] + dy)) < 0.1


def test_a_grip_is_met_before_the_body() -> None:
    one = grip("face", 4)
    hit = press_at((one.x, one.y)).hit
    assert isinstance(hit, Hit)
    assert (hit.part, hit.grip and hit.grip.face) == ("grip", 4)
