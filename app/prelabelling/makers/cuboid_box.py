"""Cuboid ↔ box: the cuboid projected through the camera's calibration, and how well the box covers it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.app.prelabelling.assignment import best_pairs
from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.edges import edges_of, ious
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.moments import Instant, box_now, instants, shape_now
from crosstie.app.prelabelling.projecting import cuboid_boxes
from crosstie.app.prelabelling.roles import (
    CUBOID,
    SHAPE,
    Placed,
    all_sides,
    annotations_at,
    one_thing,
    stands,
    ties,
)
from crosstie.schema.anchors import Cuboid
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec
from crosstie.schema.records import End

_SHAPE, _CUBOID = stands(SHAPE), stands(CUBOID)
_MAY_TIE: Final = ties(_SHAPE, _CUBOID)
_EVEN_IOU: Final = 0.35
"""A projection and a box that overlap so far are as likely as not one thing."""
_STEEP: Final = 10.0
_OTHER_CLASS: Final = 0.7
_TAKEN: Final = 0.2
_ALIKE: Final = 0.8
"""A cuboid that overlaps a box by so much of what another does may be another track of the same thing."""


class Overlap(msgspec.Struct, frozen=True):
    """How a box and a cuboid met: at how many instants both were there, their mean IoU over these, and
    how much nothing else suited either better (see `_suiting`), 0 to 1.
    """

    together: int
    mean_iou: float
    best: float

    @property
    def likely(self) -> float:
        """How likely the two are one thing, by these alone."""
        return self.best / (1 + math.exp(-_STEEP * (self.mean_iou - _EVEN_IOU)))


def fits(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether a type ties a shape in a picture and a cuboid that are one thing."""
    return _MAY_TIE(document, spec) and one_thing(document, spec)


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties each shape in a calibrated picture to the cuboid that projects onto it."""
    for side in all_sides(job, _SHAPE, _CUBOID):
        shapes = annotations_at(job, side.first, SHAPE)
        cuboids = annotations_at(job, side.second, CUBOID)
        found: dict[tuple[End, End], Fit] = {}
        for own in calibrated(job, shapes):
            met = overlaps(own, cuboids)
            for (shape, cuboid), overlap in met.items():
                alike = [one.together for (row, _), one in met.items()
                         if row == shape and one.mean_iou >= _ALIKE * overlap.mean_iou]  # fmt: skip
                pair = (own[shape], cuboids[cuboid])
                found[pair[0].end, pair[1].end] = _fit(job, *pair, overlap, max(alike))
        yield from proposals(side, found, first_one=True)


def calibrated(job: Job, shapes: Iterable[Placed]) -> list[list[Placed]]:
    """The shapes of each camera with a calibration; a note tells of the others."""
    by_camera: dict[str, list[Placed]] = defaultdict(list)
    for one in shapes:
        by_camera[one.asset.id].append(one)
    for asset_id, own in by_camera.items():
        if own[0].asset.calibration is None:
            job.note(f"{asset_id} has no calibration")
    return [own for own in by_camera.values() if own[0].asset.calibration]


def overlaps(shapes: list[Placed], cuboids: list[Placed]) -> dict[tuple[int, int], Overlap]:
    """How the shapes of one calibrated camera and the cuboids meet, by their places in the lists.

    At each instant every shape and every cuboid is assigned once, so that of two cars one behind the other
    each has its own. Pairs that never overlap are left out.
    """
    calibration = shapes[0].asset.calibration if shapes else None
    times = instants((*shapes, *cuboids))
    if calibration is None or not cuboids:
        return {}
    there = np.zeros((len(shapes), len(times)), np.int32), np.zeros((len(cuboids), len(times)), np.int32)
    summed, best = np.zeros((len(shapes), len(cuboids))), np.zeros((len(shapes), len(cuboids)))
    for at, at_ns in enumerate(times):
        boxes = {place: box for place, one in enumerate(shapes) if (box := box_now(one, at_ns))}
        solids = _solids(cuboids, at_ns) if boxes else {}
        there[0][list(boxes), at] = there[1][list(solids), at] = 1
        projected = cuboid_boxes(calibration, list(solids.values()))
        seen = {place: box for place, box in zip(solids, projected, strict=True) if box}
        if boxes and seen:
            rows, columns = np.array(list(boxes)), np.array(list(seen))
            shared = ious(edges_of(list(boxes.values())), edges_of(list(seen.values())))
            summed[np.ix_(rows, columns)] += shared
            best[np.ix_(rows, columns)] += _suiting(shared)
    together = there[0] @ there[1].T
    return {
        (row, column): Overlap(
            int(together[row, column]),
            float(summed[row, column] / together[row, column]),
            float(best[row, column] / together[row, column]),
        )
        for row, column in np.argwhere(summed > 0).tolist()
    }


def same_kind(job: Job, first: Placed, second: Placed) -> bool:
    """Whether one of two annotations is of the other's class, or of one below it."""
    classes = first.annotation.class_id, second.annotation.class_id
    return job.document.is_a(*classes) or job.document.is_a(*classes[::-1])


def _suiting(shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each pair's IoU at one instant: 1 for the pairs of the best assignment; of the others little where
    the cuboid is another box's, and else the less the better the box's own cuboid fits.
    """
    own = np.zeros_like(shared)
    pairs = best_pairs(shared)
    for pair in pairs:
        own[pair] = shared[pair]
    of_box, of_cuboid = own.max(axis=1, keepdims=True), own.max(axis=0, keepdims=True)
    to_own = np.divide(shared, of_box, out=np.ones_like(shared), where=of_box > 0)
    suiting = np.minimum(to_own, 1.0) ** 4 * np.where(of_cuboid >= shared, _TAKEN, 1.0)
    for pair in pairs:
        suiting[pair] = 1.0
    return np.asarray(np.where(shared > 0, suiting, 0.0))


def _solids(cuboids: list[Placed], at_ns: Instant) -> dict[int, Cuboid]:
    shapes = ((place, shape_now(one, at_ns)) for place, one in enumerate(cuboids))
    return {place: shape for place, shape in shapes if isinstance(shape, Cuboid)}


def _fit(job: Job, shape: Placed, cuboid: Placed, overlap: Overlap, longest: int) -> Fit:
    """`longest` is at how many instants the shape meets one of the cuboids that fit it, at the most."""
    # Two tracks of one thing, one after the other: the shape belongs to the one it shares more time with.
    likely = overlap.likely * math.sqrt(overlap.together / longest)
    reason = f"The cuboid projects onto the box in {shape.asset.id} with an IoU of {overlap.mean_iou:.2f}"
    if overlap.together > 1:
        reason += f" over {overlap.together} instants, and suits it best at {overlap.best:.0%} of them"
    if overlap.together < longest:
        reason += ", but another that fits it is there longer"
    if not same_kind(job, shape, cuboid):
        likely *= _OTHER_CLASS
        names = (job.document.display_name(one.annotation.class_id, job.document.languages[0])
                 for one in (shape, cuboid))  # fmt: skip
        reason += ", but the one is a {} and the other a {}".format(*names)
    return Fit(likely, f"{reason}.")


MAKER: Final = Maker(
    "cuboid_box",
    "Cuboid ↔ box",
    "shapes in a calibrated picture and cuboids in the cloud, by projection",
    fits,
    candidates,
)
