"""Long tables of a point file by parts: rows of bytes, or lines of text."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float64]

_BLOCK_BYTES: Final = 16 << 20
_LONGEST_LINE: Final = 1 << 16
_SEPARATORS: Final = bytes.maketrans(b",;\t\r", b"   \n")
_COMMENTS: Final = ("#", "//")


def record_chunks(
    path: Path, dtype: npt.DTypeLike, begin: int, count: int, size: int
) -> Iterator[npt.NDArray[Any]]:
    """`count` records from byte `begin`, `size` at a time. Raises ValueError when the file ends before."""
    with path.open("rb") as file:
        file.seek(begin)
        for first in range(0, count, size):
            wanted = min(size, count - first)
            read = np.fromfile(file, dtype, wanted)
            if len(read) < wanted:
                raise ValueError("there are fewer points than it says")
            yield read


def require_points(path: Path, begin: int, row_bytes: int, count: int) -> None:
    """Raises ValueError when the file has not so many rows from byte `begin` on."""
    if path.stat().st_size < begin + count * row_bytes:
        raise ValueError(f"it has not the {count:,} points that it says")


def text_chunks(path: Path, begin: int, width: int, count: int | None = None) -> Iterator[Rows]:
    """The rows of numbers from byte `begin`, some MiB of text at a time, each (rows, `width`).

    With `count` so many rows, whatever follows. Numbers are set apart by blanks, tabs, commas or semicolons;
    comments begin with # or //. Raises ValueError when a row has another number of columns, or something
    else than a number, and when there are fewer rows than `count`.
    """
    left = count
    for block in _blocks(path, begin):
        if left == 0:
            return
        with warnings.catch_warnings():
            # A block may hold nothing but comments.
            warnings.simplefilter("ignore", UserWarning)
            text = io.StringIO(block.translate(_SEPARATORS).decode("utf-8"))
            rows = np.loadtxt(text, np.float64, comments=_COMMENTS, ndmin=2, max_rows=left)
        if not rows.size:
            continue
        if rows.shape[1] != width:
            raise ValueError(f"a row has {rows.shape[1]} columns of {width}")
        yield rows
        left = None if left is None else left - len(rows)
    if left:
        raise ValueError("there are fewer points than it says")


def first_line(path: Path) -> tuple[str, int]:
    """The first line that is not blank, and the byte after it. Raises ValueError when it is too long."""
    with path.open("rb") as file:
        while line := file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise ValueError("its first line does not end")
            if line.strip():
                return line.decode("utf-8-sig").strip(), file.tell()
    return "", 0


def _blocks(path: Path, begin: int) -> Iterator[bytes]:
    """Whole lines."""
    rest = b""
    with path.open("rb") as file:
        file.seek(begin)
        while read := file.read(_BLOCK_BYTES):
            cut = max(read.rfind(b"\n"), read.rfind(b"\r")) + 1
            if cut == 0 and len(rest) + len(read) > 2 * _BLOCK_BYTES:
                raise ValueError("its lines do not end")
            if cut:
                yield rest + read[:cut]
                rest = read[cut:]
            else:
                rest += read
    if rest.strip():
        yield rest
