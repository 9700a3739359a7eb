"""The state of one sample: its records with the look-ups that panes and rules need."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Keyframe, Track
from crosstie.schema.changes import Change, Changes, kind_of
from crosstie.schema.errors import AnchorInvalid, EditRefused
from crosstie.schema.records import (
    Annotation,
    Asset,
    End,
    Entity,
    Leftover,
    Link,
    Pass,
    Sample,
)

StateRecord = Sample | Asset | Pass | Annotation | Entity | Link | Leftover


class SampleState:
    """All records of one sample, by id, kept in step by `apply`.

    Not safe for several threads: each thread that needs one keeps its own and applies the same edits.
    """

    def __init__(self, sample_id: str, records: Iterable[StateRecord] = ()) -> None:
        self.sample_id = sample_id
        self._sample: Sample | None = None
        self._assets: dict[str, Asset] = {}
        self._passes: dict[str, Pass] = {}
        self._annotations: dict[str, Annotation] = {}
        self._entities: dict[str, Entity] = {}
        self._links: dict[str, Link] = {}
        self._leftovers: dict[str, Leftover] = {}
        self._of_asset: dict[str, dict[str, None]] = {}
        self._of_entity: dict[str, dict[str, None]] = {}
        self._links_of: dict[str, dict[str, None]] = {}
        for record in records:
            self._put(None, record)

    @property
    def sample(self) -> Sample:
        """The sample itself. Raises EditRefused before its AddSample was applied."""
        if self._sample is None:
            raise EditRefused(f"sample {self.sample_id} is not in the project")
        return self._sample

    @property
    def assets(self) -> Mapping[str, Asset]:
        """Assets by id, in the order in which they were added."""
        return MappingProxyType(self._assets)

    @property
    def passes(self) -> Mapping[str, Pass]:
        """Passes by id."""
        return MappingProxyType(self._passes)

    @property
    def annotations(self) -> Mapping[str, Annotation]:
        """Annotations of every pass by id, in the order in which they were added."""
        return MappingProxyType(self._annotations)

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Entities of every pass by id."""
        return MappingProxyType(self._entities)

    @property
    def links(self) -> Mapping[str, Link]:
        """Links of every pass by id."""
        return MappingProxyType(self._links)

    @property
    def leftovers(self) -> Mapping[str, Leftover]:
        """What migrations of the schema left to a person, by id."""
        return MappingProxyType(self._leftovers)

    def annotations_on(self, asset_id: str) -> Iterator[Annotation]:
        """Annotations anchored in one asset."""
        return (self._annotations[key] for key in self._of_asset.get(asset_id, ()))

    def annotations_of(self, entity_id: str) -> Iterator[Annotation]:
        """Annotations that are about one entity."""
        return (self._annotations[key] for key in self._of_entity.get(entity_id, ()))

    def links_of(self, end_id: str) -> Iterator[Link]:
        """Links that have this annotation or entity at either end, and whose ends both stand.

        A candidate may outlive an end: it lies in a pass of its own and comes back when the end does.
        """
        for key in self._links_of.get(end_id, ()):
            link = self._links[key]
            if self.holds(link.from_end) and self.holds(link.to_end):
                yield link

    def link_count(self, end_id: str) -> int:
        """How many links name this annotation or entity as an end: at least as many as `links_of` yields."""
        return len(self._links_of.get(end_id, ()))

    def holds(self, end: End) -> bool:
        """Whether the annotation or entity at a link's end is there."""
        return end.id in (self._annotations if end.kind == "annotation" else self._entities)

    def records(self) -> Iterator[StateRecord]:
        """Every record, so that a state can be copied or compared."""
        if self._sample is not None:
            yield self._sample
        for kept in (
            self._assets,
            self._passes,
            self._annotations,
            self._entities,
            self._links,
            self._leftovers,
        ):
            yield from kept.values()

    def copy(self) -> "SampleState":
        """An independent state with the same records."""
        return SampleState(self.sample_id, self.records())

    def same_as(self, other: "SampleState") -> bool:
        """Whether the same records stand in both, in whatever order they were added."""
        mine = {(kind_of(record), record.id): record for record in self.records()}
        return mine == {(kind_of(record), record.id): record for record in other.records()}

    def changes_of(self, edit: ed.Edit) -> Change:
        """What `edit` would change, without changing it.

        Raises EditRefused when what the edit holds as `before` is not what stands, when an id is
        missing or taken, or when a link would be left with a missing end.
        """
        match edit:
            case ed.AddActor() | ed.UseSchema() | ed.AddSample() | ed.AddAsset() | ed.OpenPass():
                return self._founded(edit)
            case ed.AddAnnotation() | ed.AddEntity() | ed.AddLink():
                return self._label_added(edit)
            case ed.RemoveAnnotation() | ed.RemoveEntity() | ed.RemoveLink():
                return self._label_removed(edit)
            case ed.SetAssetClock() | ed.SetLink() | ed.SetEntity():
                return self._other_set(edit)
            case ed.AddLeftover() | ed.RemoveLeftover() | ed.SetLeftover():
                return self._left_over(edit)
            case _:
                return self._annotation_set(edit)

    def apply(self, edits: Iterable[ed.Edit], initiator: str = "") -> Changes:
        """Applies a gesture whole, or raises EditRefused and leaves the state as it was."""
        done: list[Change] = []
        try:
            for edit in edits:
                change = self.changes_of(edit)
                self._replace(change)
                done.append(change)
        except Exception:
            for change in reversed(done):
                self._replace(msgspec.structs.replace(change, before=change.after, after=change.before))
            raise
        return Changes(self.sample_id, tuple(done), initiator)

    def follow(self, changes: Changes) -> None:
        """Takes over changes that another state of the same sample has applied."""
        for change in changes.items:
            self._replace(change)

    def _founded(self, edit: ed.FoundingEdit) -> Change:
        match edit:
            case ed.AddActor(actor=actor):
                return Change("actor", actor.id, None, actor)
            case ed.UseSchema(before=before, after=after):
                return Change("schema", after.id, before, after)
            case ed.AddSample(sample=sample):
                return self._added(sample, self._sample)
            case ed.AddAsset(asset=asset):
                return self._added(asset, self._assets.get(asset.id))
            case ed.OpenPass(opened=opened):
                return self._added(opened, self._passes.get(opened.id))

    def _other_set(self, edit: ed.SetAssetClock | ed.SetLink | ed.SetEntity) -> Change:
        match edit:
            case ed.SetEntity(before=before, after=after):
                _expect(self._entities.get(before.id), before, "entity", before.id)
                return Change("entity", before.id, before, after)
            case ed.SetAssetClock():
                return self._clock_set(edit)
            case ed.SetLink():
                return self._link_set(edit)

    def _left_over(self, edit: ed.AddLeftover | ed.RemoveLeftover | ed.SetLeftover) -> Change:
        match edit:
            case ed.AddLeftover(leftover=note):
                self._need(note.pass_id in self._passes, f"pass {note.pass_id} is not in the sample")
                return self._added(note, self._leftovers.get(note.id))
            case ed.RemoveLeftover(leftover=note):
                _expect(self._leftovers.get(note.id), note, "leftover", note.id)
                return Change("leftover", note.id, note, None)
            case ed.SetLeftover(before=before, after=after):
                _expect(self._leftovers.get(before.id), before, "leftover", before.id)
                return Change("leftover", before.id, before, after)

    def _added(self, record: StateRecord, taken: StateRecord | None) -> Change:
        kind = kind_of(record)
        if taken is not None:
            raise EditRefused(f"{kind} {record.id} is already in sample {self.sample_id}")
        if not isinstance(record, Sample) and self._sample is None:
            raise EditRefused(f"sample {self.sample_id} is not in the project")
        return Change(kind, record.id, None, record)

    def _label_added(self, edit: ed.AddAnnotation | ed.AddEntity | ed.AddLink) -> Change:
        match edit:
            case ed.AddAnnotation(annotation=annotation):
                self._need(
                    annotation.asset_id in self._assets,
                    f"asset {annotation.asset_id} is not in the sample",
                )
                known = not annotation.entity_id or annotation.entity_id in self._entities
                self._need(known, f"entity {annotation.entity_id} is not in the sample")
                label: Annotation | Entity | Link = annotation
                taken: StateRecord | None = self._annotations.get(label.id)
            case ed.AddEntity(entity=label):
                taken = self._entities.get(label.id)
            case ed.AddLink(link=link):
                for end in link.ends:
                    self._need(
                        self.holds(end),
                        f"the link's end {end.kind} {end.id} is not in the sample",
                    )
                label, taken = link, self._links.get(link.id)
        self._need(label.pass_id in self._passes, f"pass {label.pass_id} is not in the sample")
        return self._added(label, taken)

    def _label_removed(self, edit: ed.RemoveAnnotation | ed.RemoveEntity | ed.RemoveLink) -> Change:
        match edit:
            case ed.RemoveAnnotation(annotation=label):
                _expect(self._annotations.get(label.id), label, "annotation", label.id)
            case ed.RemoveEntity(entity=label):
                _expect(self._entities.get(label.id), label, "entity", label.id)
                self._need(
                    not self._of_entity.get(label.id),
                    f"annotations are still about entity {label.name}",
                )
            case ed.RemoveLink(link=label):
                _expect(self._links.get(label.id), label, "link", label.id)
        self._need(
            not any(self._links[key].pass_id == label.pass_id for key in self._links_of.get(label.id, ())),
            f"{kind_of(label)} {label.id} is still tied by a link",
        )
        return Change(kind_of(label), label.id, label, None)

    def _clock_set(self, edit: ed.SetAssetClock) -> Change:
        asset = self._assets.get(edit.asset_id)
        if asset is None:
            raise EditRefused(f"asset {edit.asset_id} is not in sample {self.sample_id}")
        _expect(asset.clock, edit.before, "the clock of asset", asset.id)
        return Change("asset", asset.id, asset, msgspec.structs.replace(asset, clock=edit.after))

    def _link_set(self, edit: ed.SetLink) -> Change:
        link = self._links.get(edit.link_id)
        if link is None:
            raise EditRefused(f"link {edit.link_id} is not in sample {self.sample_id}")
        _expect(ed.LinkState.of(link), edit.before, "link", link.id)
        return Change("link", link.id, link, edit.after.on(link))

    def _annotation_set(self, edit: ed.SetAnchor | ed.SetKeyframe | ed.SetMeaning | ed.SetEntityOf) -> Change:
        before = self._annotations.get(edit.annotation_id)
        if before is None:
            raise EditRefused(f"annotation {edit.annotation_id} is not in sample {self.sample_id}")
        match edit:
            case ed.SetAnchor():
                _expect(before.anchor, edit.before, "the anchor of annotation", before.id)
                after = msgspec.structs.replace(before, anchor=edit.after)
            case ed.SetKeyframe():
                after = msgspec.structs.replace(before, anchor=_with_keyframe(before, edit))
            case ed.SetMeaning():
                _expect(
                    ed.Meaning(before.class_id, before.attributes),
                    edit.before,
                    "annotation",
                    before.id,
                )
                meaning = edit.after
                after = msgspec.structs.replace(
                    before, class_id=meaning.class_id, attributes=meaning.attributes
                )
            case ed.SetEntityOf():
                _expect(before.entity_id, edit.before, "the entity of annotation", before.id)
                self._need(
                    not edit.after or edit.after in self._entities,
                    f"entity {edit.after} is not in the sample",
                )
                after = msgspec.structs.replace(before, entity_id=edit.after)
        return Change("annotation", before.id, before, after)

    def _need(self, holds: bool, problem: str) -> None:
        if not holds:
            raise EditRefused(f"sample {self.sample_id}: {problem}")

    def _replace(self, change: Change) -> None:
        before, after = change.before, change.after
        if isinstance(before or after, StateRecord):
            assert before is None or isinstance(before, StateRecord)
            assert after is None or isinstance(after, StateRecord)
            self._put(before, after)

    def _put(self, before: StateRecord | None, after: StateRecord | None) -> None:
        """Replaces one record and brings the look-ups after it."""
        self._index(before, present=False)
        match after:
            case Sample():
                self._sample = after
            case Asset():
                self._assets[after.id] = after
            case Pass():
                self._passes[after.id] = after
            case Annotation():
                self._annotations[after.id] = after
            case Entity():
                self._entities[after.id] = after
            case Link():
                self._links[after.id] = after
            case Leftover():
                self._leftovers[after.id] = after
            case None:
                self._drop(before)
        self._index(after, present=True)

    def _drop(self, record: StateRecord | None) -> None:
        match record:
            case Sample():
                self._sample = None
            case Asset():
                del self._assets[record.id]
            case Pass():
                del self._passes[record.id]
            case Annotation():
                del self._annotations[record.id]
            case Entity():
                del self._entities[record.id]
            case Link():
                del self._links[record.id]
            case Leftover():
                del self._leftovers[record.id]
            case None:
                return

    def _index(self, record: StateRecord | None, *, present: bool) -> None:
        match record:
            case Annotation():
                _note(self._of_asset, record.asset_id, record.id, present=present)
                if record.entity_id:
                    _note(self._of_entity, record.entity_id, record.id, present=present)
            case Link():
                for end in record.ends:
                    _note(self._links_of, end.id, record.id, present=present)
            case _:
                return


