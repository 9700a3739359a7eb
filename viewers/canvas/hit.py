"""Which thing is meant by a point: handles first, then edges, then the smallest shape around it."""

import math
from collections.abc import Collection
from typing import Literal

import msgspec

from crosstie.schema.geometry.polygons import distance_to_segment
from crosstie.viewers.canvas.handles import Handle, handles_of
from crosstie.viewers.canvas.items import Scene, Wire
from crosstie.viewers.canvas.shapes import area_of, edge_distance, holds
from crosstie.viewers.canvas.transform import Bounds


class Reach(msgspec.Struct, frozen=True):
    """How far from a thing a point still means it, in the picture's plane, and the view's scale."""

    handle: float
    edge: float
    scale: float


class Hit(msgspec.Struct, frozen=True):
    """What a point means. A wire can be picked and nothing else: a drag goes to what lies below it."""

    id: str
    part: Literal["handle", "edge", "inside", "wire"]
    handle: Handle | None = None


def hit_at(scene: Scene, x: float, y: float, reach: Reach, reshapable: Collection[str]) -> Hit | None:
    """What a click at a point picks; `reshapable` are the ids that show handles."""
    grip = grip_at(scene, x, y, reach, reshapable)
    if grip is not None and grip.part != "inside":
        return grip
    return _wire_at(scene.wires, x, y, reach) or grip


def grip_at(scene: Scene, x: float, y: float, reach: Reach, reshapable: Collection[str]) -> Hit | None:
    """What a drag that begins at a point takes hold of."""
    return (
        _handle_at(scene, x, y, reach, reshapable) or _edge_at(scene, x, y, reach) or _inside_at(scene, x, y)
    )


def _handle_at(scene: Scene, x: float, y: float, reach: Reach, reshapable: Collection[str]) -> Hit | None:
    found = (
        (math.hypot(handle.x - x, handle.y - y), item.id, handle)
        for item_id in reshapable
        if (item := scene.by_id.get(item_id)) is not None
        for handle in handles_of(item.shape, reach.scale)
    )
    nearest = min(found, key=lambda row: row[0], default=None)
    if nearest is None or nearest[0] > reach.handle:
        return None
    return Hit(nearest[1], "handle", nearest[2])


def _edge_at(scene: Scene, x: float, y: float, reach: Reach) -> Hit | None:
    near = [scene.items[place] for place in scene.near(Bounds(x, y, x, y).grown(reach.edge))]
    at_edge = [item for item in near if edge_distance(item.shape, x, y) <= reach.edge]
    nearest = min(at_edge, key=lambda item: area_of(item.shape), default=None)
    return Hit(nearest.id, "edge") if nearest else None


def _wire_at(wires: Collection[Wire], x: float, y: float, reach: Reach) -> Hit | None:
    nearest = min(wires, key=lambda wire: _wire_distance(wire, x, y), default=None)
    if nearest is None or _wire_distance(nearest, x, y) > reach.edge:
        return None
    return Hit(nearest.id, "wire")


def _inside_at(scene: Scene, x: float, y: float) -> Hit | None:
    around = [scene.items[place] for place in scene.near(Bounds(x, y, x, y))]
    smallest = min(
        (item for item in around if holds(item.shape, x, y)),
        key=lambda item: area_of(item.shape),
        default=None,
    )
    return Hit(smallest.id, "inside") if smallest else None


def _wire_distance(wire: Wire, x: float, y: float) -> float:
    return min((distance_to_segment((x, y), start, end) for start, end in wire.lines.tolist()))
