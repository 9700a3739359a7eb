"""The compiled programs with their buffers; used on the drawing thread alone."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from vispy import gloo
from vispy.gloo.context import get_current_canvas

from crosstie.viewers.pointcloud import shaders
from crosstie.viewers.pointcloud.boxes import boxes_of
from crosstie.viewers.pointcloud.camera import Floats, near_plane_m, pixels_at_metre
from crosstie.viewers.pointcloud.ground_lines import Segments
from crosstie.viewers.pointcloud.outlines import CORNERS, Vertices
from crosstie.viewers.pointcloud.scene import CloudPoints, Mark, Rgb, Scene

_NOTHING: Final = np.zeros((4, 4), dtype=np.float32)
_LINE_PX: Final = 1.3
_POINT_M: Final = 0.055
"""A point is as large as this where the view is near enough, within the limits in pixels."""
_POINT_PX: Final = (1.5, 3.0)
_WEIGHTS: Final = {"height": (1.0, 0.0, 0.0), "value": (0.0, 1.0, 0.0), "distance": (0.0, 0.0, 1.0)}
_LINE_VERTEX: Final = np.dtype(
    [("a_start", "f4", 3), ("a_end", "f4", 3), ("a_strength", "f4"), ("a_corner", "f4", 2)]
)


def draw_range(program: gloo.Program, mode: str, first: int, count: int) -> None:
    """Draws `count` vertices from `first`; gloo's own draw takes all of them, or picks by index."""
    context = get_current_canvas().context
    context.glir.associate(program.glir)
    context.glir.command("DRAW", program.id, mode, (first, count), 1)
    context.flush_commands()


class UploadedCloud:
    """A cloud's points in the graphics processor, in shuffled order: any first part is a fair sample."""

    def __init__(self, cloud: CloudPoints) -> None:
        order = np.random.default_rng(7).permutation(len(cloud.points))
        self.count = len(cloud.points)
        self._positions = gloo.VertexBuffer(np.ascontiguousarray(cloud.points[order], dtype=np.float32))
        self._values = gloo.VertexBuffer(np.ascontiguousarray(cloud.values[order], dtype=np.float32))
        self.lines = UploadedLines(cloud.lines) if cloud.lines is not None and len(cloud.lines) else None

    def bind(self, program: gloo.Program, *, with_values: bool) -> None:
        """Makes it what the program draws."""
        program["a_position"] = self._positions
        if with_values:
            program["a_value"] = self._values

    def free(self) -> None:
        """Gives the memory back."""
        self._positions.delete()
        self._values.delete()
        if self.lines:
            self.lines.free()


class UploadedLines:
    """Line segments as two triangles each."""

    def __init__(self, segments: Segments) -> None:
        vertices = np.zeros((len(segments), 6), dtype=_LINE_VERTEX)
        vertices["a_start"] = segments[:, None, :3]
        vertices["a_end"] = segments[:, None, 3:6]
        vertices["a_strength"] = segments[:, None, 6]
        vertices["a_corner"] = CORNERS
        self.count = vertices.size
        self._buffer = gloo.VertexBuffer(vertices.ravel())

    def bind(self, program: gloo.Program) -> None:
        """Makes it what the program draws."""
        program.bind(self._buffer)

    def free(self) -> None:
        """Gives the memory back."""
        self._buffer.delete()


class Streamed:
    """Vertices that are another each time: one buffer that takes what comes."""

    def __init__(self) -> None:
        self._buffer: gloo.VertexBuffer | None = None
        self.count = 0

    def bind(self, program: gloo.Program, vertices: Vertices) -> None:
        """Uploads the vertices, at least one, and makes them what the program draws."""
        self.count = len(vertices)
        if self._buffer is None:
            self._buffer = gloo.VertexBuffer(vertices)
        else:
            self._buffer.set_data(vertices)
        program.bind(self._buffer)


def points_program() -> gloo.Program:
    """Draws a cloud's points."""
    return gloo.Program(shaders.POINT_VERTEX, shaders.POINT_FRAGMENT)


def returns_program() -> gloo.Program:
    """Draws radar returns as diamonds."""
    return gloo.Program(shaders.RETURN_VERTEX, shaders.RETURN_FRAGMENT)


def lines_program() -> gloo.Program:
    """Draws lines with soft edges."""
    return gloo.Program(shaders.LINE_VERTEX, shaders.LINE_FRAGMENT)


def strokes_program() -> gloo.Program:
    """Draws the cuboids' edges."""
    return gloo.Program(shaders.STROKE_VERTEX, shaders.STROKE_FRAGMENT)


def fills_program() -> gloo.Program:
    """Tints the cuboids' faces."""
    return gloo.Program(shaders.FILL_VERTEX, shaders.FILL_FRAGMENT)


def set_points(program: gloo.Program, scene: Scene, clip_from_cloud: Floats) -> None:
    """What a points program needs to know of a scene."""
    camera, look, ratio = scene.camera, scene.look, scene.pixel_ratio
    program["u_clip_from_cloud"] = _gl(clip_from_cloud)
    program["u_weights"] = _WEIGHTS[look.color_by]
    program["u_range"] = (look.low, max(look.high, look.low + 1e-6))
    program["u_ground_color"] = look.ground
    # In an orthographic view w is 1 everywhere, so its scale is put in here; else depth divides by itself.
    depth = camera.distance_m if camera.projection == "orthographic" else 1.0
    at_metre = pixels_at_metre(scene.viewport) * _POINT_M / depth
    program["u_size"] = (_POINT_PX[0] * ratio, _POINT_PX[1] * ratio, at_metre * ratio)
    if camera.projection == "orthographic":
        program["u_fade"] = (1e6, 2e6)
    else:
        program["u_fade"] = (camera.distance_m * 0.9 + 12, camera.distance_m * 1.6 + 110)
    _set_mark(program, scene.mark)


def set_returns(program: gloo.Program, scene: Scene, clip_from_cloud: Floats) -> None:
    """What a returns program needs to know of a scene."""
    program["u_clip_from_cloud"] = _gl(clip_from_cloud)
    program["u_size"] = 13.0 * scene.pixel_ratio
    program["u_color"] = scene.look.returns
    program["u_ground_color"] = scene.look.ground


def set_lines(program: gloo.Program, scene: Scene, clip_from_cloud: Floats, color: Rgb) -> None:
    """What a lines program needs to know of a scene."""
    program["u_clip_from_cloud"] = _gl(clip_from_cloud)
    program["u_view_px"] = scene.size_px
    program["u_half_px"] = _LINE_PX * scene.pixel_ratio / 2
    program["u_near"] = near_plane_m(scene.camera)
    program["u_color"] = color


def _set_mark(program: gloo.Program, mark: Mark | None) -> None:
    program["u_box_strength"] = 0.0 if mark is None else 1.0
    program["u_box_color"] = (0.0, 0.0, 0.0) if mark is None else mark.color
    program["u_box_from_cloud"] = _NOTHING if mark is None else _gl(_box_from_cloud(mark))


def _box_from_cloud(mark: Mark) -> Floats:
    """4×4 that takes the cuboid's corners to ±1."""
    box = boxes_of((mark.cuboid,))
    matrix = np.eye(4)
    matrix[:3, :3] = box.axes[0].T / box.halves[0][:, None]
    matrix[:3, 3] = -matrix[:3, :3] @ box.centers[0]
    return matrix


def _gl(matrix: Floats) -> NDArray[np.float32]:
    """OpenGL keeps matrices column by column."""
    return np.ascontiguousarray(matrix.T, dtype=np.float32)
