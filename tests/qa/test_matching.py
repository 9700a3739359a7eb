"""The assignment is the best one, and the order in which things are listed does not matter."""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.matching.assign import optimal_pairs
from crosstie.qa.matching.boxes import box_table, span_table
from crosstie.qa.matching.matched import (
    CURVE,
    f1_curve,
    matched_f1_boxes,
    matched_f1_cuboids,
    matched_f1_masks,
    matched_f1_polygons,
    matched_sums,
)
from crosstie.qa.matching.overlaps import box_overlaps
from crosstie.qa.matching.pairs import iou_boxes, iou_cuboids_3d, iou_masks, iou_polygons, iou_time_spans
from crosstie.qa.matching.shapes import Cuboid, polygon
from crosstie.qa.matching.text_spans import TextSpan, matched_f1_text_spans
from crosstie.qa.rates import matched_f1_counts

sizes = st.integers(0, 4)
similarities = st.sampled_from([0.0, 0.2, 0.5, 0.5, 0.6, 0.7, 0.9, 1.0]) | st.floats(0, 1)


@st.composite
def tables(draw: st.DrawFn) -> list[list[float]]:
    width = draw(sizes)
    return draw(st.lists(st.lists(similarities, min_size=width, max_size=width), max_size=4))


def best_sum(table: list[list[float]], tau: float) -> float:
    """The greatest sum over every one-to-one choice of pairs that are similar enough."""
    rows, columns = range(len(table)), range(len(table[0]) if table else 0)
    best = 0.0
    for n in range(min(len(rows), len(columns)) + 1):
        for some in itertools.combinations(rows, n):
            for others in itertools.permutations(columns, n):
                values = [table[i][j] for i, j in zip(some, others, strict=True)]
                if all(v >= tau for v in values):
                    best = max(best, sum(values))
    return best


@given(tables(), st.sampled_from([0.25, 0.5, 0.75]))
def test_the_assignment_is_the_best_of_all(table: list[list[float]], tau: float) -> None:
    rows, columns = optimal_pairs(table, tau)
    found = [table[i][j] for i, j in zip(rows, columns, strict=True)]
    assert len(set(rows.tolist())) == len(rows)
    assert len(set(columns.tolist())) == len(columns)
    assert all(value >= tau for value in found)
    assert sum(found) == pytest.approx(best_sum(table, tau), abs=1e-9)


@given(tables(), st.data())
def test_the_order_of_a_list_changes_no_count(table: list[list[float]], data: st.DataObject) -> None:
    array = np.array(table, np.float64).reshape(len(table), len(table[0]) if table else 0)
    rows = data.draw(st.permutations(range(array.shape[0])))
    columns = data.draw(st.permutations(range(array.shape[1])))
    shuffled = array[rows][:, columns] if array.size else array
    one, other = matched_sums(array), matched_sums(shuffled)
    assert one.count("tp", 0.5) == other.count("tp", 0.5)
    assert float(one["similarity", 0.5]) == pytest.approx(float(other["similarity", 0.5]), abs=1e-9)


def test_greed_would_take_the_wrong_pair() -> None:
    table = [[0.9, 0.8], [0.8, 0.0]]
    rows, columns = optimal_pairs(table, 0.5)
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_the_sum_counts_not_the_number_of_pairs() -> None:
    table = [[0.98, 0.4], [0.4, 0.0]]
    assert optimal_pairs(table, 0.3)[0].tolist() == [0]
    assert optimal_pairs([[1.0, 0.5], [0.5, 0.0]], 0.5)[0].tolist() == [0, 1]


def test_many_boxes_need_no_table_and_give_the_same_bits() -> None:
    rng = np.random.default_rng(4)
    gold = np.column_stack([rng.uniform(0, 400, (150, 2)), rng.uniform(10, 40, (150, 2))]).tolist()
    pred = (np.array(gold) + rng.normal(0, 3, (150, 4))).clip(1).tolist()
    table, sparse = box_table(gold, pred), box_overlaps(gold, pred)
    assert matched_sums(table, CURVE) == matched_sums(sparse, CURVE)
    assert (table[sparse.rows, sparse.columns] == sparse.similarity).all()
    assert matched_f1_boxes(gold, pred).sums == matched_sums(table)
    assert box_overlaps([], pred).matched(0.5).similarity.size == 0


def test_a_crowd_is_assigned_as_the_whole_table_is() -> None:
    rng = np.random.default_rng(3)
    boxes = np.column_stack([rng.uniform(0, 300, (200, 2)), rng.uniform(10, 40, (200, 2))])
    table = box_table(boxes.tolist(), (boxes + rng.normal(0, 4, boxes.shape)).clip(1).tolist())
    rows, columns = optimal_pairs(table, 0.3)
    allowed = np.where(table >= 0.3, table, 0.0)
    dense = allowed[linear_sum_assignment(allowed, maximize=True)].sum()
    assert table[rows, columns].sum() == pytest.approx(dense)


boxes = st.tuples(*[st.integers(0, 20)] * 2, *[st.integers(1, 20)] * 2)


@given(boxes, boxes)
def test_a_box_a_polygon_a_mask_and_a_flat_cuboid_are_one_area(
    a: tuple[int, ...], b: tuple[int, ...]
) -> None:
    expected = iou_boxes(a, b).value
    outlines = [polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)]) for x, y, w, h in (a, b)]
    masks = np.zeros((2, 40, 40), bool)
    for mask, (x, y, w, h) in zip(masks, (a, b), strict=True):
        mask[y : y + h, x : x + w] = True
    solids = [Cuboid(x + w / 2, y + h / 2, 0, w, h, 3) for x, y, w, h in (a, b)]
    assert iou_polygons(outlines[0], outlines[1]).value == pytest.approx(expected)
    assert iou_masks(masks[0], masks[1]).value == pytest.approx(expected)
    assert iou_cuboids_3d(solids[0], solids[1]).value == pytest.approx(expected)


