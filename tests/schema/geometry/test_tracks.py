"""Tracks between keyframes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import (
    Box,
    Cuboid,
    Keyframe,
    Keypoint,
    Keypoints,
    Mask,
    PageRegion,
    PointSet,
    Polygon,
    Polyline,
    RotatedBox,
    Spatial,
    Track,
)
from crosstie.schema.geometry.rotations import quaternion_from_yaw, yaw_of
from crosstie.schema.geometry.tracks import (
    Moment,
    keyframe_at,
    keyframe_for,
    put_keyframe,
    remove_keyframe,
    shape_at,
)
from tests.schema.strategies import tracks

TRIANGLE = ((0.0, 0.0), (4.0, 0.0), (0.0, 4.0))
MOVED = ((2.0, 0.0), (6.0, 0.0), (2.0, 4.0))
HALFWAY = ((1.0, 0.0), (5.0, 0.0), (1.0, 4.0))

BLENDED: list[tuple[Spatial, Spatial, Spatial]] = [
    (Box(0, 0, 10, 10), Box(10, 20, 20, 10), Box(5, 10, 15, 10)),
    (RotatedBox(0, 0, 2, 2, 3.0), RotatedBox(2, 0, 2, 4, -3.0), RotatedBox(1, 0, 2, 3, math.pi)),
    (Polygon(TRIANGLE), Polygon(MOVED), Polygon(HALFWAY)),
    (Polygon(TRIANGLE, (TRIANGLE,)), Polygon(MOVED, (MOVED,)), Polygon(HALFWAY, (HALFWAY,))),
    (Polyline(TRIANGLE), Polyline(MOVED), Polyline(HALFWAY)),
    (
        Keypoints((Keypoint("a", 0, 0, "occluded"), Keypoint("b", 1, 1))),
        Keypoints((Keypoint("b", 3, 3), Keypoint("a", 2, 2))),
        Keypoints((Keypoint("a", 1, 1, "occluded"), Keypoint("b", 2, 2))),
    ),
    (PageRegion(1, 0, 0, 2, 2, "x"), PageRegion(1, 2, 2, 4, 4, "y"), PageRegion(1, 1, 1, 3, 3, "x")),
    (Cuboid((0, 0, 0), (1, 1, 1)), Cuboid((2, 4, 6), (3, 1, 1)), Cuboid((1, 2, 3), (2, 1, 1))),
]
HELD: list[tuple[Spatial, Spatial]] = [
    (Polygon(TRIANGLE), Polygon((*MOVED, (9, 9)))),
    (Polygon(TRIANGLE), Polygon(MOVED, (MOVED,))),
    (Polyline(TRIANGLE), Polyline(MOVED[:2])),
    (Keypoints((Keypoint("a", 0, 0),)), Keypoints((Keypoint("b", 2, 2),))),
    (PageRegion(1, 0, 0, 2, 2), PageRegion(2, 2, 2, 4, 4)),
    (Mask(2, 1, (1, 1)), Mask(2, 1, (2,))),
    (PointSet(((0, 2),)), PointSet(((4, 6),))),
]


@pytest.mark.parametrize(("earlier", "later", "halfway"), BLENDED)
def test_shapes_move_straight_between_keyframes(earlier: Spatial, later: Spatial, halfway: Spatial) -> None:
    track = Track((Keyframe(0, earlier, "occluded"), Keyframe(10, later)))
    assert shape_at(track, 5) == Moment(halfway, "occluded", False)


@pytest.mark.parametrize(("earlier", "later"), HELD)
def test_shapes_that_cannot_be_blended_are_held(earlier: Spatial, later: Spatial) -> None:
    track = Track((Keyframe(0, earlier), Keyframe(10, later)))
    assert shape_at(track, 9) == Moment(earlier, "visible", False)


def test_a_held_keyframe_holds() -> None:
    track = Track((Keyframe(0, Box(0, 0, 1, 1), interpolation="hold"), Keyframe(10, Box(9, 9, 1, 1))))
    assert shape_at(track, 9) == Moment(Box(0, 0, 1, 1), "visible", False)


def test_a_cuboid_turns_the_short_way() -> None:
    start = Cuboid((0, 0, 0), (1, 1, 1), quaternion_from_yaw(3.0))
    end = Cuboid((0, 0, 0), (1, 1, 1), quaternion_from_yaw(-3.0))
    moment = shape_at(Track((Keyframe(0, start), Keyframe(10, end))), 5)
    assert moment is not None
    assert isinstance(moment.shape, Cuboid)
    assert abs(yaw_of(moment.shape.rotation)) == pytest.approx(math.pi)


@given(tracks(), st.integers(-5, 5))
def test_a_track_is_exact_at_its_keyframes_and_nowhere_beyond_its_ends(track: Track, beyond: int) -> None:
    for keyframe in track.keyframes:
        assert shape_at(track, keyframe.at_ns) == Moment(keyframe.shape, keyframe.visibility, True)
        assert keyframe_at(track, keyframe.at_ns) == keyframe
    past = track.end_ns + beyond if beyond > 0 else track.start_ns + beyond - 1
    assert shape_at(track, past) is None
    assert keyframe_at(track, past) is None


@given(tracks(), st.floats(0, 1))
def test_pinning_a_track_between_keyframes_changes_it_nowhere_else(track: Track, share: float) -> None:
    inside_ns = int(share * (track.end_ns - track.start_ns))
    at_ns = min(track.start_ns + inside_ns, track.end_ns)  # a float may have rounded up
    moment = shape_at(track, at_ns)
    assert moment is not None
    pinned = put_keyframe(track, keyframe_for(track, at_ns, moment.shape))
    for keyframe in track.keyframes:
        assert shape_at(pinned, keyframe.at_ns) == shape_at(track, keyframe.at_ns)
    assert keyframe_at(pinned, at_ns) == keyframe_for(track, at_ns, moment.shape)
    if keyframe_at(track, at_ns) is None:
        assert remove_keyframe(pinned, at_ns) == track
    else:
        assert pinned == track


def test_a_keyframe_put_again_replaces_the_one_that_stands() -> None:
    track = Track((Keyframe(0, Box(0, 0, 1, 1)), Keyframe(10, Box(9, 9, 1, 1))))
    changed = put_keyframe(track, Keyframe(10, Box(5, 5, 1, 1)))
    assert changed == Track((Keyframe(0, Box(0, 0, 1, 1)), Keyframe(10, Box(5, 5, 1, 1))))
    assert put_keyframe(track, Keyframe(-3, Box(5, 5, 1, 1))).start_ns == -3
    assert put_keyframe(track, Keyframe(30, Box(5, 5, 1, 1))).end_ns == 30


def test_a_tracks_last_keyframe_leaves_none() -> None:
    assert remove_keyframe(Track((Keyframe(3, Box(0, 0, 1, 1)),)), 3) is None


def test_a_new_keyframe_goes_on_as_the_one_before_it() -> None:
    held = Keyframe(0, Box(0, 0, 1, 1), "occluded", "hold")
    track = Track((held, Keyframe(10, Box(9, 9, 1, 1))))
    assert keyframe_for(track, 4, Box(3, 3, 1, 1)) == Keyframe(4, Box(3, 3, 1, 1), "occluded", "hold")
    assert keyframe_for(track, -4, Box(3, 3, 1, 1)) == Keyframe(-4, Box(3, 3, 1, 1), "occluded", "hold")
