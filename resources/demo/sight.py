"""What a sensor sees of an actor: its box in a picture, and how much of it nothing hides."""

from functools import lru_cache
from typing import Final

import numpy as np

from crosstie.resources.demo.camera import HEIGHT, WIDTH, Camera, inverse, transform
from crosstie.resources.demo.cast import ACTORS, EGO
from crosstie.resources.demo.clipping import bounds_inside, clip_near
from crosstie.resources.demo.mesh import Floats, padded
from crosstie.resources.demo.rays import hit_balls, hit_box
from crosstie.resources.demo.scene import Actor, world_from_body
from crosstie.resources.demo.street import blocked, street

NEAR_M: Final = 0.3
# The six faces of a box, each corner by which end it takes on x, y and z.
_FACES: Final = np.array(
    [
        [np.insert(corner, axis, end) for corner in ((0, 0), (0, 1), (1, 1), (1, 0))]
        for axis in range(3)
        for end in (0, 1)
    ]
)
_LONGEST_M: Final = 8.0
"""No actor reaches farther than this from its middle."""
_TOUCH_M: Final = 0.25
"""What is hit this close before the point that is looked at belongs to it."""


def camera_from_world(camera: Camera, time_s: float) -> Floats:
    """4×4 from the world to the camera at a time of the sample."""
    return camera.camera_from_ego @ _ego_from_world(time_s)


@lru_cache(maxsize=2048)
def _ego_from_world(time_s: float) -> Floats:
    return inverse(world_from_body(EGO.at(time_s)))


def picture_box(camera: Camera, actor: Actor, time_s: float) -> Floats | None:
    """Left, top, right, bottom (4,) in pixels of the actor's outline, cut to the picture; None outside it.

    What hides the actor is not taken off: the box is the whole body's, and of a walker the whole stride's.
    """
    matrix = camera_from_world(camera, time_s) @ world_from_body(actor.pose(time_s))
    if _clearly_outside(camera, matrix[:3, 3]):
        return None
    return _bounds_in_picture(camera, transform(matrix, actor.outline()))


def cuboid_fit(camera: Camera, actor: Actor, time_s: float, box: Floats) -> float:
    """Intersection over union, 0–1, of a box (4,) and what the picture shows of the actor's cuboid."""
    matrix = camera_from_world(camera, time_s) @ world_from_body(actor.pose(time_s))
    low, high = actor.extent()
    ends = np.stack([low, high])
    faces = np.stack([ends[_FACES[..., axis], axis] for axis in range(3)], axis=-1)
    shown = _bounds_in_picture(camera, transform(matrix, faces))
    if shown is None:
        return 0.0
    shared = np.minimum(box[2:], shown[2:]) - np.maximum(box[:2], shown[:2])
    overlap = float(np.maximum(shared, 0).prod())
    return overlap / (float((box[2:] - box[:2]).prod() + (shown[2:] - shown[:2]).prod()) - overlap)


def _bounds_in_picture(camera: Camera, seen: Floats) -> Floats | None:
    """The bounds of what of faces (n, k, 3) in the camera's frame lies in the picture."""
    nearest, farthest = seen[..., 2].min(axis=1), seen[..., 2].max(axis=1)
    if farthest.max() < NEAR_M:
        return None
    if nearest.min() >= NEAR_M:
        return bounds_inside(camera.project(seen), (WIDTH, HEIGHT))
    crossing = np.nonzero((nearest < NEAR_M) & (farthest > NEAR_M))[0].tolist()
    faces = [*seen[nearest >= NEAR_M], *(clip_near(seen[i], NEAR_M) for i in crossing)]
    return bounds_inside(camera.project(padded(faces)[0]), (WIDTH, HEIGHT))


def _clearly_outside(camera: Camera, middle: Floats) -> bool:
    """Whether nothing about a body's middle (3,) in the camera's frame can be in the picture."""
    slope = WIDTH / 2 / camera.focal_px
    return bool(middle[2] < -_LONGEST_M or abs(middle[0]) - 2 * _LONGEST_M > slope * max(middle[2], 0.0))


