"""A place to draw clouds without a window: an OpenGL context through EGL, and clouds to draw there."""

import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
from numpy.typing import NDArray
from vispy import app
from vispy.gloo.context import get_current_canvas

from crosstie.viewers.pointcloud.budget import PointBudget
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.canvases import Canvas
from crosstie.viewers.pointcloud.gl_drawing import SceneDrawer
from crosstie.viewers.pointcloud.palette import even_ramp
from crosstie.viewers.pointcloud.scene import CloudPoints, Frame, Look, Scene
from crosstie.viewers.theme import HEIGHT_RAMPS
from tests.benchmarks.figures import median

SIZE: Final = (960, 640)
GROUND: Final = (0.078, 0.09, 0.11)
LOOK: Final = Look(
    palette=even_ramp(HEIGHT_RAMPS["dark"]),
    ground=GROUND,
    # Lines that cannot be seen: what differs from the ground is points.
    line=GROUND,
    returns=(1.0, 0.7, 0.3),
    shade=(0.0, 0.0, 0.0),
    plain=(0.4, 0.4, 0.45),
    low=-0.35,
    high=6.0,
)
_REACH_M: Final = 90.0
_TURN_RAD: Final = 0.05


class Fixed(PointBudget):
    """So many points a drawing, however long they take."""

    def __init__(self, points: int) -> None:
        super().__init__(1.0)
        self._fixed = points

    @property
    def points(self) -> int:
        """Always as many."""
        return self._fixed


@contextmanager
def gl_canvas() -> Iterator[app.Canvas]:
    """A canvas whose context is current, of no window system. Raises RuntimeError where EGL is not there."""
    os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    app.use_app("egl")
    canvas = app.Canvas(size=SIZE, show=False)
    canvas.set_current()
    try:
        yield canvas
    finally:
        canvas.close()


def street(count: int) -> NDArray[np.float32]:
    """Points as a scanner finds them: a road, denser near the middle, and walls that stand on it."""
    rng = np.random.default_rng(11)
    away = _REACH_M * rng.random(count, dtype=np.float32) ** 1.5
    turn = (2 * math.pi * rng.random(count, dtype=np.float32)).astype(np.float32)
    points = np.empty((count, 3), dtype=np.float32)
    points[:, 0], points[:, 1] = away * np.cos(turn), away * np.sin(turn)
    points[:, 2] = rng.normal(0, 0.03, count)
    walls = slice(0, count // 3)
    points[walls, 1] = np.sign(points[walls, 1]) * 9
    points[walls, 2] = 6 * rng.random(count // 3, dtype=np.float32)
    return points[rng.permutation(count)]


def scene_of(cloud: CloudPoints, turn: int = 0) -> Scene:
    """The cloud from an orbit's `turn`-th place."""
    camera = Camera((0.0, 0.0, 0.0), turn * _TURN_RAD, distance_m=60.0)
    return Scene(turn + 1, 0, camera, Viewport(*SIZE), 1.0, LOOK, cloud)


def whole(drawer: SceneDrawer, canvas: Canvas, scene: Scene) -> Frame:
    """A scene with all of its points."""
    frame: Frame | None = drawer.begin(canvas, scene)
    while not canvas.complete:
        frame = drawer.go_on(canvas)
    assert frame is not None
    return frame


def seconds(*draws: Callable[[int], object], rounds: int) -> list[float]:
    """The median of each drawing, made by turns so that a busy machine holds all of them up alike.

    They are told their number from 1; one more of each before is not counted.
    """
    context = get_current_canvas().context
    took: list[list[float]] = [[] for _ in draws]
    for number in range(rounds + 1):
        for place, draw in enumerate(draws):
            context.finish()
            began = time.perf_counter()
            draw(number)
            context.finish()
            took[place].append(time.perf_counter() - began)
    return [median(one[1:]) for one in took]


def covered(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a picture (…×4) shows a point."""
    ground = np.round(np.array(GROUND) * 255)[::-1]
    away: NDArray[np.float64] = np.abs(pixels[..., :3] - ground)
    shown: NDArray[np.bool_] = np.max(away, axis=-1) > 2
    return shown
