"""Rows as an aligned table, and as JSON."""

import unicodedata
from collections.abc import Sequence
from typing import Final

import msgspec

from tests.benchmarks.row import Row, number_text

HEADINGS: Final = ("", "ours", "raw", "", "ratio", "goal", "met", "note")
_TO_THE_RIGHT: Final = {1, 2, 4}
_MET: Final = {True: "yes", False: "no", None: ""}


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, a line each."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(_line(line, widths) for line in lines)


def as_json(rows: Sequence[Row]) -> bytes:
    """The rows with their ratios, and whether each goal is met."""
    said = [{**msgspec.to_builtins(row), "ratio": row.ratio, "met": row.met} for row in rows]
    return msgspec.json.format(msgspec.json.encode(said)) + b"\n"


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{number_text(row.ratio)}×"
    goal = row.goal.text(row.unit) if row.goal else ""
    numbers = number_text(row.ours), number_text(row.raw), row.unit
    return (row.name, *numbers, ratio, goal, _MET[row.met], row.note)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        (
            " " * (width - _width(cell)) + cell
            if column in _TO_THE_RIGHT
            else cell + " " * (width - _width(cell))
        )
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
