"""A spinning LiDAR of 40 beams, by casting every ray against the same street and actors."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.camera import LIDAR_IN_EGO, transform
from crosstie.resources.demo.cast import ACTORS, EGO
from crosstie.resources.demo.mesh import Floats, Ints, Mesh
from crosstie.resources.demo.rays import MISS, hit_balls, hit_box, hit_hull, hit_plane
from crosstie.resources.demo.scene import DURATION_S, KERB, SEED, Actor, world_from_body
from crosstie.resources.demo.street import street

FRAMES_PER_SECOND: Final = 10
FRAME_COUNT: Final = round(DURATION_S * FRAMES_PER_SECOND)
COLUMNS: Final = 720
# Beams stand closer together about the horizon, as on the sensors that cars carry.
ELEVATIONS_RAD: Final = np.radians(np.concatenate([np.linspace(-24, -7, 17), np.linspace(-6.2, 3.4, 23)]))
RANGE_M: Final = 100.0
RANGE_NOISE_M: Final = 0.015
BLIND_M: Final = 2.4
# Mean returned intensity by what was hit.
ASPHALT, PAINTED, PAVING, WALL, LEAF, METAL, BODY, CLOTH = 0.10, 0.62, 0.26, 0.38, 0.22, 0.45, 0.55, 0.33


class _Scan:
    """One turn's rays, column by column, and for each the nearest hit so far."""

    def __init__(self, world_from_lidar: Floats) -> None:
        directions = _directions()
        self.origin = world_from_lidar[:3, 3]
        self.directions = directions @ world_from_lidar[:3, :3].T
        self.yaw = float(np.arctan2(world_from_lidar[1, 0], world_from_lidar[0, 0]))
        self.ranges = np.full(len(directions), MISS)
        self.intensity = np.zeros(len(directions))

    def take(self, rays: Ints, ranges: Floats, intensity: Floats | float) -> None:
        """Keep those hits that are nearer than what these rays hit before."""
        nearer = ranges < self.ranges[rays]
        self.ranges[rays[nearer]] = ranges[nearer]
        self.intensity[rays[nearer]] = intensity[nearer] if isinstance(intensity, np.ndarray) else intensity

    def towards(self, corners: Floats) -> Ints:
        """The rays of all columns that can meet a body with these corners (n, 3) in the world."""
        flat = corners[:, :2] - self.origin[:2]
        if np.linalg.norm(flat, axis=1).min() > RANGE_M:
            return np.empty(0, dtype=np.int64)
        middle = flat.mean(axis=0)
        centre = np.arctan2(middle[1], middle[0])
        turn = np.angle(np.exp(1j * (np.arctan2(flat[:, 1], flat[:, 0]) - centre)))
        step = 2 * np.pi / COLUMNS
        first = int(np.floor((centre + turn.min() - self.yaw) / step)) - 1
        last = int(np.ceil((centre + turn.max() - self.yaw) / step)) + 1
        columns = np.arange(first, min(last + 1, first + COLUMNS)) % COLUMNS
        beams = len(ELEVATIONS_RAD)
        return (columns[:, None] * beams + np.arange(beams)).ravel()


def cloud(number: int) -> NDArray[np.float32]:
    """Frame `number` as KITTI keeps it: (n, 4) float32 x, y, z in the LiDAR's frame and intensity 0–1."""
    return _measured(_scan(number), np.random.default_rng((SEED, number)))[0]


def leaves(number: int) -> Ints:
    """Which points of frame `number` came back from trees, by their place in the file, ascending."""
    scan = _scan(number)
    _, seen = _measured(scan, np.random.default_rng((SEED, number)))
    return np.flatnonzero(scan.intensity[seen] == LEAF)


def pose(time_s: float) -> Floats:
    """4×4 world_from_lidar at a time of the sample."""
    ego_from_lidar = np.eye(4)
    ego_from_lidar[:3, 3] = LIDAR_IN_EGO
    return world_from_body(EGO.at(time_s)) @ ego_from_lidar


def _scan(number: int) -> _Scan:
    time_s = number / FRAMES_PER_SECOND
    scan = _Scan(pose(time_s))
    _hit_ground(scan)
    _hit_street(scan)
    for actor in ACTORS:
        _hit_actor(scan, actor, time_s)
    return scan


