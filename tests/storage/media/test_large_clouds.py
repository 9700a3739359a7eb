"""Clouds that are too large to be read whole: made ready in the cache, in bounded memory."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import laspy
import numpy as np
import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import grid_of
from crosstie.storage.media.cloud_cache import cached_cloud
from crosstie.storage.media.cloud_chunks import BIG_POINTS, big_file
from crosstie.storage.media.cloud_file import is_sound, mapped_cloud
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.errors import MediaUnreadable, Overtaken
from crosstie.storage.media.pointcloud import layout_of
from crosstie.storage.media.queries import Cloud, CloudAt, CloudFile, FactsQuery, Failed, Progress
from tests.data import data_file
from tests.storage.media.assets import EVERYWHERE, answer, asset_of, no_report
from tests.storage.media.test_pointcloud import FORMATS, points

Table = NDArray[np.float32]


def made_ready(path: Path, kept: Path, chunk_points: int = 700, bucket_points: int = 500) -> Cloud:
    """The cloud as the cache gives it back."""
    file = big_file(path, layout_of(asset_of("pointcloud", path)), 0)
    assert file is not None
    cached_cloud(file, "pointcloud", kept, no_report, chunk_points=chunk_points, bucket_points=bucket_points)
    return mapped_cloud(CloudFile(0, 0, 0, str(kept)))


def table_of(count: int, seed: int = 1, spread_m: float = 30.0) -> Table:
    rng = np.random.default_rng(seed)
    places = rng.normal(0, spread_m, (count, 3)) * (1, 1, 0.1)
    return np.column_stack([places, rng.uniform(0, 1, count)]).astype("<f4")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(1, 4000), st.integers(0, 9), st.sampled_from([0.0, 0.5, 30.0, 9000.0]), st.integers(0, 30))
def test_it_is_the_file_in_the_order_of_the_point_grid(
    tmp_path: Path, count: int, seed: int, spread_m: float, broken: int
) -> None:
    table = table_of(count, seed, spread_m)
    table[1 : 1 + broken, seed % 3] = np.nan  # The first point stays.
    path = tmp_path / f"{count}-{seed}-{spread_m}-{broken}.bin"
    table.tofile(path)
    cloud = made_ready(path, tmp_path / f"{path.stem}.cloud")
    own = np.flatnonzero(np.isfinite(table[:, :3]).all(axis=1))
    plain = grid_of(np.ascontiguousarray(table[own, :3]))
    assert cloud.grid is not None
    assert cloud.left_out == count - len(own)
    assert np.array_equal(np.sort(cloud.file_index), own)
    assert np.array_equal(cloud.points, table[cloud.file_index, :3])
    assert np.array_equal(cloud.values, table[cloud.file_index, 3])
    assert np.array_equal(cloud.grid.lows, plain.lows)
    assert np.array_equal(cloud.grid.highs, plain.highs)
    places = (cloud.grid.level_starts, *cloud.grid.cell_keys, *cloud.grid.cell_starts)
    plain_places = (plain.level_starts, *plain.cell_keys, *plain.cell_starts)
    for ours, theirs in zip(places, plain_places, strict=True):
        assert np.array_equal(ours, theirs)
    assert (cloud.grid.origin_m, cloud.grid.columns) == (plain.origin_m, plain.columns)
    if broken == 0:
        assert np.array_equal(cloud.file_index, plain.order)


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.endswith((".xyz", ".csv"))])
def test_every_format_is_read_by_chunks_as_it_is_read_whole(name: str, tmp_path: Path) -> None:
    FORMATS[name](tmp_path / name, points())
    whole = answer(asset_of("pointcloud", tmp_path / name), CloudAt(0))
    assert isinstance(whole, Cloud)
    cloud = made_ready(tmp_path / name, tmp_path / "a.cloud", chunk_points=11, bucket_points=9)
    order = np.argsort(cloud.file_index)
    assert np.array_equal(cloud.points[order], whole.points)
    assert np.array_equal(cloud.values[order], whole.values)
    assert (cloud.value_name, cloud.left_out) == (whole.value_name, whole.left_out)
    assert set(cloud.channels) == set(whole.channels)
    for key, channel in whole.channels.items():
        assert np.array_equal(cloud.channels[key][order], channel)


@pytest.mark.parametrize("name", ["simple.las", "simple.laz", "simple.copc.laz", "extrabytes.las"])
def test_las_by_chunks_is_the_same_as_whole(name: str, tmp_path: Path) -> None:
    path = data_file(f"driving/laspy_simple/{name}")
    whole = answer(asset_of("pointcloud", path), CloudAt(0))
    assert isinstance(whole, Cloud)
    cloud = made_ready(path, tmp_path / "a.cloud", chunk_points=300, bucket_points=200)
    order = np.argsort(cloud.file_index)
    assert np.array_equal(cloud.points[order], whole.points)
    assert set(cloud.channels) == set(whole.channels)
    for key, channel in whole.channels.items():
        assert np.array_equal(cloud.channels[key][order], channel, equal_nan=True)


def test_long_text_is_read_by_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosstie.storage.media.cloud_chunks.MAX_TEXT_BYTES", 100)
    monkeypatch.setattr("crosstie.storage.media.cloud_blocks._BLOCK_BYTES", 64)
    path = tmp_path / "a.csv"
    path.write_text("x;y;z;intensity\n# mapped in May\n" + "1.5; 2;3;4\r\n\n" * 40 + "5;6;7;8", "utf-8")
    cloud = made_ready(path, tmp_path / "a.cloud")
    assert len(cloud.points) == 41
    assert cloud.points[cloud.file_index == 40].tolist() == [[5, 6, 7]]
    path.write_text("x,y\n" + "1,2\n" * 60 + "1,2,3\n", "utf-8")
    with pytest.raises(MediaUnreadable, match=r"^a.csv: is no table of numbers"):
        made_ready(path, tmp_path / "b.cloud")


def test_a_dense_spot_gets_smaller_cells_and_the_rest_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crosstie.storage.media.cloud_order.BUCKET_POINTS", 500)
    table = table_of(6000, spread_m=0.6)
    table.tofile(tmp_path / "a.bin")
    cloud = made_ready(tmp_path / "a.bin", tmp_path / "a.cloud")
    assert cloud.grid is not None
    assert cloud.grid.cell_m < 2
    assert np.array_equal(np.sort(cloud.file_index), np.arange(6000))
    assert np.array_equal(cloud.points, table[cloud.file_index, :3])


def spoil_end(raw: bytearray) -> None:
    del raw[-5:]


def spoil_half(raw: bytearray) -> None:
    del raw[len(raw) // 2 :]


def spoil_points(raw: bytearray) -> None:
    raw[40] ^= 255


def spoil_header(raw: bytearray) -> None:
    raw[-60] ^= 255


@pytest.mark.parametrize("spoil", [spoil_end, spoil_half, spoil_points, spoil_header, bytearray.clear])
def test_a_damaged_cache_is_made_anew(spoil: Callable[[bytearray], object], tmp_path: Path) -> None:
    table_of(900).tofile(tmp_path / "a.bin")
    kept = tmp_path / "a.cloud"
    made_ready(tmp_path / "a.bin", kept)
    good = kept.read_bytes()
    raw = bytearray(good)
    spoil(raw)
    kept.unlink()
    kept.write_bytes(raw)
    assert not is_sound(kept)
    made_ready(tmp_path / "a.bin", kept)
    assert kept.read_bytes() == good


def test_what_is_sound_is_not_made_again_and_nothing_else_is_left(tmp_path: Path) -> None:
    table_of(900).tofile(tmp_path / "a.bin")
    kept = tmp_path / "cache" / "a.cloud"
    made_ready(tmp_path / "a.bin", kept)
    made = kept.stat().st_mtime_ns
    made_ready(tmp_path / "a.bin", kept)
    assert kept.stat().st_mtime_ns == made
    assert [path.name for path in kept.parent.iterdir()] == ["a.cloud"]


def test_making_it_can_be_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    table_of(5000).tofile(tmp_path / "a.bin")
    file = big_file(tmp_path / "a.bin", "kitti", 0)
    assert file is not None

    def stop(done: float, what: str) -> None:
        if done > 0.7:
            raise Overtaken

    with pytest.raises(Overtaken):
        cached_cloud(file, "pointcloud", tmp_path / "cache" / "a.cloud", stop, bucket_points=300)
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_an_ended_worker_left_half_made_goes(tmp_path: Path) -> None:
    table_of(900).tofile(tmp_path / "a.bin")
    cache = tmp_path / "cache"
    cache.mkdir()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (cache / f"other.cloud.{ended.pid}.partial").touch()
    (cache / f"other.cloud.{os.getppid()}.partial").touch()
    made_ready(tmp_path / "a.bin", cache / "a.cloud")
    assert {path.name for path in cache.iterdir()} == {"a.cloud", f"other.cloud.{os.getppid()}.partial"}


def test_a_disk_without_room_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_of(900).tofile(tmp_path / "a.bin")
    monkeypatch.setattr("shutil.disk_usage", lambda path: psutil.disk_usage(str(path))._replace(free=10))
    with pytest.raises(MediaUnreadable, match=r"^a.bin: 900 points need .* GB are free"):
        made_ready(tmp_path / "a.bin", tmp_path / "a.cloud")


def test_deep_colours_become_bytes_and_channels_of_one_value_take_no_room(tmp_path: Path) -> None:
    made = laspy.create(point_format=2, file_version="1.2")
    made.x, made.y, made.z = np.arange(300.0), np.arange(300.0), np.arange(300.0)
    made.red, made.green = np.arange(300) * 200, np.arange(300) * 100
    made.blue = np.full(300, 65_280)
    made.write(str(tmp_path / "a.las"))
    cloud = made_ready(tmp_path / "a.las", tmp_path / "a.cloud")
    whole = answer(asset_of("pointcloud", tmp_path / "a.las"), CloudAt(0))
    assert isinstance(whole, Cloud)
    for name in ("red", "green", "blue"):
        assert np.array_equal(cloud.channels[name][np.argsort(cloud.file_index)], whole.channels[name])
    assert cloud.channels["red"].dtype == np.uint8
    assert cloud.channels["blue"].strides == (0,)


def test_a_large_file_comes_through_the_worker_in_bounded_memory(tmp_path: Path) -> None:
    count = BIG_POINTS + 500_000
    path = tmp_path / "large.bin"
    table = table_of(count, spread_m=200.0)
    table.tofile(path)
    replies: list[object] = []
    ended = threading.Event()

    def take(_number: int, reply: object) -> None:
        replies.append(reply)
        if not isinstance(reply, Progress):
            ended.set()

    decoder = Decoder(asset_of("pointcloud", path), EVERYWHERE, tmp_path / "cache", take)
    decoder.ask(CloudAt(0))
    assert ended.wait(150)
    assert decoder.worker_pid is not None
    taken = psutil.Process(decoder.worker_pid).memory_info()
    decoder.close()
    cloud = replies[-1]
    assert isinstance(cloud, Cloud), cloud
    told = [reply.done for reply in replies if isinstance(reply, Progress)]
    assert told == sorted(told)
    assert {reply.what for reply in replies if isinstance(reply, Progress)} == {
        "reading points",
        "putting points in order",
    }
    assert len(cloud.points) == count
    some = slice(0, None, 999)
    assert np.array_equal(cloud.points[some], table[cloud.file_index[some], :3])
    assert cloud.byte_count == 0
    assert taken.rss - taken.shared < 600 << 20


def test_facts_of_a_large_file_are_found_without_keeping_it(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    np.zeros((BIG_POINTS + 1, 4), "<f4").tofile(path)
    facts = answer(asset_of("pointcloud", path), FactsQuery(), tmp_path / "cache")
    assert not isinstance(facts, Failed)
    assert not (tmp_path / "cache").exists()
