"""Binary PCD files are read where their numbers lie, whichever release of PCL has written the header."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.cloud_pcd import pcd_chunks, read_pcd
from crosstie.storage.media.pcd_layout import PcdField, pcd_offsets
from crosstie.storage.media.queries import Cloud, CloudAt
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of

COUNT = 20
KINDS = {"f4": "F", "f8": "F", "u1": "U", "u2": "U", "u4": "U", "i2": "I"}


class Point(msgspec.Struct, frozen=True):
    """What a program keeps of a point in memory: numbers behind x, y and z, with gaps between them."""

    kinds: tuple[str, ...]
    offsets: tuple[int, ...]
    size: int


@st.composite
def laid_out(draw: st.DrawFn) -> Point:
    """Any point that a compiler lays out: each number at a multiple of its size."""
    kinds = ("f4", "f4", "f4", *draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6)))
    offsets, end = [], 0
    for kind in kinds:
        size = np.dtype(kind).itemsize
        skipped = 0 if end < 12 else draw(st.sampled_from((0, 0, 0, size, 4)))
        at = -(-(end + skipped) // size) * size
        offsets.append(at)
        end = at + size
    return Point(kinds, tuple(offsets), -(-end // 16) * 16)


def header(point: Point, *, of_old: bool) -> list[tuple[str, int, str, int]]:
    """Name, size, type and count of each field as PCL writes them; before 1.11 with its slip."""
    fields, at = [], 0
    sizes = [np.dtype(kind).itemsize for kind in point.kinds]
    for number, (kind, size, offset) in enumerate(zip(point.kinds, sizes, point.offsets, strict=True)):
        if at != offset:
            gap = offset - (point.offsets[number - 1] + (size if of_old else sizes[number - 1]))
            fields.append(("_", 1, "U", gap))
            at += gap
        fields.append((f"n{number}" if number > 2 else "xyz"[number], size, KINDS[kind], 1))
        at += size
    if at < point.size:
        fields.append(("_", 1, "U", point.size - at))
    return fields


def written(path: Path, point: Point, *, of_old: bool) -> np.ndarray[Any, np.dtype[Any]]:
    """Writes points with such a header; returns them."""
    fields = header(point, of_old=of_old)
    names = [name for name, *_ in fields if name != "_"]
    dtype: np.dtype[Any] = np.dtype(
        {"names": names, "formats": point.kinds, "offsets": point.offsets, "itemsize": point.size}
    )
    noise = np.random.default_rng(3).bytes(COUNT * point.size)
    table: np.ndarray[Any, np.dtype[Any]] = np.frombuffer(noise, dtype).copy()
    for name, low in zip(names, itertools.count(1)):
        table[name] = np.arange(low, low + COUNT)
    columns = ["FIELDS", "SIZE", "TYPE", "COUNT"]
    lines = [f"{key} " + " ".join(str(one[i]) for one in fields) for i, key in enumerate(columns)]
    text = "\n".join(
        ["VERSION 0.7", *lines, f"WIDTH {COUNT}", "HEIGHT 1", f"POINTS {COUNT}", "DATA binary\n"]
    )
    path.write_bytes(text.encode() + table.tobytes() + bytes(4096))
    return table


def is_told(point: Point) -> bool:
    """Whether the slip shows in an old header, which still tells the size of a point."""
    fields = header(point, of_old=True)
    total = sum(size * count for _, size, _, count in fields)
    return total == point.size and any(name == "_" and count < 1 for name, _, _, count in fields)


@given(laid_out(), st.booleans())
def test_each_number_is_found_where_it_lies(
    tmp_path_factory: pytest.TempPathFactory, point: Point, of_old: bool
) -> None:
    of_old = of_old and is_told(point)
    path = tmp_path_factory.getbasetemp() / "layout.pcd"
    table = written(path, point, of_old=of_old)
    for columns in (read_pcd(path), next(iter(pcd_chunks(path, COUNT)))):
        assert {name: column.tolist() for name, column in columns.items()} == {
            name: table[name].tolist() for name in table.dtype.names or ()
        }


def test_an_old_header_is_that_of_real_files() -> None:
    # An Ouster's points, as in https://github.com/PDAL/PDAL/issues/3254, and those of SUSTech's Pandar40.
    kinds = ("f4", "f4", "f4", "f4", "u4", "u2", "u1", "u2", "u4")
    ouster = Point(kinds, (0, 4, 8, 16, 20, 24, 26, 28, 32), 48)
    counts = [count for *_, count in header(ouster, of_old=True)]
    assert counts == [1, 1, 1, 4, 1, 1, 1, 1, 0, 1, 0, 1, 15]
    pandar = Point(("f4", "f4", "f4", "f4", "f8", "u2"), (0, 4, 8, 16, 24, 32), 48)
    counts = [count for *_, count in header(pandar, of_old=True)]
    assert counts == [1, 1, 1, 4, 1, 0, 1, 6, 1, 12]


def test_what_no_slip_explains_is_read_as_it_is_said() -> None:
    fields = fields_of(("x", "_", "time", "_", "ring"), ("f8", "u1", "f4", "u1", "u2"), (1, 0, 1, 3, 1))
    # The slip would put `time` into the midst of `x`.
    assert pcd_offsets(fields) == (0, 8, 8, 12, 15)


def test_time_and_ring_of_a_real_sweep() -> None:
    path = min(data_file("driving/sustech_sequence/lidar").glob("*.pcd"))
    cloud = answer(asset_of("pointcloud", path), CloudAt(0))
    assert isinstance(cloud, Cloud)
    time_s, ring = cloud.channels["timestamp"], cloud.channels["ring"]
    # A Pandar40 turns ten times a second.
    assert 0.09 < float(np.ptp(time_s)) < 0.11
    assert set(np.unique(ring).tolist()) == set(range(40))
    # A laser of a higher number looks further down.
    elevation = np.arctan2(cloud.points[:, 2], np.hypot(cloud.points[:, 0], cloud.points[:, 1]))
    middles = [float(np.median(elevation[ring == number])) for number in range(40)]
    assert all(lower < higher for higher, lower in itertools.pairwise(middles[2:]))


def fields_of(names: Sequence[str], types: Sequence[str], counts: Sequence[int]) -> list[PcdField]:
    return [PcdField(name, f"<{kind}", count) for name, kind, count in zip(names, types, counts, strict=True)]
