"""The compiled programs with their buffers; used on the drawing thread alone."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from vispy import gloo
from vispy.gloo.context import get_current_canvas

from crosstie.viewers.pointcloud import shaders
from crosstie.viewers.pointcloud.camera import Floats, near_plane_m, pixels_at_metre
from crosstie.viewers.pointcloud.ground_lines import Segments
from crosstie.viewers.pointcloud.outlines import CORNERS, Vertices
from crosstie.viewers.pointcloud.scene import Rgb, Scene

_LINE_PX: Final = 1.3
_POINT_M: Final = 0.055
"""A point is as large as this where the view is near enough, within the limits in pixels."""
_POINT_PX: Final = (1.5, 3.0)
_MANY, _FEW_PX = 100_000, 4.0
_LINE_VERTEX: Final = np.dtype(
    [("a_start", "f4", 3), ("a_end", "f4", 3), ("a_strength", "f4"), ("a_corner", "f4", 2)]
)


def draw_range(program: gloo.Program, mode: str, first: int, count: int) -> None:
    """Draws `count` vertices from `first`; gloo's own draw takes all of them, or picks by index."""
    if count:
        context = get_current_canvas().context
        context.glir.associate(program.glir)
        context.glir.command("DRAW", program.id, mode, (first, count), 1)
        context.flush_commands()


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


def points_program(colored: str, *, labelled: bool) -> gloo.Program:
    """Draws a cloud's points, coloured by what `colored` names ("mark" for one colour)."""
    return gloo.Program(shaders.point_vertex(colored, labelled=labelled), shaders.POINT_FRAGMENT)


def picture_program() -> gloo.Program:
    """Draws a finished picture over the whole view."""
    program = gloo.Program(shaders.PICTURE_VERTEX, shaders.PICTURE_FRAGMENT)
    corners = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)], dtype=np.float32)
    program["a_corner"] = gloo.VertexBuffer(corners)
    return program


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
    """What a points program needs to know of a scene, but for its colours."""
    camera, ratio = scene.camera, scene.pixel_ratio
    program["u_clip_from_cloud"] = _gl(clip_from_cloud)
    program["u_ground_color"] = scene.look.ground
    # In an orthographic view w is 1 everywhere, so its scale is put in here; else depth divides by itself.
    depth = camera.distance_m if camera.projection == "orthographic" else 1.0
    at_metre = pixels_at_metre(scene.viewport) * _POINT_M / depth
    smallest, largest = _point_px(len(scene.cloud.points) if scene.cloud is not None else 0)
    program["u_size"] = (smallest * ratio, largest * ratio, at_metre * ratio)
    if camera.projection == "orthographic":
        program["u_fade"] = (1e6, 2e6)
    else:
        program["u_fade"] = (camera.distance_m * 0.9 + 12, camera.distance_m * 1.6 + 110)


def _point_px(count: int) -> tuple[float, float]:
    """The limits for a cloud of so many points: few and far between, they are drawn larger to be seen."""
    smallest = min(_POINT_PX[0] * max(_MANY / max(count, 1), 1) ** 0.25, _FEW_PX)
    return smallest, max(smallest, _POINT_PX[1])


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


def _gl(matrix: Floats) -> NDArray[np.float32]:
    """OpenGL keeps matrices column by column."""
    return np.ascontiguousarray(matrix.T, dtype=np.float32)
