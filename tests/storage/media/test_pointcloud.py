"""Point files of every layout give the same points, without those that have no place."""

import contextlib
import struct
from collections.abc import Callable
from pathlib import Path

import laspy
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.records import AssetKind, MediaFacts
from crosstie.storage.media.cloud_las import las_origin
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.lzf import decompressed
from crosstie.storage.media.queries import Cloud, CloudAt, FactsQuery
from tests.data import data_file
from tests.storage.media.assets import answer, asset_of

Table = npt.NDArray[np.float32]
COUNT = 50


def points() -> Table:
    table = np.random.default_rng(5).normal(0, 30, (COUNT, 4)).astype(np.float32)
    table[7, 1] = np.nan
    table[9, 0] = np.inf
    return table


def cloud(path: Path, asset_ns: int = 0, layout: str = "", kind: AssetKind = "pointcloud") -> Cloud:
    reply = answer(asset_of(kind, path, layout=layout), CloudAt(asset_ns))
    assert isinstance(reply, Cloud)
    return reply


def write_kitti(path: Path, table: Table) -> None:
    path.write_bytes(table.tobytes())


def write_nuscenes(path: Path, table: Table) -> None:
    path.write_bytes(np.hstack((table, np.full((COUNT, 1), 3, np.float32))).tobytes())


def write_npy(path: Path, table: Table) -> None:
    np.save(path, table)


def write_xyz(path: Path, table: Table) -> None:
    np.savetxt(path, table, fmt="%.9g")


def write_csv(path: Path, table: Table) -> None:
    np.savetxt(path, table, fmt="%.9g", delimiter=",", header="X,Y,Z,Intensity", comments="")


PCD = "# .PCD v0.7\nVERSION 0.7\nFIELDS x y z _ intensity\nSIZE 4 4 4 1 4\nTYPE F F F U F\nCOUNT 1 1 1 4 1\n"


def pcd_header(encoding: str) -> bytes:
    size = f"WIDTH {COUNT}\nHEIGHT 1\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS {COUNT}\n"
    return f"{PCD}{size}DATA {encoding}\n".encode()


def write_pcd_ascii(path: Path, table: Table) -> None:
    rows = "\n".join(" ".join([*(f"{v:.9g}" for v in row[:3]), "0 0 0 0", f"{row[3]:.9g}"]) for row in table)
    path.write_bytes(pcd_header("ascii") + rows.encode() + b"\n")


def write_pcd_binary(path: Path, table: Table) -> None:
    padded = np.insert(table, 3, 0, axis=1).astype(np.float32)
    path.write_bytes(pcd_header("binary") + padded.tobytes() + b"\0" * 40)


def write_pcd_compressed(path: Path, table: Table) -> None:
    columns = table[:, :3].T.tobytes() + b"\0" * 4 * COUNT + table[:, 3].tobytes()
    packed = compressed(columns)
    path.write_bytes(pcd_header("binary_compressed") + struct.pack("<II", len(packed), len(columns)) + packed)


PLY = "ply\nformat {} 1.0\ncomment made for a test\nelement vertex {}\n" + "".join(
    f"property float {name}\n" for name in ("x", "y", "z", "intensity")
) + "element face 0\nproperty list uchar int vertex_index\nend_header\n"  # fmt: skip


def write_ply_ascii(path: Path, table: Table) -> None:
    rows = "\n".join(" ".join(f"{value:.9g}" for value in row) for row in table)
    path.write_text(PLY.format("ascii", COUNT) + rows + "\n", "ascii")


def write_ply_little(path: Path, table: Table) -> None:
    path.write_bytes(PLY.format("binary_little_endian", COUNT).encode() + table.tobytes())


def write_ply_big(path: Path, table: Table) -> None:
    path.write_bytes(PLY.format("binary_big_endian", COUNT).encode() + table.astype(">f4").tobytes())


def compressed(data: bytes) -> bytes:
    """LZF of literal runs, and of back references where zeros follow zeros."""
    out, at = bytearray(), 0
    while at < len(data):
        run = len(data) - at - len(data[at:].lstrip(b"\0"))
        if at and data[at - 1] == 0 and run >= 9:
            length = min(run, 264) - 2
            out += bytes((7 << 5, length - 7, 0))
            at += length + 2
        else:
            piece = data[at : at + 32]
            out += bytes((len(piece) - 1,)) + piece
            at += len(piece)
    return bytes(out)


