"""SUSTech's cuboids as tracks, and the boxes that a detector might have made of them in its cameras."""

import math
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import msgspec
import numpy as np

from crosstie.schema.anchors import Box, Cuboid, Keyframe, Track
from crosstie.schema.geometry.boxes import area, clip, intersection
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.geometry.rotations import quaternion_from_matrix
from crosstie.schema.records import Asset
from tests.app.prelabelling.seen_objects import Seen

FRAMES: Final = ("000965", "000970", "000975")
STEP_NS: Final = 500_000_000


class Disturbance(msgspec.Struct, frozen=True):
    """How badly the made boxes are drawn, from a fixed seed.

    `edge_error` is the standard deviation of each edge, of the box's width or height; `missed`, `false` and
    `confused` are the parts of the objects that have no box, that bring a false alarm, and whose class is
    told wrongly.
    """

    edge_error: float = 0.06
    missed: float = 0.05
    false: float = 0.10
    confused: float = 0.05
    seed: int = 20261123


_SMALLEST_PX: Final = 12.0
_HIDDEN: Final = 0.8
_CLASSES: Final = {"Car": "c_car", "Bus": "c_bus", "Truck": "c_truck", "Rider": "c_rider",
                   "Pedestrian": "c_pedestrian", "Motor": "c_motor"}  # fmt: skip


class _Vector(msgspec.Struct):
    x: float
    y: float
    z: float


class _Pose(msgspec.Struct):
    position: _Vector
    scale: _Vector
    rotation: _Vector


class _Label(msgspec.Struct):
    psr: _Pose
    obj_type: str
    obj_id: str


def sustech_objects(folder: Path, cameras: list[Asset], drawn: Disturbance) -> list[Seen]:
    """Every object's cuboid track, and disturbed box tracks in each camera that sees it."""
    labels = [_labels(folder / "label" / f"{frame}.json") for frame in FRAMES]
    things = sorted({thing for frame in labels for thing in frame})
    seen = [_cuboid_track(thing, labels) for thing in things]
    random = Random(drawn.seed)
    for camera in cameras:
        seen.extend(_boxes(camera, labels, things, drawn, random))
    return seen


def disturbed(box: Box, camera: Asset, edge_error: float, random: Random) -> Box | None:
    """A box as a detector might draw it: each edge off by a normal error of `edge_error` of its side."""
    edges = [random.gauss(0.0, edge_error) for _ in range(4)]
    left, top = box.x + edges[0] * box.width, box.y + edges[1] * box.height
    right, bottom = box.x + (1 + edges[2]) * box.width, box.y + (1 + edges[3]) * box.height
    moved = Box(left, top, max(right - left, 1.0), max(bottom - top, 1.0))
    return clip(moved, camera.facts.width, camera.facts.height)


def _labels(path: Path) -> dict[str, _Label]:
    return {one.obj_id: one for one in msgspec.json.decode(path.read_bytes(), type=list[_Label])}


def _cuboid_track(thing: str, labels: list[dict[str, _Label]]) -> Seen:
    frames = {at: frame[thing] for at, frame in enumerate(labels) if thing in frame}
    keyframes = tuple(Keyframe(at * STEP_NS, _cuboid(label)) for at, label in frames.items())
    first = next(iter(frames.values()))
    return Seen(thing, "lidar", _CLASSES[first.obj_type], Track(keyframes))


def _cuboid(label: _Label) -> Cuboid:
    pose = label.psr
    turn = np.eye(3)
    for axis, angle in ((2, pose.rotation.z), (1, pose.rotation.y), (0, pose.rotation.x)):
        turn = turn @ _about(axis, angle)
    center, scale = pose.position, pose.scale
    size = (scale.x, scale.y, scale.z)
    return Cuboid((center.x, center.y, center.z), size, quaternion_from_matrix(turn))


def _about(axis: int, angle: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    turn = np.eye(3)
    first, second = ((1, 2), (0, 2), (0, 1))[axis]
    sign = -1.0 if axis == 1 else 1.0
    turn[first, first] = turn[second, second] = math.cos(angle)
    turn[second, first] = sign * math.sin(angle)
    turn[first, second] = -sign * math.sin(angle)
    return turn


def _boxes(
    camera: Asset, labels: list[dict[str, _Label]], things: list[str], drawn: Disturbance, random: Random
) -> Iterator[Seen]:
    visible = [_visible(camera, frame) for frame in labels]
    classes = sorted(set(_CLASSES.values()))
    for thing in things:
        keyframes = [
            Keyframe(at * STEP_NS, box)
            for at, frame in enumerate(visible)
            if thing in frame and (box := disturbed(frame[thing], camera, drawn.edge_error, random))
        ]
        if not keyframes or random.random() < drawn.missed:
            continue
        label = next(frame[thing] for frame in labels if thing in frame)
        told = random.choice(classes) if random.random() < drawn.confused else _CLASSES[label.obj_type]
        yield Seen(thing, camera.id, told, Track(tuple(keyframes)))
        if random.random() < drawn.false:
            yield Seen("", camera.id, random.choice(classes), _false_alarm(camera, random))


def _visible(camera: Asset, frame: dict[str, _Label]) -> dict[str, Box]:
    """The boxes around what a camera sees, without what is too small or hidden by what is nearer."""
    assert camera.calibration is not None
    cuboids = {thing: _cuboid(label) for thing, label in frame.items()}
    nearest_first = sorted(cuboids, key=lambda thing: math.dist(cuboids[thing].center, (0.0, 0.0, 0.0)))
    seen: dict[str, Box] = {}
    for thing in nearest_first:
        box = cuboid_box(camera.calibration, cuboids[thing])
        if box is None or min(box.width, box.height) < _SMALLEST_PX:
            continue
        if all(intersection(box, nearer) < _HIDDEN * area(box) for nearer in seen.values()):
            seen[thing] = box
    return seen


def _false_alarm(camera: Asset, random: Random) -> Track:
    width, height = random.uniform(20, 200), random.uniform(20, 200)
    x = random.uniform(0, camera.facts.width - width)
    y = random.uniform(0, camera.facts.height - height)
    return Track(tuple(Keyframe(at * STEP_NS, Box(x, y, width, height)) for at in range(len(FRAMES))))
