"""Draws the points of clouds, as many at a time as time allows; used on the drawing thread alone."""

import time
from collections.abc import Iterator
from typing import Final

import numpy as np
from vispy import gloo
from vispy.gloo.context import GLContext

from crosstie.schema.geometry.point_grid import PointGrid, places_of
from crosstie.viewers.pointcloud.arrangement import SMALL, InGrid, Places, arrangement_of
from crosstie.viewers.pointcloud.budget import PointBudget
from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.canvases import Canvas, Drawn, drawn_from
from crosstie.viewers.pointcloud.cloud_buffers import UploadedCloud
from crosstie.viewers.pointcloud.draw_plan import DrawPlan, Parts, Runs, in_pieces, whole_plan
from crosstie.viewers.pointcloud.gl_programs import draw_range, points_program, set_points
from crosstie.viewers.pointcloud.marked import MarkedPoints
from crosstie.viewers.pointcloud.point_labels import Indices
from crosstie.viewers.pointcloud.scene import CloudPoints, Scene
from crosstie.viewers.pointcloud.textures import Textures

_SLICE_S: Final = 0.018
_MOST_AT_ONCE: Final = 1_500_000
"""Of scattered points: where each is to be found has to be written down for each drawing."""
_MOST_DRAWN_OVER: Final = 1_000_000
_FEW: Final = 200
"""Runs of fewer points are drawn by a list of their places instead of run by run."""


class _Held:
    """A cloud in the graphics processor; `coming` takes its place once all of it is there."""

    def __init__(self, cloud: CloudPoints, grid: PointGrid | None) -> None:
        self.cloud = cloud
        self.uploaded = UploadedCloud(cloud, arrangement_of(cloud, grid))
        self.coming: UploadedCloud | None = None
        self._grid = grid
        self._parts = self._parts_of(grid)

    def take_grid(self, grid: PointGrid | None) -> None:
        """A grid has been made."""
        if grid is None or grid is self._grid:
            return
        self._grid = grid
        if self.cloud.ordered:
            self._parts = self._parts_of(grid)
        elif len(self.cloud.points) > SMALL:
            self.coming = UploadedCloud(self.cloud, InGrid(grid))

    def go_on(self) -> None:
        """Uploads one more piece of what is coming."""
        if self.coming is not None and not self.coming.upload_next():
            self.uploaded.free()
            self.uploaded, self.coming = self.coming, None
            self._parts = self._parts_of(self._grid)

    def plan(self, scene: Scene, most: int) -> DrawPlan:
        """What a picture takes of it, `most` points at first."""
        if self._parts is None:
            return whole_plan(self.uploaded.count)
        return self._parts.plan(scene.camera, scene.viewport, most)

    def free(self) -> None:
        """Gives the memory back."""
        self.uploaded.free()
        if self.coming is not None:
            self.coming.free()

    def _parts_of(self, grid: PointGrid | None) -> Parts | None:
        in_order = self.cloud.ordered or isinstance(self.uploaded.arrangement, InGrid)
        known = grid is not None and in_order and grid.level_count
        return Parts(grid, self.uploaded.count) if grid is not None and known else None


