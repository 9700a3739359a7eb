"""Low-poly meshes: convex parts of flat coloured faces, and the builders that shape them.

Meshes are in metres in the body's own frame: x ahead, y left, z up, origin on the ground.
Colours are RGB in 0–1.
"""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Colour = tuple[float, float, float]
Point = tuple[float, float, float]

CORNERS: Final = 10
"""Every face is stored with this many corners; shorter ones repeat their last."""


@dataclass(frozen=True)
class Face:
    """One flat convex polygon, counter-clockwise seen from outside. `glow` names a lamp that can shine."""

    corners: Floats
    colour: Colour
    glow: str = ""


@dataclass
class Part:
    """One convex body: its hull's faces, then decals that lie on them and are drawn after them."""

    hull: list[Face]
    decals: list[Face] = field(default_factory=list)

    @property
    def corners(self) -> Floats:
        """All corners of the hull, (n, 3)."""
        return np.concatenate([face.corners for face in self.hull])


def face(points: list[Point] | Floats, colour: Colour, glow: str = "") -> Face:
    """A face from its corners in counter-clockwise order seen from outside."""
    return Face(np.asarray(points, dtype=np.float64), colour, glow)


def prism(
    profile: list[tuple[float, float]], y0: float, y1: float, colour: Colour, inset: float = 0.0
) -> Part:
    """Extrude a convex (x, z) profile, counter-clockwise seen from the right (−y), from `y0` to `y1`.

    `inset` draws the two sides of the upper half together, as a car's cabin does.
    """
    low = min(z for _, z in profile)
    span = max(z for _, z in profile) - low or 1.0
    pull = [inset * (z - low) / span for _, z in profile]
    right = [(x, y0 + p, z) for (x, z), p in zip(profile, pull, strict=True)]
    left = [(x, y1 - p, z) for (x, z), p in zip(profile, pull, strict=True)]
    hull = [face(right, colour), face(left[::-1], colour)]
    ring = [*range(len(profile)), 0]
    hull += [face([right[b], right[a], left[a], left[b]], colour) for a, b in pairwise(ring)]
    return Part(hull)


def box(low: Point, high: Point, colour: Colour, taper: float = 0.0) -> Part:
    """An upright box between two corners, its top drawn in by `taper` metres on each side."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    bottom = [(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0)]
    t = taper
    top = [(x0 + t, y0 + t, z1), (x1 - t, y0 + t, z1), (x1 - t, y1 - t, z1), (x0 + t, y1 - t, z1)]
    return frustum(bottom, top, colour)


def frustum(bottom: list[Point], top: list[Point], colour: Colour) -> Part:
    """The body between two rings of equally many corners, both counter-clockwise seen from above."""
    hull = [face(top, colour), face(bottom[::-1], colour)]
    ring = [*range(len(bottom)), 0]
    hull += [face([bottom[a], bottom[b], top[b], top[a]], colour) for a, b in pairwise(ring)]
    return Part(hull)


def column(
    centre: tuple[float, float],
    z0: float,
    z1: float,
    radii: tuple[float, float],
    colour: Colour,
    sides: int = 8,
) -> Part:
    """An upright column or cone with a regular polygon as its section, `radii` at foot and head."""
    turn = 2 * np.pi * np.arange(sides) / sides
    rings: list[list[Point]] = [
        [(centre[0] + r * np.cos(a), centre[1] + r * np.sin(a), z) for a in turn]
        for z, r in ((z0, radii[0]), (z1, radii[1]))
    ]
    return frustum(rings[0], rings[1], colour)


def disc(
    centre: Point,
    radius: float,
    side: int,
    colour: Colour,
    sides: int = 10,
    start: float = 0.0,
    sweep: float = 2 * np.pi,
) -> Face:
    """A round face standing in the x–z plane and looking left (`side` 1) or right (−1)."""
    count = sides if sweep >= 2 * np.pi else sides - 1
    turn = start + sweep * np.arange(sides) / count
    if side > 0:
        turn = turn[::-1]
    return face(
        np.stack(
            [centre[0] + radius * np.cos(turn), np.full(sides, centre[1]), centre[2] + radius * np.sin(turn)],
            axis=1,
        ),
        colour,
    )


def blob(centre: Point, radii: Point, colour: Colour, rng: np.random.Generator) -> Part:
    """A faceted ball of 20 triangles, each a little lighter or darker: a tree's crown."""
    points, triangles = _icosahedron()
    turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))  # a turn, not a mirror, so that the corners keep their order
    shape = np.asarray(centre) + (points @ turn) * np.asarray(radii)
    shades = rng.uniform(0.92, 1.08, len(triangles)).tolist()
    tints = [(colour[0] * shade, colour[1] * shade, colour[2] * shade) for shade in shades]
    return Part([face(shape[list(three)], tint) for three, tint in zip(triangles, tints, strict=True)])


