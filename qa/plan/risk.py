"""How risky a sample is under its rules: which of them ask something of it, and how often those break."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from crosstie.qa.checking.results import Checked, RuleTotals, Totals
from crosstie.qa.result import Result
from crosstie.qa.sampling.intraclass import finish_intraclass, intraclass_sums
from crosstie.qa.sums import total

Band = Literal["low", "medium", "high", "unknown"]
BANDS: Final[tuple[Band, ...]] = ("low", "medium", "high", "unknown")
MEDIUM: Final = 0.05
HIGH: Final = 0.20
"""From which risk on a sample is of medium and of high risk."""

_AT_ONCE: Final = 1000


class RiskBook:
    """Collects verdicts, then tells the risk of any sample. Keeps a number a sample, however large it is.

    The risk of a sample is the chance that at least one of the rules that ask something of it is broken, each
    broken as often as in the passes that were checked, as if they were independent: 1 - prod (1 - b_r).
    """

    def __init__(self) -> None:
        self._totals = Totals()
        self._sets: dict[tuple[str, ...], int] = {}
        self._set_of: dict[str, int] = {}
        self._broken: set[str] = set()
        self._verdicts = total(())
        self._waiting: list[tuple[int, int]] = []

    def add(self, checked: Checked) -> None:
        """Take in one pass; the last one of a sample counts."""
        self._totals.add(checked)
        asking = tuple(rule_id for rule_id, tally in checked.rules.items() if tally.state != "not_applicable")
        self._set_of[checked.sample_id] = self._sets.setdefault(asking, len(self._sets))
        if any(tally.broken for tally in checked.rules.values()):
            self._broken.add(checked.sample_id)
        kept, broken = (sum(getattr(t, name) for t in checked.rules.values()) for name in ("kept", "broken"))
        self._waiting.append((kept, kept + broken))
        if len(self._waiting) >= _AT_ONCE:
            self._settle()

    @property
    def rules(self) -> Mapping[str, RuleTotals]:
        """In how many passes each rule is kept, broken and not applicable."""
        return self._totals.rules

    @property
    def samples(self) -> int:
        """Of how many samples a pass was checked."""
        return len(self._set_of)

    def is_checked(self, sample_id: str) -> bool:
        """Whether a pass of the sample was checked."""
        return sample_id in self._set_of

    def is_broken(self, sample_id: str) -> bool:
        """Whether a rule is broken in the pass that was checked."""
        return sample_id in self._broken

    def intraclass(self) -> Result:
        """How alike the verdicts of one sample are: rules kept and broken, asked of its labels and links."""
        self._settle()
        return finish_intraclass(self._verdicts)

    def risks(self) -> dict[str, float]:
        """The risk of every sample that was checked and of which a rule asks something."""
        of_set = {
            number: _risk(self._totals.rules[rule_id] for rule_id in asking)
            for asking, number in self._sets.items()
            if asking
        }
        return {name: of_set[number] for name, number in self._set_of.items() if number in of_set}

    def _settle(self) -> None:
        parts = (intraclass_sums(kept, asked) for kept, asked in self._waiting)
        self._verdicts, self._waiting = total((self._verdicts, *parts)), []


def band_of(risk: float | None) -> Band:
    """The band of a risk; unknown where there is none."""
    if risk is None:
        return "unknown"
    return "high" if risk >= HIGH else "medium" if risk >= MEDIUM else "low"


def _risk(rules: Iterable[RuleTotals]) -> float:
    return 1 - math.prod(one.kept / (one.kept + one.broken) for one in rules)
