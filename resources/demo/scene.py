"""The measures of the street, and what an actor on it is."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from crosstie.resources.demo import people
from crosstie.resources.demo.mesh import Floats, Mesh
from crosstie.resources.demo.motion import Motion, Pose
from crosstie.resources.demo.people import Clothes

DURATION_S: Final = 16.0
SEED: Final = 20261103

# Lanes of the street, which runs along +x; traffic keeps to the right. Metres.
OUTER_LANE, INNER_LANE, ONCOMING_INNER, ONCOMING_OUTER = -5.25, -1.75, 1.75, 5.25
PARKING_RIGHT, PARKING_LEFT = -8.2, 8.2
KERB: Final = 9.4
FACADE: Final = 14.0
CROSS_X: Final = 104.0
CROSS_HALF: Final = 4.0
ZEBRA: Final = (90.8, 94.6)


@dataclass(frozen=True)
class Actor:
    """Something that moves or might: a vehicle or a person.

    `kind` names a class of the schema, less its "c_"; `plate` and `role` are what the report says of it.
    """

    id: str
    kind: str
    name: str
    colour: str
    motion: Motion
    mesh: Mesh | None = None
    clothes: Clothes | None = None
    plate: str = ""
    role: str = ""
    blinks: bool = False

    @property
    def is_person(self) -> bool:
        """Whether this is somebody on foot."""
        return self.clothes is not None

    @property
    def is_parked(self) -> bool:
        """Whether it stands still all the time."""
        return self.role == "parked"

    def pose(self, time_s: float) -> Pose:
        """Where it is at a time of the sample."""
        return self.motion.at(time_s)

    def mesh_at(self, time_s: float) -> Mesh:
        """Its shape at a time; a walker's legs swing with the way gone."""
        if self.mesh is not None:
            return self.mesh
        assert self.clothes is not None
        if self.pose(time_s).speed < 0.05:
            return people.person(self.clothes, 0)
        return people.person(
            self.clothes, round((0.83 * time_s + 0.1 * len(self.name)) * people.STRIDE_STEPS)
        )

    def outline(self) -> Floats:
        """All faces' corners (n, k, 3) in its own frame; of a walker those of both long steps of a stride."""
        if self.mesh is not None:
            return self.mesh.corners
        assert self.clothes is not None
        steps = (people.STRIDE_STEPS // 4, 3 * people.STRIDE_STEPS // 4)
        return np.concatenate([people.person(self.clothes, step).corners for step in steps])

    def extent(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner of the box about it, in its own frame, metres."""
        if self.is_person:
            return np.array([-0.36, -0.31, 0.0]), np.array([0.36, 0.31, 1.75])
        return self.mesh_at(0.0).bounds


def world_from_body(pose: Pose) -> Floats:
    """4×4 from a body's own frame to the world's."""
    matrix = np.eye(4)
    cos, sin = math.cos(pose.yaw), math.sin(pose.yaw)
    matrix[:2, :2] = ((cos, -sin), (sin, cos))
    matrix[:2, 3] = (pose.x, pose.y)
    return matrix
