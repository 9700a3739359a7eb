"""What a pass of the corpus holds, before it is written as records."""

from dataclasses import dataclass, replace

from crosstie.schema.anchors import Anchor
from crosstie.schema.records import AttributeValue


@dataclass(frozen=True)
class Thing:
    """An annotation in the making: `about` is the key of its entity."""

    asset_id: str
    class_id: str
    anchor: Anchor
    attributes: dict[str, AttributeValue]
    about: str


@dataclass(frozen=True)
class Tie:
    """A link in the making: keys of things, or of an entity as its target."""

    type_id: str
    origin: str
    target: str


@dataclass(frozen=True)
class Labels:
    """Everything one pass says: things and entities by key, and ties. Entities are (type, name)."""

    entities: dict[str, tuple[str, str]]
    things: dict[str, Thing]
    ties: tuple[Tie, ...]

    def without(self, keys: set[str]) -> "Labels":
        """Return the labels without some things, and without the ties at them."""
        things = {key: thing for key, thing in self.things.items() if key not in keys}
        ties = tuple(tie for tie in self.ties if not {tie.origin, tie.target} & keys)
        return replace(self, things=things, ties=ties)

    def of_class(self, key: str, class_id: str) -> "Labels":
        """Return the labels with one thing called otherwise."""
        return replace(self, things=self.things | {key: replace(self.things[key], class_id=class_id)})
