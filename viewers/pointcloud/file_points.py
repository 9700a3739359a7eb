"""Between a cloud as it is shown and its file: anchors name points by their place in the file."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.schema.geometry.point_grid import Places
from crosstie.storage.media.queries import Cloud


class FilePoints(msgspec.Struct, frozen=True, eq=False):
    """Which of the points shown are the file's own: the first `count`, at `file_index` of it.

    An empty `file_index` says that they stand as they do in the file.
    """

    count: int = 0
    file_index: NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)

    @classmethod
    def of(cls, cloud: Cloud) -> "FilePoints":
        """Those of a cloud as it came from its decoder."""
        return cls(len(cloud.points) if cloud.own_count is None else cloud.own_count, cloud.file_index)

    def in_file(self, indices: Places) -> Places:
        """Places in the file of points by their index; those that are not the file's own are left out."""
        own = indices[indices < self.count]
        return own if not self.file_index.size else np.take(self.file_index, own).astype(np.int64)

    def shown(self, sets: Sequence[Places]) -> list[Places]:
        """For each set of ascending places in the file the indices of those points that are shown."""
        if not self.file_index.size:
            return [places[: np.searchsorted(places, self.count)] for places in sets]
        end = max((int(places[-1]) + 1 for places in sets if len(places)), default=0)
        wanted = np.zeros(max(end, 1), dtype=bool)
        for places in sets:
            wanted[places] = True
        own = self.file_index[: self.count]
        members = np.flatnonzero(_of(wanted, own))
        filed = own[members]
        order = np.argsort(filed, kind="stable")
        ascending = filed[order]
        return [np.sort(members[order[_found(ascending, places)]]) for places in sets]


def _of(wanted: NDArray[np.bool_], own: NDArray[np.uint32]) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = own < len(wanted)
    held[held] = wanted[own[held]]
    return held


def _found(ascending: NDArray[np.uint32], places: Places) -> Places:
    at = np.searchsorted(ascending, places)
    at = at[at < len(ascending)] if len(at) and at[-1] >= len(ascending) else at
    kept: Places = at[ascending[at] == places[: len(at)]]
    return kept
