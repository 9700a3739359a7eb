"""Annotations and cuboids: what stands in the cloud at an instant, and the edits that a hand makes of it."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Anchor, Cuboid, Keyframe, Point3, PointSet, Track
from crosstie.schema.geometry.tracks import keyframe_at, keyframe_for, shape_at
from crosstie.schema.records import Annotation
from crosstie.viewers.canvas.items import Stroke
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pointcloud.items import CloudItem

_CAR_M: Final[Point3] = (4.3, 1.8, 1.6)


def items_at(context: PaneContext, asset_id: str, at_ns: int) -> Iterator[CloudItem]:
    """The cuboids of one asset at an asset time.

    A selected track is shown before its first keyframe and after its last, too: dotted, as it stands
    there, so that a hand can carry it on.
    """
    for annotation in context.annotations_on(asset_id):
        selected = annotation.id in context.highlight.selected
        place = _place(annotation.anchor, at_ns, selected=selected)
        if place is not None:
            cuboid, stroke, between = place
            if stroke == "solid" and context.is_beside(annotation):
                stroke = "dashed"
            yield CloudItem(
                annotation.id,
                asset_id,
                cuboid,
                context.color_of(annotation).name(),
                context.name_of(annotation),
                stroke,
                between,
            )


def point_set_at(anchor: Anchor, at_ns: int, end_ns: int) -> PointSet | None:
    """The point set that an anchor has in the cloud from `at_ns` until just before `end_ns`.

    Its indices are those of one file: a track has no points in a cloud without a keyframe.
    """
    if isinstance(anchor, Track):
        shapes = [key.shape for key in anchor.keyframes if at_ns <= key.at_ns < end_ns]
        return shapes[0] if shapes and isinstance(shapes[0], PointSet) else None
    return anchor if isinstance(anchor, PointSet) else None


def keyframe_ns(anchor: Anchor, at_ns: int, end_ns: int) -> int:
    """When a track's keyframe stands in the cloud from `at_ns` until `end_ns`; `at_ns` where none does."""
    keyframes = anchor.keyframes if isinstance(anchor, Track) else ()
    return next((key.at_ns for key in keyframes if at_ns <= key.at_ns < end_ns), at_ns)


def anchor_for(shape: Cuboid | PointSet, at_ns: int, *, moves: bool) -> Anchor:
    """The anchor of a new annotation: in a sequence a track that begins there, else the shape itself."""
    return Track((Keyframe(at_ns, shape),)) if moves else shape


def reshaping(annotation: Annotation, shape: Cuboid | PointSet, at_ns: int) -> tuple[ed.Edit, ...]:
    """The edit that gives an annotation this shape: a keyframe of a track, or the anchor itself."""
    anchor = annotation.anchor
    if isinstance(anchor, Track):
        before, after = keyframe_at(anchor, at_ns), keyframe_for(anchor, at_ns, shape)
        return (ed.SetKeyframe(annotation.sample_id, annotation.id, at_ns, before, after),)
    return (ed.SetAnchor(annotation.sample_id, annotation.id, anchor, shape),)


def emptying(annotation: Annotation, at_ns: int) -> tuple[ed.Edit, ...]:
    """The edit that takes a track's keyframe away; none where no other one would be left."""
    anchor = annotation.anchor
    if not isinstance(anchor, Track) or len(anchor.keyframes) < 2:
        return ()
    before = keyframe_at(anchor, at_ns)
    return (ed.SetKeyframe(annotation.sample_id, annotation.id, at_ns, before, None),) if before else ()


def _place(anchor: Anchor, at_ns: int, *, selected: bool) -> tuple[Cuboid, Stroke, bool] | None:
    """The cuboid, its stroke, and whether it was worked out between keyframes."""
    if isinstance(anchor, Cuboid):
        return anchor, "solid", False
    if not isinstance(anchor, Track) or not isinstance(anchor.keyframes[0].shape, Cuboid):
        return None
    moment = shape_at(anchor, at_ns)
    if moment is None or moment.visibility == "out":
        if not selected:
            return None
        shape = moment.shape if moment else _nearest_end(anchor, at_ns).shape
        return (shape, "dotted", True) if isinstance(shape, Cuboid) else None
    assert isinstance(moment.shape, Cuboid)
    return moment.shape, "dashed" if moment.visibility == "occluded" else "solid", not moment.exact


def _nearest_end(track: Track, at_ns: int) -> Keyframe:
    return track.keyframes[0] if at_ns < track.start_ns else track.keyframes[-1]


def usual_size(context: PaneContext, asset_id: str, class_id: str) -> Point3:
    """What a new cuboid of a class measures before its points say more: the middle of those drawn already."""
    sizes = [
        shape.size
        for annotation in context.annotations_on(asset_id)
        if annotation.class_id == class_id and isinstance(shape := _last_shape(annotation.anchor), Cuboid)
    ]
    if not sizes:
        return _CAR_M
    length, width, height = np.median(np.array(sizes), axis=0).tolist()
    return (length, width, height)


def _last_shape(anchor: Anchor) -> Anchor:
    return anchor.keyframes[-1].shape if isinstance(anchor, Track) else anchor