class PointLayer:
    """Programs and uploaded clouds of one OpenGL context, which must be current."""

    def __init__(self, context: GLContext) -> None:
        self._gl = context
        self.budget = PointBudget(_SLICE_S)
        self._programs: dict[tuple[str, bool], gloo.Program] = {}
        self._held: dict[int, _Held] = {}
        self._textures = Textures()
        self._index = gloo.IndexBuffer(np.zeros(1, dtype=np.uint32))
        self._marked = MarkedPoints()

    @property
    def has_work(self) -> bool:
        """Whether a cloud is being put in another order."""
        return any(held.coming is not None for held in self._held.values())

    def work(self) -> None:
        """Does a little of that."""
        held = next((held for held in self._held.values() if held.coming is not None), None)
        if held is not None:
            held.go_on()

    def begin(self, canvas: Canvas, scene: Scene, matrix: Floats) -> None:
        """Brings a view's layer to a scene: draws anew, over what is there, or nothing, as it needs."""
        now, before = drawn_from(scene), canvas.drawn
        canvas.drawn = now
        if now is None:
            canvas.plan, canvas.drawn_points = None, 0
            self._clear(canvas)
            return
        held = self._have(scene)
        if now.labels is not None:
            held.uploaded.relabel(now.labels)
        changed = self._plan(canvas, held, scene, before)
        if changed is not None and len(changed):
            self._draw_over(canvas, held.uploaded, scene, matrix, changed)
        self.go_on(canvas, scene, matrix)

    def go_on(self, canvas: Canvas, scene: Scene, matrix: Floats) -> None:
        """Draws as many of the points that are left as fit into one drawing."""
        if canvas.plan is None or canvas.source is None or canvas.complete:
            return
        source = canvas.source
        parts, left = _at_hand(source, canvas.plan.take(min(self.budget.points, _MOST_AT_ONCE)))
        canvas.plan.put_back(left)
        # Uploads and gathering what colours tell are no part of what the budget learns.
        program = self._program(scene, matrix)
        for piece, _ in parts:
            source.bind(program, piece, scene.look.color_by, scene.labels)
        self._gl.finish()
        began, count = time.perf_counter(), 0
        with canvas.draw_points_on():
            self._set_state()
            for piece, runs in parts:
                source.bind(program, piece, scene.look.color_by, scene.labels)
                self._draw_runs(program, runs)
                count += int((runs[:, 1] - runs[:, 0]).sum())
            self._gl.finish()
        canvas.drawn_points += count
        self.budget.learn(count, time.perf_counter() - began)

    def draw_mark(self, scene: Scene, matrix: Floats) -> None:
        """Draws the points inside the marked cuboid in its colour, over themselves."""
        if scene.mark is None or scene.cloud is None:
            return
        points = self._marked.of(scene.cloud, scene.grid, scene.mark.cuboid)
        if points.count:
            program = self._compiled("mark", labelled=False)
            program["u_plain"] = scene.mark.color
            set_points(program, scene, matrix)
            program["a_position"] = points.buffer
            draw_range(program, "points", 0, points.count)

    def keep_only(self, clouds: set[int]) -> None:
        """Gives back the buffers of clouds that are not among these (by id)."""
        for key in self._held.keys() - clouds:
            self._held.pop(key).free()

    def _have(self, scene: Scene) -> _Held:
        cloud = scene.cloud
        assert cloud is not None
        if id(cloud) not in self._held:
            self._held[id(cloud)] = _Held(cloud, scene.grid)
        held = self._held[id(cloud)]
        held.take_grid(scene.grid)
        return held

    def _plan(self, canvas: Canvas, held: _Held, scene: Scene, before: Drawn | None) -> Indices | None:
        """Plans what a view needs for a scene; which points only have another label now, if that is all."""
        now = canvas.drawn
        assert now is not None
        changed: Indices | None = np.zeros(0, dtype=np.int64)
        if before is None or not now.is_seen_as(before):
            self._clear(canvas)
            again = True
        else:
            changed = now.relabelled_since(before, canvas.label_serial)
            again = changed is None or len(changed) > _MOST_DRAWN_OVER
        canvas.label_serial = now.labels.serial if now.labels is not None else 0
        outdated = canvas.source is not held.uploaded and not canvas.complete
        if again or outdated or canvas.plan is None:
            canvas.source, canvas.drawn_points = held.uploaded, 0
            canvas.plan = held.plan(scene, min(self.budget.points, _MOST_AT_ONCE))
        return None if again else changed

    def _clear(self, canvas: Canvas) -> None:
        with canvas.draw_points_on():
            self._gl.set_state(depth_test=True)
            self._gl.set_depth_mask(True)
            self._gl.set_clear_color((0.0, 0.0, 0.0, 0.0))
            self._gl.clear(color=True, depth=True)

    def _draw_over(
        self, canvas: Canvas, source: UploadedCloud, scene: Scene, matrix: Floats, changed: Indices
    ) -> None:
        program = self._program(scene, matrix)
        with canvas.draw_points_on():
            self._set_state()
            for piece, places in source.by_piece(np.sort(source.arrangement.places_of(changed))):
                if source.has(piece):
                    source.bind(program, piece, scene.look.color_by, scene.labels)
                    self._draw_places(program, places)

    def _set_state(self) -> None:
        # A point that is drawn again is as near as it was: it takes its new colour.
        self._gl.set_state(depth_test=True, depth_func="lequal", blend=False)
        self._gl.set_depth_mask(True)

    def _draw_runs(self, program: gloo.Program, runs: Runs) -> None:
        if (runs[:, 1] - runs[:, 0]).sum() >= _FEW * len(runs):
            for first, end in runs.tolist():
                draw_range(program, "points", first, end - first)
        else:
            self._draw_places(program, places_of(runs))

    def _draw_places(self, program: gloo.Program, places: Places) -> None:
        self._index.set_data(places.astype(np.uint32))
        program.draw("points", self._index)

    def _program(self, scene: Scene, matrix: Floats) -> gloo.Program:
        look, labels = scene.look, scene.labels
        program = self._compiled(look.color_by, labelled=labels is not None)
        set_points(program, scene, matrix)
        if look.color_by == "label":
            program["u_plain"] = look.plain
        elif look.color_by != "rgb":
            program["u_range"] = (look.low, max(look.high, look.low + 1e-6))
            program["u_palette"] = self._textures.palette(look.palette)
        if labels is not None:
            program["u_labels"] = self._textures.labels(labels.colors)
        return program

    def _compiled(self, colored: str, *, labelled: bool) -> gloo.Program:
        key = colored, labelled
        if key not in self._programs:
            self._programs[key] = points_program(colored, labelled=labelled)
        return self._programs[key]


def _at_hand(source: UploadedCloud, runs: Runs) -> tuple[list[tuple[int, Runs]], Runs]:
    """Runs by their pieces, and what has to wait: no more than one piece is uploaded at a time."""
    parts: list[tuple[int, Runs]] = []
    left: list[Runs] = []
    uploads = 0
    for piece, own in _by_piece(source, runs):
        if not source.has(piece):
            if uploads:
                left.append(own + source.arrangement.starts[piece])
                continue
            source.upload(piece)
            uploads += 1
        parts.append((piece, own))
    return parts, np.concatenate(left) if left else np.zeros((0, 2), dtype=np.int64)


def _by_piece(source: UploadedCloud, runs: Runs) -> Iterator[tuple[int, Runs]]:
    return in_pieces(runs[np.argsort(runs[:, 0])], source.arrangement.starts)
