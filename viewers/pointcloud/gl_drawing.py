"""Draws scenes into pictures in memory; used on the drawing thread alone."""

import time
from collections.abc import Iterable
from typing import Final

import numpy as np
from vispy import gloo
from vispy.gloo import read_pixels
from vispy.gloo.context import GLContext

from crosstie.viewers.pointcloud.budget import PointBudget
from crosstie.viewers.pointcloud.camera import Floats, clip_from_cloud
from crosstie.viewers.pointcloud.gl_programs import (
    Streamed,
    UploadedCloud,
    UploadedLines,
    draw_range,
    fills_program,
    lines_program,
    points_program,
    returns_program,
    set_lines,
    set_points,
    set_returns,
    strokes_program,
)
from crosstie.viewers.pointcloud.ground_lines import ground_lines
from crosstie.viewers.pointcloud.outlines import fills, strokes
from crosstie.viewers.pointcloud.palette import Palette
from crosstie.viewers.pointcloud.scene import CloudPoints, Frame, Rgb, Scene
from crosstie.viewers.pointcloud.wireframe import Wireframes, wireframes

_SLICE_S: Final = 0.018
_BLEND: Final = ("src_alpha", "one_minus_src_alpha")
# OpenGL's y points up, a picture's rows run down: the scene is drawn upside down instead of turned after.
_TOP_DOWN: Final = np.diag((1.0, -1.0, 1.0, 1.0))


