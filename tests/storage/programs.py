"""Random gestures that fit what stands, as a reviewer's hand would make them."""

from random import Random

from crosstie.schema.anchors import Anchor, Box
from crosstie.schema.clock import AssetClock
from crosstie.schema.document import load_schema
from crosstie.schema.edits import (
    AddAnnotation,
    AddEntity,
    AddLink,
    LinkState,
    Meaning,
    RemoveAnnotation,
    RemoveEntity,
    RemoveLink,
    ReversibleEdit,
    SetAnchor,
    SetAssetClock,
    SetEntity,
    SetEntityOf,
    SetLink,
    SetMeaning,
)
from crosstie.schema.errors import EditRefused
from crosstie.schema.ids import new_id
from crosstie.schema.records import Annotation, AttributeValue, End, Entity, Link, LinkStatus, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from tests.storage.projects import SCHEMA

TINY = load_schema(SCHEMA, "tiny.yaml")
STATUSES: tuple[LinkStatus, ...] = ("certain", "candidate", "unsure", "rejected")


def random_gesture(chance: Random, state: SampleState, opened: Pass) -> list[ReversibleEdit]:
    """One to five edits that can be applied to `state` one after the other."""
    trial = state.copy()
    gesture: list[ReversibleEdit] = []
    wanted = chance.randint(1, 5)
    while len(gesture) < wanted:
        edit = _edit(chance, trial, opened)
        try:
            check_edit(TINY, trial, edit)
            trial.apply([edit])
        except EditRefused:
            continue
        gesture.append(edit)
    return gesture


def _edit(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    annotations, entities = list(state.annotations.values()), list(state.entities.values())
    links = list(state.links.values())
    makers = [_new_annotation, _new_entity, _moved_asset]
    if annotations:
        makers += [_changed_annotation, _changed_annotation, _new_link]
    if links:
        makers.append(_changed_link)
    if entities:
        makers.append(_changed_entity)
    return chance.choice(makers)(chance, state, opened)


def _place(chance: Random) -> Anchor:
    corner = (chance.uniform(0, 100), chance.choice([0, 1, 12.5, 1e-9]))
    return Box(*corner, chance.uniform(1, 50), chance.choice([3, 3.0, 1e300]))


def _attributes(chance: Random) -> dict[str, AttributeValue]:
    wanted: dict[str, AttributeValue] = {
        "speed": chance.uniform(0, 200),
        "colour": chance.choice(["red", "white"]),
    }
    return {name: wanted[name] for name in chance.sample(sorted(wanted), chance.randint(0, 2))}


def _new_annotation(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    return AddAnnotation(
        Annotation(
            new_id(), opened.sample_id, opened.id, "cam", "c_vehicle", _place(chance), _attributes(chance)
        )
    )


def _new_entity(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    name = chance.choice(["the truck", "xe tải", "รถ", "🚚", "a\nb"])
    return AddEntity(Entity(new_id(), opened.sample_id, opened.id, "e_vehicle", name))


def _new_link(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    ends = chance.choices(list(state.annotations), k=2)
    if ends[0] == ends[1]:
        return _new_annotation(chance, state, opened)
    origin, target = (End("annotation", end) for end in ends)
    return AddLink(
        Link(new_id(), opened.sample_id, opened.id, "l_same", origin, target, chance.choice(STATUSES))
    )


def _changed_annotation(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    annotation = chance.choice(list(state.annotations.values()))
    sample_id = opened.sample_id
    match chance.randint(0, 3):
        case 0:
            return SetAnchor(sample_id, annotation.id, annotation.anchor, _place(chance))
        case 1:
            before = Meaning(annotation.class_id, annotation.attributes)
            return SetMeaning(sample_id, annotation.id, before, Meaning("c_vehicle", _attributes(chance)))
        case 2:
            entity = chance.choice(["", *state.entities])
            return SetEntityOf(sample_id, annotation.id, annotation.entity_id, entity)
    if list(state.links_of(annotation.id)):
        return SetAnchor(sample_id, annotation.id, annotation.anchor, _place(chance))
    return RemoveAnnotation(annotation)


def _changed_link(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    link = chance.choice(list(state.links.values()))
    if chance.random() < 0.5:
        return RemoveLink(link)
    before = LinkState(link.status, link.attributes)
    return SetLink(opened.sample_id, link.id, before, LinkState(chance.choice(STATUSES), {}))


def _changed_entity(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    entity = chance.choice(list(state.entities.values()))
    if list(state.annotations_of(entity.id)) or chance.random() < 0.5:
        renamed = Entity(entity.id, entity.sample_id, entity.pass_id, entity.type_id, new_id())
        return SetEntity(entity, renamed)
    return RemoveEntity(entity)


def _moved_asset(chance: Random, state: SampleState, opened: Pass) -> ReversibleEdit:
    asset = state.assets["cam"]
    moved = AssetClock(chance.randint(-10, 10), chance.randint(1, 3), 2)
    return SetAssetClock(opened.sample_id, asset.id, asset.clock, moved)
