"""Steps are checked when the document is read: each mistake names its place."""

import pytest

from crosstie.schema.document import load_schema
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.versions.plan import plan_migration
from tests.schema.versions.fleet import NEW_SOURCE, OLD_SOURCE, new_document, old_document

STEPS = NEW_SOURCE[NEW_SOURCE.index(b"migrations:") :]
BARE = NEW_SOURCE.removesuffix(STEPS).decode()


def with_migrations(written: str) -> bytes:
    return f"{BARE}migrations:\n{written}\n".encode()


def with_steps(*steps: str) -> bytes:
    listed = "\n".join(f"      - {step}" for step in steps)
    return with_migrations(f"  - from: 1.0.0\n    steps:\n{listed}")


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (
            "{rename_clas: {id: c_car, to: c_vehicle}}",
            ".rename_clas: unknown step 'rename_clas'; did you mean",
        ),
        ("{rename_class: {id: c_car}}", ".rename_class: say 'to'"),
        (
            "{rename_class: {id: c_car, to: c_vehicl}}",
            ".rename_class.to: unknown class 'c_vehicl'; did you mean",
        ),
        ("{rename_link: {id: l_about, to: c_word}}", ".rename_link.to: unknown link type 'c_word'"),
        ("{merge_classes: {ids: [], into: c_vehicle}}", ".merge_classes.ids: at least one"),
        (
            "{merge_classes: {ids: [c_car], into: c_vehicle, remember: kin}}",
            ".remember: c_vehicle has no attribute",
        ),
        ("{split_class: {id: c_car, when: \"kind == 'a'\", into: c_truck}}", ".when: unknown name 'kind'"),
        (
            "{split_class: {id: c_car, when: \"modality == 'vidoe'\", into: c_truck}}",
            ".when: 'vidoe' is no modality",
        ),
        (
            "{split_class: {id: c_car, when: \"anchor = 'box'\", into: c_truck}}",
            ".when: column 8: cannot read",
        ),
        ("{split_class: {id: c_car, when: anchor, into: c_ghost}}", ".into: unknown class 'c_ghost'"),
        ("{drop_class: {id: c_word}}", ".drop_class.id: 'c_word' still stands in this version"),
        (
            "{retype_attribute: {of: c_vehicle, attribute: paint, values: {grey: gray}}}",
            ".values.grey: 'gray' is not",
        ),
        ("{retype_attribute: {of: c_vehicle, attribute: speed, scale: 0}}", ".scale: must not be 0"),
        (
            "{default_attribute: {of: c_vehicle, attribute: paint, value: blue}}",
            ".value: 'blue' is not one of",
        ),
        (
            "{default_attribute: {of: c_vehicle, attribute: pant, value: red}}",
            ".value: c_vehicle has no attribute",
        ),
        (
            "{move_attribute: {of: c_car, attribute: wheels, to: c_truck}}",
            ".attribute: c_truck has no attribute",
        ),
        ("{remap_ends: {id: l_near}}", ".remap_ends: say 'swap'"),
        ("{remap_ends: {id: l_near, to: entit}}", ".to: unknown form of an end 'entit'"),
        ("{drop_link: {}}", ".drop_link: 'id' is missing"),
        ("{a: {}, b: {}}", ": a step is a mapping with one key"),
    ],
)
def test_a_mistake_in_a_step_is_told_with_its_place(step: str, problem: str) -> None:
    with pytest.raises(SchemaInvalid) as error:
        load_schema(with_steps("{drop_class: {id: c_ghost}}", step), "new.yaml")
    assert str(error.value).startswith("migrations[0].steps[1]"), error.value
    assert problem in str(error.value)


@pytest.mark.parametrize(
    "steps",
    [
        ("{rename_class: {id: c_a, to: c_b}}", "{rename_class: {id: c_b, to: c_a}}"),
        ("{merge_classes: {ids: [c_a], into: c_b}}", "{split_class: {id: c_b, when: anchor, into: c_a}}"),
        ("{split_class: {id: c_word, when: \"anchor == 'box'\", into: c_word}}",),
    ],
)
def test_steps_that_lead_in_a_circle_are_refused(steps: tuple[str, ...]) -> None:
    with pytest.raises(SchemaInvalid, match=r"migrations\[0\]\.steps\[0\].*: these steps lead in a circle"):
        load_schema(with_steps(*steps), "new.yaml")


