"""A schema with every requirement and condition, and crowded samples in which its rules break and mend."""

from functools import cache
from typing import Final, get_args

import msgspec
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Anchor, Box, Cuboid, Keyframe, PageRegion, TextSpan, TimeSpan, Track
from crosstie.schema.clock import AssetClock
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.records import Annotation, AttributeValue, End, Entity, Link, LinkStatus
from crosstie.schema.sample_state import SampleState
from tests.schema.samples import PASS, SAMPLE, SECOND, open_pass, sample_state

RICH: Final = b"""
schema: rich
version: 1.0.0
languages: [en]
classes:
  - id: c_thing
    name: thing
    anchors: [box, cuboid, time_span, text_span, page_region]
    attributes:
      colour: {type: choice, of: [red, blue]}
      parked: {type: bool, required: true, default: false}
      note: text
  - {id: c_face, name: face, parent: c_thing}
  - {id: c_turn, name: turn, parent: c_thing}
entities:
  - {id: e_thing, name: thing, classes: [c_thing]}
  - {id: e_other, name: other, classes: [c_thing]}
links:
  - {id: l_tie, name: tie, from: {classes: [c_thing], entities: [e_thing]},
     to: {classes: [c_thing], entities: [e_thing]}, attributes: {sure: bool}}
  - {id: l_one, name: one, from: {classes: [c_thing]}, to: {classes: [c_thing], entities: [e_thing]},
     cardinality: one-to-one}
  - {id: l_list, name: list, from: {classes: [c_thing]}, to: {classes: [c_thing]},
     group: {min: 2, max: 3, ordered: true}}
rules:
  - {id: same_class, on: l_tie, require: same_class}
  - {id: same_entity, on: l_tie, require: same_entity}
  - {id: agree, on: l_tie, require: {same_attribute: [colour, parked]}}
  - {id: agree_all, for_each: e_thing, require: {same_attribute: colour}}
  - {id: overlap, on: l_tie, require: {temporal_overlap: {at_least: 0.5, of: union}}}
  - {id: projects, on: l_tie, require: {projected_iou: 0.5}}
  - {id: text, on: l_tie, require: {text_equal: unspaced}}
  - {id: order, on: l_tie, when: {from: c_turn, attributes: {sure: true}}, require: {order: from}}
  - {id: listed, for_each: c_thing, require: {in_order: l_list}}
  - {id: read, for_each: c_thing, require: {in_order: l_list, by: reading}}
  - {id: counted, for_each: c_turn, when: {while: {class: c_face, attributes: {colour: [red, null]}}},
     require: {link: l_tie}}
  - {id: counted_things, for_each: e_thing, when: {class: c_face}, require: {link: l_one, at_most: 1}}
  - {id: about, for_each: c_turn, when: {modality: audio}, require: {has_entity: e_thing}}
  - {id: said, for_each: c_face, when: {attributes: {colour: blue}}, require: {has_attribute: note}}
  - {id: said_why, on: l_tie, require: {has_attribute: sure}}
  - {id: covered, for_each: c_turn, require: {coverage: {by: c_face, at_least: 0.5}}}
  - {id: covers_all, in_each: audio, require: {coverage: {by: c_turn, at_least: 0.5}}}
  - {id: covers_words, in_each: transcript, require: {coverage: {by: c_thing, of: text, at_least: 0.5}}}
  - {id: covers_turns, in_each: audio, when: {language: vi},
     require: {coverage: {by: {class: c_face, modality: video}, of: c_turn, at_least: 0.9}}}
  - {id: no_ends, on: l_tie, forbid: {ends: {from: c_turn, to: {class: c_face, attributes: {parked: true}}}}}
  - {id: no_values, for_each: c_thing, forbid: {attributes: {colour: red, parked: true}}}
  - {id: no_links, for_each: c_thing, forbid: {links: [l_tie, l_one]}}
  - {id: no_double, for_each: c_turn, forbid: {overlap: c_turn, within: asset}}
  - {id: no_ghost, for_each: c_face, when: {while: c_turn}, forbid: {overlap: c_thing, within: entity}}
"""

