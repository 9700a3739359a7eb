"""The lines and faces of all cuboids of a view as triangles in pixels, ready to be uploaded."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.items import CloudItems
from crosstie.viewers.pointcloud.wireframe import Wireframes

STROKE_VERTEX: Final = np.dtype(
    [
        ("a_start", "f4", 2),
        ("a_end", "f4", 2),
        ("a_corner", "f4", 2),
        ("a_color", "f4", 4),
        ("a_style", "f4", 3),
    ]
)
"""A stroke's corner: its two ends, which corner, its colour, and half its width, its dash and its gap."""
FILL_VERTEX: Final = np.dtype([("a_place", "f4", 2), ("a_color", "f4", 4)])
Vertices = NDArray[np.void]

CORNERS: Final = np.array([(0, -1), (0, 1), (1, -1), (1, -1), (0, 1), (1, 1)], dtype=np.float32)
_TWO_TRIANGLES: Final = np.array([0, 1, 2, 0, 2, 3])
_LINE_PX, _FAINT_PX, _CASING_PX = 1.6, 1.0, 3.6
_FAINT, _CASING = 0.38, 0.42
_FACE_ALPHA, _FRONT_ALPHA = 0.10, 0.26
_DASHES: Final = {"solid": (0.0, 0.0), "dashed": (6.4, 4.0), "dotted": (1.8, 2.8)}
_PLAIN_PX: Final = 8.0
"""A cuboid that is smaller than this on screen is its edges and nothing else."""


def fills(items: CloudItems, wires: Wireframes) -> Vertices:
    """The faces turned to the eye, tinted; the front one more, so that one sees where it heads."""
    shown = wires.turned & (wires.seen & (wires.extents > _PLAIN_PX))[:, None]
    whose, face = np.nonzero(shown)
    vertices = np.zeros((len(whose), 6), dtype=FILL_VERTEX)
    vertices["a_place"] = wires.faces[whose, face][:, _TWO_TRIANGLES]
    vertices["a_color"][..., :3] = items.colors[whose][:, None]
    vertices["a_color"][..., 3] = np.where(face == 0, _FRONT_ALPHA, _FACE_ALPHA)[:, None]
    return vertices.ravel()


def strokes(items: CloudItems, wires: Wireframes, shade: tuple[float, float, float]) -> Vertices:
    """Edges with a dark edge that lifts them off the points, those behind faint, and the arrows on top."""
    dashes = np.array([_DASHES[item.stroke] for item in items.items], dtype=np.float32).reshape(-1, 2)
    front_of, front = np.nonzero(wires.drawn & wires.front & wires.seen[:, None])
    behind_of, behind = np.nonzero(wires.drawn & ~wires.front & wires.seen[:, None])
    cased = wires.extents[front_of] > _PLAIN_PX
    edges = wires.edges
    parts = [
        _stroke(edges[front_of[cased], front[cased]], np.array((*shade, _CASING)), _CASING_PX),
        _stroke(edges[behind_of, behind], _with_alpha(items.colors[behind_of], _FAINT), _FAINT_PX),
        _stroke(edges[front_of, front], _with_alpha(items.colors[front_of], 1.0), _LINE_PX, dashes[front_of]),
        _arrows(items, wires),
    ]
    return np.concatenate(parts)


def _arrows(items: CloudItems, wires: Wireframes) -> Vertices:
    whose = np.flatnonzero(wires.seen & wires.arrow_seen & (wires.extents > _PLAIN_PX))
    lines = np.stack([wires.arrows[whose][:, :2], wires.arrows[whose][:, 1:]], axis=1).reshape(-1, 2, 2)
    return _stroke(lines, _with_alpha(np.repeat(items.colors[whose], 2, axis=0), 0.95), _LINE_PX)


def _stroke(
    lines: Floats, color: NDArray[np.floating], width_px: float, dashes: NDArray[np.float32] | None = None
) -> Vertices:
    vertices = np.zeros((len(lines), 6), dtype=STROKE_VERTEX)
    vertices["a_start"], vertices["a_end"] = lines[:, None, 0], lines[:, None, 1]
    vertices["a_corner"] = CORNERS
    vertices["a_color"] = color if color.ndim == 1 else color[:, None]
    vertices["a_style"][..., 0] = width_px / 2
    if dashes is not None:
        vertices["a_style"][..., 1:] = dashes[:, None]
    return vertices.ravel()


def _with_alpha(colors: NDArray[np.float32], alpha: float) -> NDArray[np.float32]:
    return np.column_stack([colors, np.full(len(colors), alpha, np.float32)])
