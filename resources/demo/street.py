"""The street that does not move: houses, trees and the rest, with the light that falls on it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.buildings import House, block_edges, houses
from crosstie.resources.demo.furniture import Tree, lamps, small_things, trees
from crosstie.resources.demo.ground import Patch, patches
from crosstie.resources.demo.mesh import Floats, Mesh
from crosstie.resources.demo.scene import SEED

SUN: Final = np.array([-0.50, 0.52, 0.69]) / np.linalg.norm([-0.50, 0.52, 0.69])
"""Unit vector towards the sun: behind the car to the left, so that what drives ahead is lit."""


@dataclass(frozen=True)
class Street:
    """All that stands still. `solids` are the meshes to draw; `block_low`, `block_high` (n, 3) stop rays."""

    houses: list[House]
    trees: list[Tree]
    solids: list[Mesh]
    ground: list[Patch]
    block_low: Floats
    block_high: Floats


@lru_cache(maxsize=1)
def street() -> Street:
    """The one street of the demo, the same on every run."""
    rng = np.random.default_rng(SEED)
    built, planted = houses(rng), trees(rng)
    solids = [house.mesh for house in built] + [tree.mesh for tree in planted] + lamps() + small_things()
    low, high = block_edges(built)
    return Street(built, planted, solids, patches([(tree.x, tree.y) for tree in planted], rng), low, high)


def sunlit(points: Floats) -> Floats:
    """For each point (n, 3) 1 where the sun reaches it past the houses, else 0."""
    enters, leaves = _passes(points, SUN)
    return np.asarray(~((leaves > np.maximum(enters, 0.05)).any(axis=1)), dtype=np.float64)


def sees(eye: Floats, point: Floats) -> bool:
    """Whether no house stands between two places (3,)."""
    return not bool(blocked(eye, point[None])[0])


def blocked(eye: Floats, points: Floats) -> NDArray[np.bool_]:
    """For each point (n, 3) whether a house stands between it and the eye (3,)."""
    enters, leaves = _passes(np.broadcast_to(eye, points.shape), points - eye)
    return np.asarray(((leaves > enters) & (enters > 0) & (enters < 1)).any(axis=1))


def _passes(points: Floats, direction: Floats) -> tuple[Floats, Floats]:
    """Where the line from each point (n, 3) enters and leaves each house (m), in lengths of `direction`.

    One direction (3,) for all points or one each (n, 3).
    """
    scene = street()
    with np.errstate(divide="ignore", invalid="ignore"):
        step = 1.0 / direction.reshape(-1, 1, 3)
        near = (scene.block_low[None] - points[:, None]) * step
        far = (scene.block_high[None] - points[:, None]) * step
    return np.minimum(near, far).max(axis=2), np.maximum(near, far).min(axis=2)