class Canvas:
    """One view's picture under way: what is drawn already stays, and more points are put in."""

    def __init__(self) -> None:
        self.size_px = (0, 0)
        self.scene: Scene | None = None
        self.wires: Wireframes | None = None
        self.drawn_points = 0
        self._buffers: gloo.FrameBuffer | None = None

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to draw."""
        cloud = self.scene.cloud if self.scene else None
        return cloud is None or self.drawn_points >= len(cloud.points)

    def activate(self, size_px: tuple[int, int]) -> None:
        """Makes it what is drawn into."""
        if size_px != self.size_px:
            self.free()
            width, height = self.size_px = size_px
            color = gloo.Texture2D((height, width, 4))
            self._buffers = gloo.FrameBuffer(color, gloo.RenderBuffer((height, width), "depth"))
        assert self._buffers is not None
        self._buffers.activate()

    def deactivate(self) -> None:
        """Leaves it as it is."""
        assert self._buffers is not None
        self._buffers.deactivate()

    def free(self) -> None:
        """Gives the memory back."""
        if self._buffers is not None:
            self._buffers.color_buffer.delete()
            self._buffers.depth_buffer.delete()
            self._buffers.delete()
            self._buffers = None


class SceneDrawer:
    """Programs and uploaded clouds of one OpenGL context, which must be current."""

    def __init__(self, context: GLContext) -> None:
        self._gl = context
        self.budget = PointBudget(_SLICE_S)
        self._points, self._returns, self._lines = points_program(), returns_program(), lines_program()
        self._fills, self._fill_buffer = fills_program(), Streamed()
        self._strokes, self._stroke_buffer = strokes_program(), Streamed()
        self._clouds: dict[int, tuple[CloudPoints, UploadedCloud]] = {}
        self._ground: dict[float, UploadedLines] = {}
        self._palettes: dict[int, tuple[Palette, gloo.Texture2D]] = {}

    def begin(self, canvas: Canvas, scene: Scene) -> Frame:
        """Draws a new scene with as many points as fit into one drawing."""
        canvas.activate(scene.size_px)
        self._gl.set_viewport(0, 0, *scene.size_px)
        canvas.scene, canvas.drawn_points = scene, 0
        self._gl.set_clear_color((*reversed(scene.look.ground), 1.0))
        self._gl.clear(color=True, depth=True)
        canvas.wires = wireframes(scene.items.boxes, scene.camera, scene.viewport)
        matrix = _TOP_DOWN @ clip_from_cloud(scene.camera, scene.viewport.aspect)
        self._draw_ground(scene, matrix)
        self._draw_fills(scene, canvas.wires)
        self._draw_points(canvas, scene, matrix)
        self._draw_returns(scene, matrix)
        self._draw_strokes(scene, canvas.wires)
        return self._read(canvas, scene)

    def go_on(self, canvas: Canvas) -> Frame:
        """Puts the next points into the scene begun last."""
        scene = canvas.scene
        assert scene is not None
        canvas.activate(scene.size_px)
        self._gl.set_viewport(0, 0, *scene.size_px)
        matrix = _TOP_DOWN @ clip_from_cloud(scene.camera, scene.viewport.aspect)
        self._draw_points(canvas, scene, matrix)
        return self._read(canvas, scene)

    def keep_only(self, scenes: Iterable[Scene]) -> None:
        """Gives back the buffers of clouds that are in none of these scenes."""
        kept = {id(cloud) for scene in scenes for cloud in (scene.cloud, scene.returns)}
        for key in self._clouds.keys() - kept:
            self._clouds.pop(key)[1].free()

    def _draw_ground(self, scene: Scene, matrix: Floats) -> None:
        self._gl.set_state(depth_test=False, blend=True, blend_func=_BLEND)
        if scene.ground_z not in self._ground:
            self._ground[scene.ground_z] = UploadedLines(ground_lines(scene.ground_z))
        self._draw_lines(self._ground[scene.ground_z], scene, matrix, scene.look.line)

    def _draw_fills(self, scene: Scene, wires: Wireframes) -> None:
        # Below the points: these keep their own colours, and those put in later look no different.
        if len(vertices := fills(scene.items, wires)):
            self._fill_buffer.bind(self._fills, vertices)
            self._fills["u_view"] = (scene.viewport.width, scene.viewport.height)
            draw_range(self._fills, "triangles", 0, self._fill_buffer.count)

    def _draw_strokes(self, scene: Scene, wires: Wireframes) -> None:
        if len(vertices := strokes(scene.items, wires, scene.look.shade)):
            self._gl.set_state(depth_test=True, depth_func="lequal", blend=True, blend_func=_BLEND)
            self._stroke_buffer.bind(self._strokes, vertices)
            self._strokes["u_view"] = (scene.viewport.width, scene.viewport.height)
            self._strokes["u_ratio"] = scene.pixel_ratio
            draw_range(self._strokes, "triangles", 0, self._stroke_buffer.count)

    def _draw_lines(self, lines: UploadedLines, scene: Scene, matrix: Floats, color: Rgb) -> None:
        lines.bind(self._lines)
        set_lines(self._lines, scene, matrix, color)
        draw_range(self._lines, "triangles", 0, lines.count)

    def _draw_points(self, canvas: Canvas, scene: Scene, matrix: Floats) -> None:
        if scene.cloud is None:
            return
        cloud = self._uploaded(scene.cloud)
        began = time.perf_counter()
        self._gl.set_state(depth_test=True, depth_func="less", blend=False)
        cloud.bind(self._points, with_values=True)
        self._points["u_palette"] = self._palette(scene.look.palette)
        set_points(self._points, scene, matrix)
        count = min(self.budget.points, cloud.count - canvas.drawn_points)
        draw_range(self._points, "points", canvas.drawn_points, count)
        canvas.drawn_points += count
        self._gl.finish()
        self.budget.learn(count, time.perf_counter() - began)

    def _draw_returns(self, scene: Scene, matrix: Floats) -> None:
        if scene.returns is None:
            return
        cloud = self._uploaded(scene.returns)
        self._gl.set_state(depth_test=True, depth_func="less", blend=True, blend_func=_BLEND)
        if cloud.lines:
            self._draw_lines(cloud.lines, scene, matrix, scene.look.returns)
        cloud.bind(self._returns, with_values=False)
        set_returns(self._returns, scene, matrix)
        draw_range(self._returns, "points", 0, cloud.count)

    def _read(self, canvas: Canvas, scene: Scene) -> Frame:
        # gloo turns the rows over for those who drew with y up; they were the right way round before.
        rows = read_pixels((0, 0, *canvas.size_px), alpha=True)[::-1]
        canvas.deactivate()
        assert canvas.wires is not None
        return Frame(scene, canvas.wires, rows, canvas.drawn_points, canvas.complete)

    def _uploaded(self, cloud: CloudPoints) -> UploadedCloud:
        if id(cloud) not in self._clouds:
            self._clouds[id(cloud)] = (cloud, UploadedCloud(cloud))
        return self._clouds[id(cloud)][1]

    def _palette(self, palette: Palette) -> gloo.Texture2D:
        if id(palette) not in self._palettes:
            texture = gloo.Texture2D(palette[None], interpolation="linear", wrapping="clamp_to_edge")
            self._palettes[id(palette)] = (palette, texture)
        return self._palettes[id(palette)][1]
