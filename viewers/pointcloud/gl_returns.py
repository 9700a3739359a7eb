"""Radar returns with the lines of their speed; used on the drawing thread alone."""

import numpy as np
from vispy import gloo

from crosstie.viewers.pointcloud.camera import Floats
from crosstie.viewers.pointcloud.gl_programs import (
    UploadedLines,
    draw_range,
    returns_program,
    set_lines,
    set_returns,
)
from crosstie.viewers.pointcloud.scene import CloudPoints, Scene


class _Uploaded:
    """A radar's returns in the graphics processor."""

    def __init__(self, cloud: CloudPoints) -> None:
        self.cloud = cloud
        self.positions = gloo.VertexBuffer(np.ascontiguousarray(cloud.points, dtype=np.float32))
        has_lines = cloud.lines is not None and len(cloud.lines)
        self.lines = UploadedLines(cloud.lines) if cloud.lines is not None and has_lines else None

    def free(self) -> None:
        self.positions.delete()
        if self.lines is not None:
            self.lines.free()


class ReturnsDrawer:
    """Draws the returns of a scene."""

    def __init__(self) -> None:
        self._program = returns_program()
        self._nearest_last = gloo.IndexBuffer(np.zeros(1, dtype=np.uint32))
        self._known: dict[int, _Uploaded] = {}

    def draw(self, scene: Scene, matrix: Floats, lines_program: gloo.Program) -> None:
        """Draws them with their lines, behind the points where these are nearer."""
        cloud = scene.returns
        if cloud is None or not len(cloud.points):
            return
        if id(cloud) not in self._known:
            self._known[id(cloud)] = _Uploaded(cloud)
        uploaded = self._known[id(cloud)]
        if uploaded.lines is not None:
            uploaded.lines.bind(lines_program)
            set_lines(lines_program, scene, matrix, scene.look.returns)
            draw_range(lines_program, "triangles", 0, uploaded.lines.count)
        # The depths are the points' alone, so returns lie over each other in the order they are drawn in.
        depths = cloud.points @ matrix[2:, :3].T + matrix[2:, 3]
        farthest_first = np.argsort(-depths[:, 0] / np.where(depths[:, 1], depths[:, 1], 1))
        self._nearest_last.set_data(farthest_first.astype(np.uint32))
        self._program["a_position"] = uploaded.positions
        set_returns(self._program, scene, matrix)
        self._program.draw("points", self._nearest_last)

    def keep_only(self, clouds: set[int]) -> None:
        """Gives back the buffers of returns that are not among these (by id)."""
        for key in self._known.keys() - clouds:
            self._known.pop(key).free()