def _with_keyframe(annotation: Annotation, edit: ed.SetKeyframe) -> Track:
    track = annotation.anchor
    if not isinstance(track, Track):
        raise EditRefused(f"annotation {annotation.id} is no track and has no keyframes")
    standing: Keyframe | None = next((k for k in track.keyframes if k.at_ns == edit.at_ns), None)
    _expect(
        standing,
        edit.before,
        f"the keyframe at {edit.at_ns} ns of annotation",
        annotation.id,
    )
    if edit.after is not None and edit.after.at_ns != edit.at_ns:
        raise EditRefused(f"a keyframe for {edit.at_ns} ns says {edit.after.at_ns} ns of itself")
    others = [keyframe for keyframe in track.keyframes if keyframe.at_ns != edit.at_ns]
    kept = others if edit.after is None else [*others, edit.after]
    try:
        return Track(tuple(sorted(kept, key=lambda keyframe: keyframe.at_ns)))
    except AnchorInvalid as error:
        raise EditRefused(f"annotation {annotation.id}: {error}") from error


def _expect(standing: object, before: object, what: str, key: str) -> None:
    if standing != before:
        raise EditRefused(f"{what} {key} was changed meanwhile; look again and repeat the edit")


def _note(index: dict[str, dict[str, None]], owner: str, member: str, *, present: bool) -> None:
    """Adds or takes away one member; a dict keeps the order of adding, a set would not."""
    members = index.setdefault(owner, {})
    if present:
        members[member] = None
    else:
        members.pop(member, None)
        if not members:
            del index[owner]
