"""The cloud's cuboids in a camera's picture, as read-only wires."""

from collections.abc import Iterator

from crosstie.schema.anchors import Anchor, Cuboid, Track
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.geometry.wireframes import wireframes
from crosstie.schema.records import Annotation, Asset, Calibration
from crosstie.viewers.canvas.faces import Faces
from crosstie.viewers.canvas.items import Wire
from crosstie.viewers.context import PaneContext


def clouds_of(context: PaneContext) -> tuple[Asset, ...]:
    """The assets whose cuboids a calibrated camera can show."""
    return tuple(asset for asset in context.state.assets.values() if asset.kind == "pointcloud")


def cuboid_wires(
    context: PaneContext, faces: Faces, calibration: Calibration, sample_ns: int
) -> Iterator[Wire]:
    """The cuboids that stand before the camera at an instant of sample time."""
    found = list(_cuboids_at(context, sample_ns))
    lines = wireframes(calibration, [cuboid for _, cuboid in found])
    for (annotation, _), segments in zip(found, lines, strict=True):
        if len(segments):
            face = faces.of(annotation)
            yield Wire(annotation.id, segments, face.color, face.name)


def _cuboids_at(context: PaneContext, sample_ns: int) -> Iterator[tuple[Annotation, Cuboid]]:
    for cloud in clouds_of(context):
        at_ns = cloud.clock.asset_from_sample(sample_ns)
        for annotation in context.annotations_on(cloud.id):
            cuboid = _cuboid_at(annotation.anchor, at_ns)
            if cuboid is not None:
                yield annotation, cuboid


def _cuboid_at(anchor: Anchor, at_ns: int) -> Cuboid | None:
    if isinstance(anchor, Track):
        moment = shape_at(anchor, at_ns)
        return moment.shape if moment and isinstance(moment.shape, Cuboid) else None
    return anchor if isinstance(anchor, Cuboid) else None
