"""What a rule says: of one link, annotation or entity, and of a sample."""

from typing import Final, Literal

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import End
from crosstie.schema.sample_state import SampleState

RuleState = Literal["kept", "broken", "not_applicable"]


class Verdict(msgspec.Struct, frozen=True):
    """A rule's state for one subject; `message` says what is broken, `at_ns` where in sample time."""

    state: RuleState
    message: str = ""
    at_ns: int | None = None


class Violation(msgspec.Struct, frozen=True):
    """A broken rule: the annotations and entities concerned, and the sample time to look at, if any."""

    rule_id: str
    message: str
    ends: tuple[End, ...]
    at_ns: int | None
    pass_id: str


class Report(msgspec.Struct, frozen=True):
    """Each rule's state for a sample, and every violation. A rule without a subject is not applicable."""

    states: dict[str, RuleState]
    violations: tuple[Violation, ...]


class Case(msgspec.Struct, frozen=True):
    """What a verdict is reached from."""

    document: SchemaDocument
    state: SampleState


KEPT: Final = Verdict("kept")
NOT_APPLICABLE: Final = Verdict("not_applicable")


def broken(message: str, at_ns: int | None = None) -> Verdict:
    """A verdict against a subject."""
    return Verdict("broken", message[:1].upper() + message[1:], at_ns)
