"""Merging and splitting entities as gestures: what becomes of their annotations and links.

Nothing is applied here. Links are made anew under their own ids, because a link's ends never change: the
audit trail shows both.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.changes import Changes
from crosstie.schema.decisions import Candidate, pending
from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import Edits, MakeId, assign_entity, next_entity_name
from crosstie.schema.ids import new_id
from crosstie.schema.links import own_links
from crosstie.schema.records import Annotation, End, Entity, Link, LinkStatus
from crosstie.schema.sample_state import SampleState

_SUREST_FIRST: Final[tuple[LinkStatus, ...]] = ("certain", "unsure", "candidate", "rejected")
_Key = tuple[str, bool, frozenset[End] | tuple[End, End]]


class Regrouped(msgspec.Struct, frozen=True):
    """A merge or a split: its edits, the entity that is left or new, and in one line what came of it."""

    edits: Edits
    entity: Entity
    told: str


def merge(document: SchemaDocument, state: SampleState, keep_id: str, other_ids: Iterable[str]) -> Regrouped:
    """Makes several entities one: all that is about or tied to the others goes to the first.

    Of two links that fall together the surer one stays, at equal rank the kept entity's. A link that finds
    its place taken, where the type allows one only, becomes unsure. Raises EditRefused when the entities
    are of different passes or types, or fewer than two.
    """
    keep, others = _to_merge(document, state, keep_id, other_ids)
    gone = {other.id for other in others}
    at_others = {link.id: link for other in others for link in own_links(state, other)}
    landing = _Landing(document, keep, [one for one in own_links(state, keep) if one.id not in at_others])
    for link in at_others.values():
        landing.take(_aimed(link, gone, keep.id))
    edits = (
        *map(ed.RemoveLink, (*at_others.values(), *landing.outdone)),
        *(edit for other in others for edit in assign_entity(state.annotations_of(other.id), keep.id)),
        *map(ed.RemoveEntity, others),
        *map(ed.AddLink, landing.made.values()),
    )
    names = " and ".join(other.name for other in others) if len(others) < 4 else f"{len(others)} entities"
    verb = "is" if len(others) == 1 else "are"
    return Regrouped(edits, keep, " ".join((f"{names} {verb} now {keep.name}.", *landing.told())))


def split(
    document: SchemaDocument, state: SampleState, annotation_ids: Iterable[str], make_id: MakeId = new_id
) -> Regrouped:
    """Makes annotations of one entity be about a new one of its type.

    What they say of the old one by a link goes with them. Raises EditRefused when they are about several
    entities or about none.
    """
    chosen = [state.annotations[key] for key in dict.fromkeys(annotation_ids) if key in state.annotations]
    old = _entity_of(state, chosen)
    name = next_entity_name(document, state, old.pass_id, old.type_id)
    new = Entity(make_id(), state.sample_id, old.pass_id, old.type_id, name)
    ids = {annotation.id for annotation in chosen}
    following = [
        link
        for link in own_links(state, old)
        if any(end.kind == "annotation" and end.id in ids for end in link.ends)
    ]
    edits = (
        ed.AddEntity(new),
        *map(ed.RemoveLink, following),
        *assign_entity(chosen, new.id),
        *(ed.AddLink(_aimed(link, {old.id}, new.id)) for link in following),
    )
    told = [f"{_counted(len(chosen), 'annotation')} split off from {old.name}: now {name}."]
    if following:
        told.append(f"{_counted(len(following), 'link')} went along.")
    return Regrouped(edits, new, " ".join(told))


def same_as(document: SchemaDocument, state: SampleState, pass_id: str) -> tuple[Candidate, ...]:
    """Candidates that two entities of one type are the same thing: accepting one means merging them."""
    types = {
        spec.id
        for spec in document.links
        if spec.symmetric and set(spec.from_end.entities) & set(spec.to_end.entities)
    }
    if not types:
        return ()
    return tuple(one for one in pending(document, state, pass_id) if _is_same_as(state, one, types))


def successor(changes: Changes, entity_id: str) -> str:
    """The entity into which one was merged by a gesture; empty when it stands, or is simply gone."""
    if not any(item.id == entity_id and item.after is None for item in changes.items):
        return ""
    links: dict[str, Link] = {}
    for item in changes.items:
        before, after = item.before, item.after
        if isinstance(before, Annotation) and isinstance(after, Annotation):
            if before.entity_id == entity_id and after.entity_id:
                return after.entity_id
        elif isinstance(before, Link):
            links[item.id] = before
        elif isinstance(after, Link) and item.id in links:
            for old, new in zip(links[item.id].ends, after.ends, strict=True):
                if old.id == entity_id != new.id:
                    return new.id
    return ""


class _Landing:
    """Links that arrive at one entity, one by one, beside those that stand there.

    `made` are those that stay, by id, `outdone` those of the entity's own that a surer one took the place of.
    """

    def __init__(self, document: SchemaDocument, keep: Entity, standing: Sequence[Link]) -> None:
        self.made: dict[str, Link] = {}
        self.outdone: list[Link] = []
        self._document, self._keep = document, keep
        self._standing = {self._key(link): link for link in standing}
        self._certain: Counter[tuple[str, int]] = Counter()
        self._last_place: Counter[str] = Counter()
        self._doubled, self._looped = 0, 0
        self._unsure: Counter[str] = Counter()
        for link in standing:
            self._count(link)

    def take(self, link: Link) -> None:
        """A link whose ends are as they will be."""
        if link.from_end == link.to_end:
            self._looped += 1
            return
        key = self._key(link)
        twin = self._standing.get(key)
        if twin is not None:
            self._doubled += 1
            if _SUREST_FIRST.index(twin.status) <= _SUREST_FIRST.index(link.status):
                return
            if self.made.pop(twin.id, None) is None:
                self.outdone.append(twin)
        fitted = self._placed(self._in_room(link))
        self._standing[key] = self.made[fitted.id] = fitted
        self._count(fitted)

    def told(self) -> list[str]:
        """Sentences about what did not go through as it was."""
        told = []
        if self._doubled:
            told.append(f"{_counted(self._doubled, 'link')} stood twice and fell together.")
        if self._looped:
            told.append(f"{_counted(self._looped, 'link')} between them fell away.")
        for type_id, count in self._unsure.items():
            links = _counted(count, f"'{_named(self._document, type_id)}' link")
            told.append(f"{links} became unsure: its place was taken.")
        return told

    def _in_room(self, link: Link) -> Link:
        """The link as it is where there is room for another certain one, else unsure."""
        spec = self._document.find_link_type(link.type_id)
        if spec is None or link.status != "certain":
            return link
        for side in self._sides(link):
            only_one = (spec.one_to, spec.one_from)[side]
            most = spec.group.most if spec.group and side == 0 else None
            count = self._certain[link.type_id, 0 if spec.symmetric else side]
            if (only_one and count) or (most is not None and count >= most):
                self._unsure[link.type_id] += 1
                return msgspec.structs.replace(link, status="unsure")
        return link

    def _placed(self, link: Link) -> Link:
        """In an ordered group of the entity's: after those that are there."""
        if link.place and link.from_end.id == self._keep.id:
            return msgspec.structs.replace(link, place=self._last_place[link.type_id] + 1)
        return link

    def _count(self, link: Link) -> None:
        if link.status == "certain":
            spec = self._document.find_link_type(link.type_id)
            for side in self._sides(link):
                self._certain[link.type_id, 0 if spec and spec.symmetric else side] += 1
        if link.from_end.id == self._keep.id:
            self._last_place[link.type_id] = max(self._last_place[link.type_id], link.place)

    def _sides(self, link: Link) -> tuple[int, ...]:
        """At which of its ends, 0 for the origin, the entity stands."""
        return tuple(side for side, end in enumerate(link.ends) if end.id == self._keep.id)

    def _key(self, link: Link) -> _Key:
        spec = self._document.find_link_type(link.type_id)
        ends = frozenset(link.ends) if spec is not None and spec.symmetric else link.ends
        return link.type_id, link.status == "rejected", ends


