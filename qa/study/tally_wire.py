"""A tally as bytes, and back: the same bytes for the same samples, whatever way they were added up."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
import numpy as np

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.study.row import Cell, Comparison, Facet
from crosstie.qa.study.row_wire import Sent, SentKey, number_sent, sent_number
from crosstie.qa.study.slices import By
from crosstie.qa.study.tally import Tally, most_behind
from crosstie.qa.study.tally_part import GROUPS, Clusters, Ints, Part, Worst
from crosstie.qa.sums import Key, Number

VERSION: Final = 1
_encode = msgspec.msgpack.Encoder().encode
_LITTLE: Final = np.dtype("<i8")


class _Sent(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    by: By
    n: int
    whole: list[tuple[SentKey, Sent]]
    rest: list[tuple[SentKey, int]]
    moments: list[tuple[str, list[Sent]]]
    behind: list[Worst]
    clusters: int | None
    rows: list[tuple[str, list[tuple[SentKey, Sent]]]]
    groups: list[tuple[SentKey, bytes]]
    swaps: list[tuple[SentKey, bytes]]


class _SentTally(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    version: int
    samples: int
    reasons: list[tuple[str, int, list[str]]]
    places: list[tuple[Comparison, tuple[str, Facet, str], list[_Sent]]]


_decoder = msgspec.msgpack.Decoder(_SentTally)


def encode(tally: Tally) -> bytes:
    """Return a tally as MessagePack; equal for tallies of the same samples."""
    tally.settle()
    reasons = [(reason, n, some) for reason, (n, some) in sorted(tally.reasons.items())]
    places = [
        (comparison, (cell.metric, cell.facet, cell.value), [_sent(by, slices[by]) for by in sorted(slices)])
        for (comparison, cell), slices in sorted(tally.places.items(), key=lambda item: item[0])
    ]
    return _encode((VERSION, tally.samples, reasons, places))


def decode(data: bytes) -> Tally:
    """Return the tally that was encoded. Raises QualityInvalid for anything else."""
    try:
        sent = _decoder.decode(data)
        places = {
            (comparison, Cell(*cell)): {one.by: _part(one) for one in slices}
            for comparison, cell, slices in sent.places
        }
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise QualityInvalid(f"this is no tally: {error}") from error
    if sent.version != VERSION:
        raise QualityInvalid("this tally was made by another version of Crosstie; count again")
    tally = Tally()
    tally.samples = sent.samples
    tally.reasons = {reason: (n, some) for reason, n, some in sent.reasons}
    tally.places = places
    return tally


def _sent(by: By, part: Part) -> tuple[object, ...]:
    part.settle()
    clusters = part.clusters
    return (
        by,
        part.n,
        [(key, sent_number(value)) for key, value in _in_order(part.whole.items())],
        _in_order(part.rest.items()),
        [(name, [sent_number(n) for n in _numbers(part.moments[name])]) for name in sorted(part.moments)],
        part.worst(most_behind(by)),
        clusters.n if clusters else None,
        [] if clusters is None else [(name, _values(clusters.rows[name])) for name in sorted(clusters.rows)],
        [] if clusters is None else [(key, _packed(row)) for key, row in _in_order(clusters.groups.items())],
        [(key, _packed(row)) for key, row in _in_order(part.swaps.items())],
    )


def _part(sent: _Sent) -> Part:
    part = Part()
    part.n = sent.n
    part.whole = {key: int(value) for key, value in sent.whole}
    part.rest = dict(sent.rest)
    part.moments = {name: _moments(*map(number_sent, numbers)) for name, numbers in sent.moments}
    part.behind = sent.behind
    part.swaps = {key: _unpacked(row) for key, row in sent.swaps}
    if sent.clusters is not None:
        part.clusters = Clusters()
        part.clusters.n = sent.clusters
        part.clusters.rows = {
            name: {key: number_sent(value) for key, value in values} for name, values in sent.rows
        }
        part.clusters.groups = {key: _unpacked(row).reshape(2, GROUPS) for key, row in sent.groups}
    return part


def _moments(clusters: Number, *numbers: Number) -> Moments:
    return Moments(int(clusters), *numbers)


def _in_order(items: Iterable[tuple[Key, Any]]) -> list[tuple[Key, Any]]:
    """By the key's own bytes: keys hold text and numbers side by side, which do not compare."""
    return sorted(items, key=lambda item: _encode(item[0]))


def _values(values: Mapping[Key, Number]) -> list[tuple[Key, Sent]]:
    return [(key, sent_number(value)) for key, value in _in_order(values.items())]


def _numbers(moments: Moments) -> tuple[Number, ...]:
    return (moments.clusters, moments.x, moments.d, moments.xx, moments.xd, moments.dd)


def _packed(row: Ints) -> bytes:
    return row.astype(_LITTLE).tobytes()


def _unpacked(data: bytes) -> Ints:
    return np.frombuffer(data, _LITTLE).astype(np.int64)