@lru_cache(maxsize=1)
def _icosahedron() -> tuple[Floats, tuple[tuple[int, int, int], ...]]:
    """Its 12 corners on the unit ball, and its 20 triangles counter-clockwise seen from outside."""
    golden = (1 + 5**0.5) / 2
    corners = np.array([(a, b * golden, 0.0) for a in (-1, 1) for b in (-1, 1)])
    points = np.concatenate([np.roll(corners, shift, axis=1) for shift in range(3)])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    triangles = []
    for i, j, k in combinations(range(12), 3):
        one, two, three = points[[i, j, k]]
        sides = (one - two, two - three, three - one)
        if max(float(side @ side) for side in sides) < 1.5:
            outward = float(np.cross(two - one, three - one) @ (one + two + three)) > 0
            triangles.append((i, j, k) if outward else (i, k, j))
    return points, tuple(triangles)


@dataclass(frozen=True)
class Mesh:
    """A body ready to be drawn: all its faces in arrays, and which part stands before which.

    `corners` (n, CORNERS, 3), `counts` (n,), `normals` (n, 3), `offsets` (n,), `colours` (n, 3),
    `glows` (n,) index into `lamps` or −1, `parts` (n,), `solid` (n,) false for decals,
    `footprint` (4, 2) on the ground.
    `planes` (p, p, 4): plane that parts part i from part j, i on its negative side; zeros if none.
    """

    corners: Floats
    counts: Ints
    normals: Floats
    offsets: Floats
    colours: Floats
    glows: Ints
    lamps: tuple[str, ...]
    parts: Ints
    solid: NDArray[np.bool_]
    footprint: Floats
    planes: Floats

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """The lowest and highest corner of the body's upright box."""
        flat = self.corners.reshape(-1, 3)
        return flat.min(axis=0), flat.max(axis=0)


def build(parts: list[Part], footprint: Floats | None = None) -> Mesh:
    """Gather parts into arrays. Without a `footprint` (4, 2) it is the bounding rectangle."""
    faces = [(index, piece) for index, part in enumerate(parts) for piece in (*part.hull, *part.decals)]
    solid = [place < len(part.hull) for part in parts for place in range(len(part.hull) + len(part.decals))]
    lamps = tuple(sorted({piece.glow for _, piece in faces if piece.glow}))
    corners = np.stack([_padded(piece.corners) for _, piece in faces])
    normals = np.stack([_normal(piece.corners) for _, piece in faces])
    return Mesh(
        corners=corners,
        counts=np.array([len(piece.corners) for _, piece in faces]),
        normals=normals,
        offsets=np.einsum("ij,ij->i", normals, corners[:, 0]),
        colours=np.array([piece.colour for _, piece in faces]),
        glows=np.array([lamps.index(piece.glow) if piece.glow else -1 for _, piece in faces]),
        lamps=lamps,
        parts=np.array([index for index, _ in faces]),
        solid=np.array(solid),
        footprint=_rectangle(corners) if footprint is None else footprint,
        planes=_parting_planes(parts),
    )


def padded(polygons: list[Floats]) -> tuple[Floats, Ints]:
    """Polygons of different lengths as one array (n, k, 3) that repeats last corners, and their lengths."""
    longest = max(len(polygon) for polygon in polygons)
    rows = [polygon[np.minimum(np.arange(longest), len(polygon) - 1)] for polygon in polygons]
    return np.stack(rows), np.array([len(polygon) for polygon in polygons])


def _padded(corners: Floats) -> Floats:
    return corners[np.minimum(np.arange(CORNERS), len(corners) - 1)]


def _normal(corners: Floats) -> Floats:
    """Newell's normal: sound for any flat polygon, whatever its first three corners are."""
    x, y, z = corners.T
    after_x, after_y, after_z = corners[[*range(1, len(corners)), 0]].T
    normal = np.array(
        [(y - after_y) @ (z + after_z), (z - after_z) @ (x + after_x), (x - after_x) @ (y + after_y)]
    )
    return normal / (math.sqrt(normal @ normal) or 1.0)


def _rectangle(corners: Floats) -> Floats:
    flat = corners.reshape(-1, 3)
    (x0, y0), (x1, y1) = flat[:, :2].min(axis=0), flat[:, :2].max(axis=0)
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def _parting_planes(parts: list[Part]) -> Floats:
    """For each two parts the face of one that has the whole of the other before it."""
    planes = np.zeros((len(parts), len(parts), 4))
    corners = [part.corners for part in parts]
    for i, part in enumerate(parts):
        normals = np.stack([_normal(piece.corners) for piece in part.hull])
        offsets = (normals * np.stack([piece.corners[0] for piece in part.hull])).sum(axis=1)
        for j in range(len(parts)):
            if i == j:
                continue
            gaps = (corners[j] @ normals.T).min(axis=0) - offsets
            best = int(np.argmax(gaps))
            if gaps[best] > -1e-3:
                planes[i, j] = (*normals[best], offsets[best])
                if not planes[j, i].any():
                    planes[j, i] = (*-normals[best], -offsets[best])
    return planes