def _to_merge(
    document: SchemaDocument, state: SampleState, keep_id: str, other_ids: Iterable[str]
) -> tuple[Entity, list[Entity]]:
    ids = dict.fromkeys((keep_id, *other_ids))
    found = [state.entities[key] for key in ids if key in state.entities]
    if len(found) < len(ids) or len(found) < 2:
        raise EditRefused("Merging takes two entities or more of this sample; select them and try again.")
    keep, *others = found
    for other in others:
        if other.pass_id != keep.pass_id:
            raise EditRefused(f"{keep.name} and {other.name} are of different passes and cannot be one.")
        if other.type_id != keep.type_id:
            first, second = (f"{one.name} is a {_named(document, one.type_id)}" for one in (keep, other))
            raise EditRefused(f"{first}, {second}: only entities of one type can be one.")
    return keep, others


def _entity_of(state: SampleState, chosen: Sequence[Annotation]) -> Entity:
    about = {annotation.entity_id for annotation in chosen}
    if len(about) != 1 or "" in about:
        raise EditRefused("Select annotations of one entity to split them off from it.")
    return state.entities[about.pop()]


def _is_same_as(state: SampleState, candidate: Candidate, types: set[str]) -> bool:
    link = candidate.link
    ends = [state.entities.get(end.id) for end in link.ends]
    first, second = ends
    return (
        link.type_id in types and first is not None and second is not None and first.type_id == second.type_id
    )


def _aimed(link: Link, gone: set[str], at_id: str) -> Link:
    """The link with its ends at some entities put to another one."""
    from_end, to_end = (
        End("entity", at_id) if end.kind == "entity" and end.id in gone else end for end in link.ends
    )
    return msgspec.structs.replace(link, from_end=from_end, to_end=to_end)


def _named(document: SchemaDocument, any_id: str) -> str:
    return document.display_name(any_id, document.languages[0])


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
