"""Where the rows of a long list lie while most of them have never been laid out."""

import numpy as np
from numpy.typing import NDArray


class RowHeights:
    """Heights in pixels of all rows: guesses, each replaced by the true height once its row is laid out."""

    def __init__(self, guesses_px: NDArray[np.float64]) -> None:
        self._heights = guesses_px.astype(np.float64)
        self._known = np.zeros(len(guesses_px), bool)
        self._tops = np.concatenate([[0.0], np.cumsum(self._heights)])

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> float:
        """Height of all rows."""
        return float(self._tops[-1])

    def top(self, row: int) -> float:
        """Where a row begins."""
        return float(self._tops[row])

    def height(self, row: int) -> float:
        """How high a row is, as far as is known."""
        return float(self._heights[row])

    def row_at(self, y: float) -> int:
        """The row at a height; the first or last one outside of them, 0 where there is none."""
        row = int(np.searchsorted(self._tops, y, side="right")) - 1
        return max(min(row, len(self._heights) - 1), 0)

    def learn(self, row: int, height_px: float) -> float:
        """Takes a row's true height; says by how much everything below it moves."""
        grown = height_px - float(self._heights[row])
        self._known[row] = True
        if grown:
            self._heights[row] = height_px
            self._tops[row + 1 :] += grown
        return grown

    def is_known(self, row: int) -> bool:
        """Whether the row was laid out."""
        return bool(self._known[row])
