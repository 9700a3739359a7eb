"""Grounding accuracy: does the box shown for a phrase lie where the phrase points."""

from collections.abc import Sequence

from crosstie.qa import status as said
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.matching.assign import EPSILON
from crosstie.qa.matching.boxes import box_table
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums, total

Box = Sequence[float]


def grounding_accuracy(
    pred_xywh: Sequence[Box | None], gold_xywh_lists: Sequence[Sequence[Box]], iou_threshold: float = 0.5
) -> Result:
    """Return the share of phrases whose predicted box has IoU >= threshold with the box around its gold
    boxes.

    "Not in the image" is a class of its own: a predicted None is right for an empty gold list, and wrong for
    another. Boxes are x, y, width, height in pixels. No phrase: None, empty. Plummer et al. 2017, Flickr30k
    Entities.
    """
    if len(pred_xywh) != len(gold_xywh_lists):
        raise QualityInvalid("one prediction (or None) is needed for each phrase.")
    rows = [phrase_iou(pred, gold) for pred, gold in zip(pred_xywh, gold_xywh_lists, strict=True)]
    pairs = zip(rows, pred_xywh, gold_xywh_lists, strict=True)
    found = finish_grounding(total(_sums(iou, p, g, iou_threshold) for iou, p, g in pairs), iou_threshold)
    found.figures["iou"] = rows
    return found


def phrase_iou(pred: Box | None, gold: Sequence[Box]) -> float | None:
    """Return the overlap of a box with the box around the gold ones; None where either says it is not
    there.
    """
    if pred is None or not gold:
        return None
    return float(box_table([enclosing(gold)], [pred])[0, 0])


def enclosing(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Return the smallest box around boxes, x, y, width, height."""
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return left, top, right - left, bottom - top


def grounding_sums(pred: Box | None, gold: Sequence[Box], iou_threshold: float = 0.5) -> Sums:
    """Return the sums of one phrase: right or not, and whether it is in the image."""
    return _sums(phrase_iou(pred, gold), pred, gold, iou_threshold)


def finish_grounding(parts: Sums, iou_threshold: float = 0.5) -> Result:
    """Finish the sums of any number of phrases."""
    n, right = parts.count("n"), parts.count("correct")
    absent = parts.count("absent"), parts.count("absent_correct")
    figures: dict[str, object] = {
        "n": n,
        "correct": right,
        "accuracy": ratio(right, n),
        "not_in_image": {"n": absent[0], "correct": absent[1], "accuracy": ratio(absent[1], absent[0])},
        "in_image": {"n": n - absent[0], "accuracy": ratio(right - absent[1], n - absent[0])},
    }
    state = said.OK if n else said.EMPTY
    method = f"enclosing box, IoU >= {iou_threshold}"
    return Result(
        "grounding_accuracy", ratio(right, n), state, n, n - absent[0], 2, figures, parts, method=method
    )


def _sums(iou: float | None, pred: Box | None, gold: Sequence[Box], threshold: float) -> Sums:
    right = pred is None and not gold if iou is None else iou >= threshold - EPSILON
    absent = not gold
    return sums(
        {
            ("n",): 1,
            ("correct",): int(right),
            ("absent",): int(absent),
            ("absent_correct",): int(absent and right),
        }
    )
