"""Camera lenses: from directions in the camera's frame to pixels, for pinhole and fisheye models."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.schema.records import Calibration

Array = NDArray[np.float64]

_FURTHEST_SLOPE: Final = 10.0
_STEPS: Final = 4000


def pixels_of(calibration: Calibration, points: Array) -> Array:
    """Where points of the camera's frame (x right, y down, z forward; any unit), shape (n, 3), are seen.

    In pixels, shape (n, 2); NaN where the lens sees nothing: behind the camera, and beyond the angle at
    which the distortion's polynomial turns back, where it would fold far points into the picture.
    """
    slopes = (
        _fisheye(calibration, points) if calibration.model == "fisheye" else _pinhole(calibration, points)
    )
    k = np.asarray(calibration.intrinsics)
    return np.asarray(slopes @ k[:2, :2].T + k[:2, 2])


def bends(calibration: Calibration) -> bool:
    """Whether the lens makes curves of straight lines. Many files write a straight one as all zeros."""
    return calibration.model == "fisheye" or any(calibration.distortion)


def _pinhole(calibration: Calibration, points: Array) -> Array:
    """OpenCV's model: k1 k2 p1 p2 [k3 [k4 k5 k6 [s1 s2 s3 s4 [τx τy]]]] (docs, calib3d, "projectPoints")."""
    z = np.where(points[:, 2] > 0, points[:, 2], np.nan)
    slopes = points[:, :2] / z[:, None]
    if not bends(calibration):
        return np.asarray(slopes)
    k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4, tilt_x, tilt_y = _padded(calibration, 14)
    x, y = slopes.T
    r2 = x * x + y * y
    r2 = np.where(r2 <= _pinhole_limit(calibration) ** 2, r2, np.nan)
    radial = _radial(r2, k1, k2, k3, k4, k5, k6)
    bent = np.stack(
        (
            x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x) + s1 * r2 + s2 * r2 * r2,
            y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y + s3 * r2 + s4 * r2 * r2,
        ),
        axis=1,
    )
    return _tilted(bent, tilt_x, tilt_y) if tilt_x or tilt_y else bent


def _radial(r2: Array, k1: float, k2: float, k3: float, k4: float, k5: float, k6: float) -> Array:
    over = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    return np.asarray(over / (1 + r2 * (k4 + r2 * (k5 + r2 * k6))))


def _tilted(slopes: Array, tilt_x: float, tilt_y: float) -> Array:
    """OpenCV's tilted sensor: turned about x and about y, then projected back on z = 1."""
    cos_x, sin_x, cos_y, sin_y = np.cos(tilt_x), np.sin(tilt_x), np.cos(tilt_y), np.sin(tilt_y)
    about_x = np.array(((1, 0, 0), (0, cos_x, sin_x), (0, -sin_x, cos_x)))
    about_y = np.array(((cos_y, 0, -sin_y), (0, 1, 0), (sin_y, 0, cos_y)))
    turn = about_y @ about_x
    back = np.array(((turn[2, 2], 0, -turn[0, 2]), (0, turn[2, 2], -turn[1, 2]), (0, 0, 1)))
    rays = np.column_stack((slopes, np.ones(len(slopes)))) @ (back @ turn).T
    return np.asarray(rays[:, :2] / rays[:, 2:])


def _fisheye(calibration: Calibration, points: Array) -> Array:
    """Kannala and Brandt's model (2006) as OpenCV has it: θd = θ (1 + k1 θ² + k2 θ⁴ + k3 θ⁶ + k4 θ⁸)."""
    across = np.hypot(points[:, 0], points[:, 1])
    angle = np.arctan2(across, points[:, 2])
    angle = np.where(angle <= _fisheye_limit(calibration), angle, np.nan)
    bent = _fisheye_angle(angle, calibration)
    # On the axis the direction is undefined and the angle zero.
    scale = np.divide(bent, across, out=np.where(np.isnan(bent), np.nan, 0.0), where=across > 0)
    return np.asarray(points[:, :2] * scale[:, None])


def _fisheye_angle(angle: Array, calibration: Calibration) -> Array:
    k1, k2, k3, k4 = _padded(calibration, 4)
    a2 = angle * angle
    return np.asarray(angle * (1 + a2 * (k1 + a2 * (k2 + a2 * (k3 + a2 * k4)))))


@lru_cache(maxsize=256)
def _pinhole_limit(calibration: Calibration) -> float:
    """The slope up to which a further point falls further out."""
    k1, k2, _, _, k3, k4, k5, k6 = _padded(calibration, 8)
    slope = np.linspace(0, _FURTHEST_SLOPE, _STEPS)
    return _rising_until(slope, slope * _radial(slope * slope, k1, k2, k3, k4, k5, k6))


@lru_cache(maxsize=256)
def _fisheye_limit(calibration: Calibration) -> float:
    """The angle from the axis, in radians, up to which a further point falls further out."""
    angle = np.linspace(0, np.pi, _STEPS)
    return _rising_until(angle, _fisheye_angle(angle, calibration))


def _rising_until(given: Array, result: Array) -> float:
    falls = np.flatnonzero(np.diff(result) <= 0)
    return float(given[falls[0]]) if len(falls) else float("inf")


def _padded(calibration: Calibration, count: int) -> tuple[float, ...]:
    return (*calibration.distortion, *([0.0] * count))[:count]
