"""The same points by vispy alone: a bare gloo program, and the markers that vispy draws points with."""

import numpy as np
from numpy.typing import NDArray
from vispy import app, gloo, visuals
from vispy.gloo import read_pixels
from vispy.gloo.context import get_current_canvas
from vispy.visuals.transforms import MatrixTransform

from crosstie.viewers.pointcloud.camera import clip_from_cloud, pixels_at_metre
from crosstie.viewers.pointcloud.scene import Scene
from tests.benchmarks.clouds.gl_stage import GROUND, LOOK, SIZE

_VERTEX = """
attribute vec3 a_position;
uniform mat4 u_matrix;
uniform vec2 u_range;
uniform vec3 u_size;
uniform sampler2D u_palette;
varying vec3 v_color;
void main() {
    gl_Position = u_matrix * vec4(a_position, 1.0);
    gl_PointSize = clamp(u_size.z / gl_Position.w, u_size.x, u_size.y);
    float place = clamp((a_position.z - u_range.x) / (u_range.y - u_range.x), 0.0, 1.0);
    v_color = texture2D(u_palette, vec2(place * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
}
"""
_FRAGMENT = "varying vec3 v_color; void main() { gl_FragColor = vec4(v_color.bgr, 1.0); }"


class _Target:
    """A picture in memory."""

    def __init__(self) -> None:
        shape = SIZE[1], SIZE[0]
        self._buffers = gloo.FrameBuffer(gloo.Texture2D((*shape, 4)), gloo.RenderBuffer(shape, 0x81A6))

    def __enter__(self) -> None:
        self._buffers.activate()
        context = get_current_canvas().context
        context.set_viewport(0, 0, *SIZE)
        context.set_state(depth_test=True, depth_func="less", blend=False)
        context.set_depth_mask(True)
        context.set_clear_color((*reversed(GROUND), 1.0))
        context.clear(color=True, depth=True)

    def __exit__(self, *_: object) -> None:
        self._buffers.deactivate()


class BareProgram:
    """What a script of a few lines draws points with, by height, from buffers uploaded once."""

    def __init__(self, points: NDArray[np.float32]) -> None:
        self._target = _Target()
        self._program = gloo.Program(_VERTEX, _FRAGMENT)
        self._program["a_position"] = gloo.VertexBuffer(points)
        self._program["u_palette"] = gloo.Texture2D(LOOK.palette[None], interpolation="linear")
        self._program["u_range"] = (LOOK.low, LOOK.high)

    def draw(self, scene: Scene) -> NDArray[np.uint8]:
        """The picture of a scene's camera."""
        self._program["u_size"] = (1.5, 3.0, pixels_at_metre(scene.viewport) * 0.055)
        self._program["u_matrix"] = _upside_down(scene).T.astype(np.float32)
        with self._target:
            self._program.draw("points")
            pixels: NDArray[np.uint8] = read_pixels((0, 0, *SIZE))[::-1]
        return pixels


class Markers:
    """vispy's own visual for points, as it comes: round with an edge, 3 pixels wide."""

    def __init__(self, canvas: app.Canvas, points: NDArray[np.float32]) -> None:
        self._canvas = canvas
        self._target = _Target()
        place = np.clip((points[:, 2] - LOOK.low) / (LOOK.high - LOOK.low), 0, 1)
        colors = (LOOK.palette[np.round(place * 255).astype(np.intp)] / 255).astype(np.float32)
        self._visual = visuals.MarkersVisual()
        self._visual.set_data(points, face_color=colors, size=3)
        self._visual.transform = MatrixTransform()

    def draw(self, scene: Scene) -> NDArray[np.uint8]:
        """The picture of a scene's camera."""
        # A visual is placed in pixels of the canvas, from its top.
        pixels_from_clip = np.eye(4)
        pixels_from_clip[0, [0, 3]], pixels_from_clip[1, [1, 3]] = SIZE[0] / 2, (-SIZE[1] / 2, SIZE[1] / 2)
        self._visual.transform.matrix = (pixels_from_clip @ _upside_down(scene)).T
        with self._target:
            self._visual.transforms.configure(viewport=(0, 0, *SIZE), canvas=self._canvas, fbo_size=SIZE)
            self._visual.draw()
            pixels: NDArray[np.uint8] = read_pixels((0, 0, *SIZE))[::-1]
        return pixels


def _upside_down(scene: Scene) -> NDArray[np.float64]:
    matrix: NDArray[np.float64] = np.diag((1.0, -1.0, 1.0, 1.0)) @ clip_from_cloud(
        scene.camera, scene.viewport.aspect
    )
    return matrix
