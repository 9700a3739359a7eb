"""Houses along the street: a block, a cornice, rows of windows and a shop at the foot."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from crosstie.resources.demo.decals import GLASS, patch, window
from crosstie.resources.demo.mesh import Colour, Face, Floats, Mesh, Part, box, build
from crosstie.resources.demo.scene import CROSS_HALF, CROSS_X, FACADE

WALLS: Final[tuple[Colour, ...]] = (
    (0.86, 0.78, 0.66), (0.78, 0.55, 0.44), (0.91, 0.87, 0.80), (0.62, 0.69, 0.72),
    (0.87, 0.70, 0.47), (0.70, 0.42, 0.36), (0.66, 0.71, 0.60), (0.83, 0.80, 0.74),
)  # fmt: skip
AWNINGS: Final[tuple[Colour, ...]] = (
    (0.20, 0.42, 0.48), (0.70, 0.26, 0.22), (0.88, 0.70, 0.32), (0.28, 0.40, 0.30), (0.32, 0.34, 0.46),
)  # fmt: skip
ROOFS: Final[tuple[Colour, ...]] = ((0.66, 0.36, 0.27), (0.40, 0.42, 0.47), (0.56, 0.33, 0.26))
FLOOR_M: Final = 3.3
SHOP_M: Final = 3.9


@dataclass(frozen=True)
class House:
    """A house's block in the world: two opposite corners on the ground, its height, and its mesh."""

    low: tuple[float, float]
    high: tuple[float, float]
    height: float
    mesh: Mesh


def houses(rng: np.random.Generator) -> list[House]:
    """Both sides of the street, and the rows along the cross street behind its corners."""
    gap = CROSS_HALF + 4.4
    spans = ((-44.0, CROSS_X - gap), (CROSS_X + gap, 262.0))
    built = [house for side in (-1, 1) for span in spans for house in _row(span, side, rng)]
    for side in (-1, 1):
        for x0, x1 in ((CROSS_X - gap - 13.0, CROSS_X - gap), (CROSS_X + gap, CROSS_X + gap + 13.0)):
            for k in range(4):
                y0 = FACADE + 12.5 + 15.0 * k
                low, high = (x0, y0 if side > 0 else -y0 - 14.5), (x1, y0 + 14.5 if side > 0 else -y0)
                built.append(_house(low, high, int(rng.integers(3, 6)), side, rng))
    return built


def _row(span: tuple[float, float], side: int, rng: np.random.Generator) -> list[House]:
    built = []
    x = span[0]
    while x < span[1] - 1.0:
        width = float(rng.uniform(9.0, 15.0))
        end = span[1] if span[1] - x - width < 8.0 else x + width
        low = (x, FACADE if side > 0 else -FACADE - 12.0)
        high = (end, FACADE + 12.0 if side > 0 else -FACADE)
        built.append(_house(low, high, int(rng.integers(2, 5 if side > 0 else 6)), side, rng))
        x = end
    return built


def _house(
    low: tuple[float, float], high: tuple[float, float], floors: int, side: int, rng: np.random.Generator
) -> House:
    height = SHOP_M + FLOOR_M * floors
    wall = WALLS[int(rng.integers(len(WALLS)))]
    block = box((*low, 0.12), (*high, height), wall)
    front = block.hull[4 if side < 0 else 2]
    _facade(block, front, floors, height, wall, rng)
    for end in (block.hull[3], block.hull[5]):
        _side_windows(block, end, floors, height)
    cornice = box(
        (low[0] - 0.05, low[1] - 0.35, height),
        (high[0] + 0.05, high[1] + 0.35, height + 0.45),
        _tint(wall, 1.1),
    )
    parts = [block, cornice, *_roof(low, high, height + 0.45, rng), *_awning(low, high, side, rng)]
    footprint = np.array([low, (high[0], low[1]), high, (low[0], high[1])])
    return House(low, high, height + 0.45, build(parts, footprint))


def _roof(
    low: tuple[float, float], high: tuple[float, float], z: float, rng: np.random.Generator
) -> list[Part]:
    """A hipped roof on some houses, a stair head on the flat ones."""
    if rng.random() < 0.45:
        tiles = ROOFS[int(rng.integers(len(ROOFS)))]
        return [box((low[0], low[1], z), (high[0], high[1], z + 2.3), tiles, taper=3.6)]
    middle = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
    shift = float(rng.uniform(-2.0, 2.0))
    wall = (0.62, 0.61, 0.59)
    return [
        box(
            (middle[0] + shift - 1.5, middle[1] - 2, z),
            (middle[0] + shift + 1.5, middle[1] + 2, z + 1.9),
            wall,
        )
    ]


