"""u-alpha's sums for two annotators of whole numbers, in columns: what `u_alpha_sums` gives, sooner."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.sums import NOTHING, Key, Number, Sums, sums
from crosstie.qa.unitizing.spans import GAP

Whole = NDArray[np.int64]
MOST: Final = 2**53
"""Lengths are added as floats, which hold whole numbers exactly up to here."""


class Row:
    """One annotator's units that do not overlap: starts and ends ascending, each with its label."""

    def __init__(self, starts: Sequence[int], ends: Sequence[int], labels: Sequence[Hashable]) -> None:
        order = sorted(range(len(starts)), key=starts.__getitem__)
        self.starts = np.array([starts[at] for at in order], np.int64)
        self.ends = np.array([ends[at] for at in order], np.int64)
        self.labels = [labels[at] for at in order]

    @property
    def overlaps(self) -> bool:
        """Tell whether two units overlap."""
        return bool((self.starts[1:] < self.ends[:-1]).any())


def pair_sums(one: Row, other: Row, length: int) -> Sums:
    """Return the sums of one document of two annotators, from 0 to `length`, as `u_alpha_sums` counts them.

    Raises QualityInvalid for units that overlap, are empty, or leave the continuum.
    """
    if length <= 0:
        return NOTHING
    for row in (one, other):
        outside = len(row.starts) and (row.starts[0] < 0 or row.ends[-1] > length)
        if outside or row.overlaps or (row.ends <= row.starts).any() or length > MOST:
            raise QualityInvalid("units of one annotator overlap, are empty, or leave the continuum.")
    return sums(_Met(one, other, length).cells())


class _Met:
    """Two rows laid over each other, cut at every edge of either."""

    def __init__(self, one: Row, other: Row, length: int) -> None:
        self.rows = (one, other)
        ends = (np.array([0, length], np.int64), one.starts, one.ends, other.starts, other.ends)
        edges = np.unique(np.concatenate(ends))
        self.lengths = np.diff(edges)
        self.names: dict[Hashable, int] = {GAP: 0}
        self.units = [_unit_at(row, edges[:-1]) for row in self.rows]
        self.labels = [self._labels(row, units) for row, units in zip(self.rows, self.units, strict=True)]

    def cells(self) -> dict[Key, Number]:
        """Return ("do", variant) and ("de", variant); see `u_alpha_sums`."""
        k = len(self.names)
        flat = self.labels[0] * k + self.labels[1]
        summed = np.bincount(flat, weights=self.lengths, minlength=k * k).reshape(k, k)
        met = [[int(value) for value in row] for row in summed + summed.T]
        cells: dict[Key, Number] = {("documents",): 1, ("annotators", 2): 1}
        cells["units",] = sum(len(row.starts) for row in self.rows)
        cells |= {("seen", name): 1 for name in list(self.names)[1:]}
        chance = _chance(met, self._alone())
        for variant, part in (("u", _off), ("binary", _binary)):
            cells["do", variant] = Fraction(part(met))
            cells["de", variant] = part(chance[0]) * chance[1]
        return cells | self._coded([row[1:] for row in met[1:]])

    def _coded(self, met: list[list[int]]) -> dict[Key, Number]:
        """Return cu and (k)u: labels where both placed a unit, and one label against the rest there."""
        if not any(map(any, met)):
            return {}
        table, scale = _chance(met, self._alone_where_met())
        cells: dict[Key, Number] = {("do", "cu"): Fraction(_off(met)), ("de", "cu"): _off(table) * scale}
        for at, name in enumerate(list(self.names)[1:]):
            seen, expected = (sum(row[at] for row in rows) for rows in (met, table))
            if seen:
                cells["met", name] = Fraction(seen)
                cells["do", ("k", name)] = Fraction(seen - met[at][at])
                beside = (expected - table[at][at]) * seen if scale else 0
                cells["de", ("k", name)] = Fraction(beside, expected) if expected else Fraction(0)
        return cells

    def _labels(self, row: Row, units: NDArray[np.intp]) -> NDArray[np.intp]:
        numbers = [self.names.setdefault(label, len(self.names)) for label in row.labels]
        # The last stands for no unit, whose place is -1.
        return np.array([*numbers, 0], np.intp)[units]

    def _alone(self) -> list[int]:
        """Return by label the mass of pairing each unit with itself: L^2 of a unit, L of a gap."""
        mass = [0] * len(self.names)
        for row, units in zip(self.rows, self.units, strict=True):
            mass[0] += int(self.lengths[units < 0].sum())
            for name, length in zip(row.labels, (row.ends - row.starts).tolist(), strict=True):
                mass[self.names[name]] += length * length
        return mass

    def _alone_where_met(self) -> list[int]:
        both = (self.units[0] >= 0) & (self.units[1] >= 0)
        mass = [0] * len(self.names)
        for row, units in zip(self.rows, self.units, strict=True):
            shared = np.bincount(units[both], weights=self.lengths[both], minlength=len(row.labels))
            for name, length in zip(row.labels, shared.tolist(), strict=True):
                mass[self.names[name]] += int(length) ** 2
        return mass[1:]


def _unit_at(row: Row, at: Whole) -> NDArray[np.intp]:
    """Return the place of the unit at each instant, -1 where there is none."""
    place = np.searchsorted(row.starts, at, "right") - 1
    if not len(row.ends):
        return place
    return np.where((place >= 0) & (at < row.ends[place]), place, -1)


def _chance(met: list[list[int]], alone: list[int]) -> tuple[list[list[int]], Fraction]:
    """Return the coincidences expected by chance, as whole numbers and the scale that they all have."""
    margin = [sum(row) for row in met]
    whole, own = sum(margin), sum(alone)
    table = [
        [a * b - (alone[i] if i == j else 0) for j, b in enumerate(margin)] for i, a in enumerate(margin)
    ]
    left = whole * whole - own
    return table, Fraction(whole, left) if left else Fraction(0)


def _off(table: list[list[int]]) -> int:
    return sum(map(sum, table)) - sum(row[i] for i, row in enumerate(table))


def _binary(table: list[list[int]]) -> int:
    """Return what lies between a gap and a unit."""
    return sum(table[0][1:]) + sum(row[0] for row in table[1:])
