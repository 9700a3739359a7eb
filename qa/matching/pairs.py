"""Intersection over union of one pair of shapes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.matching.boxes import box_table, span_table
from crosstie.qa.matching.shapes import Cuboid, centre_distances, cuboid_table, polygon_table
from crosstie.qa.result import Result
from crosstie.qa.sums import ratio, sums


def iou_boxes(gold_xywh: Sequence[float], pred_xywh: Sequence[float]) -> Result:
    """Return intersection over union of two boxes x, y, width, height in pixels; [0, 1], 0 without area."""
    return _pair("iou_boxes", box_table([gold_xywh], [pred_xywh]))


def iou_time_spans(gold: Sequence[float], pred: Sequence[float]) -> Result:
    """Return intersection over union of two spans (start, end) in one unit of time; [0, 1], 0 without
    length.
    """
    return _pair("iou_time_spans", span_table([gold], [pred]))


def iou_polygons(gold: BaseGeometry, pred: BaseGeometry) -> Result:
    """Return intersection over union of two areas; see `crosstie.qa.matching.shapes.polygon`. [0, 1]."""
    return _pair("iou_polygons", polygon_table([gold], [pred]))


def iou_cuboids_3d(gold: Cuboid, pred: Cuboid) -> Result:
    """Return the volume in common over the volume of either, [0, 1], with the distance of centres on the
    ground.

    Footprint seen from above times overlap in z: KITTI 3D. Yaw only; pitch and roll are not supported.
    """
    found = _pair("iou_cuboids_3d", cuboid_table([gold], [pred]))
    found.figures["centre_distance_m"] = float(centre_distances([gold], [pred])[0, 0])
    return found


def iou_masks(gold: ArrayLike, pred: ArrayLike) -> Result:
    """Return intersection over union (the value) and Dice of two masks of one size; both empty: None,
    no_instances.

    Raises QualityInvalid for masks of different sizes.
    """
    a, b = np.asarray(gold, bool), np.asarray(pred, bool)
    if a.shape != b.shape:
        raise QualityInvalid(f"masks of {a.shape} and {b.shape} pixels cannot be compared.")
    common, union = int((a & b).sum()), int((a | b).sum())
    iou, dice = ratio(common, union), ratio(2 * common, common + union)
    figures: dict[str, object] = {"iou": iou, "dice": dice, "intersection": common, "union": union}
    state = said.NO_INSTANCES if iou is None else said.OK
    counts = sums({("intersection",): common, ("union",): union})
    return Result(
        "iou_masks", iou, state, a.size, 1, 2, figures, counts, method="pixels of both / pixels of either"
    )


def _pair(metric: str, table: NDArray[np.float64]) -> Result:
    iou = float(table[0, 0])
    figures: dict[str, object] = {"iou": iou, "dice": 2 * iou / (1 + iou)}
    return Result(metric, iou, said.OK, 1, 1, 2, figures, method="intersection over union")