def _facade(
    block: Part, front: Face, floors: int, height: float, wall: Colour, rng: np.random.Generator
) -> None:
    """Windows, sills and the shop on the face that looks onto the street."""
    width = float(np.ptp(front.corners[:, 0]))
    columns = max(2, round(width / 2.7))
    frame, sill = _tint(wall, 1.16), _tint(wall, 0.82)
    tall = float(rng.uniform(1.55, 2.1))
    block.decals.append(patch(front, (0, 1), (_v(SHOP_M - 0.35, height), _v(SHOP_M, height)), sill))
    _shop(block, front, height, rng)
    for floor in range(floors):
        z = SHOP_M + FLOOR_M * floor + 0.75
        for column in range(columns):
            middle = (column + 0.5) / columns
            half = 0.62 / width
            u, v = (middle - half, middle + half), (_v(z, height), _v(z + tall, height))
            pad = 0.12 / width
            block.decals.append(patch(front, (u[0] - pad, u[1] + pad), (v[0] - 0.008, v[1] + 0.008), frame))
            block.decals += window(front, u, v)
            block.decals.append(
                patch(front, (u[0] - 1.6 * pad, u[1] + 1.6 * pad), (v[0] - 0.016, v[0] - 0.006), sill)
            )


def _shop(block: Part, front: Face, height: float, rng: np.random.Generator) -> None:
    v = (_v(0.5, height), _v(2.75, height))
    base = _tint(WALLS[int(rng.integers(len(WALLS)))], 0.5)
    block.decals.append(patch(front, (0.03, 0.97), (_v(0.12, height), _v(SHOP_M - 0.4, height)), base))
    for u in ((0.06, 0.34), (0.38, 0.50), (0.54, 0.94)):
        block.decals.append(patch(front, u, (v[0] if u[0] != 0.38 else _v(0.14, height), v[1]), GLASS))
        warm = (0.80, 0.66, 0.42) if rng.random() < 0.45 else (0.30, 0.38, 0.44)
        block.decals.append(
            patch(front, (u[0] + 0.01, u[1] - 0.01), (v[0] + 0.45 * (v[1] - v[0]), v[1]), warm)
        )


def _side_windows(block: Part, end: Face, floors: int, height: float) -> None:
    for floor in range(floors):
        z = SHOP_M + FLOOR_M * floor + 0.8
        for middle in (0.11, 0.305, 0.5, 0.695, 0.89):
            block.decals += window(
                end, (middle - 0.045, middle + 0.045), (_v(z, height), _v(z + 1.6, height))
            )


def _awning(
    low: tuple[float, float], high: tuple[float, float], side: int, rng: np.random.Generator
) -> list[Part]:
    if rng.random() < 0.3:
        return []
    colour = AWNINGS[int(rng.integers(len(AWNINGS)))]
    x0, x1 = low[0] + 0.4, high[0] - 0.4
    wall = low[1] if side > 0 else high[1]
    edge = wall - side * 1.25
    y0, y1 = sorted((wall - side * 0.02, edge))
    part = box((x0, y0, 2.85), (x1, y1, 2.97), colour)
    front = part.hull[2 if side > 0 else 4]
    stripes = max(4, round((x1 - x0) / 1.1))
    part.decals += [
        patch(front, (i / stripes, (i + 0.5) / stripes), (0, 1), (0.93, 0.91, 0.86)) for i in range(stripes)
    ]
    return [part]


def _v(z: float, height: float) -> float:
    return (z - 0.12) / (height - 0.12)


def _tint(colour: Colour, by: float) -> Colour:
    return (min(1.0, colour[0] * by), min(1.0, colour[1] * by), min(1.0, colour[2] * by))


def block_edges(built: list[House]) -> tuple[Floats, Floats]:
    """Lowest and highest corners (n, 3) of all the blocks, for rays."""
    low = np.array([(*house.low, 0.0) for house in built])
    high = np.array([(*house.high, house.height) for house in built])
    return low, high
