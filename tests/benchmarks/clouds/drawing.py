"""What drawing clouds costs, beside vispy's markers and beside a bare program that draws the same points.

CROSSTIE_BENCH_POINTS names the clouds that are orbited within the budget, in millions ("1,10" if nothing is
said; 50 needs 3 GiB). CROSSTIE_BENCH_ROUNDS says how many drawings each median is of.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from vispy import app

from crosstie.schema.geometry.point_grid import grid_of
from crosstie.viewers.pointcloud.canvases import Canvas
from crosstie.viewers.pointcloud.gl_drawing import SceneDrawer
from crosstie.viewers.pointcloud.point_labels import LabelChanges, PointLabels
from crosstie.viewers.pointcloud.scene import CloudPoints
from tests.benchmarks.clouds.gl_stage import Fixed, covered, gl_canvas, scene_of, seconds, street, whole
from tests.benchmarks.clouds.raw_drawing import BareProgram, Markers
from tests.benchmarks.row import Goal, NotEqual, Row

_ORBITED: Final = 1_000_000
_BUDGET: Final = 100_000
_RELABELLED: Final = 10_000
_SAME: Final = 0.999
_MARKERS_GOAL, _BARE_GOAL = Goal("at most", 0.35), Goal("at most", 1.15)
_MOVING_GOAL, _RELABEL_GOAL = Goal("at most", 1.5), Goal("at most", 1.2)


def rows(place: Path) -> Iterator[Row]:
    """Orbits and relabelling at a million points, then orbits within the budget of larger clouds."""
    millions = [float(part) for part in os.environ.get("CROSSTIE_BENCH_POINTS", "1,10").split(",") if part]
    rounds = int(os.environ.get("CROSSTIE_BENCH_ROUNDS", "7"))
    with gl_canvas() as canvas:
        yield from _orbiting(canvas, rounds)
        yield _relabelling(canvas, rounds)
        for count in millions:
            yield _moving(canvas, round(count * 1e6), rounds)


def _orbiting(canvas: app.Canvas, rounds: int) -> Iterator[Row]:
    """Every point in every picture."""
    points = street(_ORBITED)
    drawer, view, cloud = SceneDrawer(canvas.context), Canvas(), _cloud(points)
    bare, markers = BareProgram(points), Markers(canvas, points)
    drawer.points.budget = Fixed(_ORBITED)
    ours, raw = whole(drawer, view, scene_of(cloud)).pixels, bare.draw(scene_of(cloud))
    if (covered(ours) == covered(raw)).mean() < _SAME:
        raise NotEqual("ours and a bare program do not cover the same pixels")
    if covered(markers.draw(scene_of(cloud))).mean() < covered(raw).mean() / 2:
        raise NotEqual("the markers are not in the picture")
    orbit, bare_orbit, markers_orbit = (
        lambda turn: whole(drawer, view, scene_of(cloud, turn)),
        lambda turn: bare.draw(scene_of(cloud, turn)),
        lambda turn: markers.draw(scene_of(cloud, turn)),
    )
    ours_ms, bare_ms = (1000 * one for one in seconds(orbit, bare_orbit, rounds=rounds))
    # The markers take seconds for each picture.
    ours_too_ms, markers_ms = (
        1000 * one for one in seconds(orbit, markers_orbit, rounds=max(rounds // 2, 1))
    )
    yield Row("orbit 1 M, to markers", ours_too_ms, markers_ms, "ms", _MARKERS_GOAL, "all points, 960×640")
    yield Row("orbit 1 M, to a bare program", ours_ms, bare_ms, "ms", _BARE_GOAL, "all points, 960×640")
    view.free()


def _relabelling(canvas: app.Canvas, rounds: int) -> Row:
    """Another label for some points, and the picture with it; raw is the picture of the same points."""
    points = street(_ORBITED)
    drawer, view, cloud = SceneDrawer(canvas.context), Canvas(), _cloud(points)
    bare = BareProgram(points)
    drawer.points.budget = Fixed(_ORBITED)
    colors = np.zeros((256, 4), dtype=np.uint8)
    colors[1:3] = (230, 60, 60, 255), (60, 120, 230, 255)
    labels, changes = np.zeros(len(points), dtype=np.uint8), LabelChanges()
    near = np.argsort(np.linalg.norm(points - (12, 9, 1), axis=1))[:_RELABELLED]
    plain = scene_of(cloud)

    def relabel(number: int) -> None:
        labels[near] = 1 + number % 2
        state = PointLabels(labels, colors, changes, changes.note(near))
        whole(drawer, view, msgspec.structs.replace(plain, labels=state))

    ours_ms, bare_ms = (1000 * one for one in seconds(relabel, lambda _: bare.draw(plain), rounds=rounds))
    state = PointLabels(labels, colors, changes, changes.note(near))
    scene, anew = msgspec.structs.replace(plain, labels=state), Canvas()
    changed, fresh = whole(drawer, view, scene).pixels, whole(drawer, anew, scene).pixels
    if (np.abs(changed.astype(np.int16) - fresh).max(axis=2) <= 2).mean() < _SAME:
        raise NotEqual("the relabelled picture is not the one that is drawn anew")
    for one in (view, anew):
        one.free()
    return Row("relabel 10 k of 1 M + frame", ours_ms, bare_ms, "ms", _RELABEL_GOAL, "raw: unchanged frame")


def _moving(canvas: app.Canvas, count: int, rounds: int) -> Row:
    """The first picture of each place of an orbit; raw is a cloud of as many points as the budget has."""
    points = street(count)
    grid = grid_of(points)
    drawer, view, few = SceneDrawer(canvas.context), Canvas(), Canvas()
    cloud, small = _cloud(points), _cloud(street(_BUDGET))
    drawer.points.budget = Fixed(_BUDGET)

    def move(turn: int) -> None:
        drawer.begin(view, msgspec.structs.replace(scene_of(cloud, turn), grid=grid))

    # A piece is uploaded with each picture until all that is looked at is there.
    for turn in range(-40, 0):
        move(turn)
    ours_ms, small_ms = (
        1000 * one
        for one in seconds(move, lambda turn: whole(drawer, few, scene_of(small, turn)), rounds=3 * rounds)
    )
    drawn = view.drawn_points
    if count <= _ORBITED:
        scene = msgspec.structs.replace(scene_of(cloud), grid=grid)
        moving, resting = drawer.begin(view, scene).pixels.copy(), whole(drawer, view, scene).pixels
        if (covered(moving) & ~covered(resting)).any():
            raise NotEqual("the moving picture has points that the resting one has not")
    if not _BUDGET / 3 < drawn <= _BUDGET:
        raise NotEqual(f"{drawn:,} points were drawn within a budget of {_BUDGET:,}")
    for one in (view, few):
        one.free()
    note = f"{drawn:,} points drawn; raw: all of 100 k"
    return Row(
        f"orbit {count / 1e6:g} M within a budget of 100 k", ours_ms, small_ms, "ms", _MOVING_GOAL, note
    )


def _cloud(points: NDArray[np.float32]) -> CloudPoints:
    return CloudPoints(points, np.zeros(0, dtype=np.float32))
