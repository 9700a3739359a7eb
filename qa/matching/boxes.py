"""Intersection over union of axis-aligned boxes and of time spans, all pairs at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid

Floats = NDArray[np.float64]


def box_table(gold_xywh: Sequence[Sequence[float]], pred_xywh: Sequence[Sequence[float]]) -> Floats:
    """Return the table of intersection over union of boxes x, y, width, height (pixels), gold by predicted.

    Two boxes without area have 0. Raises QualityInvalid for a number that is not finite or a negative size.
    """
    a, b = boxes(gold_xywh), boxes(pred_xywh)
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, :2] + a[:, None, 2:], b[None, :, :2] + b[None, :, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=2)
    return over_union(common, np.prod(a[:, 2:], axis=1), np.prod(b[:, 2:], axis=1))


def boxes(rows: Sequence[Sequence[float]]) -> Floats:
    """Return boxes x, y, width, height as an array. Raises QualityInvalid for what cannot be one."""
    table = _read(rows, 4, "a box (x, y, width, height)")
    if (table[:, 2:] < 0).any():
        raise QualityInvalid("a box has a negative width or height.")
    return table


def span_table(gold: Sequence[Sequence[float]], pred: Sequence[Sequence[float]]) -> Floats:
    """Return the table of intersection over union of spans (start, end), as ActivityNet has it.

    Raises QualityInvalid for a number that is not finite or an end before its start.
    """
    a, b = _read(gold, 2, "a span (start, end)"), _read(pred, 2, "a span (start, end)")
    if (a[:, 1] < a[:, 0]).any() or (b[:, 1] < b[:, 0]).any():
        raise QualityInvalid("a span ends before it starts.")
    low = np.maximum(a[:, None, 0], b[None, :, 0])
    high = np.minimum(a[:, None, 1], b[None, :, 1])
    return over_union(np.clip(high - low, 0, None), a[:, 1] - a[:, 0], b[:, 1] - b[:, 0])


def over_union(common: Floats, sizes_a: Floats, sizes_b: Floats) -> Floats:
    """Return common / (size a + size b - common), 0 where the union is empty."""
    union = sizes_a[:, None] + sizes_b[None, :] - common
    return np.asarray(np.divide(common, union, out=np.zeros_like(common), where=union > 0), np.float64)


def _read(rows: Sequence[Sequence[float]], width: int, what: str) -> Floats:
    table = np.asarray(rows, np.float64)
    if not table.size:
        return np.empty((0, width))
    if table.ndim != 2 or table.shape[1] != width:
        raise QualityInvalid(f"{what} has {width} numbers.")
    if not np.isfinite(table).all():
        raise QualityInvalid(f"{what} has a number that is not finite.")
    return table
