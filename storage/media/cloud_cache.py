"""Large clouds made ready to be shown: read by chunks and written into the cache in grid order."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from crosstie.schema.records import AssetKind
from crosstie.storage.media.cloud_chunks import CHUNK_POINTS, ChunkedFile
from crosstie.storage.media.cloud_columns import placed
from crosstie.storage.media.cloud_file import CloudHeader, CloudWriter, is_sound
from crosstie.storage.media.cloud_las import BYTE, COLOURS
from crosstie.storage.media.cloud_order import (
    BUCKET_POINTS,
    Cells,
    Level,
    cells_of,
    levels_of,
    parts_in_order,
)
from crosstie.storage.media.cloud_spool import INDEX, POINTS, VALUES, Column, Spool, narrow
from crosstie.storage.media.errors import MediaUnreadable, one_line
from crosstie.storage.media.readers import Report

_PARTIAL: Final = "*.cloud.*.partial"
MOST_POINTS: Final = 2_000_000_000
_READING, _COUNTING = 0.45, 0.6
"""At which parts of the whole work reading and counting end."""
_POINT_BYTES: Final = 2 * 24
"""What a point takes on the disk at the least: once in the spool, once in the cache."""


def cached_cloud(
    file: ChunkedFile,
    kind: AssetKind,
    kept: Path,
    report: Report,
    *,
    chunk_points: int = CHUNK_POINTS,
    bucket_points: int = BUCKET_POINTS,
) -> Path:
    """The cache file `kept`, made anew where it is not there or damaged.

    Memory stays bounded however many points there are. Raises MediaUnreadable.
    """
    if is_sound(kept):
        return kept
    name = file.path.name
    _require_room(file, kept)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        _clear_away(kept.parent)
        with Spool(kept.parent) as spool:
            made = _Making(file, kind, spool)
            made.read(report, chunk_points)
            made.write(kept, report, bucket_points)
    except OSError as error:
        raise MediaUnreadable(f"{name}: cannot be made ready in {kept.parent} ({one_line(error)})") from error
    return kept


class _Making:
    """One cloud on its way from its file into the cache."""

    def __init__(self, file: ChunkedFile, kind: AssetKind, spool: Spool) -> None:
        self._file = file
        self._kind = kind
        self._spool = spool
        self._value_name = self._value_column = ""
        self._read = 0

    def read(self, report: Report, chunk_points: int) -> None:
        """Puts every point that has a place into the spool."""
        name = self._file.path.name
        for columns in self._file.chunks(chunk_points):
            found = placed(columns, self._kind, name)
            self._value_name, self._value_column = found.value_name, found.value_column
            index = np.flatnonzero(found.kept) + self._read
            channels = {
                f".{key}": narrow(column)
                for key, column in found.channels.items()
                if key != found.value_column
            }
            spooled = {POINTS: found.points, VALUES: found.values, INDEX: index.astype(np.uint32)}
            self._spool.append({**spooled, **channels})
            self._read += len(found.kept)
            if self._read > MOST_POINTS:
                raise MediaUnreadable(f"{name}: has more than {MOST_POINTS:,} points; cut it into tiles")
            report(_READING * min(1.0, self._read / max(self._file.count, self._read)), "reading points")
        if not self._spool.count:
            raise MediaUnreadable(f"{name}: holds no point that has a place")

    def write(self, kept: Path, report: Report, bucket_points: int) -> None:
        """Puts the points in order, and writes them."""
        cells = cells_of(self._spool, _part_of(report, _READING, _COUNTING))
        levels = levels_of(cells)
        narrowed = self._narrowed_colours()
        stored = self._stored()
        forms = {name: form.astype(np.uint8) if name in narrowed else form for name, form in stored.items()}
        with CloudWriter(kept, forms, self._spool.count) as writer:
            lows, highs = (np.empty((len(cells.keys), 3), np.float32) for _ in range(2))
            tick = _part_of(report, _COUNTING, 1.0)
            for part in parts_in_order(self._spool, cells, levels, tick, bucket_points):
                lows[part.first_cell : part.first_cell + len(part.lows)] = part.lows
                highs[part.first_cell : part.first_cell + len(part.highs)] = part.highs
                for name in forms:
                    column = self._spool.read(name, part.first, part.count)[part.rows]
                    _write_runs(
                        writer, name, column >> narrowed[name] if name in narrowed else column, part.runs
                    )
            _add_tables(writer, levels, lows, highs)
            writer.finish(self._header(cells, levels))

    def _stored(self) -> dict[str, Column]:
        """The columns that are written: all but channels of one value."""
        constants = self._constants()
        return {name: form for name, form in self._spool.forms.items() if name[1:] not in constants}

    def _constants(self) -> dict[str, float]:
        ranges, narrowed = self._spool.ranges, self._narrowed_colours()
        return {
            name[1:]: float(int(low) >> narrowed[name]) if name in narrowed else low
            for name, (low, high) in ranges.items()
            if name.startswith(".") and low == high
        }

    def _narrowed_colours(self) -> dict[str, int]:
        """Colours that were written with 16 bits become 8, as `read_las` has them; with the bits that go."""
        names = [f".{name}" for name in COLOURS if f".{name}" in self._spool.forms]
        wide = [name for name in names if self._spool.forms[name].dtype == np.uint16]
        deep = any(self._spool.ranges[name][1] > BYTE for name in wide)
        return dict.fromkeys(wide, 8 if deep else 0)

    def _header(self, cells: Cells, levels: list[Level]) -> CloudHeader:
        return CloudHeader(
            sections={},
            constants=self._constants(),
            value_name=self._value_name,
            value_channel=self._value_column,
            left_out=self._read - self._spool.count,
            origin_m=cells.origin_m,
            cell_m=cells.cell_m,
            columns=cells.columns,
            level_count=len(levels),
        )


def _write_runs(writer: CloudWriter, name: str, column: Column, runs: list[tuple[int, int]]) -> None:
    begin = 0
    for first, count in runs:
        if count:
            writer.write(name, first, column[begin : begin + count])
            begin += count


def _add_tables(writer: CloudWriter, levels: list[Level], lows: Column, highs: Column) -> None:
    ends = [int(level.starts[-1]) for level in levels]
    writer.add("level_starts", np.array([0, *ends], np.int64))
    for number, level in enumerate(levels):
        writer.add(f"cell_keys {number}", level.keys)
        writer.add(f"cell_starts {number}", level.starts)
    writer.add("lows", lows)
    writer.add("highs", highs)


def _clear_away(folder: Path) -> None:
    """Removes what workers left that were ended while they made a cloud ready: it may be gigabytes."""
    for partial in folder.glob(_PARTIAL):
        try:
            os.kill(int(partial.name.split(".")[-2]), 0)
        except ProcessLookupError:
            partial.unlink(missing_ok=True)
        except (ValueError, OSError):
            continue


def _require_room(file: ChunkedFile, kept: Path) -> None:
    """Raises MediaUnreadable when the disk has not even the room for the points themselves."""
    there = next((folder for folder in kept.parents if folder.exists()), kept.parent)
    free, needed = shutil.disk_usage(there).free, file.count * _POINT_BYTES
    if needed > free:
        raise MediaUnreadable(
            f"{file.path.name}: {file.count:,} points need {needed / 1e9:.0f} GB to be made ready in "
            f"{kept.parent}; {free / 1e9:.0f} GB are free"
        )


def _part_of(report: Report, begin: float, end: float) -> Callable[[float], None]:
    """Progress never goes back, whatever is done several times over."""
    furthest = begin

    def tick(done: float) -> None:
        nonlocal furthest
        furthest = max(furthest, begin + (end - begin) * done)
        report(furthest, "putting points in order")

    return tick
