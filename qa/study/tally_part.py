"""The sums of one slice of one cell, and what its intervals, tests and worst samples are told from."""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa.intervals.moments import Moments
from crosstie.qa.sums import Key, Number, Sums

Ints = NDArray[np.int64]
Worst = tuple[float, str, tuple[str, ...]]
"""Minus how bad a sample is, its id, its passes: the worst sample sorts first."""

GROUPS: Final = 256
"""A slice with more samples than this keeps them added up in as many groups, drawn by a hash of their ids."""
MOST_BEHIND: Final = 100
_BITS: Final = 64
_ONE: Final = 1 << _BITS
_REST_BITS: Final = 32


class Prepared(msgspec.Struct):
    """What one sample adds to a slice; made once, added to every leaf that the sample is in.

    `whole` are the whole parts of its sums, `rest` what is left of them in 2^-64.
    """

    sample_id: str
    whole: Mapping[Key, int]
    rest: Mapping[Key, int]
    shares: list[tuple[str, Moments]]
    worst: Worst
    drawn: dict[Key, Number] | None = None
    swaps: dict[Key, Ints] | None = None


class Clusters:
    """What the bootstrap draws from: samples while there are few, else groups of samples.

    `rows` are by sample id; once there are more than GROUPS samples, `groups` are by key: two rows of GROUPS
    numbers, the whole part and the rest in 2^-32. Which of the two depends on nothing but the number of
    samples.
    """

    __slots__ = ("groups", "n", "rows")

    def __init__(self) -> None:
        self.n = 0
        self.rows: dict[str, Mapping[Key, Number]] = {}
        self.groups: dict[Key, Ints] = {}

    def add(self, sample_id: str, values: Mapping[Key, Number]) -> None:
        """One more sample."""
        self.n += 1
        if self.n <= GROUPS:
            self.rows[sample_id] = values
        else:
            self._collapse()
            self._into_group(sample_id, values)

    def merge(self, other: "Clusters") -> None:
        """The samples of another, which has none of the same. The other one stays what it is."""
        self.n += other.n
        if self.n <= GROUPS:
            self.rows.update(other.rows)
            return
        self._collapse()
        for sample_id, values in other.rows.items():
            self._into_group(sample_id, values)
        for key, cells in other.groups.items():
            mine = self.groups.get(key)
            self.groups[key] = cells.copy() if mine is None else mine + cells

    def grouped(self) -> dict[Key, Ints]:
        """The samples in groups, however few they are."""
        if self.groups:
            return self.groups
        copy = Clusters()
        copy.rows = dict(self.rows)
        copy._collapse()
        return copy.groups

    def _collapse(self) -> None:
        rows, self.rows = self.rows, {}
        for sample_id, values in rows.items():
            self._into_group(sample_id, values)

    def _into_group(self, sample_id: str, values: Mapping[Key, Number]) -> None:
        at = group_of(sample_id)
        for key, value in values.items():
            cells = self.groups.get(key)
            if cells is None:
                cells = self.groups[key] = np.zeros((2, GROUPS), np.int64)
            if type(value) is int:
                cells[0, at] += value
            else:
                scaled = scaled_number(value, _REST_BITS)
                cells[0, at] += scaled >> _REST_BITS
                cells[1, at] += scaled & ((1 << _REST_BITS) - 1)


