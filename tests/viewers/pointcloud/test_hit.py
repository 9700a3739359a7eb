import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import points_inside
from crosstie.viewers.pointcloud.camera import TOP_RAD, Camera, Viewport, near_plane_m, project, ray_through
from crosstie.viewers.pointcloud.grips import grip_at, grips_of
from crosstie.viewers.pointcloud.hit import hit_at
from crosstie.viewers.pointcloud.items import CloudItem, CloudItems
from crosstie.viewers.pointcloud.wireframe import wireframes
from tests.viewers.pointcloud.strategies import cameras, cameras_from_above, tilted_cuboids, upright_cuboids

VIEW = Viewport(800, 500)
CAMERA = Camera(target=(10, 0, 0), distance_m=30)


def scene(*cuboids: Cuboid) -> CloudItems:
    return CloudItems([CloudItem(str(place), "lidar", one, "#56B4E9") for place, one in enumerate(cuboids)])


def hit_id(items: CloudItems, at: tuple[float, float], camera: Camera = CAMERA) -> str | None:
    hit = hit_at(items, wireframes(items.cuboids, camera, VIEW), camera, VIEW, at, {})
    return hit.id if hit else None


def middle(place: tuple[float, float, float]) -> tuple[float, float]:
    at = project(CAMERA, VIEW, place)
    assert at is not None
    return at


def test_the_nearer_of_two_is_picked() -> None:
    items = scene(Cuboid((30, 0, 1), (4, 4, 4)), Cuboid((8, 0, 1), (4, 4, 4)))
    assert hit_id(items, middle((8, 0, 1))) == "1"


def test_empty_ground_and_an_empty_scene_are_nothing() -> None:
    assert hit_id(scene(Cuboid((8, 0, 1), (2, 2, 2))), middle((8, 9, 0))) is None
    assert hit_id(scene(), (100, 100)) is None


def test_a_small_far_cuboid_is_met_just_beside_it() -> None:
    low = Camera(target=(10, 0, 0), distance_m=30, elevation_rad=0.1)
    items = scene(Cuboid((90, 5, 1), (0.5, 0.5, 0.5)))
    at = project(low, VIEW, (90, 5, 1))
    assert at is not None
    assert hit_id(items, (at[0] + 6, at[1]), low) == "0"
    assert hit_id(items, (at[0] + 30, at[1]), low) is None


@given(
    st.lists(upright_cuboids, min_size=1, max_size=5), cameras, st.floats(0.05, 0.95), st.floats(0.05, 0.95)
)
def test_what_is_hit_is_hit_where_the_hit_says(
    cuboids: list[Cuboid], camera: Camera, across: float, down: float
) -> None:
    at = across * VIEW.width, down * VIEW.height
    items = scene(*cuboids)
    hit = hit_at(items, wireframes(items.cuboids, camera, VIEW), camera, VIEW, at, {})
    if hit is None:
        return
    cuboid = items.by_id[hit.id].cuboid
    ray = ray_through(camera, VIEW, *at)
    away = hit.place - ray.origin
    on_ray = np.linalg.norm(np.cross(away, ray.direction)) < 1e-3 * max(1.0, float(np.linalg.norm(away)))
    grown = Cuboid(
        cuboid.center, (cuboid.size[0] + 0.02, cuboid.size[1] + 0.02, cuboid.size[2] + 0.02), cuboid.rotation
    )
    beside = np.allclose(hit.place, cuboid.center)
    assert beside or (on_ray and points_inside(grown, hit.place[None])[0])


@given(upright_cuboids, cameras_from_above)
def test_grips_stand_apart_and_are_found_where_they_are(cuboid: Cuboid, camera: Camera) -> None:
    grips = grips_of(cuboid, camera, VIEW)
    for grip in grips:
        at = project(camera, VIEW, grip.place)
        assert at is not None
        assert np.allclose(at, (grip.x, grip.y), atol=1e-6)
        assert grip_at(grips, grip.x, grip.y, 5.0) is grip
        others = [other for other in grips if other is not grip]
        assert all(np.hypot(other.x - grip.x, other.y - grip.y) >= 10.9 for other in others)


def test_from_above_the_sides_and_the_turn_can_be_taken_and_the_top_cannot() -> None:
    top = Camera((0, 0, 0), elevation_rad=TOP_RAD, distance_m=12, projection="orthographic")
    grips = grips_of(Cuboid((0, 0, 0), (4, 2, 2)), top, VIEW)
    assert {(grip.kind, grip.face) for grip in grips} == {
        ("turn", 0), ("face", 0), ("face", 1), ("face", 2), ("face", 3),
    }  # fmt: skip


def test_a_speck_has_no_grips() -> None:
    assert grips_of(Cuboid((150, 0, 0), (1, 1, 1)), CAMERA, VIEW) == []


@given(st.lists(tilted_cuboids, min_size=1, max_size=4), cameras)
def test_edges_lead_from_corner_to_corner_and_stop_before_the_eye(
    cuboids: list[Cuboid], camera: Camera
) -> None:
    for cuboid, frame in zip(cuboids, wireframes(cuboids, camera, VIEW), strict=True):
        if frame is None:
            continue
        assert np.isfinite(frame.edges[frame.drawn]).all()
        ends = frame.edges[frame.drawn].reshape(-1, 2)
        assert np.isclose(frame.bounds.left, ends[:, 0].min())
        assert np.isclose(frame.bounds.bottom, ends[:, 1].max())
        deep = (np.asarray(cuboid.center) - camera.eye) @ camera.look
        reach = np.linalg.norm(cuboid.size) / 2
        if camera.projection == "perspective" and deep - reach > near_plane_m(camera):
            assert frame.drawn.all()
            assert 1 <= int(frame.turned.sum()) <= 3


def test_what_is_behind_the_eye_or_beside_the_view_is_not_drawn() -> None:
    behind, beside, there = (
        Cuboid((-90, 0, 0), (2, 2, 2)),
        Cuboid((5, 90, 0), (2, 2, 2)),
        Cuboid((9, 0, 0), (2, 2, 2)),
    )
    assert [frame is not None for frame in wireframes((behind, beside, there), CAMERA, VIEW)] == [
        False,
        False,
        True,
    ]


def test_a_focused_view_leaves_out_what_is_before_and_behind() -> None:
    focused = Camera((10, 0, 0), elevation_rad=0.0, distance_m=9, projection="orthographic", slab_m=2)
    near, far = Cuboid((10.5, 0, 0), (2, 2, 2)), Cuboid((25, 0, 0), (2, 2, 2))
    assert [frame is not None for frame in wireframes((near, far), focused, VIEW)] == [True, False]
