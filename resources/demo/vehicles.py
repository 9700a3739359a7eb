"""The vehicles of the drive as meshes: car, truck, bus and motorbike, each read at a glance."""

import numpy as np

from crosstie.resources.demo.decals import (
    AMBER_LAMP,
    GLASS,
    HEAD_LAMP,
    PLATE,
    RED_LAMP,
    RIM,
    TYRE,
    facing,
    lamp_pair,
    sideways,
    treads,
    wheels,
    window,
)
from crosstie.resources.demo.mesh import (
    Colour,
    Mesh,
    Part,
    Point,
    box,
    build,
    column,
    disc,
    face,
    frustum,
    prism,
)

TRIM: Colour = (0.13, 0.14, 0.16)
STEEL: Colour = (0.42, 0.44, 0.47)


def car(paint: Colour) -> Mesh:
    """A hatchback, 4.4 × 1.8 × 1.46 m."""
    side = 0.9
    profile = [
        (-2.14, 0.30),
        (2.08, 0.28),
        (2.2, 0.46),
        (2.12, 0.70),
        (0.98, 0.90),
        (-1.98, 0.92),
        (-2.2, 0.72),
    ]
    body = prism(profile, -side, side, paint)
    for direction, x in ((1, 2.19), (-1, -2.19)):
        body.decals.append(facing(direction, x, (-0.86, 0.86), (0.28, 0.44), TRIM))
        body.decals.append(facing(direction, x, (-0.26, 0.26), (0.42, 0.53), PLATE))
    body.decals += lamp_pair(1, 2.16, (0.52, 0.86), (0.52, 0.66), HEAD_LAMP, "head")
    body.decals += lamp_pair(-1, -2.2, (0.50, 0.87), (0.56, 0.76), RED_LAMP, "brake")
    for direction in (1, -1):
        y = direction * side
        body.decals.append(sideways(direction, y, (-1.9, 1.9), (0.30, 0.37), TRIM))
        body.decals += [
            sideways(direction, y, (x, x + 0.02), (0.38, 0.9), _darker(paint)) for x in (-0.62, 0.42)
        ]
    axles = [-1.35, 1.38]
    wheels(body, axles, side, 0.33)
    cabin = frustum(
        [(-1.95, -0.82, 0.92), (1.02, -0.82, 0.92), (1.02, 0.82, 0.92), (-1.95, 0.82, 0.92)],
        [(-1.42, -0.62, 1.46), (0.28, -0.62, 1.46), (0.28, 0.62, 1.46), (-1.42, 0.62, 1.46)],
        paint,
    )
    _cabin_windows(cabin)
    tyres = [box(low, high, TYRE) for low, high in treads(axles, side, 0.33, 0.28)]
    return build([body, cabin, *tyres])


def _cabin_windows(cabin: Part) -> None:
    right, front, left, rear = cabin.hull[2:]
    for on in (front, rear):
        cabin.decals += window(on, (0.07, 0.93), (0.08, 0.90))
    for on, spans in ((right, ((0.07, 0.42), (0.46, 0.90))), (left, ((0.10, 0.54), (0.58, 0.93)))):
        for span in spans:
            cabin.decals += window(on, span, (0.10, 0.88))


def truck(paint: Colour, band: Colour) -> Mesh:
    """A box truck, 7.4 × 2.4 × 3.3 m."""
    chassis = box((-3.6, -1.12, 0.46), (3.62, 1.12, 0.92), STEEL)
    chassis.decals += [facing(1, 3.63, (-1.1, 1.1), (0.46, 0.92), paint)]
    chassis.decals += [facing(1, 3.64, (-0.3, 0.3), (0.52, 0.66), PLATE)]
    chassis.decals += lamp_pair(1, 3.64, (0.62, 1.02), (0.6, 0.8), HEAD_LAMP, "head")
    chassis.decals += [facing(-1, -3.61, (-1.12, 1.12), (0.50, 0.86), TRIM)]
    chassis.decals += lamp_pair(-1, -3.62, (0.62, 1.08), (0.58, 0.80), RED_LAMP, "brake")
    chassis.decals += lamp_pair(-1, -3.62, (0.40, 0.60), (0.58, 0.80), AMBER_LAMP, "blink")
    chassis.decals += [facing(-1, -3.63, (-0.28, 0.28), (0.58, 0.74), PLATE)]
    for direction in (1, -1):
        chassis.decals.append(sideways(direction, direction * 1.12, (1.5, 3.6), (0.5, 0.92), paint))
    axles = [-2.7, -1.55, 2.55]
    wheels(chassis, axles, 1.12, 0.47, arch=1.1)
    cargo = _cargo_box(paint, band)
    cab = prism([(1.62, 0.94), (3.66, 0.94), (3.7, 1.5), (3.42, 2.5), (1.62, 2.6)], -1.12, 1.12, paint)
    _cab_details(cab)
    tyres = [box(low, high, TYRE) for low, high in treads(axles, 1.12, 0.47, 0.46, width=0.42)]
    return build([chassis, cargo, cab, *tyres])


