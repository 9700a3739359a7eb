"""What goes between the window and the process that counts its figures: lines of JSON."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from crosstie.qa.reports.report import Behind, Figure, Report

AT_ONCE: Final = 200
"""Figures on a line: few enough to be read between two pictures of the window."""


class Order(msgspec.Struct, frozen=True):
    """The one line that the process gets: the project's folder, and how many processes may count."""

    root: str
    jobs: int = 1


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line that it answers: the part that is done, 0 to 1; figures; the report, or why there is none.

    Of a large project there are tens of thousands of figures, each with a hundred samples behind it. They
    come before the report, which has none then, and what is behind them is `packed`: most is never looked at.
    """

    done: float = 0.0
    report: Report | None = None
    problem: str = ""
    figures: tuple[Figure, ...] = ()
    packed: bytes = b""


def told(report: Report) -> Iterator[Said]:
    """A report as lines, the report itself last."""
    for some in _parts(report.figures):
        packed = zlib.compress(_ENCODER.encode([one.behind for one in some]), 1)
        bare = tuple(msgspec.structs.replace(one, behind=(), figures={}) for one in some)
        yield Said(done=1.0, figures=bare, packed=packed)
    yield Said(done=1.0, report=msgspec.structs.replace(report, figures=()))


def unpacked(packed: bytes) -> list[tuple[Behind, ...]]:
    """What is behind the figures of a line, in their order."""
    return _BEHIND.decode(zlib.decompress(packed))


_ENCODER: Final = msgspec.json.Encoder()
_BEHIND: Final = msgspec.json.Decoder(list[tuple[Behind, ...]])


def _parts(figures: Sequence[Figure]) -> Iterator[Sequence[Figure]]:
    for start in range(0, len(figures), AT_ONCE):
        yield figures[start : start + AT_ONCE]