_SECONDS: Final = st.integers(0, 6).map(lambda seconds: seconds * SECOND)
_SPANS: Final = st.tuples(_SECONDS, st.integers(1, 3)).map(lambda s: TimeSpan(s[0], s[0] + s[1] * SECOND))
_TRACKS: Final = st.lists(_SECONDS, min_size=1, max_size=3, unique=True).map(
    lambda times: Track(tuple(Keyframe(at, Box(1, 1, 5, 5)) for at in sorted(times)))
)
_QUOTES: Final = st.tuples(st.integers(0, 9), st.sampled_from(("a b", "ab", "AB", "c")))
_WORDS: Final = _QUOTES.map(lambda said: TextSpan(said[0], said[0] + len(said[1]), said[1]))
_REGIONS: Final = st.integers(0, 3).map(lambda y: PageRegion(0, 5, float(y), 5, 5, "ab"))
_PLACES: Final[dict[str, st.SearchStrategy[Anchor]]] = {
    "mic": _SPANS,
    "cam": _TRACKS,
    "words": _WORDS,
    "report": _REGIONS,
}
_CUBOID: Final = Track((Keyframe(0, Cuboid((10.0, 1.0, 0.5), (4.0, 2.0, 1.5))),))
_CLASSES: Final = st.sampled_from(("c_thing", "c_face", "c_turn"))
_SAID: Final[st.SearchStrategy[dict[str, AttributeValue]]] = st.fixed_dictionaries(
    {},
    optional={
        "colour": st.sampled_from(("red", "blue")),
        "parked": st.booleans(),
        "note": st.just("a b"),
    },
)
_SURE: Final[st.SearchStrategy[dict[str, AttributeValue]]] = st.sampled_from(
    ({}, {"sure": True}, {"sure": False})
)
_TYPES: Final = st.sampled_from(("l_tie", "l_tie", "l_one", "l_list"))
_STATUSES: Final[st.SearchStrategy[LinkStatus]] = st.sampled_from(
    ("certain", "certain", *get_args(LinkStatus))
)
_PASSES: Final = st.sampled_from((PASS, PASS, "p2"))


@cache
def rich() -> SchemaDocument:
    """The schema, loaded."""
    return load_schema(RICH, "rich.yaml")


def empty_world() -> SampleState:
    """The sample with two passes; its transcript has twelve characters."""
    state = sample_state(rich())
    state.apply([ed.OpenPass(open_pass("p2", rich()))])
    records = [
        msgspec.structs.replace(one, facts=msgspec.structs.replace(one.facts, character_count=12))
        if getattr(one, "kind", "") == "transcript" and hasattr(one, "facts")
        else one
        for one in state.records()
    ]
    return SampleState(SAMPLE, records)


def crowded_world() -> SampleState:
    """The sample with turns and faces at the same times, in the first pass mostly, some tied."""
    state = empty_world()
    edits: list[ed.ReversibleEdit] = [
        ed.AddEntity(Entity(key, SAMPLE, PASS, "e_thing", name))
        for key, name in (("e1", "ab"), ("e2", "T-1"))
    ]
    for at in range(4):
        turn, face = TimeSpan(at * SECOND, (at + 2) * SECOND), Box(1, 1, 5, 5)
        seen = Track((Keyframe(at * SECOND, face), Keyframe((at + 1) * SECOND, face)))
        about = "e1" if at % 2 else ""
        edits.append(ed.AddAnnotation(Annotation(f"t{at}", SAMPLE, PASS, "mic", "c_turn", turn, {}, about)))
        edits.append(ed.AddAnnotation(Annotation(f"f{at}", SAMPLE, PASS, "cam", "c_face", seen, {}, "e2")))
    for at, type_id in enumerate(("l_tie", "l_one", "l_list")):
        ends = End("annotation", f"t{at}"), End("annotation", f"f{at}")
        edits.append(ed.AddLink(Link(f"l{at}", SAMPLE, PASS, type_id, *ends)))
    state.apply(edits)
    return state


@st.composite
def gestures(draw: st.DrawFn, state: SampleState, key: str) -> tuple[ed.ReversibleEdit, ...]:
    """One to three edits that `state` takes one after the other."""
    trial, found = state.copy(), []
    for place in range(draw(st.integers(1, 3))):
        edit = draw(_edits(trial, f"{key}-{place}"))
        trial.apply([edit])
        found.append(edit)
    return tuple(found)


