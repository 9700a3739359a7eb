"""What an applied gesture changed, told once to everybody who shows or keeps labels."""

import msgspec

from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    Entity,
    Leftover,
    Link,
    Pass,
    Record,
    RecordKind,
    Sample,
    SchemaRef,
)


class Change(msgspec.Struct, frozen=True):
    """One record before and after; None where it was not there."""

    kind: RecordKind
    id: str
    before: Record | SchemaRef | None
    after: Record | SchemaRef | None


class Changes(msgspec.Struct, frozen=True):
    """The changes of one gesture in order, and who set it off (a pane's name, "undo", "import").

    It says what changed and never what to redraw: each listener decides whether it cares.
    """

    sample_id: str
    items: tuple[Change, ...]
    initiator: str = ""

    def ids(self, kind: RecordKind) -> frozenset[str]:
        """Ids of the records of one kind that changed."""
        return frozenset(item.id for item in self.items if item.kind == kind)

    def touches(self, *kinds: RecordKind) -> bool:
        """Whether a record of any of these kinds changed."""
        return any(item.kind in kinds for item in self.items)


def kind_of(record: Record | SchemaRef) -> RecordKind:
    """The kind under which a record is kept and reported."""
    return _KINDS[type(record)]


_KINDS: dict[type, RecordKind] = {
    Actor: "actor",
    Sample: "sample",
    Asset: "asset",
    Pass: "pass",
    Annotation: "annotation",
    Entity: "entity",
    Link: "link",
    Leftover: "leftover",
    SchemaRef: "schema",
}
