"""What checking found: of one pass, and of a project."""

import msgspec

from crosstie.schema.records import PassKind
from crosstie.schema.rules.verdict import Tally, Violation


class Checked(msgspec.Struct, frozen=True):
    """One pass under its own schema: how each rule fares, and every violation."""

    sample_id: str
    pass_id: str
    kind: PassKind
    schema_id: str
    schema_version: str
    rules: dict[str, Tally]
    violations: tuple[Violation, ...]


class RuleTotals(msgspec.Struct, frozen=True):
    """Of how many passes a rule is kept, broken or not applicable, and how many violations there are."""

    kept: int = 0
    broken: int = 0
    not_applicable: int = 0
    violations: int = 0

    def with_pass(self, tally: Tally) -> "RuleTotals":
        """The totals with one more pass."""
        state = tally.state
        return RuleTotals(
            self.kept + (state == "kept"),
            self.broken + (state == "broken"),
            self.not_applicable + (state == "not_applicable"),
            self.violations + tally.broken,
        )


class Totals:
    """Grows with each pass; holds counts alone, however large the project."""

    def __init__(self) -> None:
        self.passes = 0
        self.broken_passes = 0
        self.violations = 0
        self.rules: dict[str, RuleTotals] = {}

    def add(self, checked: Checked) -> None:
        """Counts one pass."""
        self.passes += 1
        self.broken_passes += bool(checked.violations)
        self.violations += len(checked.violations)
        for rule_id, tally in checked.rules.items():
            self.rules[rule_id] = self.rules.get(rule_id, RuleTotals()).with_pass(tally)
