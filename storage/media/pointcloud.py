"""Point clouds and radar sweeps, single or in sequence."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.cloud_columns import Columns, cloud_of
from crosstie.storage.media.cloud_las import read_las
from crosstie.storage.media.cloud_pcd import read_pcd
from crosstie.storage.media.cloud_ply import read_ply
from crosstie.storage.media.cloud_tables import read_kitti, read_npy, read_nuscenes, read_table
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import present_file
from crosstie.storage.media.queries import Cloud, CloudAt, FactsQuery, Query, Reply
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


class CloudReader:
    """The clouds of an asset: one a file, or the sweeps of one table with a column time_s."""

    def __init__(self, asset: Asset, root: Path) -> None:
        self._asset = asset
        self._root = root
        self._number = -1
        self._sweeps: list[Columns] = []
        first = self._columns(0)
        if len(asset.files) == 1 and _TIME_COLUMN in first:
            self._times, self._sweeps = _sweeps_of(first)
        else:
            self._times = asset_times(asset)
        self._cloud = self._read(0)

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery, by reading every file, and CloudAt."""
        match query:
            case FactsQuery():
                count = len(self._times.starts_ns)
                for number in range(count):
                    self._read(number)
                    report((number + 1) / count, "checking points")
                duration_ns = max(0, self._times.end_ns)
                return MediaFacts(duration_ns=duration_ns, frame_count=count, codec=layout_of(self._asset))
            case CloudAt():
                return self._read(self._times.index_at(query.asset_ns))
            case _:
                raise not_answered(self._asset, query)

    def close(self) -> None:
        """Holds no file open."""

    def _read(self, number: int) -> Cloud:
        if number != self._number:
            columns = self._sweeps[number] if self._sweeps else self._columns(number)
            name = Path(self._asset.files[0 if self._sweeps else number].path).name
            at_ns, next_ns = self._times.starts_ns[number], self._times.next_ns(number)
            self._cloud = cloud_of(columns, self._asset.kind, at_ns, next_ns, number, name)
            self._number = number
        return self._cloud

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
