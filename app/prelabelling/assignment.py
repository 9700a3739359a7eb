"""The best one-to-one assignment between two lists, exactly: the Hungarian method."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def best_pairs(worth: Array) -> list[tuple[int, int]]:
    """Pairs (row, column) with the largest sum of worth, each row and column once at most.

    `worth`, shape (n, m), has no negative numbers; what is worth nothing is left out. The shortest
    augmenting path method of Jonker and Volgenant (Computing 38, 1987), as row-wise set out by Crouse
    (IEEE Trans. AES 52(4), 2016); O(n² · m).
    """
    if not worth.size:
        return []
    if worth.shape[0] > worth.shape[1]:
        return sorted((row, column) for column, row in best_pairs(worth.T))
    cost = float(worth.max()) - worth
    row_of = _assigned(cost)
    pairs = ((int(row), column) for column, row in enumerate(row_of) if row >= 0)
    return sorted((row, column) for row, column in pairs if worth[row, column] > 0)


def _assigned(cost: Array) -> NDArray[np.int64]:
    """The row of each column, -1 for none, at the least cost; there are no more rows than columns."""
    rows, columns = cost.shape
    u, v = np.zeros(rows), np.zeros(columns)
    row_of, column_of = np.full(columns, -1), np.full(rows, -1)
    for start in range(rows):
        sink, before, seen, shortest = _path(cost, u, v, row_of, start)
        least = shortest[sink]
        done = np.flatnonzero(seen)
        passed = done[row_of[done] >= 0]
        u[start] += least
        u[row_of[passed]] += least - shortest[passed]
        v[done] -= least - shortest[done]
        row, column = -1, sink
        while row != start:
            row = int(before[column])
            row_of[column] = row
            column, column_of[row] = int(column_of[row]), column
    return row_of


def _path(
    cost: Array, u: Array, v: Array, row_of: NDArray[np.int64], start: int
) -> tuple[int, NDArray[np.int64], NDArray[np.bool_], Array]:
    """The shortest path from a row to a free column, the row before each column, those seen, lengths."""
    columns = cost.shape[1]
    shortest, before = np.full(columns, np.inf), np.full(columns, -1)
    seen = np.zeros(columns, dtype=bool)
    row, length = start, 0.0
    while True:
        through = length + cost[row] - u[row] - v
        nearer = ~seen & (through < shortest)
        shortest[nearer], before[nearer] = through[nearer], row
        column = int(np.where(seen, np.inf, shortest).argmin())
        length = float(shortest[column])
        seen[column] = True
        if row_of[column] < 0:
            return column, before, seen, shortest
        row = int(row_of[column])