@pytest.mark.parametrize(
    ("migrations", "problem"),
    [
        ("  - {from: 2.0.0, steps: []}", r"migrations\[0\]: a migration from 2.0.0 to itself"),
        ("  - {from: 1.0.0, to: 1.1.0, steps: []}", "nothing leads on from 1.1.0 to 2.0.0"),
        (
            "  - {from: 1.0.0, to: 1.1.0, steps: []}\n  - {from: 1.1.0, to: 1.0.0, steps: []}",
            "the migrations lead in a circle: 1.0.0 → 1.1.0 → 1.0.0",
        ),
        (
            "  - {from: 1.0.0, steps: []}\n  - {from: 1.0.0, steps: []}",
            r"\[1\]: fleet 1.0.0 is already migrated at",
        ),
        ("  - {from: 1.0, steps: []}", r"migrations\[0\].from: a version has three numbers"),
    ],
)
def test_migrations_that_do_not_lead_here_are_refused(migrations: str, problem: str) -> None:
    with pytest.raises(SchemaInvalid, match=problem):
        load_schema(with_migrations(migrations), "new.yaml")


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("{rename_class: {id: c_carr, to: c_vehicle}}", "has no 'c_carr'; did you mean 'c_car'"),
        ("{drop_entity: {id: c_car}}", "has no 'c_car'"),
        (
            '{split_class: {id: c_van, when: "attributes.size > 3", into: c_truck}}',
            "when: c_van has no attribute 'size'",
        ),
        ("{drop_attribute: {of: c_car, attribute: weels}}", "c_car has no attribute 'weels'"),
        ("{remap_ends: {id: l_abut, swap: true}}", "has no 'l_abut'; did you mean 'l_about'"),
    ],
)
def test_a_step_that_names_what_the_older_version_has_not_is_refused(step: str, problem: str) -> None:
    target = load_schema(with_steps(step), "new.yaml")
    with pytest.raises(SchemaInvalid, match=rf"^fleet 2.0.0 migrations\[0\]\.steps\[0\].*{problem}"):
        plan_migration(old_document(), target)


def test_without_a_migration_the_first_difference_that_needs_one_is_named() -> None:
    target = load_schema(BARE.encode(), "new.yaml")
    with pytest.raises(SchemaInvalid, match=r"no migration leads from fleet 1.0.0 .* first classes.c_car"):
        plan_migration(old_document(), target)


def test_what_only_grew_needs_no_migration() -> None:
    grown = OLD_SOURCE.replace(b"version: 1.0.0", b"version: 1.1.0").replace(
        b"[red, white, grey]", b"[red, white, grey, blue]"
    )
    assert plan_migration(old_document(), load_schema(grown, "grown.yaml")).steps == ()


def test_a_chain_leads_over_versions_between() -> None:
    between = (
        "  - {from: 0.9.0, to: 1.0.0, steps: [{rename_class: {id: c_auto, to: c_car}}]}\n"
        + STEPS.decode().removeprefix("migrations:\n")
    )
    target = load_schema(with_migrations(between), "new.yaml")
    oldest = OLD_SOURCE.replace(b"version: 1.0.0", b"version: 0.9.0").replace(b"c_car", b"c_auto")
    steps = plan_migration(load_schema(oldest, "oldest.yaml"), target).steps
    assert [step.place.split()[-1] for step in steps[:2]] == [
        "migrations[0].steps[0].rename_class", "migrations[1].steps[0].merge_classes",
    ]  # fmt: skip


def test_a_version_between_that_is_known_lends_its_migration() -> None:
    latest = NEW_SOURCE[: NEW_SOURCE.index(b"migrations:")].replace(b"version: 2.0.0", b"version: 3.0.0")
    target = load_schema(latest + b"migrations:\n  - {from: 2.0.0, steps: []}\n", "latest.yaml")
    with pytest.raises(SchemaInvalid, match="no migration leads"):
        plan_migration(old_document(), target)
    steps = plan_migration(old_document(), target, [new_document()]).steps
    assert len(steps) == len(new_document().migrations[0].steps)
