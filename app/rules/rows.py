"""What the list of broken rules shows, as plain values: a heading for each rule, then its violations."""

from collections.abc import Iterable, Iterator

import msgspec

from crosstie.schema.clock import clock_text
from crosstie.schema.document import SchemaDocument
from crosstie.schema.rules.verdict import Violation


class RuleHeading(msgspec.Struct, frozen=True):
    """A rule that is broken: what it is called, and how often."""

    rule_id: str
    name: str
    count: int


class BrokenRow(msgspec.Struct, frozen=True):
    """One violation: its message and when it is, if it has a time."""

    violation: Violation
    when: str

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same while the rest of the list changes."""
        return (self.violation.rule_id, self.violation.subject_id)


RuleRow = RuleHeading | BrokenRow


def rule_rows(
    document: SchemaDocument, language: str, violations: Iterable[Violation], typed: str
) -> list[RuleRow]:
    """The violations that hold every word typed, in their message or their rule's name, below their rules."""
    words = typed.casefold().split()
    by_rule: dict[str, list[Violation]] = {}
    for violation in violations:
        by_rule.setdefault(violation.rule_id, []).append(violation)
    return [
        row for rule_id, mine in by_rule.items() for row in _of_rule(document, language, rule_id, mine, words)
    ]


def _of_rule(
    document: SchemaDocument, language: str, rule_id: str, violations: list[Violation], words: list[str]
) -> Iterator[RuleRow]:
    name = document.display_name(rule_id, language)
    kept = [one for one in violations if _holds(f"{name} {one.message}".casefold(), words)]
    if kept:
        yield RuleHeading(rule_id, name, len(kept))
    for one in kept:
        yield BrokenRow(one, clock_text(one.at_ns) if one.at_ns is not None else "")


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)
