"""What differs between two versions, where, and whether labels need a step for it."""

import pytest

from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.versions.differences import diff
from tests.schema.documents import example, example_with
from tests.schema.versions.fleet import new_document, old_document


@pytest.mark.parametrize("document", [example(), old_document(), new_document()])
def test_a_document_does_not_differ_from_itself(document: SchemaDocument) -> None:
    assert diff(document, document) == ()


@pytest.mark.parametrize(
    ("passage", "replacement", "kind", "place", "needs_step"),
    [
        (
            "name: {en: vehicle, vi: phương tiện}",
            "name: {en: car, vi: phương tiện}",
            "renamed",
            "classes.c_vehicle.name.en",
            False,
        ),
        ("anchors: [time_span]", "anchors: [time_span, box]", "widened", "classes.c_speech.anchors", False),
        (
            "[white, black, red, other]",
            "[white, black, red]",
            "narrowed",
            "classes.c_vehicle.attributes.colour.of",
            True,
        ),
        (
            "[white, black, red, other]",
            "[white, black, red, other, blue]",
            "widened",
            "classes.c_vehicle.attributes.colour.of",
            False,
        ),
        (
            "type: bool, default: false",
            "type: text",
            "retyped",
            "classes.c_vehicle.attributes.occluded",
            True,
        ),
        (
            "type: number, min: 0",
            "type: number, min: 5",
            "narrowed",
            "classes.c_vehicle.attributes.speed_kph.min",
            True,
        ),
        (
            "type: number, min: 0",
            "type: number",
            "widened",
            "classes.c_vehicle.attributes.speed_kph.min",
            False,
        ),
        ("unit: km/h", "unit: m/s", "retyped", "classes.c_vehicle.attributes.speed_kph.unit", True),
        (
            "cardinality: many-to-one",
            "cardinality: one-to-one",
            "narrowed",
            "links.l_mentions.cardinality",
            True,
        ),
        (
            "cardinality: many-to-one",
            "cardinality: many-to-many",
            "widened",
            "links.l_mentions.cardinality",
            False,
        ),
        (
            "modality: transcript}",
            "modality: [transcript, output]}",
            "widened",
            "links.l_mentions.from.modality",
            False,
        ),
        (
            "entities: [e_vehicle]}",
            "entities: [e_vehicle, e_speaker]}",
            "widened",
            "links.l_mentions.to.entities",
            False,
        ),
        ("symmetric: true", "symmetric: false", "changed", "links.l_same_object.symmetric", False),
        ("at_least: 0.5", "at_least: 0.6", "changed", "rules.r_projects", False),
        ("version: 2.1.0", "version: 2.2.0", "changed", "version", False),
    ],
)
def test_one_change_is_one_difference(
    passage: str, replacement: str, kind: str, place: str, needs_step: bool
) -> None:
    changed = load_schema(example_with(passage, replacement), "changed.yaml")
    found = [(one.kind, one.place, one.needs_step) for one in diff(example(), changed)]
    assert (kind, place, needs_step) in found
    # Going without a default is told beside its new type.
    assert len(found) == (2 if "default" in passage else 1)


def test_classes_are_told_apart_by_their_stable_ids() -> None:
    found = {(one.kind, one.place) for one in diff(old_document(), new_document())}
    assert ("removed", "classes.c_car") in found
    assert ("added", "classes.c_vehicle") in found
    assert ("removed", "links.l_about") in found
    assert {one.needs_step for one in diff(old_document(), new_document()) if one.kind == "removed"} == {True}


def test_a_class_that_moves_tells_what_it_no_longer_inherits() -> None:
    moved = load_schema(example_with("parent: c_vehicle}", "anchors: [box, cuboid]}"), "moved.yaml")
    found = {(one.kind, one.place) for one in diff(example(), moved)}
    assert ("moved", "classes.c_truck") in found
    assert ("removed", "classes.c_truck.attributes.colour") in found
    assert ("narrowed", "classes.c_truck.anchors") in found
