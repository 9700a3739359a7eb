"""Clouds on their way to a pane: one of a million points, a sequence read ahead, one larger than memory."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.app.launch import application
from crosstie.schema.records import Asset, MediaFacts, MediaFile
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.queries import Cloud, CloudAt, Reply
from crosstie.viewers.pointcloud.source import CLOUD_BUDGET_BYTES, CloudSource
from tests.benchmarks.figures import median
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.ui.memory_session import SAMPLE_ID, MemorySession

MILLIONS: Final = float(os.environ.get("CROSSTIE_BENCH_CLOUD_MILLIONS", "6"))
_WHOLE: Final = 1_000_000
_FILES: Final = 12
_SWEEP: Final = 120_000
_SWEEPS: Final = 40
_STEP_NS: Final = 100_000_000
_PLAY_S: Final = 0.1
_WAIT_S: Final = 3600.0
_PART: Final = 2_000_000
_BOUND_MIB: Final = 512.0
_SCHEMA: Final = b"""
schema: clouds
version: 1.0.0
languages: [en]
classes:
  - {id: c_car, anchors: [cuboid]}
"""
_RAW: Final = """
import hashlib, sys, time
import numpy as np
from crosstie.schema.geometry.point_grid import grid_of
began = time.perf_counter()
rows = np.fromfile(sys.argv[1], "<f4").reshape(-1, 4)
points = np.ascontiguousarray(rows[:, :3])
ordered = points[grid_of(points).order]
took = time.perf_counter() - began
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
digest = hashlib.blake2b(ordered).hexdigest()
print(took, int(peak) / 1024, digest)
"""


def rows(place: Path) -> Iterator[Row]:
    """`CROSSTIE_BENCH_CLOUD_MILLIONS` says how large the large cloud is."""
    yield _one_by_one(place)
    yield _in_sequence(place)
    yield from _large(place)


def _one_by_one(place: Path) -> Row:
    """From the question to the arrays, each file for the first time; files are in the system's memory."""
    asset = _sequence(place, "million", _FILES, _WHOLE)
    ours: list[float] = []
    raw: list[float] = []
    decoder = Decoder(asset, place, place / "cache", _unheard)
    _asked(decoder, 0)
    for number in range(1, _FILES):
        began = time.perf_counter()
        cloud = _asked(decoder, number)
        between = time.perf_counter()
        table = np.fromfile(asset.files[number].path, "<f4").reshape(-1, 4)
        ours.append(1000 * (between - began))
        raw.append(1000 * (time.perf_counter() - between))
        _require_equal(cloud.points, table[:, :3], "points of a million")
        _require_equal(cloud.values, table[:, 3], "values of a million")
    decoder.close()
    return Row(
        f"a cloud of {_WHOLE:,} points to the pane, against np.fromfile", median(ours), median(raw), "ms"
    )


def _in_sequence(place: Path) -> Row:
    """From the playhead's move to the cloud, a tenth of a second between moves; read ahead, and not."""
    asset = _sequence(place, "sequence", _SWEEPS, _SWEEP)
    app = application()
    times = []
    for budget in (CLOUD_BUDGET_BYTES, 0):
        session = MemorySession(_SCHEMA, [asset], place, place / "cache")
        session.show(_SWEEPS * _STEP_NS)
        source = CloudSource(session.context, asset, None, budget)
        took: list[float] = []
        for number in range(_SWEEPS):
            began = time.perf_counter()
            session.context.timeline.seek(number * _STEP_NS)
            source.follow()
            while not source.is_settled():
                app.processEvents()
            took.append(1000 * (time.perf_counter() - began))
            assert source.cloud is not None
            rows_of_file = np.fromfile(asset.files[number].path, "<f4").reshape(-1, 4)
            _require_equal(source.cloud.points, rows_of_file[:, :3], f"sweep {number}")
            while time.perf_counter() - began < _PLAY_S:
                app.processEvents()
        source.close()
        times.append(median(took[1:]))
    return Row(
        "from one sweep to the next while playing, read ahead against asked when due",
        times[0],
        times[1],
        "ms",
        Goal("at most", 0.25),
        note=f"{_SWEEP:,} points a sweep, {len(asset.files)} sweeps",
    )


