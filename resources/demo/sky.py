"""The sky: a gradient, far hills and a few clouds, fixed for a camera that does not turn."""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.camera import HEIGHT, WIDTH, Camera
from crosstie.resources.demo.mesh import Colour, Floats

Pixels = NDArray[np.uint8]
ZENITH: Colour = (0.36, 0.58, 0.84)
HORIZON: Colour = (0.90, 0.91, 0.89)
HILLS: tuple[Colour, ...] = ((0.74, 0.80, 0.86), (0.66, 0.74, 0.80))
CLOUD: Colour = (0.97, 0.97, 0.97)
# Azimuth and elevation in degrees, and size.
CLOUDS: Final = (
    (-38, 13, 9.0), (-31, 14, 6.0), (14, 17, 8.0), (21, 16, 11.0), (52, 11, 8.0), (-70, 18, 10.0),
    (-62, 17, 7.0), (76, 15, 9.0), (-8, 9, 6.0), (95, 20, 10.0), (-98, 12, 8.0),
)  # fmt: skip


def sky(camera: Camera, scale: int) -> Pixels:
    """The whole picture filled with sky, RGB, `scale` times the camera's size."""
    rows = (np.arange(HEIGHT * scale) + 0.5) / scale
    rise = np.clip((camera.center_px[1] - rows) / camera.focal_px, 0, None)
    share = np.clip(rise / 0.55, 0, 1)[:, None] ** 0.6
    column = (1 - share) * np.array(HORIZON) + share * np.array(ZENITH)
    picture = np.repeat((column * 255).astype(np.uint8)[:, None], WIDTH * scale, axis=1)
    _clouds(picture, camera, scale)
    _hills(picture, camera, scale)
    return picture


def _towards(azimuth_deg: float, elevation_deg: float) -> Floats:
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    flat = math.cos(elevation)
    return np.array([flat * math.cos(azimuth), flat * math.sin(azimuth), math.sin(elevation)])


def _pixel(camera: Camera, direction: Floats, scale: int) -> Floats | None:
    seen = camera.camera_from_lidar[:3, :3] @ direction
    return camera.project(seen) * scale if seen[2] > 0.05 else None


def _clouds(picture: Pixels, camera: Camera, scale: int) -> None:
    for azimuth, elevation, size in CLOUDS:
        centre = _pixel(camera, _towards(azimuth, elevation), scale)
        if centre is None:
            continue
        layer = picture.copy()
        for shift, grow in ((0.0, 1.0), (-0.75, 0.62), (0.8, 0.7), (0.25, 0.8)):
            axes = (int(size * grow * 9 * scale), int(size * grow * 2.1 * scale))
            spot = (int(centre[0] + shift * size * 9 * scale), int(centre[1] - grow * size * scale * 0.9))
            cv2.ellipse(layer, spot, axes, 0, 0, 360, _bytes(CLOUD), -1, cv2.LINE_AA)
        cv2.addWeighted(layer, 0.5, picture, 0.5, 0, picture)


def _hills(picture: Pixels, camera: Camera, scale: int) -> None:
    for layer, colour in enumerate(HILLS):
        ridge = []
        for azimuth in range(-130, 131, 2):
            wave = 1.7 * math.sin(azimuth * 0.11 + layer) + 1.1 * math.sin(azimuth * 0.27 + 2 * layer)
            point = _pixel(camera, _towards(azimuth, 4.6 - 1.9 * layer + wave * (0.75 - 0.2 * layer)), scale)
            if point is not None:
                ridge.append(point)
        ridge.sort(key=lambda point: float(point[0]))
        outline = [*ridge, (ridge[-1][0], HEIGHT * scale), (ridge[0][0], HEIGHT * scale)]
        cv2.fillPoly(picture, [np.array(outline).astype(np.int32)], _bytes(colour), cv2.LINE_AA)


def _bytes(colour: Colour) -> tuple[int, int, int]:
    return (int(colour[0] * 255), int(colour[1] * 255), int(colour[2] * 255))
