"""The cameras of the ego car: pinholes whose calibration against the LiDAR is exact."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from crosstie.resources.demo.mesh import Floats

WIDTH: Final = 960
HEIGHT: Final = 540
FRAMES_PER_SECOND: Final = 20
LIDAR_IN_EGO: Final = np.array([0.0, 0.0, 1.92])
"""Where the LiDAR stands on the car; its axes are the car's (x ahead, y left, z up), metres."""

# A camera's own axes (x right, y down, z forward) seen in the car's when it looks straight ahead.
_CAMERA_FROM_BODY: Final = np.array([(0.0, -1.0, 0.0), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0)])


@dataclass(frozen=True)
class Camera:
    """One camera. `camera_from_lidar` is 4×4, metres; pixels count from the top-left pixel's corner."""

    id: str
    focal_px: float
    camera_from_lidar: Floats
    offset_ns: int = 0

    @property
    def center_px(self) -> tuple[float, float]:
        """The principal point: the picture's middle."""
        return (WIDTH / 2, HEIGHT / 2)

    @property
    def camera_from_ego(self) -> Floats:
        """4×4 from the car's frame on the ground to the camera's."""
        lidar_from_ego = np.eye(4)
        lidar_from_ego[:3, 3] = -LIDAR_IN_EGO
        return self.camera_from_lidar @ lidar_from_ego

    def project(self, points: Floats) -> Floats:
        """Pixels (…, 2) of points (…, 3) in the camera's frame; only those with z > 0 are seen."""
        scale = self.focal_px / points[..., 2:]
        return np.asarray(points[..., :2] * scale + np.array(self.center_px))

    def calibration(self) -> dict[str, object]:
        """The calibration file's content, as the manifest's `calibration` expects it."""
        cx, cy = self.center_px
        return {
            "model": "pinhole", "width": WIDTH, "height": HEIGHT,
            "fx": self.focal_px, "fy": self.focal_px, "cx": cx, "cy": cy,
            "distortion": [0.0, 0.0, 0.0, 0.0, 0.0],
            "camera_from_lidar": [[round(float(v), 9) for v in row] for row in self.camera_from_lidar],
        }  # fmt: skip


def _camera(
    name: str, position: tuple[float, float, float], yaw_deg: float, fov_deg: float, offset_ns: int
) -> Camera:
    yaw = math.radians(yaw_deg)
    body_from_ego = np.array(
        [(math.cos(yaw), math.sin(yaw), 0.0), (-math.sin(yaw), math.cos(yaw), 0.0), (0.0, 0.0, 1.0)]
    )
    rotation = _CAMERA_FROM_BODY @ body_from_ego
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = -rotation @ (np.array(position) - LIDAR_IN_EGO)
    # Rounded as it is written, so that files and pictures agree to the last digit.
    focal = round(WIDTH / 2 / math.tan(math.radians(fov_deg) / 2), 3)
    return Camera(name, focal, np.round(matrix, 9), offset_ns)


CAMERAS: Final = (
    _camera("cam_left", (0.30, 0.55, 1.62), 58.0, 74.0, 0),
    _camera("cam_front", (0.70, 0.0, 1.62), 0.0, 62.0, 40_000_000),
    _camera("cam_right", (0.30, -0.55, 1.62), -58.0, 74.0, 0),
)
"""Left, front and right. The front camera starts 40 ms after the sample does."""


def transform(matrix: Floats, points: Floats) -> Floats:
    """Points (…, 3) through a rigid 4×4 matrix."""
    flat = (
        points.reshape(-1, 3) @ matrix[:3, :3].T
    )  # one large product is many times faster than many small ones
    flat += matrix[:3, 3]
    return flat.reshape(points.shape)


def inverse(matrix: Floats) -> Floats:
    """The inverse of a rigid 4×4 matrix."""
    turned = np.eye(4)
    turned[:3, :3] = matrix[:3, :3].T
    turned[:3, 3] = -turned[:3, :3] @ matrix[:3, 3]
    return turned
