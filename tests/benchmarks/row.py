"""One number of ours beside its raw baseline, and the goal that it is held against."""

from typing import Literal

import msgspec


class Goal(msgspec.Struct, frozen=True):
    """A bound of the ratio of ours to raw. `or_ours` is another bound, of ours alone, that does as well."""

    kind: Literal["at most", "at least"]
    ratio: float
    or_ours: float | None = None

    def is_met(self, ours: float, raw: float) -> bool:
        """Whether one of the bounds holds."""
        bounds = [(ours, self.ratio * raw), *([(ours, self.or_ours)] if self.or_ours is not None else [])]
        return any(one <= bound if self.kind == "at most" else one >= bound for one, bound in bounds)

    def text(self, unit: str) -> str:
        """The goal in a few signs."""
        sign = {"at most": "≤", "at least": "≥"}[self.kind]
        other = "" if self.or_ours is None else f" or {sign} {number_text(self.or_ours)} {unit}"
        return f"{sign} {self.ratio:g}×{other}"


class Row(msgspec.Struct, frozen=True):
    """What was measured: `ours` and `raw` in `unit`. A row without a goal is there to be read."""

    name: str
    ours: float
    raw: float
    unit: str
    goal: Goal | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to raw; None where raw is nothing."""
        return self.ours / self.raw if self.raw else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        return self.goal.is_met(self.ours, self.raw) if self.goal else None


class NotEqual(Exception):
    """Ours and the raw baseline gave different results, so that their times say nothing."""


def number_text(value: float) -> str:
    """Three digits that count, without powers of ten."""
    if value == 0:
        return "0"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{3 if abs(value) < 1 else digits}f}"
