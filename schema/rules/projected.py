"""The verdict over a cuboid tied to a shape in a picture: whether the one projects onto the other."""

import msgspec

from crosstie.schema.anchors import Box, Cuboid, Spatial, Track
from crosstie.schema.clock import clock_text
from crosstie.schema.document_parts import RuleSpec
from crosstie.schema.endpoints import end_name
from crosstie.schema.geometry.boxes import bounds, clip, iou
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.records import Annotation, Asset, Calibration, End
from crosstie.schema.rules.verdict import KEPT, NOT_APPLICABLE, Case, Subject, Verdict, broken

# Times go through two clocks, each of which may round by a nanosecond at a track's end.
_SLACK_NS = 1000


class _Placed(msgspec.Struct, frozen=True):
    annotation: Annotation
    asset: Asset


def projected_iou(case: Case, rule: RuleSpec, subject: Subject) -> Verdict:
    """Wherever both ends are there, box and projected cuboid overlap by the asked part.

    Tracks are compared at every keyframe of either; the worst is told. Times at which the shape is out of
    the picture do not count, nor a camera without a calibration.
    """
    pair = _cuboid_and_shape(case, subject)
    calibration = pair[1].asset.calibration if pair else None
    if pair is None or calibration is None:
        return NOT_APPLICABLE
    overlaps = [
        (overlap, at_ns)
        for at_ns in _times(*pair)
        if (overlap := _overlap_at(*pair, calibration, at_ns)) is not None
    ]
    if not overlaps:
        return NOT_APPLICABLE
    worst, at_ns = min(overlaps, key=lambda found: (found[0], found[1] or 0))
    asked = rule.arguments["at_least"]
    assert isinstance(asked, int | float)
    if worst >= asked:
        return KEPT
    cuboid, shape = (
        end_name(case.document, case.state, End("annotation", placed.annotation.id)) for placed in pair
    )
    when = f" at {clock_text(at_ns)}" if at_ns is not None else ""
    message = f"{cuboid} projects onto {shape} with an IoU of {worst:.2f}{when}, and {asked:g} is asked"
    return broken(message, at_ns)


def _cuboid_and_shape(case: Case, subject: Subject) -> tuple[_Placed, _Placed] | None:
    ends = case.state.links[subject.id].ends
    annotations = [case.state.annotations[end.id] for end in ends if end.kind == "annotation"]
    placed = [_Placed(one, case.state.assets[one.asset_id]) for one in annotations]
    cuboids = [one for one in placed if isinstance(_any_shape(one.annotation), Cuboid)]
    shapes = [one for one in placed if one.asset.kind in ("video", "image")]
    return (cuboids[0], shapes[0]) if cuboids and shapes else None


def _any_shape(annotation: Annotation) -> object:
    anchor = annotation.anchor
    return anchor.keyframes[0].shape if isinstance(anchor, Track) else anchor


def _times(*both: _Placed) -> list[int | None]:
    """The sample times to compare at: every keyframe's; None alone when neither end moves."""
    times = {
        one.asset.clock.sample_from_asset(keyframe.at_ns)
        for one in both
        if isinstance(one.annotation.anchor, Track)
        for keyframe in one.annotation.anchor.keyframes
    }
    return [*sorted(times)] or [None]


def _overlap_at(cuboid: _Placed, shape: _Placed, calibration: Calibration, at_ns: int | None) -> float | None:
    """IoU at one sample time, or None when one of them is not there to be compared."""
    solid, flat = _shape_at(cuboid, at_ns), _shape_at(shape, at_ns)
    if not isinstance(solid, Cuboid) or flat is None:
        return None
    drawn = _in_picture(flat, calibration)
    if drawn is None:
        return None
    projected = cuboid_box(calibration, solid)
    return iou(projected, drawn) if projected else 0.0


def _shape_at(placed: _Placed, at_ns: int | None) -> Spatial | None:
    anchor = placed.annotation.anchor
    if not isinstance(anchor, Track):
        return anchor if isinstance(anchor, Spatial) else None
    if at_ns is None:
        return None
    asset_ns = placed.asset.clock.asset_from_sample(at_ns)
    nearest = min(max(asset_ns, anchor.start_ns), anchor.end_ns)
    moment = shape_at(anchor, nearest) if abs(nearest - asset_ns) <= _SLACK_NS else None
    return moment.shape if moment and moment.visibility != "out" else None


def _in_picture(shape: Spatial, calibration: Calibration) -> Box | None:
    box = bounds(shape)
    return clip(box, calibration.width, calibration.height) if box else None
