"""A video's annotations as they stand at one frame."""

from collections.abc import Callable

from crosstie.schema.anchors import Track
from crosstie.schema.clock import clock_text
from crosstie.schema.records import Annotation
from crosstie.viewers.canvas.faces import Face
from crosstie.viewers.canvas.items import Item, Stroke
from crosstie.viewers.canvas.shapes import PLANE_KINDS
from crosstie.viewers.video.frames import Frame
from crosstie.viewers.video.keyframing import moment_in

SampleTime = Callable[[int], int]


def item_at(
    annotation: Annotation, face: Face, frame: Frame, sample_time: SampleTime, *, selected: bool
) -> Item | None:
    """The shape of an annotation at a frame; None where it has none there.

    A selected track outside of its time, or out of the picture, is a dotted ghost: dragged, it goes on there.
    """
    anchor = annotation.anchor
    if isinstance(anchor, PLANE_KINDS):
        return face.item(annotation.id, anchor)
    if not isinstance(anchor, Track):
        return None
    moment = moment_in(anchor, frame)
    if moment is None or moment.visibility == "out":
        return _ghost(annotation.id, anchor, face, frame, sample_time) if selected else None
    if not isinstance(moment.shape, PLANE_KINDS):
        return None
    stroke: Stroke = "dashed" if moment.visibility == "occluded" else "solid"
    return face.item(annotation.id, moment.shape, stroke=stroke, between=not moment.exact)


def _ghost(
    annotation_id: str, track: Track, face: Face, frame: Frame, sample_time: SampleTime
) -> Item | None:
    moment = moment_in(track, frame)
    nearest = track.keyframes[0 if frame.start_ns < track.start_ns else -1]
    shape = moment.shape if moment else nearest.shape
    if not isinstance(shape, PLANE_KINDS):
        return None
    if moment is not None:
        when = "out of the picture"
    else:
        word = "from" if frame.start_ns < track.start_ns else "until"
        when = f"{word} {clock_text(sample_time(nearest.at_ns))}"
    return face.item(annotation_id, shape, stroke="dotted", between=True, note=when)
