"""Edits: the typed, frozen commands that change a sample, each with its exact inverse.

An edit holds what stood before and what stands after, so that its inverse needs no look-up, so that the
audit trail shows both, and so that an edit which meets another state is refused instead of applied.
"""

from collections.abc import Sequence

import msgspec

from crosstie.schema.anchors import Anchor, Keyframe
from crosstie.schema.clock import AssetClock
from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    AttributeValue,
    Entity,
    Leftover,
    Link,
    LinkStatus,
    Pass,
    Sample,
    SchemaRef,
)

PROJECT_CHAIN = ""
"""The `sample_id` of edits that concern the project as a whole: actors and schemas."""


class _Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="edit"):
    """Common form: `edit` names the command in JSON."""


class AddActor(_Edit, frozen=True, tag="add_actor"):
    """Makes an actor known to the project. It has no inverse: the trail names it for ever."""

    actor: Actor


class UseSchema(_Edit, frozen=True, tag="use_schema"):
    """Makes `after` the schema of passes to come; the documents themselves lie in the store by hash."""

    before: SchemaRef | None
    after: SchemaRef


class AddSample(_Edit, frozen=True, tag="add_sample"):
    """Registers a sample. It has no inverse: labels may follow at once."""

    sample: Sample


class AddAsset(_Edit, frozen=True, tag="add_asset"):
    """Registers an asset of a sample that is there. It has no inverse, like AddSample."""

    asset: Asset


class OpenPass(_Edit, frozen=True, tag="open_pass"):
    """Begins a pass. It has no inverse: an empty pass does no harm and is part of the record."""

    opened: Pass


class SetAssetClock(_Edit, frozen=True, tag="set_asset_clock"):
    """Moves an asset on the sample's clock."""

    sample_id: str
    asset_id: str
    before: AssetClock
    after: AssetClock


class AddAnnotation(_Edit, frozen=True, tag="add_annotation"):
    """Adds an annotation to a pass."""

    annotation: Annotation


class RemoveAnnotation(_Edit, frozen=True, tag="remove_annotation"):
    """Takes an annotation away; it holds the whole of it, so that it can come back."""

    annotation: Annotation


class SetAnchor(_Edit, frozen=True, tag="set_anchor"):
    """Moves or reshapes an annotation as a whole."""

    sample_id: str
    annotation_id: str
    before: Anchor
    after: Anchor


class SetKeyframe(_Edit, frozen=True, tag="set_keyframe"):
    """Puts, changes or takes away one keyframe of a track; None stands for no keyframe at that time."""

    sample_id: str
    annotation_id: str
    at_ns: int
    before: Keyframe | None
    after: Keyframe | None


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an annotation says: its class and attributes, which change together."""

    class_id: str
    attributes: dict[str, AttributeValue]


class SetMeaning(_Edit, frozen=True, tag="set_meaning"):
    """Changes what an annotation says."""

    sample_id: str
    annotation_id: str
    before: Meaning
    after: Meaning


class SetEntityOf(_Edit, frozen=True, tag="set_entity_of"):
    """Says which entity an annotation is about; the empty string stands for none."""

    sample_id: str
    annotation_id: str
    before: str
    after: str


class AddEntity(_Edit, frozen=True, tag="add_entity"):
    """Adds an entity to a pass."""

    entity: Entity


class RemoveEntity(_Edit, frozen=True, tag="remove_entity"):
    """Takes away an entity that nothing is about any more."""

    entity: Entity


class SetEntity(_Edit, frozen=True, tag="set_entity"):
    """Renames an entity or changes its type; `before` and `after` carry the same id."""

    before: Entity
    after: Entity


class AddLink(_Edit, frozen=True, tag="add_link"):
    """Ties two ends."""

    link: Link


class RemoveLink(_Edit, frozen=True, tag="remove_link"):
    """Takes a link away."""

    link: Link


class LinkState(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What may change on a link without making another link of it."""

    status: LinkStatus
    attributes: dict[str, AttributeValue]
    place: int = 0
    decided_ms: int = 0

    @classmethod
    def of(cls, link: Link) -> "LinkState":
        """What stands on a link now."""
        return cls(link.status, link.attributes, link.place, link.decided_ms)

    def on(self, link: Link) -> Link:
        """The link with this on it."""
        return msgspec.structs.replace(link, **msgspec.structs.asdict(self))


class SetLink(_Edit, frozen=True, tag="set_link"):
    """Changes a link's status, attributes or place."""

    sample_id: str
    link_id: str
    before: LinkState
    after: LinkState


class AddLeftover(_Edit, frozen=True, tag="add_leftover"):
    """Notes a label that a migration could not bring over whole."""

    leftover: Leftover


class RemoveLeftover(_Edit, frozen=True, tag="remove_leftover"):
    """Takes such a note away."""

    leftover: Leftover


class SetLeftover(_Edit, frozen=True, tag="set_leftover"):
    """Says what became of such a label; `before` and `after` differ in `decision` and `label_id` alone."""

    before: Leftover
    after: Leftover


ReversibleEdit = (
    SetAssetClock
    | AddAnnotation
    | RemoveAnnotation
    | SetAnchor
    | SetKeyframe
    | SetMeaning
    | SetEntityOf
    | AddEntity
    | RemoveEntity
    | SetEntity
    | AddLink
    | RemoveLink
    | SetLink
    | AddLeftover
    | RemoveLeftover
    | SetLeftover
)
FoundingEdit = AddActor | UseSchema | AddSample | AddAsset | OpenPass
Edit = ReversibleEdit | FoundingEdit


def inverse(edit: ReversibleEdit) -> ReversibleEdit:
    """The edit that takes `edit` back exactly."""
    match edit:
        case AddAnnotation(annotation=annotation):
            return RemoveAnnotation(annotation)
        case RemoveAnnotation(annotation=annotation):
            return AddAnnotation(annotation)
        case AddEntity(entity=entity):
            return RemoveEntity(entity)
        case RemoveEntity(entity=entity):
            return AddEntity(entity)
        case AddLink(link=link):
            return RemoveLink(link)
        case RemoveLink(link=link):
            return AddLink(link)
        case AddLeftover(leftover=note) | RemoveLeftover(leftover=note):
            return RemoveLeftover(note) if isinstance(edit, AddLeftover) else AddLeftover(note)
        case _:
            return msgspec.structs.replace(edit, before=edit.after, after=edit.before)


def inverses(edits: Sequence[ReversibleEdit]) -> tuple[ReversibleEdit, ...]:
    """The edits that take a whole gesture back: each one's inverse, the last one first."""
    return tuple(inverse(edit) for edit in reversed(edits))


def sample_of(edit: Edit) -> str:
    """The sample whose audit trail an edit belongs to, or PROJECT_CHAIN."""
    match edit:
        case AddActor() | UseSchema():
            return PROJECT_CHAIN
        case AddSample(sample=sample):
            return sample.id
        case (
            AddAsset(asset=record)
            | OpenPass(opened=record)
            | AddAnnotation(annotation=record)
            | RemoveAnnotation(annotation=record)
            | AddEntity(entity=record)
            | RemoveEntity(entity=record)
            | SetEntity(after=record)
            | AddLink(link=record)
            | RemoveLink(link=record)
            | AddLeftover(leftover=record)
            | RemoveLeftover(leftover=record)
            | SetLeftover(after=record)
        ):
            return record.sample_id
        case _:
            return edit.sample_id
