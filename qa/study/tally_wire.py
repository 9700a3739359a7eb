"""A tally as bytes, and back: the same bytes for the same samples, whatever way they were added up."""

from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeVar

import msgspec
import numpy as np

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.study.row import Cell, Comparison, Facet
from crosstie.qa.study.row_wire import Sent, SentKey, number_sent, sent_number
from crosstie.qa.study.slices import By
from crosstie.qa.study.tally import Tally, most_behind
from crosstie.qa.study.tally_part import GROUPS, Clusters, Ints, Part
from crosstie.qa.sums import Key, Number

VERSION: Final = 2
_encode = msgspec.msgpack.Encoder().encode
_LITTLE: Final = np.dtype("<i8")
Passes = tuple[str, ...]
T = TypeVar("T", Key, str, Passes)
V = TypeVar("V")


class _SentPart(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """Keys, samples and passes are places in the tables of the tally."""

    by: By
    n: int
    whole: list[tuple[int, Sent]]
    rest: list[tuple[int, int]]
    moments: list[tuple[str, list[Sent]]]
    behind: list[tuple[float, int, int]]
    clusters: int | None
    rows: list[tuple[int, list[tuple[int, Sent]]]]
    groups: list[tuple[int, bytes]]
    swaps: list[tuple[int, bytes]]


class _SentTally(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    version: int
    samples: int
    reasons: list[tuple[str, int, list[str]]]
    keys: list[SentKey]
    names: list[str]
    passes: list[Passes]
    places: list[tuple[Comparison, tuple[str, Facet, str], list[_SentPart]]]


_decoder = msgspec.msgpack.Decoder(_SentTally)


class _Table(Generic[T]):
    """Values that occur again and again, in one order, so that each is written once."""

    def __init__(self, values: Iterable[T]) -> None:
        # By their bytes: keys hold text and numbers side by side, which do not compare.
        self.values: list[T] = sorted(set(values), key=_encode)
        self.place: dict[T, int] = {value: at for at, value in enumerate(self.values)}


class _Tables:
    def __init__(self, parts: list[Part]) -> None:
        self.keys = _Table(key for part in parts for key in _keys_of(part))
        self.names = _Table(name for part in parts for name in _names_of(part))
        self.passes = _Table(passes for part in parts for _, _, passes in part.behind)

    def in_order(self, items: Mapping[Key, V]) -> list[tuple[int, V]]:
        place = self.keys.place
        return sorted(((place[key], value) for key, value in items.items()), key=_first)


def encode(tally: Tally) -> bytes:
    """Return a tally as MessagePack; equal for tallies of the same samples."""
    tally.settle()
    places = sorted(tally.places.items(), key=lambda item: item[0])
    for _, slices in places:
        for by, part in slices.items():
            part.settle(most_behind(by))
    tables = _Tables([part for _, slices in places for part in slices.values()])
    sent = [
        (
            comparison,
            (cell.metric, cell.facet, cell.value),
            [_sent(by, slices[by], tables) for by in sorted(slices)],
        )
        for (comparison, cell), slices in places
    ]
    reasons = [(reason, n, some) for reason, (n, some) in sorted(tally.reasons.items())]
    return _encode(
        (VERSION, tally.samples, reasons, tables.keys.values, tables.names.values, tables.passes.values, sent)
    )


def decode(data: bytes) -> Tally:
    """Return the tally that was encoded. Raises QualityInvalid for anything else."""
    try:
        sent = _decoder.decode(data)
        places = {
            (comparison, Cell(*cell)): {one.by: _part(one, sent) for one in slices}
            for comparison, cell, slices in sent.places
        }
    except (msgspec.MsgspecError, ValueError, TypeError, IndexError) as error:
        raise QualityInvalid(f"this is no tally of this version of Crosstie: {error}") from error
    if sent.version != VERSION:
        raise QualityInvalid("this tally was made by another version of Crosstie; count again")
    tally = Tally()
    tally.samples = sent.samples
    tally.reasons = {reason: (n, some) for reason, n, some in sent.reasons}
    tally.places = places
    return tally


def _first(item: tuple[int, object]) -> int:
    return item[0]


def _keys_of(part: Part) -> Iterable[Key]:
    yield from part.whole
    yield from part.rest
    yield from part.swaps
    if part.clusters is not None:
        yield from part.clusters.groups
        for row in part.clusters.rows.values():
            yield from row


def _names_of(part: Part) -> Iterable[str]:
    for _, name, _ in part.behind:
        yield name
    if part.clusters is not None:
        yield from part.clusters.rows


def _sent(by: By, part: Part, tables: _Tables) -> tuple[object, ...]:
    names, passes = tables.names.place, tables.passes.place
    clusters = part.clusters or Clusters()
    rows = sorted(((names[name], row) for name, row in clusters.rows.items()), key=_first)
    return (
        by,
        part.n,
        [(at, sent_number(value)) for at, value in tables.in_order(part.whole)],
        tables.in_order(part.rest),
        [(name, [sent_number(n) for n in _numbers(part.moments[name])]) for name in sorted(part.moments)],
        [(badness, names[name], passes[some]) for badness, name, some in part.behind],
        part.clusters.n if part.clusters is not None else None,
        [(at, [(key, sent_number(n)) for key, n in tables.in_order(row)]) for at, row in rows],
        [(key, _packed(cells)) for key, cells in tables.in_order(clusters.groups)],
        [(key, _packed(cells)) for key, cells in tables.in_order(part.swaps)],
    )


def _part(sent: _SentPart, tables: _SentTally) -> Part:
    keys, names, passes = tables.keys, tables.names, tables.passes
    part = Part()
    part.n = sent.n
    part.whole = {keys[at]: int(value) for at, value in sent.whole}
    part.rest = {keys[at]: value for at, value in sent.rest}
    part.moments = {name: _moments(*map(number_sent, numbers)) for name, numbers in sent.moments}
    part.behind = [(badness, names[name], passes[some]) for badness, name, some in sent.behind]
    part.swaps = {keys[at]: _unpacked(row) for at, row in sent.swaps}
    if sent.clusters is not None:
        part.clusters = Clusters()
        part.clusters.n = sent.clusters
        part.clusters.rows = {
            names[name]: {keys[at]: number_sent(value) for at, value in row} for name, row in sent.rows
        }
        part.clusters.groups = {keys[at]: _unpacked(row).reshape(2, GROUPS) for at, row in sent.groups}
    return part


def _moments(clusters: Number, *numbers: Number) -> Moments:
    return Moments(int(clusters), *numbers)


def _numbers(moments: Moments) -> tuple[Number, ...]:
    return (moments.clusters, moments.x, moments.d, moments.xx, moments.xd, moments.dd)


def _packed(row: Ints) -> bytes:
    return row.astype(_LITTLE).tobytes()


def _unpacked(data: bytes) -> Ints:
    return np.frombuffer(data, _LITTLE).astype(np.int64)
