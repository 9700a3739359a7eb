"""What a rule says: of one link, annotation, entity or asset, and of a sample."""

from typing import Final, Literal, NamedTuple

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.gestures import Edits
from crosstie.schema.readable import Readable
from crosstie.schema.records import End
from crosstie.schema.rules.presence import Present

RuleState = Literal["kept", "broken", "not_applicable"]
SubjectKind = Literal["link", "annotation", "entity", "asset"]


class Subject(NamedTuple):
    """One thing that a rule is asked of, in one pass."""

    kind: SubjectKind
    id: str
    pass_id: str


class Verdict(msgspec.Struct, frozen=True):
    """A rule's state for one subject; `message` says what is broken, `at_ns` where in sample time.

    `ends` are annotations and entities that it concerns besides the subject.
    """

    state: RuleState
    message: str = ""
    at_ns: int | None = None
    ends: tuple[End, ...] = ()


class Violation(msgspec.Struct, frozen=True):
    """A broken rule: the annotations and entities concerned, and the sample time to look at, if any.

    `subject_kind` and `subject_id` name what the rule was asked of.
    """

    rule_id: str
    message: str
    ends: tuple[End, ...]
    at_ns: int | None
    pass_id: str
    subject_kind: SubjectKind = "annotation"
    subject_id: str = ""


class Fix(msgspec.Struct, frozen=True):
    """One way to mend a violation: what it does in words, and the gesture that does it."""

    title: str
    edits: Edits


class Tally(msgspec.Struct, frozen=True):
    """Of how many subjects a rule is kept, of how many broken, and of how many it asks nothing."""

    kept: int = 0
    broken: int = 0
    not_applicable: int = 0

    @property
    def state(self) -> RuleState:
        """The rule's state for the sample: broken by one subject, or kept by one, or not applicable."""
        return "broken" if self.broken else "kept" if self.kept else "not_applicable"


class Report(msgspec.Struct, frozen=True):
    """Each rule's tally for a sample, and every violation, in the order of the rules and of time.

    A rule that is always there stands among the tallies where it has something to ask.
    """

    tallies: dict[str, Tally]
    violations: tuple[Violation, ...]

    @property
    def states(self) -> dict[str, RuleState]:
        """Each rule's state for the sample. A rule without a subject is not applicable."""
        return {rule_id: tally.state for rule_id, tally in self.tallies.items()}


class Case(msgspec.Struct, frozen=True):
    """What a verdict is reached from: the schema, the labels, and which of them are there when."""

    document: SchemaDocument
    state: Readable
    present: Present


KEPT: Final = Verdict("kept")
NOT_APPLICABLE: Final = Verdict("not_applicable")


def broken(message: str, at_ns: int | None = None, ends: tuple[End, ...] = ()) -> Verdict:
    """A verdict against a subject."""
    return Verdict("broken", message[:1].upper() + message[1:], at_ns, ends)