@lru_cache(maxsize=1)
def _directions() -> Floats:
    azimuth = np.repeat(2 * np.pi * np.arange(COLUMNS) / COLUMNS, len(ELEVATIONS_RAD))
    elevation = np.tile(ELEVATIONS_RAD, COLUMNS)
    flat = np.cos(elevation)
    return np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), np.sin(elevation)], axis=1)


def _hit_ground(scan: _Scan) -> None:
    every = np.arange(len(scan.ranges))
    ranges = hit_plane(scan.origin, scan.directions, 0.0)
    spots = scan.origin + np.where(np.isfinite(ranges), ranges, 0)[:, None] * scan.directions
    across = np.abs(spots[:, 1])
    line = (np.abs(across - 0.14) < 0.08) | (np.abs(across - 7.0) < 0.07) | (
        (np.abs(across - 3.5) < 0.08) & ((spots[:, 0] + 60.0) % 6.0 < 2.4))  # fmt: skip
    scan.take(every, ranges, np.where(line, PAINTED, ASPHALT))
    # The pavement lies higher, so it is met first wherever a ray comes down beyond the kerb.
    raised = hit_plane(scan.origin, scan.directions, 0.12)
    beyond = np.abs(scan.origin[1] + np.where(np.isfinite(raised), raised, 0) * scan.directions[:, 1]) > KERB
    scan.take(every, np.where(beyond, raised, MISS), PAVING)


def _hit_street(scan: _Scan) -> None:
    scene = street()
    for house in scene.houses:
        low, high = np.array((*house.low, 0.0)), np.array((*house.high, house.height))
        rays = scan.towards(house.mesh.footprint)
        scan.take(rays, hit_box(scan.origin, scan.directions[rays], low, high), WALL)
    for tree in scene.trees:
        foot = np.array([tree.x, tree.y])
        square = foot + tree.radius * np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
        rays = scan.towards(square)
        crown = np.array([(tree.x, tree.y, tree.crown_z)])
        scan.take(rays, hit_balls(scan.origin, scan.directions[rays], crown, np.array([tree.radius])), LEAF)
        rays = scan.towards(foot + 0.15 * np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]))
        low, high = np.array((*(foot - 0.15), 0.0)), np.array((*(foot + 0.15), tree.crown_z))
        scan.take(rays, hit_box(scan.origin, scan.directions[rays], low, high), LEAF)
    for mesh in scene.solids[len(scene.houses) + len(scene.trees) :]:
        _hit_mesh(scan, mesh, np.eye(4), METAL)


def _hit_actor(scan: _Scan, actor: Actor, time_s: float) -> None:
    intensity = CLOTH if actor.is_person else BODY
    _hit_mesh(scan, actor.mesh_at(time_s), world_from_body(actor.pose(time_s)), intensity)


def _hit_mesh(scan: _Scan, mesh: Mesh, world_from_mesh: Floats, intensity: float) -> None:
    """Cast at every part of a mesh as the convex body that its hull's planes bound."""
    rays = scan.towards(transform(world_from_mesh, mesh.corners.reshape(-1, 3)))
    if not len(rays):
        return
    turn = world_from_mesh[:3, :3]
    origin = (scan.origin - world_from_mesh[:3, 3]) @ turn
    directions = scan.directions[rays] @ turn
    for part in range(len(mesh.planes)):
        own = (mesh.parts == part) & mesh.solid
        ranges = hit_hull(origin, directions, mesh.normals[own], mesh.offsets[own])
        scan.take(rays, ranges, intensity)


def _measured(scan: _Scan, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """What the sensor reports: noisy ranges, fainter far away, some rays lost; and which rays came back."""
    noisy = scan.ranges + rng.normal(0.0, RANGE_NOISE_M, len(scan.ranges))
    # A crown is no wall: light comes back from leaves somewhere inside it.
    noisy += np.where(scan.intensity == LEAF, np.abs(rng.normal(0.0, 0.4, len(noisy))), 0.0)
    seen = (scan.ranges < RANGE_M) & (scan.ranges > BLIND_M) & (rng.random(len(noisy)) > 0.02)
    points = _directions()[seen] * noisy[seen, None]
    spread = rng.normal(1.0, 0.14, int(seen.sum()))
    faint = np.exp(-noisy[seen] / 140.0)
    intensity = np.clip(scan.intensity[seen] * spread * faint, 0.0, 1.0)
    return np.column_stack([points, intensity]).astype(np.float32), seen
