"""Where the sensor stood at each file of a cloud sequence, and what sweeps are in another one's frame."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Cloud, Floats

Poses = NDArray[np.float64]
"""N×4×4: from homogeneous metres of each sweep's frame to those of the sample's fixed one."""
_NUMBERS: Final = 12
_LEAST_VOLUME: Final = 1e-6


def read_poses(path: Path, count: int) -> Poses:
    """The poses of a text file: `count` lines of 12 numbers, the rows of a 3×4 matrix (KITTI odometry).

    Raises MediaUnreadable when there are more or fewer, or one cannot be undone.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise MediaUnreadable(f"{path.name}: cannot be read as text ({error})") from error
    if len(lines) != count:
        raise MediaUnreadable(f"{path.name}: has {len(lines)} poses for {count} files")
    poses = np.tile(np.eye(4), (count, 1, 1))
    for place, line in enumerate(lines):
        poses[place, :3] = np.reshape(_numbers(line, f"{path.name}: line {place + 1}"), (3, 4))
    for place in np.flatnonzero(np.abs(np.linalg.det(poses)) < _LEAST_VOLUME)[:1]:
        raise MediaUnreadable(f"{path.name}: line {place + 1} is no pose: it makes the world flat")
    return poses


def accumulated(clouds: Sequence[Cloud], poses: Poses) -> Cloud:
    """The last of some clouds together with the ones before it, brought into its frame; its own come first.

    `poses` is one a cloud. What moved in the world meanwhile leaves a trail. Channels that not all clouds
    have are left out.
    """
    own = clouds[-1]
    into = np.linalg.inv(poses[-1]) @ poses
    order = [len(clouds) - 1, *range(len(clouds) - 1)]
    shared = [name for name in own.channels if all(name in cloud.channels for cloud in clouds)]
    return msgspec.structs.replace(
        own,
        points=np.concatenate([own.points, *(_moved(clouds[i].points, into[i]) for i in order[1:])]),
        values=np.concatenate([clouds[i].values for i in order]),
        channels={name: np.concatenate([clouds[i].channels[name] for i in order]) for name in shared},
        own_count=len(own.points),
        sweep_count=len(clouds),
    )


def _moved(points: Floats, matrix: Poses) -> Floats:
    # The matrix is from one sweep to another near by: float32 tells it well enough.
    rotation, shift = matrix[:3, :3].astype(np.float32), matrix[:3, 3].astype(np.float32)
    return np.asarray(points @ rotation.T + shift, np.float32)


def _numbers(line: str, where: str) -> list[float]:
    try:
        numbers = [float(word) for word in line.split()]
    except ValueError:
        numbers = []
    if len(numbers) != _NUMBERS or not all(map(math.isfinite, numbers)):
        raise MediaUnreadable(f"{where} is no pose of 12 numbers")
    return numbers
