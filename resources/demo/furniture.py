"""What stands on the pavement: trees, lamps, signs, benches, bins."""

from dataclasses import dataclass

import numpy as np

from crosstie.resources.demo.decals import facing
from crosstie.resources.demo.mesh import Colour, Mesh, Part, blob, box, build, column, face
from crosstie.resources.demo.scene import CROSS_HALF, CROSS_X, KERB, ZEBRA

BARK: Colour = (0.36, 0.27, 0.20)
LEAVES: tuple[Colour, ...] = ((0.36, 0.50, 0.24), (0.44, 0.56, 0.26), (0.30, 0.46, 0.27), (0.58, 0.58, 0.26))
METAL: Colour = (0.20, 0.23, 0.25)
KERB_TOP = 0.12


@dataclass(frozen=True)
class Tree:
    """A tree on the pavement: trunk at (x, y), a round crown of `radius` about (x, y, `crown_z`)."""

    x: float
    y: float
    radius: float
    crown_z: float
    mesh: Mesh


def trees(rng: np.random.Generator) -> list[Tree]:
    """A row on each pavement, with the junction left free."""
    planted = []
    for side in (-1, 1):
        for x in np.arange(-34.0, 250.0, 13.0):
            place = float(x) + float(rng.uniform(-1.0, 1.0)) + (6.0 if side > 0 else 0.0)
            if abs(place - CROSS_X) > CROSS_HALF + 8.0 and not ZEBRA[0] - 4 < place < ZEBRA[1] + 2:
                planted.append(_tree(place, side * (KERB + 1.3), rng))
    return planted


def _tree(x: float, y: float, rng: np.random.Generator) -> Tree:
    size = float(rng.uniform(0.85, 1.2))
    leaf = LEAVES[int(rng.choice(len(LEAVES), p=(0.36, 0.3, 0.24, 0.10)))]
    crown = 4.1 * size
    light = (leaf[0] * 1.12, leaf[1] * 1.12, leaf[2] * 1.08)
    parts = [
        column((x, y), KERB_TOP, 2.6 * size, (0.17, 0.12), BARK, sides=6),
        blob((x + 0.3 * size, y, crown + 1.15 * size), (1.25 * size, 1.2 * size, 1.15 * size), light, rng),
        blob((x - 0.5 * size, y + 0.3, crown + 0.2), (1.45 * size, 1.3 * size, 1.2 * size), leaf, rng),
        blob((x + 0.6 * size, y - 0.3, crown - 0.3), (1.4 * size, 1.35 * size, 1.15 * size), leaf, rng),
    ]
    return Tree(x, y, 1.75 * size, crown + 0.35 * size, build(parts, _foot(x, y, 0.25)))


def _foot(x: float, y: float, half: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)])


def lamps() -> list[Mesh]:
    """Street lamps: a pole, an arm over the road and a head."""
    built = []
    for side in (-1, 1):
        for x in np.arange(-20.0, 250.0, 26.0):
            place = float(x) + (13.0 if side > 0 else 0.0)
            if abs(place - CROSS_X) > CROSS_HALF + 6.0:
                built.append(_lamp(place, side))
    return built


def _lamp(x: float, side: int) -> Mesh:
    y = side * (KERB + 0.5)
    reach = sorted((y, y - side * 2.2))
    head = sorted((y - side * 1.5, y - side * 2.5))
    parts = [
        column((x, y), KERB_TOP, 7.4, (0.11, 0.06), METAL, sides=6),
        box((x - 0.04, reach[0], 7.36), (x + 0.04, reach[1], 7.44), METAL),
        box((x - 0.13, head[0], 7.25), (x + 0.13, head[1], 7.36), (0.85, 0.84, 0.78)),
    ]
    return build(parts, _foot(x, y, 0.2))


def small_things() -> list[Mesh]:
    """Benches and bins between the trees, and the signs of the crossing."""
    built = [_bench(x, side) for side in (-1, 1) for x in (12.0, 46.5, 78.0, 142.0)]
    built += [_bin(x, side) for side in (-1, 1) for x in (15.0, 59.0, 87.0, 150.0)]
    return [*built, _sign(ZEBRA[0] - 1.2, -1), _sign(ZEBRA[1] + 1.2, 1)]


def _bench(x: float, side: int) -> Mesh:
    y = side * (KERB + 2.7)
    wood, back = (0.52, 0.36, 0.22), y + side * 0.22
    y0, y1 = sorted((back, back + side * 0.05))
    parts = [
        box((x - 0.8, y - 0.22, 0.5), (x + 0.8, y + 0.22, 0.56), wood),
        box((x - 0.8, y0, 0.62), (x + 0.8, y1, 0.98), wood),
        *(box((x + s - 0.03, y - 0.2, KERB_TOP), (x + s + 0.03, y + 0.2, 0.5), METAL) for s in (-0.65, 0.65)),
    ]
    return build(parts)


def _bin(x: float, side: int) -> Mesh:
    return build([column((x, side * (KERB + 0.9)), KERB_TOP, 1.0, (0.22, 0.26), (0.22, 0.34, 0.30))])


def _sign(x: float, side: int) -> Mesh:
    """The sign of a crossing, blue with a white triangle; `side` is the pavement it stands on."""
    y = side * (KERB + 0.6)
    panel = box((x - 0.03, y - 0.34, 2.3), (x + 0.03, y + 0.34, 2.98), METAL)
    back = -1 if side < 0 else 1
    front = x + back * 0.04
    panel.decals.append(facing(back, front, (y - 0.33, y + 0.33), (2.31, 2.97), (0.10, 0.32, 0.62)))
    triangle = [(front, y - 0.25, 2.38), (front, y + 0.25, 2.38), (front, y, 2.88)]
    panel.decals.append(face(triangle if back > 0 else triangle[::-1], (0.95, 0.95, 0.95)))
    pole: Part = column((x, y), KERB_TOP, 2.3, (0.05, 0.05), METAL, sides=6)
    return build([pole, panel], _foot(x, y, 0.18))
