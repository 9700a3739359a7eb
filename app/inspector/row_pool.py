"""Rows that are made once and shown again with other words: making widgets is what takes time in a rail."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

Row = TypeVar("Row", bound=QWidget)


class RowPool(Generic[Row]):
    """Rows one below the other in a column of their own; `body` is what to lay out."""

    def __init__(self, make: Callable[[], Row], gap_px: int) -> None:
        self.body = QWidget()
        self._make = make
        self._made: list[Row] = []
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap_px)

    def rows(self, count: int) -> list[Row]:
        """So many rows, to be filled; those beyond are hidden."""
        while len(self._made) < count:
            row = self._make()
            self._made.append(row)
            self._column.addWidget(row)
        for place, row in enumerate(self._made):
            row.setVisible(place < count)
        return self._made[:count]
