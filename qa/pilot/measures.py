"""What vendors are measured by: the same numbers as in the quality report, and two of the work itself."""

from collections.abc import Hashable, Mapping
from typing import Final

import msgspec

from crosstie.qa.intervals.shares import Share, plain_share
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.sums import NOTHING, Number, Sums

CONSISTENCY: Final = "cross_modal_consistency"
LINKS: Final = "link_prf"
TRAIL: Final = "audit_completeness"
TIME: Final = "working_time"

Counts = Mapping[str, Sums]
"""Sums by metric."""


class Measure(msgspec.Struct, frozen=True):
    """A share of the sums of `metric`; `title` is in words, `page` its page in docs/qa."""

    name: str
    title: str
    page: str
    metric: str
    share: Share

    def of(self, counts: Counts) -> tuple[float, float]:
        """Return what is divided for one sample: numerator and denominator."""
        part, whole = self.share(counts.get(self.metric, NOTHING))
        return float(part), float(whole)


def _told(metric: str) -> list[Measure]:
    return [
        Measure(one.name, one.title, one.page, metric, one.share)
        for one in TOLD[metric]
        if one.share is not None
    ]


def _conditional(name: str, against: Hashable) -> Measure:
    def share(sums: Sums) -> tuple[Number, Number]:
        right = sums["conditional", "tp"]
        return right, right + sums["conditional", against]

    title = f"Link {name} where both ends were found"
    return Measure(f"link_{name}_conditional", title, "links", LINKS, share)


_TRAIL: Final = Measure(
    "audit_completeness", "Audit trail whole", "audit-completeness", TRAIL, plain_share("complete", "n")
)
MEASURES: Final[tuple[Measure, ...]] = (
    *_told(CONSISTENCY),
    *_told(LINKS),
    _conditional("precision", "fp"),
    _conditional("recall", "fn"),
    _TRAIL,
)
