"""The quiet lines on the ground that give a cloud its scale: range rings, axes, the sensor."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Segments = NDArray[np.float32]
"""N×7: start (x, y, z), end (x, y, z) in metres, and how strongly the line is drawn, 0 to 1."""
Metres = NDArray[np.float32]

RING_STEP_M: Final = 10.0
RING_COUNT: Final = 10
_RING_PARTS: Final = 96
_SENSOR_RINGS: Final = ((0.35, 0.9), (1.2, 0.55))


def ground_lines(ground_z: float) -> Segments:
    """Range rings every 10 m, the two axes, and the place of the sensor."""
    rings = [_ring(RING_STEP_M * (place + 1), ground_z, _strength(place)) for place in range(RING_COUNT)]
    return np.concatenate([*rings, _axes(ground_z), _sensor(ground_z)])


def speed_lines(points: Metres, speeds: Metres, velocities: Metres | None) -> Segments:
    """From each moving return to where it will be in a second.

    `velocities` (N×3) is taken where the sensor gives it; else the speed along the line of sight.
    """
    if velocities is None:
        reach = np.linalg.norm(points, axis=1, keepdims=True)
        velocities = points / np.maximum(reach, 1e-3) * speeds[:, None]
    moving = np.linalg.norm(velocities, axis=1) > 0.3
    starts = points[moving]
    strength = np.ones((starts.shape[0], 1), dtype=np.float32)
    return np.concatenate([starts, starts + velocities[moving], strength], axis=1).astype(np.float32)


def _strength(place: int) -> float:
    return 0.42 if (place + 1) % 5 == 0 else 0.24


def _ring(radius_m: float, z: float, strength: float) -> Segments:
    turns = np.linspace(0, 2 * np.pi, _RING_PARTS + 1)
    around = np.stack([radius_m * np.cos(turns), radius_m * np.sin(turns), np.full(turns.shape, z)], axis=1)
    return _path(around, strength)


def _axes(z: float) -> Segments:
    reach = RING_STEP_M * RING_COUNT
    across = np.linspace(-reach, reach, 41)
    level, zero = np.full(across.shape, z), np.zeros(across.shape)
    ahead, aside = np.stack([across, zero, level], axis=1), np.stack([zero, across, level], axis=1)
    return np.concatenate([_path(ahead, 0.26), _path(aside, 0.2)])


def _sensor(z: float) -> Segments:
    """Two small rings below the sensor. No vehicle: a cloud does not tell which way its own one heads."""
    return np.concatenate([_ring(radius_m, z, strength) for radius_m, strength in _SENSOR_RINGS])


def _path(points: NDArray[np.float64], strength: float) -> Segments:
    parts = np.column_stack([points[:-1], points[1:], np.full(len(points) - 1, strength)])
    return parts.astype(np.float32)
