"""What a sample was counted as, in bytes and back; and how keys and exact numbers are written."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import msgspec

from crosstie.qa.study.row import Cell, Comparison, Counted, Facet, Refused, Row
from crosstie.qa.sums import Key, Number, Sums

Sent = int | str
"""A number as it is written: text where it is a fraction, or too large for MessagePack."""
_Plain = str | int | float | bool | None
_Deep = tuple[_Plain | tuple[_Plain | tuple[_Plain, ...], ...], ...]
SentKey = tuple[_Plain | _Deep, ...]
"""A key of sums, of text and numbers, that are tuples at most three deep."""
_FROM: Final = -(1 << 63)
_BELOW: Final = 1 << 63


class _SentRow(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    sample_id: str
    language: str
    batch: str
    site: str
    comparison: Comparison
    passes: tuple[str, ...]
    annotators: tuple[str, ...]
    pods: tuple[str, ...]
    cells: list[tuple[str, Facet, str, list[tuple[SentKey, Sent]]]]


class _SentCounted(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    rows: list[_SentRow]
    refused: list[tuple[str, str]]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_SentCounted)


def encode_counted(counted: Counted) -> bytes:
    """Return one sample's rows as MessagePack."""
    refused = [(one.reason, one.sample_id) for one in counted.refused]
    return _encoder.encode((tuple(map(_sent, counted.rows)), refused))


def decode_counted(data: bytes) -> Counted:
    """Return the rows that were encoded. Raises msgspec.MsgspecError for anything else."""
    sent = _decoder.decode(data)
    return Counted(tuple(map(_row, sent.rows)), tuple(Refused(*one) for one in sent.refused))


def sent_number(value: Number) -> Sent:
    """Return a number as it is written."""
    if type(value) is not int:
        if value.denominator != 1:
            return f"{value.numerator}/{value.denominator}"
        value = int(value)
    return value if _FROM <= value < _BELOW else str(value)


def number_sent(value: Sent) -> Number:
    """Return the number that was written."""
    if type(value) is int:
        return value
    found = Fraction(value)
    return int(found) if found.denominator == 1 else found


def _sent(row: Row) -> tuple[object, ...]:
    cells = [
        (cell.metric, cell.facet, cell.value, [(key, sent_number(n)) for key, n in parts.cells.items()])
        for cell, parts in row.cells.items()
    ]
    return (
        row.sample_id,
        row.language,
        row.batch,
        row.site,
        row.comparison,
        row.passes,
        row.annotators,
        row.pods,
        cells,
    )


def _row(sent: _SentRow) -> Row:
    return Row(
        sent.sample_id,
        sent.language,
        sent.batch,
        sent.site,
        sent.comparison,
        sent.passes,
        sent.annotators,
        sent.pods,
        {Cell(metric, facet, value): _sums(numbers) for metric, facet, value, numbers in sent.cells},
    )


def _sums(numbers: Iterable[tuple[Key, Sent]]) -> Sums:
    return Sums({key: n if type(n) is int else number_sent(n) for key, n in numbers})