FORMATS: dict[str, Callable[[Path, Table], None]] = {
    "a.bin": write_kitti, "a.pcd.bin": write_nuscenes, "a.npy": write_npy,
    "a.xyz": write_xyz, "a.csv": write_csv,
    "ascii.pcd": write_pcd_ascii, "binary.pcd": write_pcd_binary, "compressed.pcd": write_pcd_compressed,
    "ascii.ply": write_ply_ascii, "little.ply": write_ply_little, "big.ply": write_ply_big,
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_points_and_counts_those_without_a_place(name: str, tmp_path: Path) -> None:
    table = points()
    FORMATS[name](tmp_path / name, table)
    read = cloud(tmp_path / name)
    kept = np.delete(np.arange(COUNT), [7, 9])
    assert read.left_out == 2
    assert read.file_index.tolist() == kept.tolist()
    assert np.array_equal(read.points, table[kept, :3])
    assert (read.value_name, read.values.tolist()) == ("intensity", table[kept, 3].tolist())
    assert read.channels["intensity"].tolist() == table[kept, 3].tolist()
    assert read.points.dtype == read.values.dtype == np.dtype(np.float32)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_broke_off_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    FORMATS[name](path, points())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3 - 1])
    with pytest.raises(MediaUnreadable, match=rf"^{name}: .*(cut.off|no table|layout)") as refused:
        cloud(path)
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=2000) | st.integers(0, 900).map(lambda size: b"\0" * size))
def test_lzf_is_undone(data: bytes) -> None:
    assert decompressed(compressed(data), len(data)) == data