def _edits(state: SampleState, key: str) -> st.SearchStrategy[ed.ReversibleEdit]:
    ends = _ends(state)
    found: list[st.SearchStrategy[ed.ReversibleEdit]] = [_annotations(state, key), _entities(key)]
    if len(ends) > 1:
        found += [_links(key, ends)] * 2
    if state.annotations:
        found += [st.sampled_from(list(state.annotations.values())).flatmap(lambda one: _on(state, one))] * 2
    if state.entities:
        found.append(
            st.sampled_from(list(state.entities.values())).flatmap(lambda one: _on_entity(state, one))
        )
    if state.links:
        found.append(st.sampled_from(list(state.links.values())).flatmap(_on_link))
    moved = st.integers(-2, 2).map(lambda by: AssetClock(by * SECOND))
    mic = state.assets["mic"].clock
    found.append(moved.map(lambda clock: ed.SetAssetClock(SAMPLE, "mic", mic, clock)))
    return st.one_of(found)


def _ends(state: SampleState) -> tuple[End, ...]:
    marks = (End("annotation", key) for key in state.annotations)
    return (*marks, *(End("entity", key) for key in state.entities))


@st.composite
def _annotations(draw: st.DrawFn, state: SampleState, key: str) -> ed.ReversibleEdit:
    asset_id = draw(st.sampled_from(sorted(_PLACES)))
    about = draw(st.sampled_from(("", *state.entities)))
    anchor = draw(_PLACES[asset_id])
    return ed.AddAnnotation(
        Annotation(key, SAMPLE, draw(_PASSES), asset_id, draw(_CLASSES), anchor, draw(_SAID), about)
    )


def _entities(key: str) -> st.SearchStrategy[ed.ReversibleEdit]:
    types = st.sampled_from(("e_thing", "e_other"))
    return st.builds(
        lambda type_id, name, pass_id: ed.AddEntity(Entity(key, SAMPLE, pass_id, type_id, name)),
        types,
        st.sampled_from(("ab", "T-1")),
        _PASSES,
    )


def _links(key: str, ends: tuple[End, ...]) -> st.SearchStrategy[ed.ReversibleEdit]:
    end, places = st.sampled_from(ends), st.integers(0, 3)
    return st.builds(
        lambda pass_id, type_id, first, second, status, said, place: ed.AddLink(
            Link(key, SAMPLE, pass_id, type_id, first, second, status, said, place=place)
        ),
        _PASSES, _TYPES, end, end, _STATUSES, _SURE, places,
    )  # fmt: skip


def _on(state: SampleState, label: Annotation) -> st.SearchStrategy[ed.ReversibleEdit]:
    standing = ed.Meaning(label.class_id, label.attributes)
    found: list[st.SearchStrategy[ed.ReversibleEdit]] = [
        _PLACES[label.asset_id].map(lambda anchor: ed.SetAnchor(SAMPLE, label.id, label.anchor, anchor)),
        st.builds(ed.Meaning, _CLASSES, _SAID).map(
            lambda meaning: ed.SetMeaning(SAMPLE, label.id, standing, meaning)
        ),
        st.sampled_from(("", *state.entities)).map(
            lambda about: ed.SetEntityOf(SAMPLE, label.id, label.entity_id, about)
        ),
    ]
    if not any(state.links_of(label.id)):
        found.append(st.just(ed.RemoveAnnotation(label)))
    return st.one_of(found)


def _on_entity(state: SampleState, entity: Entity) -> st.SearchStrategy[ed.ReversibleEdit]:
    changed = st.builds(
        lambda name, type_id: ed.SetEntity(
            entity, msgspec.structs.replace(entity, name=name, type_id=type_id)
        ),
        st.sampled_from(("ab", "A B", "T-2")),
        st.sampled_from(("e_thing", "e_other")),
    )
    used = any(state.links_of(entity.id)) or any(state.annotations_of(entity.id))
    return changed if used else changed | st.just(ed.RemoveEntity(entity))


def _on_link(link: Link) -> st.SearchStrategy[ed.ReversibleEdit]:
    standing = ed.LinkState.of(link)
    changed = st.builds(ed.LinkState, _STATUSES, _SURE, st.integers(0, 3)).map(
        lambda after: ed.SetLink(SAMPLE, link.id, standing, after)
    )
    return changed | st.just(ed.RemoveLink(link))
