"""Point files that are too large to be read whole: how many points there are, and their columns by chunks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from crosstie.storage.media.cloud_columns import Columns
from crosstie.storage.media.cloud_las import las_chunks, las_point_count
from crosstie.storage.media.cloud_pcd import pcd_chunks, pcd_count
from crosstie.storage.media.cloud_ply import ply_chunks, ply_count
from crosstie.storage.media.cloud_tables import (
    KITTI,
    NUSCENES,
    float_chunks,
    float_count,
    npy_chunks,
    npy_count,
    table_chunks,
)
from crosstie.storage.media.text_file import MAX_TEXT_BYTES

CHUNK_POINTS: Final = 1 << 20
BIG_POINTS: Final = 4_000_000
"""A cloud of more points is not read whole."""
Chunks = Iterator[Columns]


class ChunkedFile(msgspec.Struct, frozen=True):
    """A large point file. `count` is how many points it says that it has, 0 where only reading it tells."""

    path: Path
    count: int
    chunks_of: Callable[[Path, int], Chunks]

    def chunks(self, size: int = CHUNK_POINTS) -> Chunks:
        """The columns of about `size` points after the other. Raises MediaUnreadable."""
        return self.chunks_of(self.path, size)


class _Form(msgspec.Struct, frozen=True):
    count_of: Callable[[Path], int]
    chunks_of: Callable[[Path, int], Chunks]


def big_file(path: Path, layout: str, big_points: int = BIG_POINTS) -> ChunkedFile | None:
    """The file, if it is to be read by chunks. Raises MediaUnreadable when it is damaged."""
    form = _FORMS.get(layout)
    if form is None:
        # A table of text says nowhere how long it is.
        is_long = path.stat().st_size > MAX_TEXT_BYTES
        return ChunkedFile(path, 0, table_chunks) if is_long else None
    count = form.count_of(path)
    return ChunkedFile(path, count, form.chunks_of) if count > big_points else None


def _float_form(names: tuple[str, ...]) -> _Form:
    return _Form(
        lambda path: float_count(path, names),
        lambda path, size: float_chunks(path, names, size),
    )


_FORMS: Final = {
    "kitti": _float_form(KITTI),
    "nuscenes": _float_form(NUSCENES),
    "npy": _Form(npy_count, npy_chunks),
    "pcd": _Form(pcd_count, pcd_chunks),
    "ply": _Form(ply_count, ply_chunks),
    "las": _Form(las_point_count, las_chunks),
}
