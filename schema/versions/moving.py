"""A label on its way from one version of a schema to another: what it says, and what happened to it."""

from collections.abc import Mapping

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import AttributeValue, LeftoverState, Replaced
from crosstie.schema.versions.steps import Step, Subject


class PlacedStep(msgspec.Struct, frozen=True):
    """A step and its place as trails name it: `driving 2.1.0 migrations[0].steps[1].drop_class`."""

    place: str
    step: Step


class Issue(msgspec.Struct, frozen=True):
    """Why a label, or one of its values, could not be brought over. `stays_out` is about the whole label."""

    step: str
    state: LeftoverState
    reason: str
    stays_out: bool = False


class Moving:
    """One annotation, entity or link. Each change to it is noted, so that it can be taken back."""

    def __init__(
        self,
        subject: Subject,
        type_id: str,
        attributes: Mapping[str, AttributeValue],
        facts: Mapping[str, AttributeValue],
    ) -> None:
        self.subject: Subject = subject
        self.type_id = type_id
        self.attributes = dict(attributes)
        self.replaced: list[Replaced] = []
        self.issues: list[Issue] = []
        self.ids = {type_id}
        self._facts = facts

    @property
    def stays_out(self) -> bool:
        """Whether the whole label waits for a person."""
        return any(issue.stays_out for issue in self.issues)

    def facts(self) -> dict[str, AttributeValue]:
        """What a condition may ask about, as the label stands now."""
        said = {f"attributes.{name}": value for name, value in self.attributes.items() if value is not None}
        return {**self._facts, "class": self.type_id, **said}

    def is_of(self, any_id: str, origin: SchemaDocument, target: SchemaDocument) -> bool:
        """Whether a step about `any_id` concerns it: its class or type now or before, or one above."""
        if any_id in self.ids:
            return True
        if self.subject != "class":
            return False
        return target.is_a(self.type_id, any_id) or any(origin.is_a(known, any_id) for known in self.ids)

    def retype(self, place: str, new_id: str) -> None:
        """Gives it another class or type."""
        if new_id != self.type_id:
            part = "class" if self.subject == "class" else "type"
            self.replaced.append(Replaced(place, part, self.type_id, new_id))
            self.type_id = new_id
            self.ids.add(new_id)

    def say(self, step: PlacedStep, name: str, value: AttributeValue) -> None:
        """Says an attribute."""
        part, absent = f"attributes.{name}", name not in self.attributes
        if absent or not same(self.attributes[name], value):
            was = self.attributes.get(name)
            self.replaced.append(Replaced(step.place, part, was, value, added=absent))
            self.attributes[name] = value

    def unsay(self, place: str, name: str) -> AttributeValue:
        """Takes an attribute away and returns its value."""
        value = self.attributes.pop(name)
        self.replaced.append(Replaced(place, f"attributes.{name}", value, removed=True))
        return value

    def wait(self, step: PlacedStep, state: LeftoverState, reason: str, *, stays_out: bool = False) -> None:
        """Notes that a step could not go on."""
        self.issues.append(Issue(step.place, state, reason, stays_out))


def same(first: AttributeValue, second: AttributeValue) -> bool:
    """Equal and of one type: Python takes True for 1, and 1 for 1.0, which their JSON does not."""
    return type(first) is type(second) and first == second
