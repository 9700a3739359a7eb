"""The ground: road, markings, kerbs and pavements, as flat patches in drawing order."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crosstie.resources.demo.mesh import Colour, Floats
from crosstie.resources.demo.scene import CROSS_HALF, CROSS_X, FACADE, KERB, ZEBRA

ASPHALT: Colour = (0.33, 0.34, 0.36)
ASPHALT_PATCH: Colour = (0.318, 0.328, 0.347)
BAY: Colour = (0.38, 0.385, 0.40)
PAINT: Colour = (0.90, 0.90, 0.88)
PAVING: Colour = (0.66, 0.64, 0.60)
PAVING_LINE: Colour = (0.60, 0.58, 0.545)
KERB_STONE: Colour = (0.76, 0.75, 0.72)
SOIL: Colour = (0.40, 0.34, 0.27)
PLAIN: Colour = (0.55, 0.55, 0.52)
KERB_HIGH: Final = 0.12
START, END = -60.0, 280.0


@dataclass(frozen=True)
class Patch:
    """A flat convex patch: corners (n, 3) in the world and its colour."""

    corners: Floats
    colour: Colour


def _flat(x: tuple[float, float], y: tuple[float, float], colour: Colour, z: float = 0.0) -> Patch:
    return Patch(np.array([(x[0], y[0], z), (x[1], y[0], z), (x[1], y[1], z), (x[0], y[1], z)]), colour)


def patches(trunks: list[tuple[float, float]], rng: np.random.Generator) -> list[Patch]:
    """Everything that lies on the ground, back to front; `trunks` get their squares of soil."""
    drawn = [_flat((START, 900.0), (-400.0, 400.0), PLAIN)]
    drawn += _carriageways(rng)
    drawn += _markings()
    drawn += _pavements()
    drawn += [_flat((x - 0.6, x + 0.6), (y - 0.6, y + 0.6), SOIL, KERB_HIGH) for x, y in trunks]
    return drawn


def _carriageways(rng: np.random.Generator) -> list[Patch]:
    drawn = [_flat((START, END), (-KERB, KERB), ASPHALT)]
    drawn += [_flat((CROSS_X - CROSS_HALF, CROSS_X + CROSS_HALF), (-120.0, 120.0), ASPHALT)]
    for side in (-1, 1):
        y0, y1 = sorted((side * 7.0, side * KERB))
        drawn.append(_flat((START, CROSS_X - 20.0), (y0, y1), BAY))
        drawn.append(_flat((CROSS_X + 16.0, END), (y0, y1), BAY))
    for _ in range(46):
        x, y = float(rng.uniform(START, 200.0)), float(rng.uniform(-6.6, 4.0))
        drawn.append(
            _flat((x, x + float(rng.uniform(3, 12))), (y, y + float(rng.uniform(0.6, 2.4))), ASPHALT_PATCH)
        )
    return drawn


def _markings() -> list[Patch]:
    drawn = []
    ends = ((START, ZEBRA[0] - 2.2), (CROSS_X + CROSS_HALF + 3.0, END))
    for x0, x1 in ends:
        drawn += [_flat((x0, x1), (y - 0.06, y + 0.06), PAINT) for y in (-0.14, 0.14)]
        drawn += [
            _flat((x, x + 2.4), (y - 0.06, y + 0.06), PAINT)
            for x in np.arange(x0, x1 - 2.4, 6.0)
            for y in (-3.5, 3.5)
        ]
        drawn += [_flat((x0, x1), (y - 0.05, y + 0.05), PAINT) for y in (-7.0, 7.0)]
        bays = [x for x in np.arange(x0, x1, 6.25) if x < CROSS_X - 22.0 or x > CROSS_X + 16.0]
        drawn += [_flat((x, x + 0.1), span, PAINT) for x in bays for span in ((-KERB, -7.0), (7.0, KERB))]
    drawn += [_flat(ZEBRA, (y, y + 0.55), PAINT) for y in np.arange(-8.9, 8.6, 1.1)]
    drawn.append(_flat((ZEBRA[0] - 2.2, ZEBRA[0] - 1.75), (-7.0, -0.3), PAINT))
    drawn += [_flat((CROSS_X - 0.06, CROSS_X + 0.06), (y, y + 2.0), PAINT)
              for y in (*np.arange(-60.0, -KERB - 4.0, 5.0), *np.arange(KERB + 2.0, 60.0, 5.0))]  # fmt: skip
    return drawn + _arrows()


def _arrows() -> list[Patch]:
    """Arrows in the lanes before the junction: ahead, and ahead or right."""
    drawn = []
    for y in (-5.25, -1.75):
        for x in (42.0, 76.0):
            drawn.append(_flat((x, x + 2.4), (y - 0.08, y + 0.08), PAINT))
            tip = np.array([(x + 2.4, y - 0.3, 0.0), (x + 3.5, y, 0.0), (x + 2.4, y + 0.3, 0.0)])
            drawn.append(Patch(tip, PAINT))
    return drawn


def _pavements() -> list[Patch]:
    drawn = []
    for x0, x1 in ((START, CROSS_X - CROSS_HALF), (CROSS_X + CROSS_HALF, END)):
        for side in (-1, 1):
            kerb = side * KERB
            y0, y1 = sorted((kerb, side * FACADE))
            drawn.append(_flat((x0, x1), (y0, y1), PAVING, KERB_HIGH))
            drawn += [
                _flat((x, x + 0.05), (y0, y1), PAVING_LINE, KERB_HIGH)
                for x in np.arange(x0, min(x1, 170.0), 1.5)
            ]
            drawn += [_flat((x0, x1), (y, y + 0.05), PAVING_LINE, KERB_HIGH) for y in np.arange(y0, y1, 1.5)]
            stone = sorted((kerb, kerb + side * 0.22))
            drawn.append(_flat((x0, x1), (stone[0], stone[1]), KERB_STONE, KERB_HIGH))
            drawn.append(_upright((x0, kerb), (x1, kerb)))
    return drawn + _cross_pavements()


def _cross_pavements() -> list[Patch]:
    drawn = []
    for x0, x1 in (
        (CROSS_X - CROSS_HALF - 4.4, CROSS_X - CROSS_HALF),
        (CROSS_X + CROSS_HALF, CROSS_X + CROSS_HALF + 4.4),
    ):
        for y0, y1 in ((-120.0, -FACADE), (FACADE, 120.0)):
            drawn.append(_flat((x0, x1), (y0, y1), PAVING, KERB_HIGH))
        kerb = x1 if x1 < CROSS_X else x0
        for y0, y1 in ((-120.0, -KERB), (KERB, 120.0)):
            stone = (kerb - 0.22, kerb) if kerb < CROSS_X else (kerb, kerb + 0.22)
            drawn.append(_flat(stone, (y0, y1), KERB_STONE, KERB_HIGH))
            drawn.append(_upright((kerb, y0), (kerb, y1)))
    return drawn


def _upright(start: tuple[float, float], end: tuple[float, float]) -> Patch:
    """A kerb's face, which stands."""
    corners = [(*start, 0.0), (*end, 0.0), (*end, KERB_HIGH), (*start, KERB_HIGH)]
    return Patch(np.array(corners), (0.58, 0.57, 0.55))
