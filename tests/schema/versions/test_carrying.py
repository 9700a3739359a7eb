"""A pass carried over: nothing is lost, what is lossless can be taken back, and the rest is told."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.document import load_schema, schema_ref
from crosstie.schema.records import Annotation, AttributeValue, Entity, Link
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import edit_problem
from crosstie.schema.versions.carrying import Carried, carry_over
from crosstie.schema.versions.plan import plan_migration
from tests.schema.versions.fleet import (
    NEW_SOURCE,
    OLD_SOURCE,
    PASS,
    entity,
    mark,
    new_document,
    old_document,
    old_pass,
    old_state,
    tie,
)

CLASSES = ("c_car", "c_van", "c_lorry", "c_ghost")
VALUES: dict[str, st.SearchStrategy[AttributeValue]] = {
    "kind": st.sampled_from(("car", "truck", "bus")),
    "colour": st.sampled_from(("red", "white", "grey", None)),
    "speed": st.floats(-1e6, 1e6) | st.integers(-1000, 1000),
    "parked": st.booleans(),
    "note": st.text(max_size=3),
    "doors": st.integers(0, 5),
}


def carried(*labels: Annotation | Link | Entity) -> tuple[SampleState, Carried]:
    """Carry a sample with these labels over, and return it as it stands afterwards."""
    state = old_state(*labels)
    done = carry_over(plan_migration(old_document(), new_document()), state, old_pass())
    state.apply(done.edits)
    return state, done


def new_labels(state: SampleState, done: Carried) -> dict[str, Annotation]:
    mine = (one for one in state.annotations.values() if one.pass_id == done.opened.id)
    return {one.provenance.origin_id: one for one in mine}


def test_a_split_asks_the_label() -> None:
    state, done = carried(
        mark("truck", "c_car", {"kind": "truck"}),
        mark("car", "c_car", {"kind": "car"}),
        mark("open", "c_car"),
    )
    found = {key: one.class_id for key, one in new_labels(state, done).items()}
    assert found == {"truck": "c_truck", "car": "c_vehicle"}
    [left] = done.leftovers
    assert (left.origin_id, left.state, left.label_id) == ("open", "needs_human", "")
    assert left.step == "fleet 2.0.0 migrations[0].steps[2].split_class"
    assert "does not say attributes.kind" in left.reason


def test_a_merge_can_remember_what_a_label_was() -> None:
    state, done = carried(mark("van", "c_van"))
    [label] = new_labels(state, done).values()
    assert (label.class_id, label.attributes["kind"]) == ("c_vehicle", "van")


def test_values_are_brought_into_the_new_form() -> None:
    said: dict[str, AttributeValue] = {
        "kind": "truck",
        "colour": "red",
        "speed": 36,
        "parked": False,
        "doors": 3,
    }
    state, done = carried(mark("a", "c_car", said))
    [label] = new_labels(state, done).values()
    expected = {
        "kind": "truck",
        "paint": "red",
        "speed": 10.0,
        "parked": "no",
        "doors": 3,
        "seen_by": "camera",
    }
    assert label.attributes == expected
    assert done.leftovers == ()


def test_a_value_without_a_place_is_told_and_the_label_comes_over_without_it() -> None:
    said: dict[str, AttributeValue] = {"kind": "car", "colour": "grey", "note": "twice", "doors": 3}
    state, done = carried(mark("a", "c_car", said))
    [label] = new_labels(state, done).values()
    assert label.attributes == {"kind": "car", "seen_by": "camera"}
    told = {left.step.rpartition(".")[2]: (left.state, left.label_id) for left in done.leftovers}
    assert told == {
        "retype_attribute": ("needs_human", label.id),
        "drop_attribute": ("impossible", label.id),
        "move_attribute": ("impossible", label.id),
    }


def test_ends_become_entities_and_turn_round() -> None:
    state, done = carried(
        entity("E"), mark("car", "c_car", {"kind": "car"}, "E"),
        mark("word", "c_word"), mark("talk", "c_speech"),
        tie("about", "l_about", "word", "car"), tie("says", "l_says", "talk", "word"),
    )  # fmt: skip
    links = {one.type_id: one for one in state.links.values() if one.pass_id == done.opened.id}
    ids = {key: one.id for key, one in new_labels(state, done).items()}
    assert links["l_mentions"].from_end.id == ids["word"]
    assert state.entities[links["l_mentions"].to_end.id].name == "E"
    assert (links["l_said_in"].from_end.id, links["l_said_in"].to_end.id) == (ids["word"], ids["talk"])


def test_a_link_waits_for_an_end_that_waits() -> None:
    _, done = carried(
        mark("car", "c_car", {"kind": "car"}), mark("ghost", "c_ghost"), tie("near", "l_near", "car", "ghost")
    )
    told = {left.origin_id: (left.kind, left.state) for left in done.leftovers}
    assert told == {"ghost": ("annotation", "impossible"), "near": ("link", "needs_human")}


def test_of_several_links_where_one_is_allowed_none_is_chosen() -> None:
    _, done = carried(
        entity("E"), entity("F"), mark("word", "c_word"),
        mark("a", "c_car", {"kind": "car"}, "E"), mark("b", "c_car", {"kind": "car"}, "F"),
        tie("one", "l_about", "word", "a"), tie("two", "l_about", "word", "b"),
    )  # fmt: skip
    assert {left.origin_id for left in done.leftovers} == {"one", "two"}
    assert not [edit for edit in done.edits if isinstance(edit, ed.AddLink)]


def test_annotations_come_over_without_an_entity_that_waits() -> None:
    document = OLD_SOURCE.replace(b"version: 1.0.0", b"version: 1.1.0")
    document = document.replace(b"  - {id: e_car, name: {en: car}, classes: [c_car, c_van, c_lorry]}\n", b"")
    target = load_schema(
        document + b"migrations: [{from: 1.0.0, steps: [{drop_entity: {id: e_car}}]}]", "x.yaml"
    )
    state = old_state(entity("E"), mark("car", "c_car", {}, "E"))
    done = carry_over(plan_migration(old_document(), target), state, old_pass())
    told = {(left.origin_id, left.state) for left in done.leftovers}
    assert told == {("E", "impossible"), ("car", "needs_human")}


@st.composite
def samples(draw: st.DrawFn) -> SampleState:
    """The sample with any labels that version 1.0.0 allows."""
    entities = [entity(f"E{at}") for at in range(draw(st.integers(0, 2)))]
    labels: list[Annotation] = []
    for at in range(draw(st.integers(0, 6))):
        class_id = draw(st.sampled_from(CLASSES))
        known = old_document().attributes_of(class_id)
        said = draw(st.fixed_dictionaries({}, optional={name: VALUES[name] for name in known}))
        about = draw(st.sampled_from(("", *(one.id for one in entities)))) if class_id != "c_ghost" else ""
        labels.append(mark(f"a{at}", class_id, said, about))
    words = [mark(f"w{at}", "c_word") for at in range(draw(st.integers(0, 2)))]
    ends = [label.id for label in labels if label.class_id != "c_ghost"]
    links = [
        tie(f"l{at}", "l_about", word.id, draw(st.sampled_from(ends)))
        for at, word in enumerate(words)
        if ends
    ]
    return old_state(*entities, *labels, *words, *links)


@given(samples())
def test_every_label_comes_over_or_is_left_over_and_the_old_ones_stand(state: SampleState) -> None:
    before = SampleState(state.sample_id, state.records())
    done = carry_over(plan_migration(old_document(), new_document()), state, old_pass())
    trial = SampleState(state.sample_id, [state.sample, *state.assets.values()])
    for edit in done.edits:
        assert not edit_problem(new_document(), trial, edit)
        trial.apply([edit])
    state.apply(done.edits)
    old = [r for r in before.records() if getattr(r, "pass_id", "") == PASS]
    assert [r for r in state.records() if getattr(r, "pass_id", "") == PASS] == old
    new: list[Annotation | Entity | Link] = [*trial.annotations.values(), *trial.entities.values()]
    new += trial.links.values()
    came = [r.provenance.origin_id for r in new]
    stayed = [left.origin_id for left in done.leftovers if not left.label_id]
    assert sorted(came + stayed) == sorted(r.id for r in old)


@given(samples())
def test_what_came_over_without_a_leftover_can_be_taken_back(state: SampleState) -> None:
    done = carry_over(plan_migration(old_document(), new_document()), state, old_pass())
    after = SampleState(state.sample_id, state.records())
    after.apply(done.edits)
    plan = plan_migration(new_document(), old_document(), [new_document()])
    assert plan.back
    back = carry_over(plan, after, done.opened)
    after.apply(back.edits)
    assert back.leftovers == ()
    olds, middle = by_id(state), by_id(after)
    for edit in back.edits[1:]:
        label = _added(edit)
        between = middle[label.provenance.origin_id]
        old = olds.get(between.provenance.origin_id) or olds[label.provenance.origin_id]
        assert said(after, label) == said(after, old)
    assert len(back.edits) - 1 == len(olds)


def by_id(state: SampleState) -> dict[str, Annotation | Link | Entity]:
    return {**state.annotations, **state.links, **state.entities}


def said(state: SampleState, label: Annotation | Link | Entity) -> object:
    """What a label says, with entities by name and ends by what they say, since ids differ."""
    match label:
        case Annotation():
            about = state.entities[label.entity_id].name if label.entity_id else ""
            said_by = msgspec.json.encode(label.attributes, order="deterministic")
            return (label.class_id, said_by, label.anchor, label.asset_id, about)
        case Link():
            ends = [state.annotations.get(end.id) or state.entities[end.id] for end in label.ends]
            return (label.type_id, label.status, label.attributes, [said(state, end) for end in ends])
        case _:
            return (label.type_id, label.name)


def _added(edit: ed.Edit) -> Annotation | Link | Entity:
    match edit:
        case ed.AddAnnotation(annotation=label):
            return label
        case ed.AddLink(link=link):
            return link
        case ed.AddEntity(entity=thing):
            return thing
        case _:
            raise AssertionError(edit)


def test_a_carried_pass_is_under_exactly_the_new_schema() -> None:
    _, done = carried(mark("word", "c_word"))
    assert done.opened.schema == schema_ref(load_schema(NEW_SOURCE, "new.yaml"))
    assert done.opened.migrated_from == PASS
