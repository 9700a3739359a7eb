"""Where the fields of a binary PCD file's points lie."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

_PADDING: Final = "_"


class PcdField(msgspec.Struct, frozen=True):
    """What a header says of one field: `count` numbers of `dtype` a point."""

    name: str
    dtype: str
    count: int

    @property
    def size(self) -> int:
        """Bytes of one number."""
        return np.dtype(self.dtype).itemsize

    @property
    def is_padding(self) -> bool:
        """Whether it only takes room."""
        return self.name == _PADDING

    @property
    def is_wanted(self) -> bool:
        """Whether it is one number a point."""
        return not self.is_padding and self.count == 1


def point_bytes(fields: Sequence[PcdField]) -> int:
    """Bytes of one point."""
    return sum(field.size * field.count for field in fields)


def pcd_offsets(fields: Sequence[PcdField]) -> tuple[int, ...]:
    """The byte of a point at which each field begins.

    PCL before 1.11 took the size of the field after a gap for that of the field before it, when it wrote how
    large the gap is (put right in https://github.com/PointCloudLibrary/pcl/pull/3522). Paddings of no bytes
    or fewer come of that and of nothing else: where one is, the slip is undone.
    """
    stated = tuple(point_bytes(fields[:number]) for number in range(len(fields)))
    if not any(field.is_padding and field.count < 1 for field in fields):
        return stated
    meant = _meant(fields, stated)
    return meant if _fits(fields, meant) else stated


def _meant(fields: Sequence[PcdField], stated: Sequence[int]) -> tuple[int, ...]:
    offsets = list(stated)
    for number, field in enumerate(fields[2:], 2):
        before, gap = fields[number - 2], fields[number - 1]
        if gap.is_padding and not field.is_padding:
            offsets[number] = offsets[number - 2] + before.count * field.size + gap.count
    return tuple(offsets)


def _fits(fields: Sequence[PcdField], offsets: Sequence[int]) -> bool:
    """Whether each field begins where the one before it has ended, and the last ends within the point."""
    end = 0
    for field, offset in zip(fields, offsets, strict=True):
        if not field.is_padding:
            if offset < end:
                return False
            end = offset + field.size * field.count
    return end <= point_bytes(fields)
