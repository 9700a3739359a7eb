"""Which label is which: every anchor, crowds, ties, and one optimal assignment."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crosstie.qa.matching.boxes import box_table, span_table
from crosstie.qa.matching.shapes import Cuboid as FlatCuboid
from crosstie.qa.matching.shapes import cuboid_table, mask_table, polygon, polygon_table
from crosstie.qa.study.locating import Located, locate
from crosstie.qa.study.side import Scene, Side
from crosstie.schema import anchors as a
from crosstie.schema.document import load_schema
from crosstie.schema.geometry.masks import mask_from_pixels, pixels_from_mask
from crosstie.schema.geometry.rotations import quaternion_from_yaw
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.records import AttributeValue, Pass, SchemaRef
from crosstie.storage.columns import AssetFacts, Columns
from tests.qa.study.projects import SCHEMA

DOCUMENT = load_schema(SCHEMA, "shop")
Said = dict[str, AttributeValue]


def side(scene: Scene, anchors: list[a.Anchor], classes: str = "", said: list[Said] | None = None) -> Side:
    """A pass with a label for each anchor, in one asset."""
    n = len(anchors)
    columns = Columns(
        Pass("p", "s", "assisted", "a", SchemaRef("shop", "1.0.0", "")),
        [f"{i:04d}" for i in range(n)],
        ["asset"] * n,
        list(classes) or ["c"] * n,
        [a.anchor_kind(one) for one in anchors],
        [""] * n,
        anchors,
        said or [{} for _ in anchors],
        {},
        [],
    )
    return Side(columns, scene, DOCUMENT)


def located(
    mine: list[a.Anchor],
    other: list[a.Anchor],
    classes: tuple[str, str] = ("", ""),
    said: list[Said] | None = None,
) -> Located:
    scene = Scene({"asset": AssetFacts("video")})
    return locate(side(scene, mine, classes[0], said), side(scene, other, classes[1], said and said[::-1]))


def pairs(found: Located) -> list[tuple[int, int]]:
    return list(zip(found.rows.tolist(), found.columns.tolist(), strict=True))


def similarity(mine: a.Anchor, other: a.Anchor) -> float:
    """How similar two anchors are; 0 below the threshold."""
    found = located([mine], [other]).similarity.tolist()
    return found[0] if found else 0.0


SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
TURNED = quaternion_from_yaw(0.4)
SHAPES: list[a.Spatial] = [
    a.Box(0, 0, 10, 10),
    a.RotatedBox(5, 5, 10, 4, 0.3),
    a.Polygon(SQUARE, (((2.0, 2.0), (4.0, 2.0), (4.0, 4.0)),)),
    a.Polyline(((0.0, 0.0), (100.0, 0.0))),
    a.Keypoints((a.Keypoint("head", 5, 5), a.Keypoint("hand", 50, 90, "out"))),
    a.Mask(4, 4, (5, 3, 8)),
    a.PageRegion(1, 0, 0, 10, 10),
    a.Cuboid((1.0, 2.0, 0.5), (4.0, 2.0, 1.5), TURNED),
    a.PointSet(((0, 5), (9, 20))),
]
ANCHORS: list[a.Anchor] = [
    *SHAPES,
    a.TimeSpan(5, 10),
    a.TextSpan(0, 3, "abc"),
    a.WholeAsset(),
    *(a.Track((a.Keyframe(0, one), a.Keyframe(9, one))) for one in SHAPES),
]


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda one: f"{type(one).__name__} {a.anchor_kind(one)}")
def test_every_anchor_is_the_same_as_itself_and_no_other_family_is(anchor: a.Anchor) -> None:
    assert similarity(anchor, anchor) == 1.0
    areas = (a.Box, a.RotatedBox, a.Polygon)
    for other in ANCHORS:
        if type(other) is not type(anchor) and not (isinstance(other, areas) and isinstance(anchor, areas)):
            assert similarity(anchor, other) == 0.0


def test_areas_overlap_whatever_they_are_drawn_as() -> None:
    assert similarity(a.Box(0, 0, 10, 10), a.Polygon(SQUARE)) == 1.0
    assert similarity(a.Box(0, 0, 10, 10), a.RotatedBox(5, 5, 10, 10, math.pi / 2)) == pytest.approx(1.0)
    table = polygon_table([polygon(SQUARE)], [polygon(SQUARE[:3])])
    assert similarity(a.Polygon(SQUARE), a.Polygon(SQUARE[:3])) == float(table[0, 0]) == 0.5


def test_regions_of_two_pages_are_two() -> None:
    assert similarity(a.PageRegion(0, 0, 0, 9, 9), a.PageRegion(1, 0, 0, 9, 9)) == 0.0
    assert similarity(a.PageRegion(0, 0, 0, 9, 9), a.PageRegion(0, 0, 0, 9, 6)) == 6 / 9


def test_cuboids_are_compared_by_volume_as_turned() -> None:
    mine, other = a.Cuboid((0, 0, 0), (4, 2, 2), TURNED), a.Cuboid((0.2, 0, 0.5), (4, 2, 2), TURNED)
    flat = [FlatCuboid(0, 0, 0, 4, 2, 2, 0.4), FlatCuboid(0.2, 0, 0.5, 4, 2, 2, 0.4)]
    assert similarity(mine, other) == pytest.approx(float(cuboid_table(flat[:1], flat[1:])[0, 0]))
    assert similarity(mine, a.Cuboid((0, 0, 5), (4, 2, 2), TURNED)) == 0.0


@given(st.lists(st.booleans(), min_size=12, max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_masks_are_compared_by_pixels_without_being_unpacked(mine: list[bool], other: list[bool]) -> None:
    assume(any(mine) or any(other))
    masks = [mask_from_pixels(np.array(one).reshape(3, 4)) for one in (mine, other)]
    overlap = float(mask_table(*([pixels_from_mask(one)] for one in masks))[0, 0])
    assert similarity(*masks) == pytest.approx(overlap if overlap >= 0.5 else 0.0)


def test_masks_of_two_sizes_have_nothing_in_common() -> None:
    assert similarity(a.Mask(4, 4, (0, 16)), a.Mask(2, 8, (0, 16))) == 0.0


def test_point_sets_are_compared_by_points() -> None:
    assert similarity(a.PointSet(((0, 6), (8, 10))), a.PointSet(((2, 9),))) == 0.5
    assert similarity(a.PointSet(((0, 6),)), a.PointSet(((6, 9),))) == 0.0


def test_bodies_are_alike_by_their_points_and_a_missing_point_counts_nothing() -> None:
    def body(*points: tuple[str, float]) -> a.Keypoints:
        return a.Keypoints(tuple(a.Keypoint(name, x, 100.0) for name, x in points))

    mine = body(("head", 0), ("foot", 200))
    assert similarity(mine, body(("head", 0), ("foot", 200), ("hand", 90))) == pytest.approx(2 / 3)
    near, far = (
        similarity(mine, body(("head", 2), ("foot", 200))),
        similarity(mine, body(("head", 8), ("foot", 200))),
    )
    assert 0.5 < far < near < 1
    assert similarity(mine, body(("head", 60), ("foot", 90))) == 0.0


def test_lines_may_lie_a_little_beside_each_other() -> None:
    def line(y: float) -> a.Polyline:
        return a.Polyline(((0.0, y), (100.0, y)))

    assert 0.7 < similarity(line(0), line(1)) < 1
    assert similarity(line(0), line(20)) == 0.0


def moved(x: float, *seconds: int, kind: str = "box") -> a.Track:
    """A track that goes to the right."""

    def shape(at: int) -> a.Spatial:
        if kind == "box":
            return a.Box(x + at, 0, 20, 20)
        return a.Cuboid((x + at, 0, 0), (20, 20, 20), quaternion_from_yaw(at / 20))

    return a.Track(tuple(a.Keyframe(at, shape(at)) for at in seconds))


def test_a_track_between_its_keyframes_is_where_the_schema_puts_it() -> None:
    assert similarity(moved(0, 0, 10), moved(0, 0, 5, 10)) == 1.0
    held = a.Track(
        (a.Keyframe(0, a.Box(0, 0, 20, 20), interpolation="hold"), a.Keyframe(10, a.Box(10, 0, 20, 20)))
    )
    assert similarity(held, moved(0, 0, 5, 10)) == pytest.approx((1 + 15 / 25 + 1) / 3)


def test_a_track_that_is_not_there_or_out_of_the_picture_overlaps_nothing() -> None:
    assert similarity(moved(0, 0, 10), moved(0, 0, 8)) == pytest.approx(2 / 3)
    out = a.Track((*moved(0, 0, 4).keyframes, a.Keyframe(10, a.Box(10, 0, 20, 20), "out")))
    assert similarity(moved(0, 0, 4, 10), out) == pytest.approx(2 / 3)
    assert similarity(out, out) == 1.0


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["box", "cuboid"]))
def test_tracks_are_as_alike_as_their_shapes_at_each_keyframe(rng: random.Random, kind: str) -> None:
    tracks = [
        moved(rng.uniform(0, 6), *sorted(rng.sample(range(12), rng.randint(1, 5))), kind=kind)
        for _ in range(2)
    ]
    times = sorted({keyframe.at_ns for track in tracks for keyframe in track.keyframes})
    shapes = [[moment.shape if (moment := shape_at(t, at)) else None for t in tracks] for at in times]
    alike = [_alike(one, other) for one, other in shapes if one or other]
    mean = sum(alike) / len(alike)
    assume(abs(mean - 0.5) > 1e-9)
    assert similarity(*tracks) == pytest.approx(mean if mean >= 0.5 else 0.0)


def _alike(one: a.Spatial | None, other: a.Spatial | None) -> float:
    if isinstance(one, a.Box) and isinstance(other, a.Box):
        return float(box_table(*([[s.x, s.y, s.width, s.height]] for s in (one, other)))[0, 0])
    if isinstance(one, a.Cuboid) and isinstance(other, a.Cuboid):
        flat = [
            FlatCuboid(*s.center, *s.size, 2 * math.atan2(s.rotation[3], s.rotation[0])) for s in (one, other)
        ]
        return float(cuboid_table(flat[:1], flat[1:])[0, 0])
    return 0.0


def test_of_equal_overlaps_the_class_decides_and_then_what_is_said() -> None:
    spans: list[a.Anchor] = [a.TimeSpan(0, 10), a.TimeSpan(0, 10), a.TimeSpan(0, 10)]
    assert pairs(located(spans, spans, ("abc", "cab"))) == [(0, 1), (1, 2), (2, 0)]
    said: list[Said] = [{"n": 1}, {"n": 2}, {"n": 3}]
    assert pairs(located(spans, spans, said=said)) == [(0, 2), (1, 1), (2, 0)]


def test_a_better_place_counts_more_than_the_class() -> None:
    mine: list[a.Anchor] = [a.TimeSpan(0, 10)]
    assert pairs(located(mine, [a.TimeSpan(0, 9), a.TimeSpan(0, 10)], ("a", "ab"))) == [(0, 1)]


Spans = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8)), max_size=5)


@settings(max_examples=150, deadline=None)
@given(Spans, Spans)
def test_the_matching_is_the_best_of_all_assignments(
    mine: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    sides = [[(start, start + length) for start, length in some] for some in (mine, other)]
    table = span_table(*sides)
    anchors: list[list[a.Anchor]] = [[a.TimeSpan(*span) for span in some] for some in sides]
    found = located(anchors[0], anchors[1])
    assert len(set(found.rows.tolist())) == len(set(found.columns.tolist())) == len(found.rows)
    assert found.similarity.tolist() == [float(table[pair]) for pair in pairs(found)]
    few, many = (table, table.T)[len(mine) > len(other)], max(len(mine), len(other))
    ways = itertools.permutations(range(many), min(len(mine), len(other)))
    best = max(sum(few[i, j] for i, j in enumerate(way) if few[i, j] >= 0.5) for way in ways)
    assert found.similarity.sum() == pytest.approx(float(best))


def test_a_crowd_is_matched_as_a_few_are() -> None:
    rng = random.Random(3)
    boxes = [
        a.Box(rng.uniform(0, 900), rng.uniform(0, 900), rng.uniform(9, 60), rng.uniform(9, 60))
        for _ in range(400)
    ]
    near = [a.Box(one.x + rng.gauss(0, 3), one.y, one.width, one.height) for one in boxes]
    found = located([*boxes], [*near])
    table = box_table(*([[s.x, s.y, s.width, s.height] for s in some] for some in (boxes, near)))
    assert found.similarity.tolist() == [float(table[pair]) for pair in pairs(found)]
    halves = [located([*boxes[:100]], [*near]), located([*boxes[100:200]], [*near])]
    alone = {(i, j) for i, j in pairs(halves[0]) if (table[:, j] >= 0.5).sum() == 1}
    assert alone <= set(pairs(found))
    assert set(found.only_first.tolist()).isdisjoint(found.rows.tolist())
    assert len(found.only_second) == 400 - len(found.rows)


def test_crowds_of_two_pages_do_not_mix() -> None:
    def page(number: int, y: float) -> list[a.Anchor]:
        return [a.PageRegion(number, 20.0 * at, y, 15, 10) for at in range(80)]

    assert pairs(located([*page(0, 0), *page(1, 500)], [*page(0, 500), *page(1, 0)])) == []
    assert len(pairs(located([*page(0, 0), *page(1, 500)], [*page(0, 0), *page(1, 500)]))) == 160
