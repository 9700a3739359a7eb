"""Cuboids are tied to the boxes that they project onto."""

import pytest

from crosstie.app.prelabelling.makers.cuboid_box import MAKER
from crosstie.schema.anchors import Box, Cuboid, Keyframe, Track
from tests.app.prelabelling.small_jobs import (
    LENS,
    SECOND,
    Tried,
    asset,
    document,
    label,
    lens_at,
    seen_box,
    state_of,
)

NEAR = Cuboid((12.0, 0.0, 0.0), (4.0, 1.8, 1.5))
BEHIND = Cuboid((20.0, 0.6, 0.0), (4.0, 1.8, 1.5))
LEFT = Cuboid((15.0, 5.0, 0.0), (4.0, 1.8, 1.5))
CAMERA, LIDAR = asset("cam", "image", LENS), asset("lidar", "pointcloud")


def test_each_box_gets_the_cuboid_behind_it_in_the_picture() -> None:
    tried = Tried(
        MAKER,
        state_of(
            (CAMERA, LIDAR),
            [
                label("near", "lidar", "c_car", NEAR),
                label("behind", "lidar", "c_car", BEHIND),
                label("left", "lidar", "c_truck", LEFT),
                label("box near", "cam", "c_car", seen_box(LENS, NEAR, 8)),
                label("box behind", "cam", "c_vehicle", seen_box(LENS, BEHIND, -4)),
                label("box left", "cam", "c_truck", seen_box(LENS, LEFT, 5)),
                label("nothing", "cam", "c_car", Box(900, 100, 60, 60)),
            ],
        ),
    )
    assert tried.held("l_same") == {("box near", "near"), ("box behind", "behind"), ("box left", "left")}
    told = tried.of("l_same")["box near", "near"]
    assert told.score > 0.8
    assert told.reason == "The cuboid projects onto the box in cam with an IoU of 0.89."
    wrong = tried.of("l_same").get(("box behind", "near"))
    assert wrong is None or wrong.score < 0.5
    assert tried.notes == []


def test_tracks_are_compared_over_all_the_time_that_they_share() -> None:
    other = Cuboid((15.0, -5.0, 0.0), (4.0, 1.8, 1.5))
    moving = Track((Keyframe(0, LEFT), Keyframe(2 * SECOND, other)))
    seen = Track((Keyframe(0, seen_box(LENS, LEFT, 4)), Keyframe(2 * SECOND, seen_box(LENS, other, 4))))
    crossing = Track((Keyframe(0, other), Keyframe(2 * SECOND, LEFT)))
    video, lidar = asset("cam", "video", LENS), asset("lidar", "pointcloud", frames=3)
    tried = Tried(
        MAKER,
        state_of(
            (video, lidar),
            [
                label("moving", "lidar", "c_car", moving),
                label("crossing", "lidar", "c_car", crossing),
                label("box", "cam", "c_car", seen),
            ],
        ),
    )
    assert tried.held("l_same") == {("box", "moving")}


def test_another_class_makes_it_less_likely() -> None:
    def score(class_id: str) -> float:
        labels = [label("c", "lidar", "c_car", NEAR), label("b", "cam", class_id, seen_box(LENS, NEAR, 5))]
        (found,) = Tried(MAKER, state_of((CAMERA, LIDAR), labels)).proposals
        assert ("but the one is a truck and the other a car" in found.reason) == (class_id == "c_truck")
        return found.score

    assert score("c_car") == score("c_vehicle") > score("c_truck")


def test_what_no_calibrated_camera_sees_is_proposed_to_nobody() -> None:
    labels = [label("c", "lidar", "c_car", NEAR), label("b", "cam", "c_car", Box(600, 320, 80, 80))]
    uncalibrated = Tried(MAKER, state_of((asset("cam", "image"), LIDAR), labels))
    assert uncalibrated.proposals == []
    assert uncalibrated.notes == ["cam has no calibration"]
    away = Tried(MAKER, state_of((asset("cam", "image", lens_at(0, 0, 3.1)), LIDAR), labels))
    assert (away.proposals, away.notes) == ([], [])
    no_cloud = Tried(MAKER, state_of((CAMERA,), labels[1:]))
    assert (no_cloud.proposals, no_cloud.notes) == ([], [])


@pytest.mark.parametrize("type_id", ["l_about", "l_across", "l_shows", "l_mentions"])
def test_only_ties_of_one_thing_in_picture_and_cloud_are_its_own(type_id: str) -> None:
    spec = document().find_link_type(type_id)
    assert spec is not None
    assert not MAKER.fits(document(), spec)
