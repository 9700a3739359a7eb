"""Which faces of the street and of whoever is on it a camera sees, in the order to paint them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crosstie.resources.demo.camera import WIDTH, Camera, inverse, transform
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.mesh import Floats, Ints, Mesh
from crosstie.resources.demo.order import footprint_order, part_ranks
from crosstie.resources.demo.painting import Polygons, in_view
from crosstie.resources.demo.scene import Actor, world_from_body
from crosstie.resources.demo.shading import NIGHTLESS_GLOW, hazed, lit
from crosstie.resources.demo.sight import about_picture
from crosstie.resources.demo.street import street, sunlit

FARTHEST_M: Final = 300.0
SLACK_M: Final = 2.5


@dataclass(frozen=True)
class Solid:
    """One body in the world at an instant: its mesh's faces already moved and lit.

    `footprint` (4, 2) on the ground, `bounds` (8, 3) that footprint at the ground and at the top.
    """

    mesh: Mesh
    world_from_body: Floats
    footprint: Floats
    bounds: Floats
    corners: Floats
    normals: Floats
    colours: Floats


class StreetFaces:
    """The solids that do not move, lit once, and the drawing orders found so far."""

    def __init__(self) -> None:
        self.solids = [_still(mesh) for mesh in street().solids]
        self.solids += [moved(actor, 0.0) for actor in ACTORS if actor.is_parked]
        self.ranks: dict[bytes, Ints] = {}


def visible_faces(still: StreetFaces, camera: Camera, camera_from_world: Floats, time_s: float) -> Polygons:
    """Everything to paint over the ground at a time of the sample."""
    eye = inverse(camera_from_world)[:3, 3]
    near = about_picture(camera, camera_from_world, time_s)
    solids = [*still.solids, *(moved(actor, time_s) for actor in near if not actor.is_parked)]
    solids = _may_be_seen(solids, camera, camera_from_world)
    order = footprint_order(np.stack([solid.footprint for solid in solids]), eye[:2])
    return _gather([solids[i] for i in order], camera, camera_from_world, eye, still.ranks)


def moved(actor: Actor, time_s: float) -> Solid:
    """An actor where it is at a time, with the lamps that are on and the light that falls on it."""
    mesh, pose = actor.mesh_at(time_s), actor.pose(time_s)
    matrix = world_from_body(pose)
    colours = mesh.colours.copy()
    shining = _lamps_on(actor, time_s)
    for index, lamp in enumerate(mesh.lamps):
        if lamp in shining:
            colours[mesh.glows == index] = NIGHTLESS_GLOW[lamp]
    glowing = np.isin(mesh.glows, [i for i, lamp in enumerate(mesh.lamps) if lamp in shining])
    low, high = actor.extent()
    spots = np.stack([np.array([x, 0.0, high[2] / 2]) for x in np.linspace(low[0], high[0], 5)])
    sun = float(sunlit(transform(matrix, spots)).mean())
    normals = mesh.normals @ matrix[:3, :3].T
    shaded = np.where(glowing[:, None], colours, lit(colours, normals, sun))
    footprint = mesh.footprint @ matrix[:2, :2].T + matrix[:2, 3]
    return Solid(
        mesh, matrix, footprint, _bounds(footprint, mesh), transform(matrix, mesh.corners), normals, shaded
    )


def _still(mesh: Mesh) -> Solid:
    middles = mesh.corners.mean(axis=1) + 0.2 * mesh.normals
    colours = lit(mesh.colours, mesh.normals, sunlit(middles))
    for index, lamp in enumerate(mesh.lamps):
        colours[mesh.glows == index] = mesh.colours[mesh.glows == index] if lamp == "sign" else 0
    return Solid(
        mesh, np.eye(4), mesh.footprint, _bounds(mesh.footprint, mesh), mesh.corners, mesh.normals, colours
    )


def _bounds(footprint: Floats, mesh: Mesh) -> Floats:
    top = float(mesh.corners[..., 2].max())
    return np.concatenate([np.column_stack([footprint, np.full(4, z)]) for z in (0.0, top)])


def _lamps_on(actor: Actor, time_s: float) -> set[str]:
    pose = actor.pose(time_s)
    on = {"head", "sign"} if pose.speed > 0 else {"sign"}
    stopped = pose.speed < 0.05 and not actor.is_parked
    if pose.acceleration < -0.3 or stopped:
        on.add("brake")
    if actor.blinks and 3.4 < time_s < 12.2 and (time_s * 1.5) % 1.0 < 0.55:
        on.add("blink_right")
    return on


def _may_be_seen(solids: list[Solid], camera: Camera, camera_from_world: Floats) -> list[Solid]:
    """Those whose upright bounds, with some slack, reach into the camera's cone."""
    seen = transform(camera_from_world, np.stack([solid.bounds for solid in solids]))
    depth, side = seen[..., 2], seen[..., 0]
    slope = (WIDTH / 2) / camera.focal_px
    near = (depth.max(axis=1) > 0.3) & (depth.min(axis=1) < FARTHEST_M)
    inside = (side + SLACK_M > -slope * depth).any(axis=1) & (side - SLACK_M < slope * depth).any(axis=1)
    return [solids[i] for i in np.nonzero(near & inside)[0].tolist()]


def _gather(
    solids: list[Solid], camera: Camera, camera_from_world: Floats, eye: Floats, ranks: dict[bytes, Ints]
) -> Polygons:
    places = np.concatenate([np.full(len(solid.corners), place) for place, solid in enumerate(solids)])
    corners = np.concatenate([solid.corners for solid in solids])
    normals = np.concatenate([solid.normals for solid in solids])
    rank = np.concatenate([_ranks(solid, eye, ranks) for solid in solids])
    facing = np.nonzero(((eye - corners[:, 0]) * normals).sum(axis=1) > 0)[0]
    seen = transform(camera_from_world, corners[facing])
    picked = in_view(seen, camera)
    facing, seen = facing[picked], seen[picked]
    order = np.lexsort((facing, rank[facing], places[facing]))
    counts = np.concatenate([solid.mesh.counts for solid in solids])[facing]
    colours = np.concatenate([solid.colours for solid in solids])[facing]
    colours = hazed(colours, np.linalg.norm(seen.mean(axis=1), axis=1))
    return Polygons(seen[order], counts[order], colours[order])


def _ranks(solid: Solid, eye: Floats, ranks: dict[bytes, Ints]) -> Ints:
    local_eye = (eye - solid.world_from_body[:3, 3]) @ solid.world_from_body[:3, :3]
    return part_ranks(solid.mesh, local_eye, ranks)[solid.mesh.parts]
