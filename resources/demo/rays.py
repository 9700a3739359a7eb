"""Rays against simple bodies: ground, upright boxes and balls, in closed form."""

import numpy as np

from crosstie.resources.demo.mesh import Floats

MISS = np.inf


def hit_plane(origin: Floats, directions: Floats, height: float) -> Floats:
    """Range along each ray (n, 3) to the level plane at `height`, infinite where it is not met."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ranges = (height - origin[2]) / directions[:, 2]
    return np.asarray(np.where(ranges > 0, ranges, MISS))


def hit_box(origin: Floats, directions: Floats, low: Floats, high: Floats) -> Floats:
    """Range along each ray (n, 3) to an axis-aligned box, infinite if missed (Kay & Kajiya's slabs)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        step = 1.0 / directions
        one, other = (low - origin) * step, (high - origin) * step
    enters = np.minimum(one, other).max(axis=1)
    leaves = np.maximum(one, other).min(axis=1)
    return np.asarray(np.where((enters <= leaves) & (enters > 0), enters, MISS))


def hit_balls(origin: Floats, directions: Floats, centres: Floats, radii: Floats) -> Floats:
    """Range along each unit ray (n, 3) to the nearest of balls (m, 3), (m,), infinite if all are missed."""
    offsets = origin - centres
    along = directions @ offsets.T
    root = along**2 - ((offsets**2).sum(axis=1) - radii**2)
    ranges = -along - np.sqrt(np.maximum(root, 0))
    return np.asarray(np.where((root >= 0) & (ranges > 0), ranges, MISS).min(axis=1))


def hit_hull(origin: Floats, directions: Floats, normals: Floats, offsets: Floats) -> Floats:
    """Range along each ray (n, 3) to a convex body given by its planes (p, 3), (p,) with outward normals."""
    toward = directions @ normals.T
    gap = offsets - normals @ origin
    with np.errstate(divide="ignore", invalid="ignore"):
        ranges = gap / toward
    enters = np.where(toward < 0, ranges, -np.inf).max(axis=1)
    leaves = np.where(toward > 0, ranges, np.inf).min(axis=1)
    parallel_outside = ((toward == 0) & (gap < 0)).any(axis=1)
    return np.asarray(np.where((enters <= leaves) & (enters > 0) & ~parallel_outside, enters, MISS))
