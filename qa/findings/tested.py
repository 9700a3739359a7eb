"""Something that was tested: whether it is at fault is decided when all of them are known."""

from collections.abc import Callable

import msgspec

from crosstie.qa.reports.report import Finding
from crosstie.qa.study.slices import By


class Subject(msgspec.Struct, frozen=True):
    """What was tested: a metric's number, the part of samples it is about, the slice."""

    metric: str
    facet: str = ""
    value: str = ""
    by: By = ()


class Tested(msgspec.Struct, frozen=True):
    """One test: how great the effect is, how great it must be, and what to say of it.

    `effect` is a difference of shares, positive where something is worse than it should be. NaN and a p of
    None stand for what could not be tested.
    """

    subject: Subject
    effect: float
    needed: float
    p: float | None
    tell: Callable[[], Finding]

    @property
    def matters(self) -> bool:
        """Whether the effect is large enough to be told."""
        return self.effect >= self.needed