class Part:
    """Exact sums, moments of shares, clusters, swaps and the worst samples. Grows; adding is commutative."""

    __slots__ = ("behind", "clusters", "moments", "n", "rest", "swaps", "whole")

    def __init__(self) -> None:
        self.n = 0
        self.whole: dict[Key, int] = {}
        self.rest: dict[Key, int] = {}
        self.moments: dict[str, Moments] = {}
        self.behind: list[Worst] = []
        self.clusters: Clusters | None = None
        self.swaps: dict[Key, Ints] = {}

    def add(self, one: Prepared, *, drawn: bool) -> None:
        """One more sample, and whether to keep it for the bootstrap."""
        self.n += 1
        whole, rest = self.whole, self.rest
        for key, value in one.whole.items():
            whole[key] = whole.get(key, 0) + value
        for key, value in one.rest.items():
            rest[key] = rest.get(key, 0) + value
        for name, moments in one.shares:
            self._add_moments(name, moments)
        self.behind.append(one.worst)
        if drawn and one.drawn is not None:
            self.clusters = self.clusters or Clusters()
            self.clusters.add(one.sample_id, one.drawn)
        if one.swaps:
            self._add_swaps(one.swaps)

    def merge(self, other: "Part", drawn: bool, swapped: bool, most: int) -> None:
        """The samples of another part; whether to keep clusters and swaps, and how many of the worst."""
        self.n += other.n
        for mine, theirs in ((self.whole, other.whole), (self.rest, other.rest)):
            for key, value in theirs.items():
                mine[key] = mine.get(key, 0) + value
        for name, moments in other.moments.items():
            self._add_moments(name, moments)
        self._add_behind(other.behind, most)
        if drawn and other.clusters is not None:
            self.clusters = self.clusters or Clusters()
            self.clusters.merge(other.clusters)
        if swapped and other.swaps:
            self._add_swaps(other.swaps)

    def sums(self) -> Sums:
        """The exact sums."""
        found: dict[Key, Number] = {key: value for key, value in self.whole.items() if value}
        for key, rest in self.rest.items():
            value = self.whole.get(key, 0) + Fraction(rest, _ONE)
            found[key] = int(value) if value.denominator == 1 else value
        return Sums({key: value for key, value in found.items() if value})

    def of_share(self, name: str) -> Moments:
        """The moments of a share; of nothing where no sample has it."""
        return self.moments.get(name, Moments())

    def worst(self, most: int) -> list[Worst]:
        """The worst samples, worst first; equally bad ones by id."""
        return sorted(self.behind)[:most]

    def settle(self, most: int) -> None:
        """Brings carried rests into the whole parts and the worst samples into order, so that equal parts
        hold equal numbers.
        """
        self.behind = self.worst(most)
        for key, rest in list(self.rest.items()):
            carry, left = divmod(rest, _ONE)
            if carry:
                self.whole[key] = self.whole.get(key, 0) + carry
            if left:
                self.rest[key] = left
            else:
                del self.rest[key]
        for key in [key for key, value in self.whole.items() if not value]:
            del self.whole[key]

    def _add_moments(self, name: str, moments: Moments) -> None:
        mine = self.moments.get(name)
        self.moments[name] = moments if mine is None else mine + moments

    def _add_behind(self, behind: list[Worst], most: int) -> None:
        self.behind += behind
        if len(self.behind) > 2 * most:
            self.behind = sorted(self.behind)[:most]

    def _add_swaps(self, swaps: Mapping[Key, Ints]) -> None:
        for key, row in swaps.items():
            mine = self.swaps.get(key)
            self.swaps[key] = row if mine is None else mine + row


def split(parts: Sums) -> tuple[Mapping[Key, int], Mapping[Key, int]]:
    """Return the whole parts of sums, and their rests in 2^-64.

    A fraction that is no multiple of 2^-64 is rounded to one, once, before anything is added: else the
    denominators of a million samples would grow without end.
    """
    rest: dict[Key, int] = {}
    whole: dict[Key, int] = {}
    for key, value in parts.cells.items():
        if type(value) is int:
            whole[key] = value
        else:
            scaled = scaled_number(value, _BITS)
            whole[key] = scaled >> _BITS
            rest[key] = scaled & (_ONE - 1)
    return whole, rest


def scaled_number(value: Number, bits: int) -> int:
    """Return an exact number in units of 2^-bits, rounded to the nearest."""
    below = value.denominator
    return ((value.numerator << (bits + 1)) + below) // (2 * below)


@lru_cache(maxsize=4096)
def group_of(sample_id: str) -> int:
    """Return the group that a sample is in, the same on every machine."""
    digest = hashlib.blake2b(f"group:{sample_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % GROUPS
