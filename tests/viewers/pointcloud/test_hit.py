import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.cuboids import points_inside
from crosstie.viewers.canvas.items import Stroke
from crosstie.viewers.pointcloud.boxes import boxes_of
from crosstie.viewers.pointcloud.camera import TOP_RAD, Camera, Viewport, near_plane_m, project, ray_through
from crosstie.viewers.pointcloud.grips import grip_at, grips_of
from crosstie.viewers.pointcloud.hit import hit_at
from crosstie.viewers.pointcloud.items import CloudItem, CloudItems
from crosstie.viewers.pointcloud.outlines import fills, strokes
from crosstie.viewers.pointcloud.wireframe import wireframes
from tests.viewers.pointcloud.strategies import cameras, cameras_from_above, tilted_cuboids, upright_cuboids

VIEW = Viewport(800, 500)
STROKES: tuple[Stroke, ...] = ("solid", "dashed", "dotted")
CAMERA = Camera(target=(10, 0, 0), distance_m=30)


def scene(*cuboids: Cuboid) -> CloudItems:
    return CloudItems([CloudItem(str(place), "lidar", one, "#56B4E9") for place, one in enumerate(cuboids)])


def hit_id(items: CloudItems, at: tuple[float, float], camera: Camera = CAMERA) -> str | None:
    hit = hit_at(items, wireframes(items.boxes, camera, VIEW), camera, VIEW, at, {})
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
    hit = hit_at(items, wireframes(items.boxes, camera, VIEW), camera, VIEW, at, {})
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


@given(st.lists(tilted_cuboids, max_size=4), cameras)
def test_edges_lead_from_corner_to_corner_and_stop_before_the_eye(
    cuboids: list[Cuboid], camera: Camera
) -> None:
    wires = wireframes(boxes_of(cuboids), camera, VIEW)
    for place, cuboid in enumerate(cuboids):
        if not wires.seen[place]:
            continue
        ends = wires.edges[place][wires.drawn[place]].reshape(-1, 2)
        assert np.isfinite(ends).all()
        bounds = wires.bounds_of(place)
        assert np.isclose(bounds.left, ends[:, 0].min())
        assert np.isclose(bounds.bottom, ends[:, 1].max())
        assert np.isclose(wires.peak_of(place)[1], bounds.top)
        deep = (np.asarray(cuboid.center) - camera.eye) @ camera.look
        reach = np.linalg.norm(cuboid.size) / 2
        if camera.projection == "perspective" and deep - reach > near_plane_m(camera):
            assert wires.drawn[place].all()
            assert 1 <= int(wires.turned[place].sum()) <= 3


def test_what_is_behind_the_eye_or_beside_the_view_is_not_drawn() -> None:
    behind, beside, there = ((-90, 0, 0), (5, 90, 0), (9, 0, 0))
    boxes = boxes_of([Cuboid(place, (2, 2, 2)) for place in (behind, beside, there)])
    assert wireframes(boxes, CAMERA, VIEW).seen.tolist() == [False, False, True]


def test_a_focused_view_leaves_out_what_is_before_and_behind() -> None:
    focused = Camera((10, 0, 0), elevation_rad=0.0, distance_m=9, projection="orthographic", slab_m=2)
    boxes = boxes_of([Cuboid((10.5, 0, 0), (2, 2, 2)), Cuboid((25, 0, 0), (2, 2, 2))])
    assert wireframes(boxes, focused, VIEW).seen.tolist() == [True, False]


@given(st.lists(upright_cuboids, max_size=4), cameras_from_above)
def test_strokes_and_fills_are_the_edges_and_faces_that_one_sees(
    cuboids: list[Cuboid], camera: Camera
) -> None:
    items = scene(*cuboids)
    wires = wireframes(items.boxes, camera, VIEW)
    lines = strokes(items, wires, (0, 0, 0)).reshape(-1, 6)
    large = wires.seen & (wires.extents > 8)
    edges = int(wires.drawn[wires.seen].sum())
    casings = int((wires.drawn & wires.front)[large].sum())
    assert len(lines) == edges + casings + 2 * int((large & wires.arrow_seen).sum())
    assert len(fills(items, wires)) == 6 * int(wires.turned[large].sum())
    assert np.isfinite(lines["a_start"]).all()


def test_what_is_occluded_is_dashed_and_what_is_out_of_its_time_dotted() -> None:
    place = Cuboid((9, 0, 0), (2, 2, 2))
    items = CloudItems([CloudItem("a", "lidar", place, "#FF0000", stroke=kind) for kind in STROKES])
    lines = strokes(items, wireframes(items.boxes, CAMERA, VIEW), (0, 0, 0))
    assert np.unique(lines["a_style"][:, 1]).tolist() == pytest.approx([0.0, 1.8, 6.4])