@given(st.binary(max_size=300), st.integers(0, 4000))
def test_damaged_lzf_ends_in_an_error_and_never_in_more_than_was_said(data: bytes, size: int) -> None:
    with contextlib.suppress(ValueError, IndexError):
        assert len(decompressed(data, size)) == size


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{"x": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(MediaUnreadable, match="no plain NumPy array"):
        cloud(tmp_path / "a.npy")


def test_packed_colours_become_channels(tmp_path: Path) -> None:
    row = struct.pack("<fffI", 1.0, 2.0, 3.0, 0x00102030)
    head = "FIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F U\nCOUNT 1 1 1 1\nWIDTH 1\nHEIGHT 1\nDATA binary\n"
    (tmp_path / "a.pcd").write_bytes(head.encode() + row)
    read = cloud(tmp_path / "a.pcd")
    assert {name: column.tolist() for name, column in read.channels.items()} == {
        "red": [16.0],
        "green": [32.0],
        "blue": [48.0],
    }
    assert (read.value_name, read.values.tolist()) == ("", [0.0])


@pytest.mark.parametrize("layout", ["csv", "radar_csv"])
def test_radar_returns_are_valued_by_their_radial_speed(layout: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y,z,vx,vy,rcs\n3,4,0,5,0,10\n0,2,1,9,-1,2\n", "utf-8")
    read = cloud(tmp_path / "a.csv", layout=layout, kind="radar")
    assert read.value_name == "radial_speed"
    assert read.values.tolist() == [3.0, -1.0]
    assert read.channels["rcs"].tolist() == [10.0, 2.0]
    (tmp_path / "b.csv").write_text("x;y;radial_speed;intensity\n1;2;-3;9\n", "utf-8")
    flat = cloud(tmp_path / "b.csv", layout=layout, kind="radar")
    assert (flat.points.tolist(), flat.values.tolist()) == ([[1.0, 2.0, 0.0]], [-3.0])


def test_sweeps_of_one_table_are_told_apart_by_time(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("time_s,x,y\n0.5,1,1\n0,2,2\n0.5,3,3\n1.0,4,4\n", "utf-8")
    read = [cloud(tmp_path / "a.csv", at, kind="radar") for at in (0, 499_999_998, 500_000_000, 7 * 10**9)]
    assert [one.points[:, 0].tolist() for one in read] == [[2.0], [2.0], [1.0, 3.0], [4.0]]
    assert [(one.at_ns, one.next_ns) for one in read[1:]] == [
        (0, 500_000_000),
        (500_000_000, 1_000_000_000),
        (1_000_000_000, 1_500_000_000),
    ]
    facts = answer(asset_of("radar", tmp_path / "a.csv"), FactsQuery())
    assert facts == MediaFacts(duration_ns=1_500_000_000, frame_count=3, codec="csv")


def test_a_sequence_needs_a_time_for_each_file(tmp_path: Path) -> None:
    for number in range(3):
        write_kitti(tmp_path / f"{number}.bin", points())
    files = sorted(tmp_path.glob("*.bin"))
    with pytest.raises(MediaUnreadable, match="has 3 files but 0 times"):
        answer(asset_of("pointcloud", *files), FactsQuery())
    with pytest.raises(MediaUnreadable, match="do not ascend"):
        answer(asset_of("pointcloud", *files, times_ns=(0, 2, 2)), FactsQuery())


@pytest.mark.parametrize(
    ("name", "content", "layout", "reason"),
    [
        ("a.bin", b"\xff\x7f\x7f\x7f" * 400, "", "not of this layout"),
        ("a.e57", b"ASTM-E57", "", "no point file that can be read"),
        ("a.las", b"LASF", "", "damaged or cut-off LAS"),
        ("a.pcd", b"hello", "", "damaged or cut-off PCD"),
        (
            "a.pcd",
            b"FIELDS x\nSIZE 4\nTYPE F\nPOINTS 999999999\nDATA binary\n",
            "",
            "999,999,999 points",
        ),
        ("a.ply", b"ply\nformat ascii 1.0\nend_header\n", "", "no vertices"),
        ("a.csv", b"a,b\n1,2\n", "", "no columns x and y; there are a, b"),
        ("a.csv", b"x,y\n1,2,3\n", "", "row 1 has 3 columns of 2"),
        ("a.csv", b"x,y\n1,2\n", "cloudy", "layout 'cloudy' is unknown"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    name: str, content: bytes, layout: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MediaUnreadable, match=reason) as refused:
        cloud(tmp_path / name, layout=layout)
    assert str(refused.value).startswith(f"{name}: ")


def test_real_sequences() -> None:
    folder = data_file("driving/sustech_sequence/lidar")
    files = sorted(folder.glob("*.pcd"))
    asset = asset_of("pointcloud", *files, times_ns=(0, 500_000_000, 1_000_000_000))
    sizes = []
    for at_ns in (0, 500_000_000, 10**10):
        read = answer(asset, CloudAt(at_ns))
        assert isinstance(read, Cloud)
        assert np.isfinite(read.points).all()
        assert np.abs(read.points).max() < 250
        assert 0 <= read.values.min() < read.values.max() <= 255
        sizes.append(len(read.points) + read.left_out)
    assert sizes == [66_781, 66_899, 67_153]
    kitti = cloud(data_file("driving/kitti_object_3/training/velodyne/000002.bin"))
    assert (len(kitti.points), kitti.left_out) == (126_891, 0)
    assert float(kitti.values.max()) == pytest.approx(0.99)


LAS = ("simple.las", "simple.laz", "simple.copc.laz", "simple1_1.las", "extrabytes.las", "test1_4.las")


@pytest.mark.parametrize("name", LAS)
def test_las_points_lie_where_the_file_says_to_the_millimetre(name: str) -> None:
    path = data_file(f"driving/laspy_simple/{name}")
    read, origin = cloud(path), las_origin(path)
    with laspy.open(path) as file:
        whole = file.read()
    in_map = np.asarray(read.points, np.float64) + origin
    assert np.allclose(in_map, whole.xyz, atol=1e-3, rtol=0)
    assert read.value_name == "intensity"
    assert np.array_equal(read.values, whole.intensity)
    assert {"classification", "return_number"} <= set(read.channels)


def test_las_colours_are_bytes_whatever_their_depth(tmp_path: Path) -> None:
    made = laspy.create(point_format=2, file_version="1.2")
    made.x, made.y, made.z = np.arange(3.0), np.arange(3.0), np.arange(3.0)
    for top in (255, 65_535):
        made.red = made.green = made.blue = np.array([0, top // 2, top], np.uint16)
        made.write(str(tmp_path / f"{top}.las"))
        read = cloud(tmp_path / f"{top}.las")
        assert read.channels["red"].tolist() == [0, 127, 255]
        assert read.points[:, 0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("name", ["simple.las", "simple.laz"])
def test_a_cut_las_file_is_refused_wherever_it_was_cut(name: str, tmp_path: Path) -> None:
    raw = data_file(f"driving/laspy_simple/{name}").read_bytes()
    for part in range(1, 20):
        cut = tmp_path / f"{part}_{name}"
        cut.write_bytes(raw[: len(raw) * part // 20])
        with pytest.raises(MediaUnreadable, match="cut"):
            cloud(cut)
