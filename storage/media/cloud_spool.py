"""Columns of points on the disk, in files without a name: gone with the process, however it ends."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]

POINTS: Final = "points"
VALUES: Final = "values"
INDEX: Final = "index"
"""The names of the columns that every spool has; those of channels begin with ."""
_NARROW: Final = frozenset({"|u1", "|i1", "<u2", "<i2"})


class Spool:
    """Columns of equally many points, written and read in parts. A context manager.

    Each column has one dtype and shape all along. Raises OSError when the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._files: dict[str, IO[bytes]] = {}
        self.forms: dict[str, npt.NDArray[Any]] = {}
        self.ranges: dict[str, tuple[float, float]] = {}
        self.count = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def append(self, columns: Mapping[str, Column]) -> None:
        """Adds points. Raises KeyError when a column is missing that was there before."""
        if not self.forms:
            self.forms = {name: column[:0] for name, column in columns.items()}
        for name, form in self.forms.items():
            column = np.ascontiguousarray(columns[name], form.dtype)
            self._file(name).write(column.data)
            if column.ndim == 1 and len(column):
                low, high = self.ranges.get(name, (np.inf, -np.inf))
                # Anything that is no number makes the range none, and so the column no constant.
                self.ranges[name] = (
                    float(np.minimum(low, column.min())),
                    float(np.maximum(high, column.max())),
                )
        self.count += len(columns[POINTS])

    def read(self, name: str, first: int, count: int) -> Column:
        """The points from `first` on."""
        form = self.forms[name]
        file = self._file(name)
        file.flush()
        file.seek(first * _row_bytes(form))
        width = int(np.prod(form.shape[1:]))
        return np.fromfile(file, form.dtype, count * width).reshape(count, *form.shape[1:])

    def write(self, name: str, first: int, column: Column) -> None:
        """Puts points where `first` says; the file grows as it must."""
        self.forms.setdefault(name, column[:0])
        file = self._file(name)
        file.seek(first * _row_bytes(column))
        file.write(np.ascontiguousarray(column).data)

    def rename(self, name: str, new: str) -> None:
        """Gives a column the name of another, which goes."""
        self.drop(new)
        self._files[new] = self._files.pop(name)
        self.forms[new] = self.forms.pop(name)

    def drop(self, name: str) -> None:
        """Gives a column's room on the disk back."""
        self.forms.pop(name, None)
        if name in self._files:
            self._files.pop(name).close()

    def _file(self, name: str) -> IO[bytes]:
        if name not in self._files:
            descriptor, path = tempfile.mkstemp(dir=self._folder)
            Path(path).unlink()
            self._files[name] = self._open.enter_context(os.fdopen(descriptor, "w+b"))
        return self._files[name]


def narrow(column: Column) -> Column:
    """A channel in as few bytes as hold it exactly, where these are fewer than four; else float32."""
    plain = column.astype(np.uint8) if column.dtype == np.bool_ else column
    if plain.dtype.newbyteorder("<").str in _NARROW:
        return np.ascontiguousarray(plain, plain.dtype.newbyteorder("<"))
    with np.errstate(over="ignore", invalid="ignore"):
        return np.ascontiguousarray(plain, np.float32)


def _row_bytes(form: Column) -> int:
    return int(form.dtype.itemsize * np.prod(form.shape[1:]))
