"""Painter's order: what stands behind is drawn first."""

import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.mesh import Floats, Ints, Mesh

Bools = NDArray[np.bool_]


def footprint_order(footprints: Floats, eye: Floats) -> list[int]:
    """Order of convex footprints (n, 4, 2), counter-clockwise, from back to front as seen from `eye` (2,).

    Where an edge of one has the whole of the other beyond it, whoever shares the eye's side is in front.
    """
    edges = np.roll(footprints, -1, axis=1) - footprints
    normals = np.stack([edges[..., 1], -edges[..., 0]], axis=-1)
    offsets = np.einsum("nek,nek->ne", normals, footprints)
    reach = normals.reshape(-1, 2) @ footprints.reshape(-1, 2).T
    nearest = np.minimum.reduce([reach[:, corner::4] for corner in range(4)])  # (n·e, m)
    # (n, m, e): edge e of n has the whole of m outside
    beyond = (nearest - offsets.reshape(-1, 1) >= -1e-9).reshape(len(footprints), 4, -1).transpose(0, 2, 1)
    eye_inside = (normals @ eye - offsets < 0)[:, None, :]
    nearer = (beyond & eye_inside).any(axis=2)  # n stands before m
    farther = (beyond & ~eye_inside).any(axis=2)
    before = nearer | farther.T
    after = before & ~before.T  # where lines disagree neither hides the other
    distance = np.linalg.norm(footprints.mean(axis=1) - eye, axis=1)
    return paint_order(after, np.argsort(-distance))


def part_ranks(mesh: Mesh, eye: Floats, cache: dict[bytes, Ints]) -> Ints:
    """For each part of a mesh its place in drawing order, seen from `eye` (3,) in the mesh's frame."""
    known = mesh.planes[..., :3].any(axis=2)
    after = known & (mesh.planes[..., :3] @ eye - mesh.planes[..., 3] < 0)
    key = after.tobytes()
    if key not in cache:
        ranks = np.empty(len(after), dtype=np.int64)
        ranks[paint_order(after, np.arange(len(after)))] = np.arange(len(after))
        cache[key] = ranks
    return cache[key]


def paint_order(after: Bools, hint: Ints) -> list[int]:
    """Indices such that i comes after j wherever `after[i, j]`; `hint` orders what is free (cycles too)."""
    done: set[int] = set()
    order: list[int] = []
    needs = [np.nonzero(row)[0].tolist() for row in after]

    def visit(index: int) -> None:
        done.add(index)
        for other in needs[index]:
            if other not in done:
                visit(other)
        order.append(index)

    for index in hint.tolist():
        if index not in done:
            visit(index)
    return order
