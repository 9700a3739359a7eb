"""What is proposed has a reason, what is confirmed becomes one schema, and the rest is listed."""

import msgspec
import pytest

from crosstie.schema.document import load_schema
from crosstie.schema.reconcile.likeness import Together, likeness, normalised
from crosstie.schema.reconcile.mapping_table import read_mapping, write_mapping
from crosstie.schema.reconcile.proposing import Row, propose
from crosstie.schema.reconcile.taxonomy import TaxonomyUnreadable, Term
from crosstie.schema.reconcile.uniting import United, unite, unsettled
from crosstie.schema.versions.plan import plan_migration
from tests.schema.reconcile.teams import CAMERA, COCO, CVAT, LIDAR, taxonomy, three_teams

INTO = {"c_human": "c_person", "Con người": "c_person", "c_pole": ""}


def settled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows as a person left them: the people are one class, poles are none."""
    changed = (msgspec.structs.replace(row, into=INTO.get(row.id, row.into)) for row in rows)
    return tuple(msgspec.structs.replace(row, confirmed="yes") for row in changed)


def united() -> United:
    teams = three_teams()
    return unite(teams, settled(propose(teams)), "street", "1.0.0")


def by_id(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {row.id: row for row in rows}


def test_terms_are_laid_together_by_name_alias_language_and_spelling() -> None:
    rows = by_id(propose(three_teams()))
    assert rows["c_transportation"].into == "c_vehicle"
    assert "'vehicles' is another name" in rows["c_transportation"].reason
    assert (rows["Phương tiện"].into, rows["Phương tiện"].confirmed) == ("c_vehicle", "yes")
    assert rows["Xe tải"].into == "c_truck"
    assert "another name of" in rows["Con người"].reason
    assert (rows["c_pole"].into, rows["c_pole"].confirmed) == ("c_pole", "")
    assert all(row.reason for row in rows.values())


@pytest.mark.parametrize(
    ("first", "second"),
    [("Road-Signs", "road sign"), ("ＣＡＲ", "car"), ("bodies", "Body"), ("xe_tải", "xe tải")],
)
def test_spelling_is_no_difference(first: str, second: str) -> None:
    assert normalised(first) == normalised(second)


def test_labels_that_stand_together_speak_for_two_words() -> None:
    first, second = Term("a", "thing", {"en": "vehicle"}), Term("b", "other", {"en": "transportation"})
    assert likeness(first, second, {}).score == 0
    many = {(first.key, second.key): Together(94, 100), (second.key, first.key): Together(94, 98)}
    found = likeness(first, second, many)
    assert found.score > 0.9
    assert "94 of 100 labels of 'vehicle'" in found.reason
    few = {(first.key, second.key): Together(1, 1), (second.key, first.key): Together(1, 1)}
    assert likeness(first, second, few).score < 0.7


@pytest.mark.parametrize("as_yaml", [False, True])
def test_a_mapping_table_is_read_back_as_it_was_written(as_yaml: bool) -> None:
    teams = three_teams()
    rows = propose(teams)
    back = read_mapping(write_mapping(rows, as_yaml=as_yaml), teams, "map")
    assert [(row.key, row.into, row.confirmed) for row in back] == [
        (row.key, row.into, row.confirmed) for row in rows
    ]


def test_a_name_that_a_spreadsheet_would_run_is_guarded() -> None:
    source = taxonomy(b"=cmd|' /C calc'!A0\n@sum\n", "evil")
    written = write_mapping(propose([source]), as_yaml=False).decode("utf-8-sig")
    assert ",=cmd" not in written
    assert [row.id for row in read_mapping(written.encode(), [source], "map")] == [
        term.id for term in source.terms
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text.replace("c_pole", "c_pile"), "no term 'c_pile'"),
        (lambda text: "\n".join(text.splitlines()[:-1]), "is missing; leave its `into` empty"),
        (lambda text: text + text.splitlines()[-1] + "\n", "stands in it twice"),
        (lambda text: text.replace(",yes", ",maybe", 1), "`confirmed` says 'maybe'"),
        (lambda text: text.replace("vehicle,c_vehicle,", "vehicle,a vehicle,", 1), "'a vehicle' is no id"),
        (lambda _text: "a,b\n1,2\n", "the columns source, id"),
        (lambda _text: "- just\n- words\n", "a list of mappings"),
    ],
)
def test_a_table_that_does_not_fit_is_told_with_its_row(change: object, problem: str) -> None:
    teams = three_teams()
    text = write_mapping(propose(teams), as_yaml=False).decode("utf-8-sig")
    assert callable(change)
    with pytest.raises(TaxonomyUnreadable, match=problem):
        read_mapping(str(change(text)).encode(), teams, "map.csv")


def test_the_united_class_has_what_every_source_gives_it() -> None:
    document = united().document
    vehicle = document.find_class("c_vehicle")
    assert vehicle is not None
    assert vehicle.names["vi"] == "phương tiện"
    assert set(vehicle.aliases) == {"transportation", "vehicles", "Phương tiện"}
    assert vehicle.anchors == ("box", "cuboid")
    attributes = document.attributes_of("c_vehicle")
    assert attributes["colour"].of == ("red", "white", "blue")
    assert (attributes["size"].type, attributes["size_lidar"].unit) == ("integer", "m")
    truck = document.find_class("c_truck")
    assert truck is not None
    assert truck.parent == "c_vehicle"


def test_links_entities_and_rules_come_along() -> None:
    document = united().document
    thing = document.find_entity_type("e_thing")
    assert thing is not None
    assert thing.classes == ("c_vehicle", "c_person")
    near = document.find_link_type("l_near")
    assert near is not None
    assert (near.from_end.classes, near.to_end.classes) == (("c_person",), ("c_vehicle",))
    assert document.find_rule("r_same") is not None


def test_what_became_no_class_is_listed_and_its_labels_are_left_to_people() -> None:
    found = united()
    assert [row.id for row in found.unmapped] == ["c_pole"]
    steps = plan_migration(load_schema(LIDAR, "lidar"), found.document).steps
    assert "drop_class" in " ".join(step.place for step in steps)
    assert plan_migration(load_schema(CAMERA, "camera"), found.document).steps == ()
    assert any("'size' of 'c_transportation' (lidar)" in note for note in found.notes)


def test_classes_that_take_each_others_ids_are_moved_in_order_or_refused() -> None:
    teams = [taxonomy(CAMERA, "camera")]
    moved = {"c_vehicle": "c_thing", "c_person": "c_vehicle", "c_truck": "c_truck"}
    rows = [Row("camera", old, old, new, 1.0, "", "yes") for old, new in moved.items()]
    document = unite(teams, rows, "street", "1.0.0").document
    names = [
        step.place.rpartition(".")[2] for step in plan_migration(load_schema(CAMERA, "c"), document).steps
    ]
    assert names == ["rename_class", "rename_class"]
    swapped = {"c_vehicle": "c_person", "c_person": "c_vehicle", "c_truck": "c_truck"}
    rows = [Row("camera", old, old, new, 1.0, "", "yes") for old, new in swapped.items()]
    with pytest.raises(TaxonomyUnreadable, match="change places in a circle"):
        unite(teams, rows, "street", "1.0.0")


def test_a_row_that_nobody_confirmed_is_not_taken_for_confirmed() -> None:
    teams = three_teams()
    rows = propose(teams)
    assert {row.id for row in unsettled(rows)} == {"c_human", "c_pole"}
    with pytest.raises(TaxonomyUnreadable, match="are not confirmed, first"):
        unite(teams, rows, "street", "1.0.0")


def test_lists_from_other_tools_make_a_schema_too() -> None:
    teams = (taxonomy(COCO, "coco"), taxonomy(CVAT, "cvat"), taxonomy(b"car\ntree\n", "list"))
    rows = tuple(msgspec.structs.replace(row, confirmed="yes") for row in propose(teams))
    document = unite(teams, rows, "all", "1.0.0").document
    car = document.find_class("c_car")
    assert car is not None
    assert car.parent == "c_vehicle"
    assert set(document.attributes_of("c_car")) == {"model_year", "parked", "side"}
    assert document.migrations == ()