def _large(place: Path) -> Iterator[Row]:
    path = _cloud_file(place / f"large-{MILLIONS:g}.bin", round(MILLIONS * 1e6))
    asset = _asset("large", (path,))
    cache = place / "large-cache"
    for old in cache.glob("*.cloud"):
        old.unlink()
    raw_s, raw_mib, digest = subprocess.run(
        [sys.executable, "-c", _RAW, str(path)], check=True, capture_output=True, text=True
    ).stdout.split()
    decoder = Decoder(asset, place, cache, _unheard)
    began = time.perf_counter()
    cloud = _asked(decoder, 0)
    made_s = time.perf_counter() - began
    worker_mib = _peak_mib(decoder.worker_pid)
    if _digest(cloud.points) != digest:
        raise NotEqual("the large cloud in the cache is not the file's in grid order")
    del cloud
    began = time.perf_counter()
    _asked(decoder, 0)
    again_s = time.perf_counter() - began
    decoder.close()
    began = time.perf_counter()
    np.fromfile(path, "<f4")
    read_s = time.perf_counter() - began
    name = f"{MILLIONS:g} M points"
    yield Row(f"{name} made ready through the disk, against in memory", made_s, float(raw_s), "s")
    yield Row(
        f"{name}, the worker's peak memory, against in memory",
        worker_mib,
        float(raw_mib),
        "MiB",
        Goal("at most", 1.0, or_ours=_BOUND_MIB),
    )
    yield Row(f"{name} once they are ready, against np.fromfile", again_s, read_s, "s", Goal("at most", 1.0))


def _asked(decoder: Decoder, number: int) -> Cloud:
    reply = decoder.ask_and_wait(CloudAt(number * _STEP_NS), _WAIT_S)
    if not isinstance(reply, Cloud):
        raise NotEqual(f"no cloud came: {reply}")
    return reply


def _require_equal(ours: NDArray[np.float32], raw: NDArray[np.float32], what: str) -> None:
    if not np.array_equal(ours, raw):
        raise NotEqual(f"the {what} are not those of the file")


def _digest(points: NDArray[np.float32]) -> str:
    digest = hashlib.blake2b()
    for first in range(0, len(points), _PART):
        digest.update(np.ascontiguousarray(points[first : first + _PART]).data)
    return digest.hexdigest()


def _peak_mib(pid: int | None) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def _sequence(place: Path, name: str, count: int, points: int) -> Asset:
    paths = tuple(_cloud_file(place / f"{name}-{number:03}.bin", points, number) for number in range(count))
    times = tuple(number * _STEP_NS for number in range(count))
    return msgspec.structs.replace(_asset(name, paths), times_ns=times)


def _asset(name: str, paths: tuple[Path, ...]) -> Asset:
    files = tuple(MediaFile(str(path), path.stat().st_size, "") for path in paths)
    facts = MediaFacts(duration_ns=len(files) * _STEP_NS, frame_count=len(files))
    return Asset(name, SAMPLE_ID, "pointcloud", files, layout="kitti", facts=facts)


def _cloud_file(path: Path, count: int, seed: int = 0) -> Path:
    """A mapped street as KITTI keeps it, made once: strip by strip, as a survey drives."""
    if path.exists() and path.stat().st_size == 16 * count:
        return path
    rng = np.random.default_rng(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for first in range(0, count, _PART):
            here = min(_PART, count - first)
            x, y = rng.uniform(0, 1200, here), 900 * first / count + rng.uniform(0, 60, here)
            z = 2 * np.sin(x / 40) + np.where(rng.random(here) < 0.3, rng.uniform(0, 15, here), 0)
            np.column_stack([x, y, z, rng.uniform(0, 1, here)]).astype("<f4").tofile(file)
    return path


def _unheard(_number: int, _reply: Reply) -> None:
    """Progress, which nobody looks at here."""
