"""People as meshes; their stride is a phase, so a walker is built anew for every instant."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crosstie.resources.demo.mesh import Colour, Mesh, Part, Point, box, build, column, frustum

STRIDE_STEPS: Final = 32
SKIN: Colour = (0.80, 0.60, 0.47)


@dataclass(frozen=True)
class Clothes:
    """What a person wears, by colour."""

    top: Colour
    legs: Colour
    hair: Colour = (0.13, 0.10, 0.09)
    bag: Colour | None = None


def person(clothes: Clothes, step: int) -> Mesh:
    """A person 1.75 m tall who walks along +x; `step` counts STRIDE_STEPS to a double pace, 0 stands."""
    return _person(clothes, step % STRIDE_STEPS)


@lru_cache(maxsize=256)
def _person(clothes: Clothes, step: int) -> Mesh:
    swing = 0.30 * math.sin(2 * math.pi * step / STRIDE_STEPS)
    shoes = (0.12, 0.12, 0.13)
    parts = [
        _limb(0.09, -swing, 0.06, 0.84, 0.075, clothes.legs),
        _limb(-0.09, swing, 0.06, 0.84, 0.075, clothes.legs),
        box((-swing - 0.09, 0.02, 0.0), (-swing + 0.17, 0.16, 0.07), shoes),
        box((swing - 0.09, -0.16, 0.0), (swing + 0.17, -0.02, 0.07), shoes),
        _torso(clothes.top),
        _limb(0.25, 0.8 * swing, 0.82, 1.40, 0.05, clothes.top),
        _limb(-0.25, -0.8 * swing, 0.82, 1.40, 0.05, clothes.top),
        column((0.01, 0.0), 1.45, 1.66, (0.095, 0.11), SKIN, sides=7),
        column((-0.01, 0.0), 1.66, 1.75, (0.125, 0.07), clothes.hair, sides=7),
    ]
    if clothes.bag:
        parts.append(box((-0.30, -0.16, 0.98), (-0.14, 0.16, 1.38), clothes.bag))
    return build(parts)


def _torso(colour: Colour) -> Part:
    low: list[Point] = [(-0.11, -0.16, 0.84), (0.11, -0.16, 0.84), (0.11, 0.16, 0.84), (-0.11, 0.16, 0.84)]
    high: list[Point] = [(-0.12, -0.21, 1.44), (0.11, -0.21, 1.44), (0.11, 0.21, 1.44), (-0.12, 0.21, 1.44)]
    return frustum(low, high, colour)


def _limb(y: float, forward: float, z0: float, z1: float, half: float, colour: Colour) -> Part:
    """A leg or an arm: its upper end under the body, its lower end `forward` metres ahead."""
    low = [(forward + x, y + s, z0) for x, s in _square(half * 0.85)]
    high = [(x, y + s, z1) for x, s in _square(half)]
    return frustum(low, high, colour)


def _square(half: float) -> list[tuple[float, float]]:
    return [(-half, -half), (half, -half), (half, half), (-half, half)]
