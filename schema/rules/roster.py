"""Who could be asked: ids of annotations by class, entities and certain links by type, assets by modality."""

from collections.abc import Iterable

from crosstie.schema.readable import Readable
from crosstie.schema.records import Annotation, Asset, Entity, Link, Pass

Ids = dict[str, str]
"""Ids, each with the pass that it belongs to."""


class Roster:
    """Ids by what the rules tell them apart by. Links that are not certain are not asked."""

    def __init__(self) -> None:
        self.annotations: dict[str, Ids] = {}
        self.entities: dict[str, Ids] = {}
        self.links: dict[str, Ids] = {}
        self.assets: dict[str, list[str]] = {}
        self.passes: list[str] = []

    @classmethod
    def of(cls, state: Readable) -> "Roster":
        """Everybody in a sample."""
        roster = cls()
        for records in (state.annotations, state.entities, state.links):
            for record in records.values():
                roster.put(record)
        roster.place(state.assets.values(), state.passes.values())
        return roster

    def ids_of_class(self, class_id: str) -> Iterable[str]:
        """Annotations of one class, descendants left out."""
        return self.annotations.get(class_id, ())

    def place(self, assets: Iterable[Asset], passes: Iterable[Pass]) -> None:
        """The assets, and the passes that hold labels of their own."""
        for asset in assets:
            self.assets.setdefault(asset.kind, []).append(asset.id)
        self.passes = [one.id for one in passes if not one.about]

    def put(self, record: Annotation | Entity | Link) -> None:
        """Adds a label."""
        match record:
            case Annotation():
                self.annotations.setdefault(record.class_id, {})[record.id] = record.pass_id
            case Entity():
                self.entities.setdefault(record.type_id, {})[record.id] = record.pass_id
            case Link(status="certain"):
                self.links.setdefault(record.type_id, {})[record.id] = record.pass_id
            case Link():
                pass

    def drop(self, record: Annotation | Entity | Link) -> None:
        """Takes a label away, as it was."""
        match record:
            case Annotation():
                self.annotations.get(record.class_id, {}).pop(record.id, None)
            case Entity():
                self.entities.get(record.type_id, {}).pop(record.id, None)
            case Link():
                self.links.get(record.type_id, {}).pop(record.id, None)
