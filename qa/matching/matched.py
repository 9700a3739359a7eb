"""Matched F1: precision, recall and mean similarity of what an optimal assignment pairs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from crosstie.qa.matching.boxes import box_table, span_table
from crosstie.qa.matching.overlaps import Overlaps, box_overlaps, from_table
from crosstie.qa.matching.shapes import Cuboid, cuboid_table, mask_table, polygon_table
from crosstie.qa.rates import finish_counts
from crosstie.qa.result import Result
from crosstie.qa.sums import Key, Number, Sums, exact_sum, ratio, sums

Floats = NDArray[np.float64]
_SHOWN = 4096
CURVE = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))


def matched_sums(similarity: Floats | Overlaps, taus: Sequence[float] = (0.5,)) -> Sums:
    """Return ("tp", tau), ("fp", tau), ("fn", tau), ("similarity", tau) of a table of gold by predicted.

    The similarities of matched pairs are added exactly. Nothing on both sides adds nothing: it agrees, but
    has no instance to count.
    """
    pairs = similarity if isinstance(similarity, Overlaps) else from_table(similarity)
    gold, pred = pairs.shape
    cells: dict[Key, Number] = {}
    for tau in taus:
        found = pairs.matched(tau)
        n = len(found.rows)
        cells["tp", tau], cells["fp", tau], cells["fn", tau] = n, pred - n, gold - n
        cells["similarity", tau] = exact_sum(found.similarity.tolist())
    return sums(cells)


def finish_matched(parts: Sums, metric: str = "matched_f1", tau: float = 0.5) -> Result:
    """Finish matched sums at one threshold; `mean_iou_matched` is over matched pairs, None without any."""
    counts = sums({(name,): parts[name, tau] for name in ("tp", "fp", "fn")})
    found = finish_counts(counts, metric, f"optimal one-to-one matching, similarity >= {tau}")
    mean = ratio(parts["similarity", tau], parts["tp", tau])
    figures = found.figures | {"mean_iou_matched": mean, "threshold": tau}
    return Result(
        metric,
        found.value,
        found.status,
        found.n_units,
        found.n_pairs,
        2,
        figures,
        parts,
        method=found.method,
    )


def f1_curve(parts: Sums) -> dict[float, float | None]:
    """Return F1 by threshold, for every threshold that was counted."""
    taus = sorted({float(str(key[0])) for name in ("tp", "fp", "fn") for key in parts.under(name)})
    return {tau: finish_matched(parts, tau=tau).value for tau in taus}


def matched_f1_boxes(
    gold_xywh: Sequence[Sequence[float]], pred_xywh: Sequence[Sequence[float]], iou_threshold: float = 0.5
) -> Result:
    """Return F1 of boxes x, y, width, height in pixels; both empty: None, no_instances.

    See `finish_matched`. The table `iou` and the matched `pairs` are figures where there are few boxes.
    """
    if len(gold_xywh) * len(pred_xywh) > _SHOWN:
        parts = matched_sums(box_overlaps(gold_xywh, pred_xywh), (iou_threshold,))
        return finish_matched(parts, "matched_f1_boxes", iou_threshold)
    return _matched("matched_f1_boxes", box_table(gold_xywh, pred_xywh), iou_threshold, "iou")


def matched_f1_time_spans(
    gold: Sequence[Sequence[float]], pred: Sequence[Sequence[float]], tiou_threshold: float = 0.5
) -> Result:
    """Return F1 of time spans (start, end), by temporal intersection over union."""
    return _matched("matched_f1_time_spans", span_table(gold, pred), tiou_threshold, "tiou")


def matched_f1_polygons(
    gold: Sequence[BaseGeometry], pred: Sequence[BaseGeometry], iou_threshold: float = 0.5
) -> Result:
    """Return F1 of polygons; see `crosstie.qa.matching.shapes.polygon`."""
    return _matched("matched_f1_polygons", polygon_table(gold, pred), iou_threshold, "iou")


def matched_f1_masks(
    gold: Sequence[ArrayLike], pred: Sequence[ArrayLike], iou_threshold: float = 0.5
) -> Result:
    """Return F1 of masks of one size, by pixels in common; empty masks match nothing."""
    return _matched("matched_f1_masks", mask_table(gold, pred), iou_threshold, "iou")


def matched_f1_cuboids(gold: Sequence[Cuboid], pred: Sequence[Cuboid], iou_threshold: float = 0.5) -> Result:
    """Return F1 of cuboids that turn about the vertical only, by volume."""
    return _matched("matched_f1_cuboids", cuboid_table(gold, pred), iou_threshold, "iou")


def _matched(metric: str, similarity: Floats, tau: float, name: str) -> Result:
    found = finish_matched(matched_sums(similarity, (tau,)), metric, tau)
    if similarity.size <= _SHOWN:
        pairs = from_table(similarity).matched(tau)
        found.figures[name] = similarity.tolist()
        found.figures["pairs"] = np.column_stack([pairs.rows, pairs.columns]).tolist()
    return found
