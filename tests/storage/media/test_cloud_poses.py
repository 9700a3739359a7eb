"""Sweeps put together through the poses of the vehicle."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from crosstie.schema.records import Asset, MediaFile
from crosstie.storage.media.cloud_poses import read_poses
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Cloud, CloudAt
from tests.storage.media.assets import answer, asset_of

STEP_NS = 100_000_000
FRAMES = 6
POSTS = np.array([[30.0, 8.0, 1.0], [50.0, -6.0, 2.0], [22.0, -9.0, 0.5]])
"""What stands still in the world."""


def pose(number: int) -> NDArray[np.float64]:
    """The vehicle drives, and turns on the way."""
    turn = 0.12 * number
    matrix = np.eye(4)
    matrix[:2, :2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    matrix[:3, 3] = (1.5 * number, 0.3 * number**2, 0.05 * number)
    return matrix


def drive(folder: Path) -> Asset:
    """The posts as the moving vehicle sees them; each sweep has its number as intensity."""
    files = []
    for number in range(FRAMES):
        seen = (POSTS - pose(number)[:3, 3]) @ pose(number)[:3, :3]
        rows = np.column_stack([seen, np.full(len(seen), number)]).astype("<f4")
        rows = np.concatenate([rows, [[np.nan, 0, 0, 0]]]).astype("<f4")
        files.append(folder / f"{number}.bin")
        rows.tofile(files[-1])
    poses = folder / "poses.txt"
    np.savetxt(poses, [pose(number)[:3].ravel() for number in range(FRAMES)])
    asset = asset_of("pointcloud", *files, times_ns=tuple(number * STEP_NS for number in range(FRAMES)))
    return msgspec.structs.replace(asset, poses=MediaFile(str(poses), poses.stat().st_size, ""))


def sweeps_at(asset: Asset, number: int, sweeps: int) -> Cloud:
    cloud = answer(asset, CloudAt(number * STEP_NS, sweeps))
    assert isinstance(cloud, Cloud)
    return cloud


def test_what_stands_still_stays_sharp_while_the_vehicle_moves_and_turns(tmp_path: Path) -> None:
    asset = drive(tmp_path)
    for number, sweeps in ((5, 3), (5, 6), (2, 2)):
        cloud = sweeps_at(asset, number, sweeps)
        assert (cloud.index, cloud.sweep_count, cloud.own_count) == (number, sweeps, len(POSTS))
        seen = (POSTS - pose(number)[:3, 3]) @ pose(number)[:3, :3]
        assert np.abs(cloud.points - np.tile(seen, (sweeps, 1))).max() < 1e-4
        assert cloud.values[::3].tolist() == [number, *range(number - sweeps + 1, number)]
        assert cloud.channels["intensity"].tolist() == cloud.values.tolist()
        assert (cloud.file_index.tolist(), cloud.left_out) == ([0, 1, 2], 1)


def test_at_the_beginning_there_are_as_many_as_there_were(tmp_path: Path) -> None:
    asset = drive(tmp_path)
    assert sweeps_at(asset, 0, 10).sweep_count == 1
    assert sweeps_at(asset, 2, 10).sweep_count == 3
    alone = sweeps_at(asset, 3, 1)
    assert (alone.sweep_count, len(alone.points)) == (1, 3)


def test_without_poses_sweeps_are_refused_in_one_line(tmp_path: Path) -> None:
    asset = msgspec.structs.replace(drive(tmp_path), poses=None)
    with pytest.raises(MediaUnreadable, match="without poses"):
        answer(asset, CloudAt(3 * STEP_NS, 3))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 0 0 0 0 1 0 0 0 0 1 0\n", "has 1 poses for 2 files"),
        ("1 0 0 0 0 1 0 0 0 0 1 0\n1 2 3\n", "line 2 is no pose"),
        ("1 0 0 0 0 1 0 0 0 0 1 0\n1 0 0 0 0 1 0 0 0 0 nan 0\n", "line 2 is no pose"),
        ("1 0 0 0 0 1 0 0 0 0 1 0\n1 0 0 0 0 1 0 0 0 0 0 0\n", "line 2 is no pose: it makes the world flat"),
    ],
)
def test_poses_that_cannot_be_used_are_told(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "poses.txt").write_text(text)
    with pytest.raises(MediaUnreadable, match=f"^poses.txt: {reason}"):
        read_poses(tmp_path / "poses.txt", 2)