@given(boxes, boxes)
def test_overlap_is_the_same_both_ways_and_one_only_for_equals(
    a: tuple[int, ...], b: tuple[int, ...]
) -> None:
    forth, back = iou_boxes(a, b).value, iou_boxes(b, a).value
    assert forth == back
    assert (forth == 1) == (a == b)


def test_a_turned_cuboid_is_the_same_after_half_a_turn() -> None:
    solid = Cuboid(1, 2, 0, 4, 2, 1.5, 0.3)
    turned = Cuboid(1, 2, 0, 4, 2, 1.5, 0.3 + math.pi)
    assert iou_cuboids_3d(solid, turned).value == pytest.approx(1)
    assert iou_cuboids_3d(solid, Cuboid(1, 2, 5, 4, 2, 1.5, 0.3)).value == 0
    assert matched_f1_cuboids([solid], [turned]).value == 1


def test_a_polygon_that_crosses_itself_has_an_area_still() -> None:
    bow = polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert bow.area == pytest.approx(2)
    hole = polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (3, 1), (3, 3), (1, 3)]])
    assert iou_polygons(hole, shapely.box(0, 0, 4, 4)).value == pytest.approx(12 / 16)
    assert matched_f1_polygons([hole], [shapely.box(0, 0, 4, 4), shapely.box(9, 9, 10, 10)]).value == 2 / 3


def test_the_threshold_itself_is_enough() -> None:
    assert matched_f1_boxes([[0, 0, 10, 10]], [[0, 0, 10, 5]], 0.5).value == 1
    assert matched_f1_boxes([[0, 0, 10, 10]], [[0, 0, 10, 5]], 0.51).value == 0


def test_f1_falls_as_the_threshold_rises() -> None:
    table = box_table([[0, 0, 10, 10], [20, 20, 10, 10]], [[1, 0, 10, 10], [20, 23, 10, 10]])
    curve = f1_curve(matched_sums(table, CURVE))
    values = [curve[tau] or 0.0 for tau in CURVE]
    assert values[0] == 1
    assert values[-1] == 0
    assert values == sorted(values, reverse=True)


def test_masks_match_as_boxes_do() -> None:
    masks = np.zeros((3, 8, 8), bool)
    masks[0, :4, :4] = masks[1, :4, :3] = masks[2, 6:, 6:] = True
    found = matched_f1_masks([masks[0]], [masks[1], masks[2]])
    assert found.figures["mean_iou_matched"] == 0.75
    assert (found.figures["tp"], found.figures["fp"], found.figures["fn"]) == (1, 1, 0)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_geometry_that_is_not_finite_is_refused(bad: float) -> None:
    with pytest.raises(QualityInvalid, match="finite"):
        iou_boxes([0, 0, 1, bad], [0, 0, 1, 1])
    with pytest.raises(QualityInvalid, match="finite"):
        iou_time_spans([0, bad], [0, 1])
    with pytest.raises(QualityInvalid, match="finite"):
        polygon([(0, 0), (1, bad), (1, 1)])
    with pytest.raises(QualityInvalid, match="finite"):
        iou_cuboids_3d(Cuboid(0, 0, bad, 1, 1, 1), Cuboid(0, 0, 0, 1, 1, 1))
    with pytest.raises(QualityInvalid, match="finite"):
        optimal_pairs([[bad]])


def test_sizes_that_cannot_be_are_refused() -> None:
    with pytest.raises(QualityInvalid, match="negative"):
        iou_boxes([0, 0, -1, 1], [0, 0, 1, 1])
    with pytest.raises(QualityInvalid, match="ends before"):
        span_table([[2, 1]], [[0, 1]])
    with pytest.raises(QualityInvalid, match="pixels"):
        iou_masks([[1]], [[1, 0]])
    with pytest.raises(QualityInvalid, match="numbers"):
        box_table([[0, 0, 1]], [[0, 0, 1, 1]])


def test_shapes_without_area_overlap_nothing() -> None:
    assert iou_boxes([0, 0, 0, 0], [0, 0, 0, 0]).value == 0
    assert iou_masks([[0]], [[0]]).status == "no_instances"


def test_two_spans_of_one_text_are_told_apart_by_type() -> None:
    gold = [TextSpan("PER", ((0, 5),)), TextSpan("LOC", ((0, 5),))]
    assert matched_f1_text_spans(gold, gold[::-1]).value == 1


def test_a_span_in_two_parts_is_both_of_them() -> None:
    gold = [TextSpan("NEG", ((0, 2), (8, 10)))]
    whole, same = TextSpan("NEG", ((0, 10),)), TextSpan("NEG", ((8, 10), (0, 2)))
    assert matched_f1_text_spans(gold, [same]).value == 1
    found = matched_f1_text_spans(gold, [whole])
    assert found.value == 0
    partial = found.figures["partial"]
    assert isinstance(partial, dict)
    assert (partial["partial"], partial["missed"], partial["spurious"], partial["f1"]) == (1, 0, 0, 0.5)


def test_what_one_annotator_alone_found_counts_the_same_for_either() -> None:
    assert matched_f1_counts(8, 1, 3).value == matched_f1_counts(8, 3, 1).value == 0.8
    assert matched_f1_counts(0, 0, 0).status == "no_instances"
