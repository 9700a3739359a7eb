"""Point clouds and radar sweeps, single or in sequence."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.cloud_cache import cached_cloud
from crosstie.storage.media.cloud_chunks import ChunkedFile, big_file
from crosstie.storage.media.cloud_columns import Columns, cloud_of, placed
from crosstie.storage.media.cloud_las import read_las
from crosstie.storage.media.cloud_pcd import read_pcd
from crosstie.storage.media.cloud_ply import read_ply
from crosstie.storage.media.cloud_poses import Poses, accumulated, read_poses
from crosstie.storage.media.cloud_tables import read_kitti, read_npy, read_nuscenes, read_table
from crosstie.storage.media.errors import MediaUnreadable, Overtaken
from crosstie.storage.media.files import cache_key, present_file
from crosstie.storage.media.queries import Cloud, CloudAt, CloudFile, FactsQuery, Query, Reply
from crosstie.storage.media.readers import Report, not_answered
from crosstie.storage.media.sequence import Times, asset_times

_LAYOUTS: Final[dict[str, Callable[[Path], Columns]]] = {
    "kitti": read_kitti,
    "nuscenes": read_nuscenes,
    "pcd": read_pcd,
    "ply": read_ply,
    "las": read_las,
    "npy": read_npy,
    "xyz": read_table,
    "csv": read_table,
    "radar_csv": read_table,
}
_SUFFIXES: Final = {
    ".pcd.bin": "nuscenes", ".bin": "kitti", ".pcd": "pcd", ".ply": "ply", ".npy": "npy",
    ".las": "las", ".laz": "las",
    ".xyz": "xyz", ".txt": "xyz", ".csv": "csv",
}  # fmt: skip
_TIME_COLUMN: Final = "time_s"
_KEPT_BYTES: Final = 256 << 20
MOST_ACCUMULATED: Final = 8_000_000
"""More points of several sweeps are not put together."""


class CloudReader:
    """The clouds of an asset: one a file, or the sweeps of one table with a column time_s.

    Large clouds are made ready in the cache; of the others the last few are kept.
    """

    def __init__(self, asset: Asset, root: Path, cache: Path) -> None:
        self._asset = asset
        self._root = root
        self._cache = cache
        self._overtaken: Callable[[], bool] = lambda: False
        self._kept: dict[int, Cloud] = {}
        self._sweeps: list[Columns] = []
        self._poses: Poses | None = None
        if len(asset.files) == 1 and self._big(0) is None and _TIME_COLUMN in (first := self._columns(0)):
            self._times, self._sweeps = _sweeps_of(first)
        else:
            self._times = asset_times(asset)
        if self._big(0) is None:
            self._cloud(0)

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery, by reading every file, and CloudAt."""
        match query:
            case FactsQuery():
                return self._facts(report)
            case CloudAt():
                return self._at(self._times.index_at(query.asset_ns), query.sweeps, report)
            case _:
                raise not_answered(self._asset, query)

    def close(self) -> None:
        """Holds no file open."""

    def stop_when(self, overtaken: Callable[[], bool]) -> None:
        """Gives what tells that nobody waits any more."""
        self._overtaken = overtaken

    def work_ahead(self, *, rested: bool) -> bool:
        """Whoever shows the clouds asks ahead himself: he knows what he still has."""
        return False

    def _facts(self, report: Report) -> MediaFacts:
        count = len(self._times.starts_ns)
        for number in range(count):
            if (big := self._big(number)) is None:
                self._cloud(number)
            else:
                read = 0
                for columns in big.chunks():
                    read += placed(columns, self._asset.kind, big.path.name).kept.size
                    part = min(1.0, read / max(big.count, read))
                    report((number + part) / count, "checking points")
            report((number + 1) / count, "checking points")
        duration_ns = max(0, self._times.end_ns)
        return MediaFacts(duration_ns=duration_ns, frame_count=count, codec=layout_of(self._asset))

    def _at(self, number: int, sweeps: int, report: Report) -> Cloud | CloudFile:
        if (big := self._big(number)) is not None:
            return self._large(big, number, report)
        clouds = [self._cloud(number)]
        if sweeps > 1:
            total = len(clouds[0].points)
            for before in range(number - 1, max(-1, number - sweeps), -1):
                if self._big(before) is not None:
                    break
                cloud = self._cloud(before)
                total += len(cloud.points)
                if total > MOST_ACCUMULATED:
                    break
                clouds.insert(0, cloud)
        return clouds[0] if sweeps <= 1 else accumulated(clouds, self._poses_until(number, len(clouds)))

    def _large(self, big: ChunkedFile, number: int, report: Report) -> CloudFile:
        def told(done: float, what: str) -> None:
            if self._overtaken():
                raise Overtaken
            report(done, what)

        key = cache_key(self._asset.files[number], big.path, layout_of(self._asset), self._asset.kind)
        kept = cached_cloud(big, self._asset.kind, self._cache / f"{key}.cloud", told)
        at_ns, next_ns = self._times.starts_ns[number], self._times.next_ns(number)
        return CloudFile(at_ns, next_ns, number, str(kept))

    def _cloud(self, number: int) -> Cloud:
        cloud = self._kept.pop(number, None)
        if cloud is None:
            if self._overtaken():
                raise Overtaken
            columns = self._sweeps[number] if self._sweeps else self._columns(number)
            name = Path(self._asset.files[0 if self._sweeps else number].path).name
            at_ns, next_ns = self._times.starts_ns[number], self._times.next_ns(number)
            cloud = cloud_of(columns, self._asset.kind, at_ns, next_ns, number, name)
        self._kept[number] = cloud
        while len(self._kept) > 1 and sum(one.byte_count for one in self._kept.values()) > _KEPT_BYTES:
            self._kept.pop(next(iter(self._kept)))
        return cloud

    def _poses_until(self, number: int, count: int) -> Poses:
        """The poses of the last `count` clouds before and with one. Raises MediaUnreadable."""
        if self._poses is None:
            if self._asset.poses is None:
                raise MediaUnreadable(
                    f"{self._asset.id}: its sweeps cannot be put together without poses; name them in the "
                    "manifest"
                )
            self._poses = read_poses(present_file(self._asset.poses, self._root), len(self._asset.files))
        return self._poses[number - count + 1 : number + 1]

    def _big(self, number: int) -> ChunkedFile | None:
        if self._sweeps:
            return None
        return big_file(present_file(self._asset.files[number], self._root), layout_of(self._asset))

    def _columns(self, number: int) -> Columns:
        path = present_file(self._asset.files[number], self._root)
        return _LAYOUTS[layout_of(self._asset)](path)


