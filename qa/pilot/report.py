"""A pilot as data: what each vendor comes to, what tells them apart, and what such a pilot could tell."""

from typing import Literal

import msgspec

from crosstie.qa.pilot.asked import Asked
from crosstie.qa.pilot.vendors import Vendor
from crosstie.qa.result import Interval

Unit = Literal["share", "seconds", "money"]


class Number(msgspec.Struct, frozen=True):
    """One number of one vendor, over all samples or those of one language (empty for all).

    `n_samples` are those that it is made from, `n_units` what was counted in them.
    """

    name: str
    title: str
    page: str
    unit: Unit
    value: float | None
    status: str
    n_samples: int
    n_units: int
    ci: Interval | None
    language: str = ""
    median: float | None = None


class Gap(msgspec.Struct, frozen=True):
    """How much higher a number of `first` is than that of `second`.

    `smallest` is the smallest true difference that this pilot finds four times in five, `needed` how many
    samples find the difference that was asked for (of shares alone). `p_adjusted` is Benjamini-Hochberg over
    all numbers of all pairs, of one language or of all samples.
    """

    name: str
    title: str
    unit: Unit
    first: str
    second: str
    difference: float | None
    status: str
    n_samples: int
    n_paired: int
    ci: Interval | None
    p: float | None
    p_adjusted: float | None
    smallest: float | None
    needed: int | None
    language: str = ""

    @property
    def is_told_apart(self) -> bool:
        """Whether the two are told apart at a false discovery rate of 5 %."""
        return self.p_adjusted is not None and self.p_adjusted <= 0.05


class Pilot(msgspec.Struct, frozen=True):
    """Everything that `crosstie qa pilot --json` writes. `made_at` is an RFC 3339 time.

    `samples` were counted, `both` of them by every vendor, `by_vendor` by each. `left_out` are samples that
    are not truly multimodal, by why.
    """

    project: str
    made_at: str
    asked: Asked
    vendors: tuple[Vendor, ...]
    samples: int
    both: int
    by_vendor: dict[str, int]
    languages: dict[str, int]
    modalities: dict[str, int]
    numbers: dict[str, tuple[Number, ...]]
    gaps: tuple[Gap, ...]
    left_out: dict[str, int]
    broken_trails: tuple[str, ...]
    untimed: dict[str, int]
    assumed: tuple[str, ...]
    warnings: tuple[str, ...]

    def number(self, vendor: str, name: str, language: str = "") -> Number | None:
        """One of a vendor's numbers."""
        found = (one for one in self.numbers[vendor] if (one.name, one.language) == (name, language))
        return next(found, None)
