"""Files of poses: where the sensor stood at each file of a cloud sequence (KITTI's odometry form)."""

from pathlib import Path

from crosstie.storage.media.cloud_poses import read_poses


def check_poses(path: Path, count: int) -> None:
    """Raises MediaUnreadable unless the file has `count` poses that can be used."""
    read_poses(path, count)