def layout_of(asset: Asset) -> str:
    """The layout that the asset names, or that its first file's name tells. Raises MediaUnreadable."""
    name = Path(asset.files[0].path).name
    if asset.layout:
        if asset.layout not in _LAYOUTS:
            raise MediaUnreadable(
                f"{name}: layout {asset.layout!r} is unknown; there are {', '.join(_LAYOUTS)}"
            )
        return asset.layout
    for suffix, layout in _SUFFIXES.items():
        if name.lower().endswith(suffix):
            return layout
    raise MediaUnreadable(f"{name}: is no point file that can be read; convert it to PCD, PLY, LAS or NPY")


def _sweeps_of(columns: Columns) -> tuple[Times, list[Columns]]:
    """The rows of each instant, in order of time; the last sweep lasts as long as the usual one."""
    times = columns[_TIME_COLUMN]
    instants = np.unique(times)
    order = np.argsort(times, kind="stable")
    edges = [*np.searchsorted(times[order], instants), len(times)]
    others = {name: column[order] for name, column in columns.items() if name != _TIME_COLUMN}
    sweeps = [
        {name: column[edges[place] : edges[place + 1]] for name, column in others.items()}
        for place in range(len(instants))
    ]
    starts = [round(instant * NS_PER_SECOND) for instant in instants.tolist()]
    step = round(float(np.median(np.diff(starts)))) if len(starts) > 1 else 0
    return Times(starts, starts[-1] + step), sweeps
