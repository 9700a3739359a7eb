"""Object ↔ object across cameras, by geometry: over cuboids, through the cloud, or along rays."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.app.prelabelling.assignment import best_pairs
from crosstie.app.prelabelling.carrying import carried_ious, parts_inside, points_of
from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.makers.cuboid_box import calibrated, overlaps, same_kind
from crosstie.app.prelabelling.media import MediaMissing
from crosstie.app.prelabelling.moments import Instant, box_now, instants, thinned
from crosstie.app.prelabelling.roles import (
    CUBOID,
    SHAPE,
    Placed,
    Sides,
    all_sides,
    annotations_at,
    one_thing,
    stands,
    ties,
)
from crosstie.schema.anchors import Box, anchor_kind
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec
from crosstie.schema.geometry.projection import project_points
from crosstie.schema.records import Calibration, End

Matrix = NDArray[np.float64]

_shape: Final = stands(SHAPE)
_MAY_TIE: Final = ties(_shape, _shape)
_LOOKS: Final = 40
_EVEN_CLOUD, _EVEN_RAYS = 0.35, 0.5
_STEEP: Final = 9.0
_RAYS_TRUST: Final = 0.8
"""Rays meet in more places than one, so they never are as sure as points."""
_OTHER_KIND: Final = 0.6


class _Met(msgspec.Struct):
    """What two cameras say about their shapes, matrices of shape (first camera's, second camera's)."""

    together: Matrix
    suited: Matrix
    best: Matrix
    by_cloud: Matrix
    by_cuboid: Matrix


def fits(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether a type ties two shapes in pictures that are one thing."""
    return _MAY_TIE(document, spec) and one_thing(document, spec)


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties the shapes that two calibrated cameras have of one thing."""
    for side in all_sides(job, _shape, _shape):
        ends = [annotations_at(job, end, SHAPE) for end in (side.first, side.second)]
        cameras = calibrated(job, {one.end: one for one in (*ends[0], *ends[1])}.values())
        cuboids = _cuboids(job)
        over_cuboids = [_by_cuboid(own, cuboids) for own in cameras]
        found: dict[tuple[End, End], Fit] = {}
        for one, other in combinations(range(len(cameras)), 2):
            met = _compared(job, cameras[one], cameras[other])
            met.by_cuboid = _joined(over_cuboids[one], over_cuboids[other])
            _add(job, found, (cameras[one], cameras[other]), met)
        yield from proposals(side, _in_direction(side, found, ends))


def _cuboids(job: Job) -> list[Placed]:
    placed = (Placed(one, job.state.assets[one.asset_id]) for one in job.state.annotations.values())
    return [one for one in placed if anchor_kind(one.annotation.anchor) in CUBOID.anchors]


def _by_cuboid(own: list[Placed], cuboids: list[Placed]) -> Matrix:
    """How likely each shape of a camera is each cuboid, shape (shapes, cuboids)."""
    likely = np.zeros((len(own), len(cuboids)))
    for (row, column), overlap in overlaps(own, cuboids).items():
        likely[row, column] = overlap.likely
    return likely


def _joined(first: Matrix, second: Matrix) -> Matrix:
    """How likely two shapes are one cuboid: the weaker of both ties, over the cuboid that suits best."""
    if not first.shape[1]:
        return np.zeros((len(first), len(second)))
    return np.asarray(np.minimum(first[:, None], second[None]).max(axis=2))


def _compared(job: Job, first: list[Placed], second: list[Placed]) -> _Met:
    """Carries the shapes of each camera into the other at the instants at which both have some."""
    size = (len(first), len(second))
    met = _Met(*(np.zeros(size) for _ in range(5)))
    lenses = first[0].asset.calibration, second[0].asset.calibration
    assert lenses[0] is not None
    assert lenses[1] is not None
    for at_ns in thinned(instants((*first, *second)), _LOOKS):
        rows, columns = ({at: box for at, one in enumerate(own) if (box := box_now(one, at_ns))}
                         for own in (first, second))  # fmt: skip
        if not rows or not columns:
            continue
        place = np.ix_(list(rows), list(columns))
        suited, by_cloud = _suited(
            _points_at(job, at_ns), (lenses[0], lenses[1]), list(rows.values()), list(columns.values())
        )
        met.together[place] += 1
        met.suited[place] += suited
        met.by_cloud[place] += by_cloud
        for row, column in best_pairs(suited):
            met.best[list(rows)[row], list(columns)[column]] += 1
    return met


def _points_at(job: Job, at_ns: Instant) -> NDArray[np.floating] | None:
    """The points of the sample's cloud at an instant; None where there is no cloud to read."""
    cloud = next((asset for asset in job.state.assets.values() if asset.kind == "pointcloud"), None)
    if cloud is None:
        return None
    try:
        return job.media.cloud(cloud, 0 if at_ns is None else cloud.clock.asset_from_sample(at_ns)).points
    except MediaMissing as error:
        job.note(f"{cloud.id} could not be read: {error}")
        return None