def _cargo_box(paint: Colour, band: Colour) -> Part:
    cargo = box((-3.7, -1.2, 0.94), (1.48, 1.2, 3.3), paint)
    for direction in (1, -1):
        y = direction * 1.2
        cargo.decals.append(sideways(direction, y, (-3.7, 1.48), (1.45, 1.72), band))
        cargo.decals.append(sideways(direction, y, (-3.7, 1.48), (0.94, 1.02), TRIM))
        cargo.decals += [
            sideways(direction, y, (x, x + 0.03), (1.02, 3.3), _darker(paint)) for x in (-2.4, -1.1, 0.2)
        ]
    back = -3.71
    cargo.decals.append(facing(-1, back, (-1.14, 1.14), (1.02, 3.22), _darker(paint, 0.97)))
    cargo.decals.append(facing(-1, back, (-1.14, 1.14), (1.45, 1.72), band))
    cargo.decals.append(facing(-1, back, (-0.02, 0.02), (1.02, 3.22), STEEL))
    cargo.decals += [facing(-1, back, (y, y + 0.05), (1.05, 3.2), STEEL) for y in (-0.55, 0.5)]
    cargo.decals.append(facing(-1, back, (-1.2, 1.2), (0.94, 1.02), TRIM))
    cargo.decals += lamp_pair(-1, back, (0.95, 1.14), (3.12, 3.22), RED_LAMP, "brake")
    return cargo


def _cab_details(cab: Part) -> None:
    windscreen = np.array([(3.69, -1.0, 1.58), (3.69, 1.0, 1.58), (3.44, 1.0, 2.42), (3.44, -1.0, 2.42)])
    pane = face(windscreen, GLASS)
    cab.decals += window(pane, (0.0, 1.0), (0.0, 1.0))
    cab.decals.append(facing(1, 3.68, (-0.85, 0.85), (1.0, 1.34), TRIM))
    for direction in (1, -1):
        glass = sideways(direction, direction * 1.13, (2.25, 3.38), (1.6, 2.34), GLASS)
        cab.decals += window(glass, (0.0, 1.0), (0.0, 1.0))
        cab.decals.append(sideways(direction, direction * 1.12, (2.1, 2.13), (0.96, 2.4), TRIM))


def bus(paint: Colour, cream: Colour) -> Mesh:
    """A city bus, 10.6 × 2.5 × 3.1 m."""
    body = prism(
        [(-5.3, 0.36), (5.24, 0.36), (5.3, 1.0), (5.12, 2.98), (4.9, 3.1), (-5.2, 3.1), (-5.3, 2.9)],
        -1.25, 1.25, paint,
    )  # fmt: skip
    for direction in (1, -1):
        y = direction * 1.25
        body.decals.append(sideways(direction, y, (-5.3, 5.18), (2.62, 3.02), cream))
        body.decals.append(sideways(direction, y, (-5.3, 5.25), (0.36, 0.52), TRIM))
        body.decals.append(sideways(direction, y, (-5.3, 5.24), (1.22, 1.34), cream))
        for x in np.arange(-5.0, 4.4, 1.36):
            pane = sideways(direction, y, (float(x), float(x) + 1.24), (1.44, 2.52), GLASS)
            body.decals += window(pane, (0.0, 1.0), (0.0, 1.0))
    for x in (3.7, -0.6):
        door = sideways(-1, -1.26, (x, x + 1.1), (0.5, 2.5), GLASS)
        body.decals += [*window(door, (0.0, 0.48), (0.0, 1.0)), *window(door, (0.52, 1.0), (0.0, 1.0))]
    axles = [-3.1, 3.0]
    wheels(body, axles, 1.26, 0.48, arch=1.12)
    _bus_ends(body, cream)
    tyres = [box(low, high, TYRE) for low, high in treads(axles, 1.25, 0.48, 0.36, width=0.4)]
    return build([body, *tyres])


