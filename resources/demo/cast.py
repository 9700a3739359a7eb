"""The cast of the drive: the car that films and everybody it meets."""

import math
from typing import Final

from crosstie.resources.demo import vehicles
from crosstie.resources.demo.mesh import Mesh
from crosstie.resources.demo.motion import Motion, Path, parked
from crosstie.resources.demo.people import Clothes
from crosstie.resources.demo.scene import (
    CROSS_X,
    INNER_LANE,
    ONCOMING_INNER,
    ONCOMING_OUTER,
    OUTER_LANE,
    PARKING_LEFT,
    PARKING_RIGHT,
    Actor,
)

EGO: Final = Motion(Path(0.0, OUTER_LANE), (0.0, 4.6, 7.2, 9.4, 13.8), (9.5, 9.5, 5.0, 5.0, 0.0))


def _turning() -> Motion:
    # A right turn of 7.5 m radius that ends in the cross street's right-hand lane.
    bend = CROSS_X - 1.75 - 7.5
    path = Path(23.0, OUTER_LANE, 0.0, bend - 23.0, 7.5, math.pi / 2)
    return Motion(path, (0.0, 4.0, 6.8, 11.9, 14.5), (9.5, 9.5, 5.0, 5.0, 7.5))


def _oncoming(x: float, y: float, speed: float) -> Motion:
    return Motion(Path(x, y, math.pi), (0.0,), (speed,))


def _moving() -> list[Actor]:
    overtaking = Motion(Path(-13.0, INNER_LANE), (0.0, 6.0, 9.0), (13.6, 13.6, 12.0))
    filtering = Motion(Path(-31.6, -2.9), (0.0, 8.6, 11.1), (12.0, 12.0, 0.0))
    motions = (
        _turning(),
        overtaking,
        filtering,
        _oncoming(136.0, ONCOMING_INNER, 8.4),
        _oncoming(118.0, ONCOMING_OUTER, 10.5),
    )
    rows = (
        ("V-01", "truck", "white truck", "white", "43C-218.07", "braked, turned right"),
        ("V-02", "car", "red car", "red", "43A-551.62", "overtook on the left"),
        ("V-03", "motorbike", "motorbike", "orange", "43-F1 906.44", "passed on the left, stopped"),
        ("V-04", "bus", "bus", "green", "43B-030.15", "oncoming, line 12"),
        ("V-05", "car", "yellow taxi", "yellow", "43E-117.90", "oncoming"),
    )
    return [
        Actor(id_, kind, name, colour, motion, mesh, plate=plate, role=role, blinks=id_ == "V-01")
        for (id_, kind, name, colour, plate, role), motion, mesh in zip(
            rows, motions, _moving_meshes(), strict=True
        )
    ]


def _moving_meshes() -> tuple[Mesh, ...]:
    return (
        vehicles.truck((1.0, 1.0, 0.99), (0.15, 0.40, 0.62)),
        vehicles.car((0.78, 0.12, 0.11)),
        vehicles.motorbike((0.92, 0.46, 0.08), (0.16, 0.22, 0.38), (0.95, 0.62, 0.12)),
        vehicles.bus((0.06, 0.44, 0.47), (0.94, 0.90, 0.80)),
        vehicles.car((0.93, 0.70, 0.12)),
    )


def _parked() -> list[Actor]:
    rows = [
        ("V-06", "blue car", "blue", (0.13, 0.24, 0.45), 30.0, PARKING_RIGHT, 0.0, "43A-702.33"),
        ("V-07", "green car", "green", (0.20, 0.38, 0.28), 52.0, PARKING_RIGHT, 0.0, "43A-390.48"),
        ("V-08", "grey car", "grey", (0.34, 0.36, 0.39), 71.0, PARKING_RIGHT, 0.0, "43A-665.21"),
        ("V-09", "beige car", "beige", (0.72, 0.64, 0.50), 43.0, PARKING_LEFT, math.pi, "43A-148.76"),
        ("V-10", "silver car", "silver", (0.66, 0.69, 0.72), 66.5, PARKING_LEFT, math.pi, "43A-812.09"),
    ]
    return [
        Actor(id_, "car", name, colour, parked(x, y, yaw), vehicles.car(paint), plate=plate, role="parked")
        for id_, name, colour, paint, x, y, yaw, plate in rows
    ]


def _people() -> list[Actor]:
    crossing = Motion(Path(92.7, -10.6, math.pi / 2), (0.0, 9.7, 10.2), (0.0, 0.0, 1.5))
    stroll = Motion(Path(20.0, -11.0), (0.0,), (1.3,))
    towards = Motion(Path(84.0, -12.2, math.pi), (0.0,), (1.2,))
    red, navy, sand, olive = (0.76, 0.22, 0.20), (0.14, 0.19, 0.30), (0.80, 0.72, 0.55), (0.36, 0.40, 0.24)
    return [
        Actor(
            "P-01",
            "pedestrian",
            "pedestrian",
            "red",
            crossing,
            clothes=Clothes(red, navy, bag=(0.2, 0.2, 0.22)),
        ),
        Actor("P-02", "pedestrian", "walker", "beige", stroll, clothes=Clothes(sand, (0.22, 0.24, 0.28))),
        Actor(
            "P-03", "pedestrian", "passer-by", "green", towards, clothes=Clothes(olive, (0.30, 0.25, 0.22))
        ),
    ]


ACTORS: Final = (*_moving(), *_parked(), *_people())
"""Everything on the street that is labelled, vehicles first."""
