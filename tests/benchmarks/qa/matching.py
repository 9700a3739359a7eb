"""Matching the boxes of a crowded picture, against one dense assignment over all pairs."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa.matching.boxes import box_table
from crosstie.qa.matching.overlaps import box_overlaps
from tests.benchmarks.qa.timing import fastest
from tests.benchmarks.row import Goal, NotEqual, Row

BOXES: Final = 2_000
TAU: Final = 0.5


def rows() -> Iterator[Row]:
    """From boxes to pairs, the same pairs."""
    rng = np.random.default_rng(1)
    gold = np.column_stack([rng.uniform(0, 4000, (BOXES, 2)), rng.uniform(20, 60, (BOXES, 2))])
    moved = gold + np.column_stack([rng.normal(0, 3, (BOXES, 2)), np.zeros((BOXES, 2))])
    pred = moved[rng.permutation(BOXES)].tolist()
    ours, found = fastest(lambda: box_overlaps(gold.tolist(), pred).matched(TAU))
    raw, pairs = fastest(lambda: _dense(gold.tolist(), pred), 1)
    if set(zip(found.rows.tolist(), found.columns.tolist(), strict=True)) != pairs:
        raise NotEqual("the sparse assignment pairs other boxes than the dense one")
    name = f"matching {BOXES:,} × {BOXES:,} boxes, against dense linear_sum_assignment"
    goal = Goal("at most", 0.05)
    yield Row(name, ours * 1000, raw * 1000, "ms", goal, f"{raw / ours:.0f}× faster, {len(pairs):,} pairs")


def _dense(gold: list[list[float]], pred: list[list[float]]) -> set[tuple[int, int]]:
    table = box_table(gold, pred)
    table[table < TAU] = 0
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0}
