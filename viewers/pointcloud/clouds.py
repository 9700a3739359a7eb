"""Clouds as they are uploaded: points to be drawn, and radar returns with their speed."""

import numpy as np
from numpy.typing import NDArray

from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.ground_lines import speed_lines
from crosstie.viewers.pointcloud.scene import CloudPoints


def points_of(cloud: Cloud) -> CloudPoints:
    """A LiDAR's points. Those of a large cloud stand in a file, any first part of them a fair sample."""
    ordered = cloud.grid is not None
    return CloudPoints(cloud.points, cloud.values, channels=cloud.channels, ordered=ordered)


def returns_of(cloud: Cloud) -> CloudPoints:
    """A radar's returns, with a line to where each will be in a second.

    The file's own velocity (`vx`, `vy`, metres a second) is taken where it has one; else the speed along
    the line of sight.
    """
    speeds = cloud.values if cloud.value_name == "radial_speed" else np.zeros_like(cloud.values)
    return CloudPoints(cloud.points, cloud.values, speed_lines(cloud.points, speeds, _velocities(cloud)))


def _velocities(cloud: Cloud) -> NDArray[np.float32] | None:
    parts = cloud.channels.get("vx"), cloud.channels.get("vy")
    if parts[0] is None or parts[1] is None:
        return None
    upward = cloud.channels.get("vz", np.zeros_like(parts[0]))
    return np.stack([parts[0], parts[1], upward], axis=1)
