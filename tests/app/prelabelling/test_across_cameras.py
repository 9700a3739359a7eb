"""Shapes of one thing in two cameras are tied over cuboids, through the cloud, or along rays."""

import numpy as np

from crosstie.app.prelabelling.makers.across_cameras import MAKER
from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.records import Annotation
from tests.app.prelabelling.small_jobs import (
    FakeMedia,
    Tried,
    asset,
    document,
    label,
    lens_at,
    seen_box,
    state_of,
)

LEFT, RIGHT = lens_at(0.0, 1.0), lens_at(0.0, -1.0, 0.05)
CAMERAS = (asset("left", "video", LEFT), asset("right", "video", RIGHT))
CAR, VAN, FAR = (
    Cuboid((10.0, 0.0, 0.0), (4.0, 1.8, 1.5)),
    Cuboid((14.0, 3.5, 0.2), (5.0, 2.0, 2.0)),
    Cuboid((25.0, -6.0, 0.0), (4.0, 1.8, 1.5)),
)


def boxes() -> list[Annotation]:
    placed = {"car": CAR, "van": VAN, "far": FAR}
    return [
        label(f"{name} {camera.id}", camera.id, "c_car", seen_box(camera.calibration or LEFT, solid, 2))
        for name, solid in placed.items()
        for camera in CAMERAS
    ]


STILLS = tuple(asset(one.id, "image", one.calibration) for one in CAMERAS)
RIGHT_PAIRS = {frozenset((f"{name} left", f"{name} right")) for name in ("car", "van", "far")}


def held(tried: Tried) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in tried.held("l_across")}


def scanned(*solids: Cuboid) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """What a LiDAR in the middle has of solids on the ground: in each direction the nearest point."""
    random = np.random.default_rng(3)
    inside = [solid.center + (random.random((20_000, 3)) - 0.5) * solid.size for solid in solids]
    ground = np.column_stack((random.random((20_000, 2)) * 60 - 20, np.full(20_000, -1.0)))
    points = np.concatenate((*inside, ground))
    away = np.linalg.norm(points, axis=1)
    turned = np.arctan2(points[:, 1], points[:, 0]), np.arcsin(points[:, 2] / away)
    directions = np.round(np.degrees(np.column_stack(turned)) / 0.2)
    nearest_first = points[np.argsort(away)]
    _, first = np.unique(directions[np.argsort(away)], axis=0, return_index=True)
    return nearest_first[first].astype(np.float32)


def test_along_rays() -> None:
    tried = Tried(MAKER, state_of(STILLS, boxes()))
    assert held(tried) == RIGHT_PAIRS
    assert all("Between left and right the rays through both meet" in one.reason for one in tried.proposals)
    assert all(one.score <= 0.8 for one in tried.proposals), "rays alone are never sure"


def test_through_the_cloud() -> None:
    cloud = scanned(CAR, VAN, FAR)
    lidar = asset("lidar", "pointcloud")
    tried = Tried(MAKER, state_of((*STILLS, lidar), boxes()), FakeMedia(clouds={"lidar": cloud}))
    assert held(tried) == RIGHT_PAIRS
    assert any("the cloud's points in the one lie in the other" in one.reason for one in tried.proposals)
    assert max(one.score for one in tried.proposals) > 0.9


def test_over_cuboids() -> None:
    lidar = asset("lidar", "pointcloud")
    solids = [
        label("c", "lidar", "c_car", CAR),
        label("v", "lidar", "c_car", VAN),
        label("f", "lidar", "c_car", FAR),
    ]
    tried = Tried(MAKER, state_of((*STILLS, lidar), [*boxes(), *solids]))
    assert held(tried) == RIGHT_PAIRS
    assert all("lie on one cuboid" in one.reason for one in tried.proposals if one.score >= 0.5)
    assert "lidar could not be read: lidar is not there" in tried.notes


def test_one_camera_or_none_with_a_calibration_has_nothing_to_compare() -> None:
    left = [one for one in boxes() if one.asset_id == "left"]
    assert Tried(MAKER, state_of(STILLS, left)).proposals == []
    bare = (STILLS[0], asset("right", "image"))
    tried = Tried(MAKER, state_of(bare, boxes()))
    assert (tried.proposals, tried.notes) == ([], ["right has no calibration"])


def test_a_thing_that_the_other_camera_does_not_see_is_tied_to_nothing() -> None:
    labels = [
        label("car", "left", "c_car", seen_box(LEFT, CAR)),
        label("x", "right", "c_car", Box(5, 5, 20, 90)),
    ]
    assert held(Tried(MAKER, state_of(STILLS, labels))) == set()


def test_it_fits_shapes_of_one_thing_alone() -> None:
    assert [spec.id for spec in document().links if MAKER.fits(document(), spec)] == ["l_across"]
