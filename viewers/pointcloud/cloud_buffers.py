"""Clouds in the graphics processor: positions once, colours when asked for, labels as they change."""

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray
from vispy import gloo

from crosstie.viewers.pointcloud.arrangement import Arrangement, Chosen, Places
from crosstie.viewers.pointcloud.channels import told_by
from crosstie.viewers.pointcloud.point_labels import Labels, PointLabels
from crosstie.viewers.pointcloud.scene import CloudPoints, ColorBy

_WITHOUT_NUMBERS: Final = frozenset({"height", "distance", "label"})


class _Piece:
    """Some points' buffers. What colours tell takes the place of what they told before."""

    def __init__(self, positions: NDArray[np.float32]) -> None:
        self.positions = gloo.VertexBuffer(positions)
        self.told: gloo.VertexBuffer | None = None
        self.told_by: ColorBy = "height"
        self.labels: gloo.VertexBuffer | None = None

    def free(self) -> None:
        for buffer in (self.positions, self.told, self.labels):
            if buffer is not None:
                buffer.delete()


class UploadedCloud:
    """A cloud's points, a piece at a time: each is uploaded when it is asked for first."""

    def __init__(self, cloud: CloudPoints, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.count = int(arrangement.starts[-1])
        self.piece_count = len(arrangement.starts) - 1
        self._cloud = cloud
        self._pieces: dict[int, _Piece] = {}
        self._labels: Labels | None = None
        self._serial = 0

    def has(self, piece: int) -> bool:
        """Whether a piece is uploaded."""
        return piece in self._pieces

    def upload(self, piece: int) -> None:
        """Uploads the positions of a piece."""
        rows = self._cloud.points[self._chosen(piece)]
        self._pieces[piece] = _Piece(np.ascontiguousarray(rows, dtype=np.float32))

    def upload_next(self) -> bool:
        """Uploads one more piece; False when all are there."""
        piece = next((piece for piece in range(self.piece_count) if piece not in self._pieces), None)
        if piece is not None:
            self.upload(piece)
        return piece is not None

    def bind(self, program: gloo.Program, piece: int, color_by: ColorBy, labels: PointLabels | None) -> None:
        """Makes a piece that is uploaded what a program draws."""
        buffers = self._pieces[piece]
        program["a_position"] = buffers.positions
        if color_by not in _WITHOUT_NUMBERS:
            program["a_told"] = self._told(piece, buffers, color_by)
        if labels is not None:
            if buffers.labels is None:
                buffers.labels = gloo.VertexBuffer(_floats(labels.values[self._chosen(piece)]))
            program["a_label"] = buffers.labels

    def relabel(self, labels: PointLabels) -> None:
        """Brings what is uploaded of the labels up to date: of each piece the stretch that changed."""
        if labels.values is not self._labels:
            self._labels, self._serial = labels.values, -1
        now, changed = labels.changes.since(self._serial)
        if now == self._serial:
            return
        self._serial = now
        if changed is None:
            self._drop_labels()
            return
        places = np.sort(self.arrangement.places_of(changed))
        for piece, part in self.by_piece(places):
            buffer = self._pieces[piece].labels if piece in self._pieces else None
            if buffer is not None:
                first, end = int(part[0]), int(part[-1]) + 1
                buffer.set_subdata(_floats(labels.values[self._chosen(piece)][first:end]), offset=first)

    def by_piece(self, places: Places) -> list[tuple[int, Places]]:
        """Ascending places, piece by piece, each counted from where its piece begins."""
        starts = self.arrangement.starts
        cuts = np.searchsorted(places, starts).tolist()
        return [
            (piece, places[first:end] - starts[piece])
            for piece, (first, end) in enumerate(itertools.pairwise(cuts))
            if first < end
        ]

    def free(self) -> None:
        """Gives the memory back."""
        for piece in self._pieces.values():
            piece.free()
        self._pieces.clear()

    def _chosen(self, piece: int) -> Chosen:
        return self.arrangement.chosen(piece)

    def _told(self, piece: int, buffers: _Piece, color_by: ColorBy) -> gloo.VertexBuffer:
        if buffers.told is None or buffers.told_by != color_by:
            told = told_by(self._cloud, color_by, self._chosen(piece))
            if buffers.told is None:
                buffers.told = gloo.VertexBuffer(told)
            else:
                buffers.told.set_data(told)
            buffers.told_by = color_by
        return buffers.told

    def _drop_labels(self) -> None:
        for piece in self._pieces.values():
            if piece.labels is not None:
                piece.labels.delete()
                piece.labels = None


def _floats(labels: Labels) -> NDArray[np.float32]:
    """As vertices' numbers are given through gloo, which knows no bytes."""
    return labels.astype(np.float32)
