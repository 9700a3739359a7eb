"""Flat details drawn on a body's faces: windows, lamps, wheels, stripes."""

import numpy as np

from crosstie.resources.demo.mesh import Colour, Face, Part, Point, disc, face

TYRE: Colour = (0.09, 0.09, 0.10)
ARCH: Colour = (0.05, 0.05, 0.06)
RIM: Colour = (0.62, 0.64, 0.67)
GLASS: Colour = (0.16, 0.22, 0.28)
GLASS_LIT: Colour = (0.36, 0.47, 0.56)
RED_LAMP: Colour = (0.55, 0.06, 0.06)
AMBER_LAMP: Colour = (0.75, 0.40, 0.08)
HEAD_LAMP: Colour = (0.93, 0.93, 0.88)
PLATE: Colour = (0.90, 0.90, 0.82)


def patch(on: Face, u: tuple[float, float], v: tuple[float, float], colour: Colour, glow: str = "") -> Face:
    """A part of a four-cornered face: `u` runs along its first edge, `v` from there to the opposite one."""
    a, b, c, d = on.corners
    weights = [(u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1])]
    corners = [(1 - s) * ((1 - t) * a + t * d) + s * ((1 - t) * b + t * c) for s, t in weights]
    return face(np.stack(corners), colour, glow)


def window(on: Face, u: tuple[float, float], v: tuple[float, float]) -> list[Face]:
    """A pane of dark glass with a lighter upper half, where it mirrors the sky."""
    middle = v[0] + 0.55 * (v[1] - v[0])
    return [patch(on, u, v, GLASS), patch(on, u, (middle, v[1]), GLASS_LIT)]


def facing(
    direction: int, x: float, y: tuple[float, float], z: tuple[float, float], colour: Colour, glow: str = ""
) -> Face:
    """An upright panel at `x` that looks ahead (`direction` 1) or back (−1)."""
    corners: list[Point] = [(x, y[0], z[0]), (x, y[1], z[0]), (x, y[1], z[1]), (x, y[0], z[1])]
    return face(corners if direction > 0 else corners[::-1], colour, glow)


def sideways(
    direction: int, y: float, x: tuple[float, float], z: tuple[float, float], colour: Colour, glow: str = ""
) -> Face:
    """An upright panel at `y` that looks left (`direction` 1) or right (−1)."""
    corners: list[Point] = [(x[0], y, z[0]), (x[1], y, z[0]), (x[1], y, z[1]), (x[0], y, z[1])]
    return face(corners if direction < 0 else corners[::-1], colour, glow)


def lamp_pair(
    direction: int, x: float, y: tuple[float, float], z: tuple[float, float], colour: Colour, glow: str
) -> list[Face]:
    """The same lamp left and right; `y` is the left one's span. Blinkers get a side's name."""
    sides = ((y, "_left"), ((-y[1], -y[0]), "_right"))
    named = [(span, glow + (side if glow == "blink" else "")) for span, side in sides]
    return [facing(direction, x, span, z, colour, name) for span, name in named]


def wheels(body: Part, axles: list[float], y: float, radius: float, arch: float = 1.16) -> None:
    """Draw an arch, a tyre and a rim on both sides of `body` for each axle."""
    for side in (1, -1):
        for x in axles:
            centre = (x, side * y, radius)
            body.decals += [
                disc(centre, radius * arch, side, ARCH),
                disc(centre, radius, side, TYRE),
                disc(centre, radius * 0.60, side, RIM),
                disc(centre, radius * 0.22, side, ARCH, sides=6),
            ]


def treads(
    axles: list[float], y: float, radius: float, top: float, width: float = 0.24
) -> list[tuple[Point, Point]]:
    """Boxes (low, high corner) for the tyres as seen under the body from ahead or behind."""
    boxes: list[tuple[Point, Point]] = []
    for x in axles:
        for inner, outer in ((y - width, y - 0.02), (-y + 0.02, -y + width)):
            boxes.append(((x - 0.7 * radius, inner, 0.0), (x + 0.7 * radius, outer, top)))
    return boxes
