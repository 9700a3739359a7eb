"""A draft of a schema's next version: changes, undo, the picture's plan, and the steps that it implies."""

import pytest

from crosstie.app.schema_editor.draft import Draft
from crosstie.app.schema_editor.graph_plan import narrowing, plan_graph
from crosstie.app.schema_editor.touching import touch_line, touched
from crosstie.schema.document import load_schema
from crosstie.schema.versions.plan import plan_migration
from tests.schema.documents import example
from tests.schema.versions.fleet import old_document


def test_a_draft_says_what_its_document_says_under_the_next_version() -> None:
    checked = Draft(old_document()).check()
    assert (checked.problems, checked.differences) == ((), ())
    assert checked.document is not None
    assert checked.document.version == "1.1.0"


def test_changes_are_taken_back_one_by_one() -> None:
    draft = Draft(old_document())
    first = draft.check().source
    draft.set_name("c_car", "en", "automobile")
    draft.remove("c_van", "c_car")
    draft.set_field("c_car", "anchors", ["box", "cuboid"])
    while draft.undo():
        pass
    assert draft.check().source == first
    assert draft.merged == {}


def test_what_is_removed_becomes_a_step_and_nobody_names_it_any_more() -> None:
    draft = Draft(old_document())
    draft.remove("c_van", "c_car")
    draft.remove("c_ghost")
    draft.remove("e_dream")
    draft.set_field("c_car", "attributes", {"colour": {"type": "choice", "of": ["red"]}})
    document = draft.check().document
    assert document is not None
    places = [step.place.rpartition(".")[2] for step in plan_migration(old_document(), document).steps]
    assert places == [
        "drop_attribute", "retype_attribute", "drop_attribute", "drop_attribute", "drop_attribute",
        "drop_attribute", "merge_classes", "drop_class", "drop_entity",
    ]  # fmt: skip
    near = document.find_link_type("l_near")
    assert near is not None
    assert near.to_end.classes == ("c_car", "c_lorry")


def test_migrations_of_the_version_before_still_lead_here() -> None:
    draft = Draft(example())
    draft.set_name("c_truck", "en", "lorry")
    document = draft.check().document
    assert document is not None
    assert [(spec.from_version, spec.to_version) for spec in document.migrations] == [
        ("2.0.0", "2.1.0"),
        ("2.1.0", ""),
    ]


def test_labels_of_a_class_and_those_below_it_are_counted() -> None:
    draft = Draft(example())
    draft.set_field("c_vehicle", "anchors", ["box", "cuboid"])
    found = touched(draft.check().differences, example(), {"c_vehicle": 5, "c_truck": 7})
    counts = {one.difference.place: one.count for one in found}
    assert counts["classes.c_vehicle.anchors"] == 12
    assert "need a step" in touch_line(found)


def test_each_link_type_stands_between_what_it_ties() -> None:
    plan = plan_graph(example())
    assert set(plan.links) == {"l_mentions", "l_same_object"}
    assert set(plan.origins) == {"c_mention", "c_vehicle"}
    assert set(plan.targets) == {"e_vehicle", "c_vehicle"}
    mentions = example().find_link_type("l_mentions")
    assert mentions is not None
    assert narrowing(mentions) == "many-to-one · from transcript"


@pytest.mark.parametrize("count", [1, 30])
def test_neighbours_stand_beside_each_other(count: int) -> None:
    classes = "".join(f"  - {{id: c_{n}, anchors: [box]}}\n" for n in range(count))
    links = "".join(
        f"  - {{id: l_{n}, from: {{classes: [c_{count - 1 - n}]}}, to: {{classes: [c_{n}]}}}}\n"
        for n in range(count)
    )
    text = f"schema: many\nversion: 1.0.0\nlanguages: [en]\nclasses:\n{classes}links:\n{links}"
    plan = plan_graph(load_schema(text.encode(), "many"))
    order = {tie.link_id: tie for tie in plan.ties}
    crossings = sum(
        (plan.origins.index(order[a].from_ids[0]) - plan.origins.index(order[b].from_ids[0])) > 0
        for at, a in enumerate(plan.links)
        for b in plan.links[at + 1 :]
    )
    assert crossings == 0
