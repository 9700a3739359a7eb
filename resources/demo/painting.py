"""Filling polygons: from corners in a camera's frame to pixels of its picture."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from crosstie.resources.demo.camera import HEIGHT, WIDTH, Camera
from crosstie.resources.demo.clipping import clip_near
from crosstie.resources.demo.mesh import Floats, Ints

NEAR_M: Final = 0.3
_SUBPIXEL_BITS: Final = 4
_SMALLEST_PX2: Final = 1.2


@dataclass(frozen=True)
class Polygons:
    """Convex polygons in painter's order.

    Corners (n, k, 3), how many of the k count (n,), colours (n, 3) in 0–1.
    """

    corners: Floats
    counts: Ints
    colours: Floats


def in_view(corners: Floats, camera: Camera, smallest_px2: float = _SMALLEST_PX2) -> NDArray[np.bool_]:
    """Which polygons (n, k, 3) in the camera's frame reach into the picture and cover more than a speck."""
    # Polygons along the last axis: NumPy is quick over long rows and slow over many short ones.
    x, y, z = np.ascontiguousarray(corners.transpose(2, 1, 0))
    scale = camera.focal_px / np.maximum(z, NEAR_M)
    across, down = x * scale + camera.center_px[0], y * scale + camera.center_px[1]
    left, right, top, bottom = across.min(axis=0), across.max(axis=0), down.min(axis=0), down.max(axis=0)
    inside = (right > 0) & (bottom > 0) & (left < WIDTH) & (top < HEIGHT)
    return np.asarray((z.max(axis=0) > NEAR_M) & inside & ((right - left) * (bottom - top) > smallest_px2))


def paint(canvas: NDArray[np.uint8], camera: Camera, polygons: Polygons, scale: int) -> None:
    """Fill the polygons on a picture that is `scale` times the camera's size; RGB or one channel."""
    fixed = _fixed(camera.project(_beyond_near(polygons.corners)), scale)
    crossing = polygons.corners[:, :, 2].min(axis=1) < NEAR_M
    colours = np.clip(polygons.colours * 255, 0, 255).astype(np.int64).tolist()
    line = cv2.LINE_AA if scale == 1 else cv2.LINE_8
    for i, count in enumerate(polygons.counts.tolist()):
        outline = fixed[i, :count]
        if crossing[i]:
            kept = clip_near(polygons.corners[i, :count], NEAR_M)
            if len(kept) < 3:
                continue
            outline = _fixed(camera.project(kept), scale)
        cv2.fillConvexPoly(canvas, outline, colours[i], line, _SUBPIXEL_BITS)


def _beyond_near(corners: Floats) -> Floats:
    return np.maximum(corners, (-np.inf, -np.inf, NEAR_M))


def _fixed(pixels: Floats, scale: int) -> NDArray[np.int32]:
    """Pixels as OpenCV's fixed-point coordinates, in which a pixel's centre is a whole number."""
    scaled = (pixels * scale - 0.5) * (1 << _SUBPIXEL_BITS)
    return np.clip(np.rint(scaled), -1e8, 1e8).astype(np.int32)
