"""Files of poses: where the sensor stood at each file of a cloud sequence (KITTI's odometry form)."""

import math
from pathlib import Path

from crosstie.storage.media.errors import MediaUnreadable


def check_poses(path: Path, count: int) -> None:
    """Raises MediaUnreadable unless the file has `count` lines of 12 finite numbers each."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise MediaUnreadable(f"{path.name}: cannot be read as text ({error})") from error
    if len(lines) != count:
        raise MediaUnreadable(f"{path.name}: has {len(lines)} poses for {count} files")
    for number, line in enumerate(lines, 1):
        if not _is_pose(line):
            raise MediaUnreadable(f"{path.name}: line {number} is no pose of 12 numbers")


def _is_pose(line: str) -> bool:
    try:
        numbers = [float(word) for word in line.split()]
    except ValueError:
        return False
    return len(numbers) == 12 and all(map(math.isfinite, numbers))