def _bus_ends(body: Part, cream: Colour) -> None:
    front: list[Point] = [(5.3, -1.15, 1.15), (5.3, 1.15, 1.15), (5.17, 1.15, 2.5), (5.17, -1.15, 2.5)]
    body.decals += window(face(front, GLASS), (0.0, 1.0), (0.0, 1.0))
    body.decals.append(facing(1, 5.16, (-0.9, 0.9), (2.62, 2.92), TRIM))
    body.decals.append(facing(1, 5.17, (-0.6, 0.6), (2.68, 2.86), AMBER_LAMP, "sign"))
    body.decals.append(facing(1, 5.3, (-1.2, 1.2), (0.38, 0.5), TRIM))
    body.decals.append(facing(1, 5.31, (-0.28, 0.28), (0.56, 0.7), PLATE))
    body.decals += lamp_pair(1, 5.3, (0.78, 1.14), (0.62, 0.86), HEAD_LAMP, "head")
    body.decals.append(facing(-1, -5.31, (-1.05, 1.05), (1.7, 2.6), GLASS))
    body.decals.append(facing(-1, -5.31, (-1.2, 1.2), (2.68, 3.0), cream))
    body.decals += lamp_pair(-1, -5.31, (0.85, 1.15), (0.7, 1.2), RED_LAMP, "brake")
    body.decals.append(facing(-1, -5.32, (-0.28, 0.28), (0.56, 0.7), PLATE))


def motorbike(paint: Colour, jacket: Colour, helmet: Colour) -> Mesh:
    """A motorbike and its rider, 2.1 × 0.8 × 1.68 m."""
    parts = [_tyre(-0.68), _tyre(0.70)]
    frame = prism([(-0.42, 0.30), (0.34, 0.30), (0.50, 0.62), (0.42, 0.86), (-0.30, 0.74)], -0.14, 0.14, TRIM)
    tank = prism([(-0.10, 0.76), (0.46, 0.80), (0.40, 1.0), (0.02, 1.0)], -0.17, 0.17, paint)
    tail = prism([(-1.0, 0.80), (-0.12, 0.72), (-0.10, 0.84), (-0.95, 0.94)], -0.13, 0.13, paint)
    tail.decals.append(facing(-1, -1.0, (-0.11, 0.11), (0.80, 0.92), RED_LAMP, "brake"))
    tail.decals.append(facing(-1, -0.99, (-0.09, 0.09), (0.62, 0.76), PLATE))
    fork = prism([(0.66, 0.34), (0.74, 0.34), (0.50, 1.08), (0.42, 1.08)], -0.09, 0.09, STEEL)
    fork.decals.append(facing(1, 0.62, (-0.12, 0.12), (0.84, 1.02), HEAD_LAMP, "head"))
    bars = box((0.38, -0.38, 1.04), (0.46, 0.38, 1.10), TRIM)
    legs = [box((-0.35, y, 0.45), (0.12, y + 0.14, 0.86), (0.17, 0.19, 0.25)) for y in (-0.32, 0.18)]
    torso = frustum(
        [(-0.48, -0.20, 0.88), (-0.12, -0.20, 0.88), (-0.12, 0.20, 0.88), (-0.48, 0.20, 0.88)],
        [(-0.26, -0.25, 1.40), (0.02, -0.25, 1.40), (0.02, 0.25, 1.40), (-0.26, 0.25, 1.40)],
        jacket,
    )
    arms = [box((-0.06, y, 1.12), (0.42, y + 0.10, 1.24), jacket) for y in (-0.36, 0.26)]
    head = column((-0.08, 0.0), 1.41, 1.55, (0.10, 0.15), helmet, sides=10)
    crown = column((-0.08, 0.0), 1.55, 1.69, (0.15, 0.08), helmet, sides=10)
    head.decals.append(facing(1, 0.07, (-0.10, 0.10), (1.47, 1.55), GLASS))
    return build([*parts, frame, tank, tail, fork, bars, *legs, torso, *arms, head, crown])


def _tyre(x: float) -> Part:
    turn = 2 * np.pi * np.arange(10) / 10
    ring = [(x + 0.33 * float(np.cos(a)), 0.33 + 0.33 * float(np.sin(a))) for a in turn]
    tyre = prism(ring, -0.07, 0.07, TYRE)
    for side in (1, -1):
        tyre.decals.append(disc((x, side * 0.07, 0.33), 0.19, side, RIM))
    return tyre


def _darker(colour: Colour, by: float = 0.8) -> Colour:
    return (colour[0] * by, colour[1] * by, colour[2] * by)