def about_picture(camera: Camera, camera_from_world: Floats, time_s: float) -> list[Actor]:
    """The actors that may be in the picture, or throw a shadow into it."""
    return [
        actor
        for actor in ACTORS
        if not _clearly_outside(camera, transform(camera_from_world, _middle(actor, time_s))[0])
    ]


def _middle(actor: Actor, time_s: float) -> Floats:
    pose = actor.pose(time_s)
    return np.array([(pose.x, pose.y, 1.0)])


def share_seen(eye: Floats, actor: Actor, time_s: float, camera: Camera | None = None) -> float:
    """The share, 0–1, of the actor's surface turned to `eye` (3,) in the world that nothing hides.

    With a camera only what lies inside its picture counts.
    """
    spots = _spots_facing(eye, actor, time_s)
    if camera is not None:
        spots = spots[_inside(camera, time_s, spots)]
    if not len(spots):
        return 0.0
    way = spots - eye
    reach = np.linalg.norm(way, axis=1)
    directions = way / reach[:, None]
    nearest = np.minimum(_nearest_crown(eye, directions), _nearest_actor(eye, directions, actor, time_s))
    hidden = blocked(eye, spots) | (nearest < reach - _TOUCH_M)
    return 1.0 - float(hidden.mean())


def _spots_facing(eye: Floats, actor: Actor, time_s: float) -> Floats:
    """The middles and corners, drawn in a little, of the hull's faces that look at the eye, (n, 3)."""
    mesh, matrix = actor.mesh_at(time_s), world_from_body(actor.pose(time_s))
    corners = transform(matrix, mesh.corners[mesh.solid])
    normals = mesh.normals[mesh.solid] @ matrix[:3, :3].T
    facing = ((eye - corners[:, 0]) * normals).sum(axis=1) > 0
    corners, normals = corners[facing], normals[facing]
    middles = corners[:, :4].mean(axis=1, keepdims=True)
    spots = np.concatenate([middles, middles + 0.7 * (corners[:, :4] - middles)], axis=1)
    return np.asarray((spots + 0.02 * normals[:, None]).reshape(-1, 3))


def _inside(camera: Camera, time_s: float, spots: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    seen = transform(camera_from_world(camera, time_s), spots)
    pixels = camera.project(np.maximum(seen, (-np.inf, -np.inf, NEAR_M)))
    inside = (pixels >= 0).all(axis=1) & (pixels[:, 0] < WIDTH) & (pixels[:, 1] < HEIGHT)
    return np.asarray(inside & (seen[:, 2] > NEAR_M))


def _nearest_crown(eye: Floats, directions: Floats) -> Floats:
    trees = street().trees
    centres = np.array([(tree.x, tree.y, tree.crown_z) for tree in trees])
    radii = np.array([0.9 * tree.radius for tree in trees])
    return hit_balls(eye, directions, centres, radii)


def _nearest_actor(eye: Floats, directions: Floats, actor: Actor, time_s: float) -> Floats:
    nearest = np.full(len(directions), np.inf)
    place = actor.pose(time_s)
    way = np.array([place.x, place.y]) - eye[:2]
    reach = float(np.hypot(*way))
    for other in ACTORS:
        pose = other.pose(time_s)
        along, aside = _along_and_aside(np.array([pose.x, pose.y]) - eye[:2], way / reach)
        # Most actors are nowhere near the line of sight.
        if other is actor or aside > 2 * _LONGEST_M or not -_LONGEST_M < along < reach + _LONGEST_M:
            continue
        matrix = inverse(world_from_body(pose))
        low, high = other.extent()
        ranges = hit_box(transform(matrix, eye[None])[0], directions @ matrix[:3, :3].T, low, high)
        nearest = np.minimum(nearest, ranges)
    return nearest


def _along_and_aside(offset: Floats, direction: Floats) -> tuple[float, float]:
    """How far a place lies along a line on the ground, and how far beside it."""
    return float(offset @ direction), abs(float(offset[0] * direction[1] - offset[1] * direction[0]))