def _suited(
    points: NDArray[np.floating] | None,
    lenses: tuple[Calibration, Calibration],
    rows: list[Box],
    columns: list[Box],
) -> tuple[Matrix, Matrix]:
    """How likely each two boxes are one thing at one instant, and 1 where the cloud said so."""
    first, second = (
        _things(lens, boxes, points) for lens, boxes in zip(lenses, (rows, columns), strict=True)
    )
    there = parts_inside(lenses[1], first, columns)
    back = parts_inside(lenses[0], second, rows).T
    # Of one that the cloud says nothing about, the other's points tell alone.
    both = np.sqrt(np.where(np.isnan(there), back, there) * np.where(np.isnan(back), there, back))
    by_cloud = ~np.isnan(both)
    if by_cloud.all():
        return _logistic(both, _EVEN_CLOUD), by_cloud.astype(np.float64)
    rays = _by_rays(lenses, rows, columns)
    suited = np.where(by_cloud, _logistic(np.nan_to_num(both), _EVEN_CLOUD), rays)
    return np.asarray(suited), by_cloud.astype(np.float64)


def _things(lens: Calibration, boxes: list[Box], points: NDArray[np.floating] | None) -> list[Matrix]:
    """The points of the thing in each box; none of any without a cloud."""
    if points is None:
        return [np.empty((0, 3)) for _ in boxes]
    seen = project_points(lens, points)
    return [points_of(seen, points, box) for box in boxes]


def _by_rays(lenses: tuple[Calibration, Calibration], rows: list[Box], columns: list[Box]) -> Matrix:
    there = carried_ious(lenses[0], rows, lenses[1], columns)
    back = carried_ious(lenses[1], columns, lenses[0], rows).T
    likely = _RAYS_TRUST * _logistic((there + back) / 2, _EVEN_RAYS)
    return np.asarray(np.where((there > 0) & (back > 0), likely, 0.0))


def _logistic(value: Matrix, even: float) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-_STEEP * (value - even))))


def _add(
    job: Job, found: dict[tuple[End, End], Fit], cameras: tuple[list[Placed], list[Placed]], met: _Met
) -> None:
    for row, column in np.argwhere((met.suited > 0) | (met.by_cuboid > 0)).tolist():
        one, other = cameras[0][row], cameras[1][column]
        looks = met.together[row, column]
        geometry = met.suited[row, column] * met.best[row, column] / looks**2 if looks else 0.0
        over_cuboid = met.by_cuboid[row, column]
        fit = _told(one, other, geometry, over_cuboid, met.by_cloud[row, column] > 0)
        if not same_kind(job, one, other):
            fit = Fit(fit.likely * _OTHER_KIND, f"{fit.reason[:-1]}, though their classes differ.")
        found[one.end, other.end] = fit


def _told(one: Placed, other: Placed, geometry: float, over_cuboid: float, by_cloud: bool) -> Fit:
    pair = f"{one.asset.id} and {other.asset.id}"
    if over_cuboid >= geometry:
        return Fit(
            over_cuboid, f"The shapes in {pair} lie on one cuboid, with {over_cuboid:.0%} at the weaker."
        )
    how = "the cloud's points in the one lie in the other" if by_cloud else "the rays through both meet"
    return Fit(geometry, f"Between {pair} {how}: {geometry:.0%} over the instants that both see.")


def _in_direction(
    side: Sides, found: dict[tuple[End, End], Fit], ends: Sequence[list[Placed]]
) -> dict[tuple[End, End], Fit]:
    """The pairs in a direction in which the schema lets them stand."""
    firsts, seconds = ({one.end for one in placed} for placed in ends)
    allowed: dict[tuple[End, End], Fit] = {}
    for (one, other), fit in found.items():
        if one in firsts and other in seconds:
            allowed[one, other] = fit
        elif other in firsts and one in seconds:
            allowed[other, one] = fit
    return allowed


MAKER: Final = Maker(
    "across_cameras",
    "Object ↔ object across cameras",
    "shapes of one thing in two calibrated pictures, by geometry",
    fits,
    candidates,
)
