"""A project under a new version: old bytes stay, steps are in the trail, and nobody loses a pass."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from crosstie.app.passes import choose_pass
from crosstie.schema.document import schema_ref
from crosstie.schema.edits import AddActor, AddAnnotation, OpenPass, SetMeaning
from crosstie.schema.errors import EditRefused, SchemaInvalid
from crosstie.schema.gestures import change_class
from crosstie.schema.records import Actor, Annotation, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.storage.audit import verify
from crosstie.storage.history import trail
from crosstie.storage.migrating import dry_run, migrate_project
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from tests.schema.versions import fleet
from tests.schema.versions.fleet import NEW_SOURCE, OLD_SOURCE
from tests.storage.migrated import LABELS, old_project
from tests.storage.projects import ANNA

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


def bodies(root: Path, pass_id: str) -> dict[str, str]:
    """Return the stored bytes of a pass's labels."""
    with reading_project(root) as database:
        return {
            row[0]: row[1]
            for table in ("annotations", "entities", "links")
            for row in database.driver.execute(f"SELECT id, body FROM {table} WHERE pass_id = ?", (pass_id,))
        }


def kept_files(root: Path) -> dict[str, bytes]:
    """Return all files but the two that SQLite makes beside a database for as long as somebody reads it."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if not path.name.startswith("project.db-")}


def newest(state: SampleState) -> Pass:
    return list(state.passes.values())[-1]


def labels_of(state: SampleState, pass_id: str) -> dict[str, Annotation]:
    """Return the annotations of a pass by the id of the label that they were made of."""
    mine = (one for one in state.annotations.values() if one.pass_id == pass_id)
    return {one.provenance.origin_id: one for one in mine}


def test_the_old_pass_stays_byte_for_byte_and_a_new_one_continues_it(root: Path) -> None:
    old_project(root).close()
    before = bodies(root, fleet.PASS)
    with Store.open(root, ANNA) as store:
        report = migrate_project(store, NEW_SOURCE, "new.yaml")
        state = store.load_sample(fleet.SAMPLE)
        opened = newest(state)
        assert store.schema_ref() == schema_ref(fleet.new_document())
    assert bodies(root, fleet.PASS) == before
    assert len(before) == len(LABELS)
    assert (opened.migrated_from, opened.kind, opened.actor_id) == (fleet.PASS, "assisted", store.actor.id)
    assert opened.schema == schema_ref(fleet.new_document())
    classes = {key: one.class_id for key, one in labels_of(state, opened.id).items()}
    assert classes == {
        "truck": "c_truck", "grey": "c_vehicle", "van": "c_vehicle", "word": "c_word", "speech": "c_talk",
    }  # fmt: skip
    assert report.pass_count == 1
    assert report.leftover_count == len(state.leftovers)
    with reading_project(root) as database:
        assert verify(database).is_sound
    assert (root / "schema" / "fleet-2.0.0.yaml").read_bytes() == NEW_SOURCE


def test_the_trail_of_every_migrated_label_names_its_steps(root: Path) -> None:
    with old_project(root) as store:
        migrate_project(store, NEW_SOURCE, "new.yaml")
        state = store.load_sample(fleet.SAMPLE)
        truck = labels_of(state, newest(state).id)["truck"]
        [entry] = store.history(fleet.SAMPLE, truck.id)
    assert entry.initiator == "schema migrate"
    assert "fleet 2.0.0 migrations[0].steps[0].merge_classes: class was c_car" in entry.after
    assert "fleet 2.0.0 migrations[0].steps[2].split_class: class was c_vehicle" in entry.after
    with reading_project(root) as database:
        told = [one.told for one in trail(database, fleet.SAMPLE) if one.told.what == "left to a person"]
    assert any("steps[4].drop_class: c_ghost is gone" in one.after for one in told)


def test_a_dry_run_counts_the_same_and_touches_nothing(root: Path) -> None:
    old_project(root, samples=2).close()
    files = kept_files(root)
    with reading_project(root) as database:
        tried = dry_run(database, NEW_SOURCE, "new.yaml")
    assert kept_files(root) == files
    with Store.open(root, ANNA) as store:
        done = migrate_project(store, NEW_SOURCE, "new.yaml")
    assert tried.steps == done.steps
    assert (tried.dry_run, done.dry_run) == (True, False)
    assert (tried.sample_count, tried.pass_count) == (2, 2)


def test_migrating_again_does_nothing(root: Path) -> None:
    with old_project(root) as store:
        migrate_project(store, NEW_SOURCE, "new.yaml")
        before = store.load_sample(fleet.SAMPLE)
        assert migrate_project(store, NEW_SOURCE, "new.yaml").pass_count == 0
        assert store.load_sample(fleet.SAMPLE).same_as(before)


def test_a_version_in_use_cannot_be_given_other_contents(root: Path) -> None:
    with old_project(root) as store, pytest.raises(SchemaInvalid, match=r"1\.0\.0 is in use with other"):
        migrate_project(store, OLD_SOURCE + b"\n# changed\n", "old.yaml")


def test_a_blind_pass_stays_blind_and_its_actors(root: Path) -> None:
    with old_project(root, "blind") as store:
        migrate_project(store, NEW_SOURCE, "new.yaml")
        state = store.load_sample(fleet.SAMPLE)
        assert [one.kind for one in state.passes.values()] == ["blind"]
        assert newest(state).migrated_from == fleet.PASS
        assert {one.pass_id for one in state.annotations.values()} == {newest(state).id}


def test_somebody_elses_pass_is_migrated_for_them_and_stays_theirs(root: Path) -> None:
    old_project(root).close()
    with Store.open(root, "Bert") as store:
        migrate_project(store, NEW_SOURCE, "new.yaml")
        state = store.load_sample(fleet.SAMPLE)
        opened = newest(state)
        anna = next(actor for actor in store.actors.values() if actor.name == ANNA)
        assert opened.actor_id == anna.id
        word = labels_of(state, opened.id)["word"]
        with pytest.raises(EditRefused, match="belongs to another actor"):
            store.apply(change_class(fleet.new_document(), word, "c_talk"))
        entry = store.history(fleet.SAMPLE, word.id)[0]
        assert entry.actor_name == "Bert"
    with Store.open(root, ANNA) as store:
        store.apply([AddAnnotation(_word(opened))])


def test_the_original_takes_no_more_edits(root: Path) -> None:
    with old_project(root) as store:
        migrate_project(store, NEW_SOURCE, "new.yaml")
        with pytest.raises(EditRefused, match="goes on under a newer schema"):
            store.apply([AddAnnotation(fleet.mark("later", "c_word"))])


def test_the_person_sees_the_migrated_pass(root: Path) -> None:
    with old_project(root) as store:
        migrate_project(store, NEW_SOURCE, "new.yaml")
        shown = choose_pass(store.load_sample(fleet.SAMPLE), store.actor.id)
        assert shown is not None
        assert (shown.migrated_from, shown.schema.version) == (fleet.PASS, "2.0.0")
    with Store.open(root, "Bert") as store:
        shown = choose_pass(store.load_sample(fleet.SAMPLE), store.actor.id)
        assert shown is not None
        assert shown.migrated_from == fleet.PASS


def test_a_candidate_pass_is_left_to_its_maker_and_a_copy_stays_a_copy(root: Path) -> None:
    with old_project(root) as store:
        old = newest(store.load_sample(fleet.SAMPLE))
        maker = Actor("maker", "model", "overlap")
        candidates = Pass("candidates", fleet.SAMPLE, "model", maker.id, old.schema, started_from=old.id)
        review = Pass("review", fleet.SAMPLE, "review", store.actor.id, old.schema, started_from=old.id)
        store.apply([AddActor(maker)])
        store.apply([OpenPass(candidates)], actor_id=maker.id)
        store.apply([OpenPass(review)])
        assert migrate_project(store, NEW_SOURCE, "new.yaml").pass_count == 2
        passes = store.load_sample(fleet.SAMPLE).passes
    by_origin = {one.migrated_from: one for one in passes.values() if one.migrated_from}
    assert set(by_origin) == {old.id, "review"}
    assert by_origin["review"].started_from == by_origin[old.id].id


def test_a_pass_cannot_be_continued_past_the_migration(root: Path) -> None:
    with old_project(root) as store:
        old = newest(store.load_sample(fleet.SAMPLE))
        forged = Pass("forged", fleet.SAMPLE, "gold", store.actor.id, old.schema, migrated_from=old.id)
        with pytest.raises(EditRefused, match="by migration alone"):
            store.apply([OpenPass(forged)])


def test_going_back_takes_lossless_steps_back_and_keeps_what_was_changed_since(root: Path) -> None:
    with old_project(root) as store:
        before = store.load_sample(fleet.SAMPLE)
        migrate_project(store, NEW_SOURCE, "new.yaml")
        state = store.load_sample(fleet.SAMPLE)
        van = labels_of(state, newest(state).id)["van"]
        [change] = change_class(fleet.new_document(), van, "c_truck")
        assert isinstance(change, SetMeaning)
        store.apply([change])
        migrate_project(store, OLD_SOURCE, "old.yaml")
        state = store.load_sample(fleet.SAMPLE)
        assert store.schema_ref() == schema_ref(fleet.old_document())
        back = newest(state)
    said = {key: (one.class_id, one.attributes) for key, one in before.annotations.items()}
    found = [one for one in state.annotations.values() if one.pass_id == back.id]
    expected = [said[key] for key in said if key != "van"]
    for one in expected:
        assert one in [(label.class_id, label.attributes) for label in found]
    assert len(found) == len(expected)
    [left] = [one for one in state.leftovers.values() if one.pass_id == back.id]
    assert "no class 'c_truck'" in left.reason
    assert sum(one.pass_id == back.id for one in state.links.values()) == len(before.links)
    with reading_project(root) as database:
        assert verify(database).is_sound


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_at_any_statement_the_project_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.killing_migration", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = re.fullmatch(r"old at each of (\d+) statements, then 2\.0\.0\n", ran.stdout)
    assert found, ran.stdout + ran.stderr
    assert int(found[1]) > 50


def _word(opened: Pass) -> Annotation:
    return msgspec.structs.replace(fleet.mark("later", "c_word"), pass_id=opened.id)
