"""The pictures of one camera: ground, then everything on it, at twice the size, then scaled down."""

from typing import Final

import cv2
import numpy as np

from crosstie.resources.demo.camera import HEIGHT, WIDTH, Camera, inverse, transform
from crosstie.resources.demo.faces import StreetFaces, visible_faces
from crosstie.resources.demo.mesh import Floats, padded
from crosstie.resources.demo.painting import Polygons, in_view, paint
from crosstie.resources.demo.shading import GROUND_SHADE, HAZE, HAZE_RANGE_M, lit
from crosstie.resources.demo.shadows import shadow_mask
from crosstie.resources.demo.sight import camera_from_world
from crosstie.resources.demo.sky import Pixels, sky
from crosstie.resources.demo.street import street

SUPERSAMPLE: Final = 2


class Renderer:
    """Draws one camera's pictures. It holds what does not change between them."""

    def __init__(self, camera: Camera) -> None:
        self.camera = camera
        self._sky = sky(camera, SUPERSAMPLE)
        self._canvas = self._sky.copy()
        self._street = StreetFaces()
        self._ground = _lit_ground()
        self._horizon = int(camera.center_px[1])
        rows = np.arange(self._horizon, HEIGHT) + 0.5 - camera.center_px[1]
        eye_height = float(inverse(camera.camera_from_ego)[2, 3])
        # On flat ground every row of the picture lies at one distance, so the haze is a column of numbers.
        clear = np.exp(-eye_height * camera.focal_px / rows / HAZE_RANGE_M).astype(np.float32)
        self._clear = np.repeat(clear[:, None], WIDTH, axis=1)
        self._haze = np.float32(255) * (1 - self._clear[:, :, None]) * HAZE.astype(np.float32)

    def frame(self, time_s: float) -> Pixels:
        """The picture at a time of the sample: (HEIGHT, WIDTH, 3) RGB bytes."""
        matrix = camera_from_world(self.camera, time_s)
        canvas = self._canvas
        np.copyto(canvas, self._sky)
        self._draw_ground(canvas, matrix, time_s)
        paint(
            canvas,
            self.camera,
            visible_faces(self._street, self.camera, matrix, time_s),
            SUPERSAMPLE,
        )
        return np.asarray(cv2.resize(canvas, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8)

    def _draw_ground(self, canvas: Pixels, matrix: Floats, time_s: float) -> None:
        seen = transform(matrix, self._ground.corners)
        kept = in_view(seen, self.camera)
        ground = Polygons(seen[kept], self._ground.counts[kept], self._ground.colours[kept])
        paint(canvas, self.camera, ground, SUPERSAMPLE)
        half = canvas[self._horizon * SUPERSAMPLE :]
        size = (WIDTH, HEIGHT - self._horizon)
        small = cv2.resize(half, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        shade = shadow_mask(self.camera, matrix, time_s)[self._horizon :]
        small *= cv2.merge([self._clear * (1 - shade * np.float32(1 - left)) for left in GROUND_SHADE])
        small += self._haze
        full = (half.shape[1], half.shape[0])
        half[:] = cv2.resize(small.astype(np.uint8), full, interpolation=cv2.INTER_NEAREST)


def _lit_ground() -> Polygons:
    patches = street().ground
    corners, counts = padded([patch.corners for patch in patches])
    upward = np.tile((0.0, 0.0, 1.0), (len(patches), 1))
    return Polygons(corners, counts, lit(np.array([patch.colour for patch in patches]), upward, 1.0))
