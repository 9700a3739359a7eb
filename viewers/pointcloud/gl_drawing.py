"""Draws scenes into pictures in memory; used on the drawing thread alone."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from vispy.gloo import read_pixels
from vispy.gloo.context import GLContext

from crosstie.viewers.pointcloud.camera import Floats, clip_from_cloud
from crosstie.viewers.pointcloud.canvases import Canvas
from crosstie.viewers.pointcloud.gl_programs import (
    Streamed,
    UploadedLines,
    draw_range,
    fills_program,
    lines_program,
    picture_program,
    set_lines,
    strokes_program,
)
from crosstie.viewers.pointcloud.gl_returns import ReturnsDrawer
from crosstie.viewers.pointcloud.ground_lines import ground_lines
from crosstie.viewers.pointcloud.outlines import fills, strokes
from crosstie.viewers.pointcloud.point_layer import PointLayer
from crosstie.viewers.pointcloud.scene import Frame, Scene
from crosstie.viewers.pointcloud.wireframe import Wireframes, wireframes

_BLEND: Final = ("src_alpha", "one_minus_src_alpha")
# OpenGL's y points up, a picture's rows run down: the scene is drawn upside down instead of turned after.
_TOP_DOWN: Final = np.diag((1.0, -1.0, 1.0, 1.0))


class SceneDrawer:
    """Programs and uploaded clouds of one OpenGL context, which must be current."""

    def __init__(self, context: GLContext) -> None:
        self._gl = context
        self.points = PointLayer(context)
        self._returns, self._lines = ReturnsDrawer(), lines_program()
        self._fills, self._fill_buffer = fills_program(), Streamed()
        self._strokes, self._stroke_buffer = strokes_program(), Streamed()
        self._picture = picture_program()
        self._ground: dict[float, UploadedLines] = {}

    def begin(self, canvas: Canvas, scene: Scene) -> Frame:
        """Draws a new scene with as many more points as fit into one drawing."""
        canvas.resize(scene.size_px)
        canvas.scene = scene
        canvas.wires = wireframes(scene.items.boxes, scene.camera, scene.viewport)
        self._gl.set_viewport(0, 0, *scene.size_px)
        self.points.begin(canvas, scene, _matrix(scene))
        return self._compose(canvas, scene, canvas.wires)

    def go_on(self, canvas: Canvas) -> Frame | None:
        """Puts the next points into the scene begun last; a picture comes now and then, and at the end."""
        scene, wires = canvas.scene, canvas.wires
        assert scene is not None
        assert wires is not None
        self._gl.set_viewport(0, 0, *scene.size_px)
        self.points.go_on(canvas, scene, _matrix(scene))
        return self._compose(canvas, scene, wires) if canvas.is_due else None

    def keep_only(self, scenes: Iterable[Scene]) -> None:
        """Gives back the buffers of clouds that are in none of these scenes."""
        kept = list(scenes)
        self.points.keep_only({id(scene.cloud) for scene in kept})
        self._returns.keep_only({id(scene.returns) for scene in kept})

    def _compose(self, canvas: Canvas, scene: Scene, wires: Wireframes) -> Frame:
        """The picture: ground and cuboids' faces below the points, all else above them."""
        matrix = _matrix(scene)
        with canvas.draw_picture_on():
            self._gl.set_depth_mask(False)
            self._gl.set_clear_color((*reversed(scene.look.ground), 1.0))
            self._gl.clear(color=True, depth=False)
            self._gl.set_state(depth_test=False, blend=True, blend_func=_BLEND)
            self._draw_ground(scene, matrix)
            self._draw_fills(scene, wires)
            self._picture["u_picture"] = canvas.layer
            draw_range(self._picture, "triangle_strip", 0, 4)
            self._gl.set_state(depth_test=True, depth_func="lequal", blend=True, blend_func=_BLEND)
            self.points.draw_mark(scene, matrix)
            self._returns.draw(scene, matrix, self._lines)
            self._gl.set_state(depth_test=False, blend=True, blend_func=_BLEND)
            self._draw_strokes(scene, wires)
            # gloo turns the rows over for those who drew with y up; they were the right way round before.
            rows = read_pixels((0, 0, *canvas.size_px), alpha=True)[::-1]
        canvas.told()
        return Frame(scene, wires, rows, canvas.drawn_points, canvas.complete)

    def _draw_ground(self, scene: Scene, matrix: Floats) -> None:
        if scene.ground_z not in self._ground:
            self._ground[scene.ground_z] = UploadedLines(ground_lines(scene.ground_z))
        lines = self._ground[scene.ground_z]
        lines.bind(self._lines)
        set_lines(self._lines, scene, matrix, scene.look.line)
        draw_range(self._lines, "triangles", 0, lines.count)

    def _draw_fills(self, scene: Scene, wires: Wireframes) -> None:
        # Below the points: these keep their own colours.
        if len(vertices := fills(scene.items, wires)):
            self._fill_buffer.bind(self._fills, vertices)
            self._fills["u_view"] = (scene.viewport.width, scene.viewport.height)
            draw_range(self._fills, "triangles", 0, self._fill_buffer.count)

    def _draw_strokes(self, scene: Scene, wires: Wireframes) -> None:
        if len(vertices := strokes(scene.items, wires, scene.look.shade)):
            self._stroke_buffer.bind(self._strokes, vertices)
            self._strokes["u_view"] = (scene.viewport.width, scene.viewport.height)
            self._strokes["u_ratio"] = scene.pixel_ratio
            draw_range(self._strokes, "triangles", 0, self._stroke_buffer.count)


def _matrix(scene: Scene) -> Floats:
    matrix: Floats = _TOP_DOWN @ clip_from_cloud(scene.camera, scene.viewport.aspect)
    return matrix
