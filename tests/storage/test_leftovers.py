"""What migrations leave to people is listed, decided on, undone, and seen by those who may see the pass."""

from pathlib import Path

import pytest

from crosstie.schema.edits import ReversibleEdit, inverses
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import Leftover, PassKind
from crosstie.schema.versions.settling import Case, drop, place, said_of
from crosstie.storage.audit import verify
from crosstie.storage.leftovers import case_of, open_leftovers
from crosstie.storage.migrating import migrate_project
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from tests.app.command import Commands
from tests.schema.versions import fleet
from tests.storage.migrated import old_project
from tests.storage.projects import ANNA


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project"


def migrated(root: Path, kind: PassKind = "assisted") -> Store:
    store = old_project(root, kind)
    migrate_project(store, fleet.NEW_SOURCE, "new.yaml")
    return store


def case(store: Store) -> Case:
    return case_of(store, fleet.SAMPLE, list(store.load_sample(fleet.SAMPLE).passes)[-1])


def note_of(found: Case, origin_id: str) -> Leftover:
    return next(note for note in found.open() if note.origin_id == origin_id)


def test_a_leftover_shows_the_old_label_in_the_words_of_its_own_schema(root: Path) -> None:
    with migrated(root) as store:
        found = case(store)
        assert said_of(found, note_of(found, "ghost")) == "ghost in cam"
        assert (
            said_of(found, note_of(found, "grey")) == "xe (colour: grey, kind: car, note: seen twice) in cam"
        )
        assert said_of(found, note_of(found, "D")) == "dream D"
        assert said_of(found, note_of(found, "near")) == "link near"


@pytest.mark.parametrize("kind", ["assisted", "blind"])
def test_a_label_that_is_given_a_class_comes_over_and_so_does_its_link(root: Path, kind: PassKind) -> None:
    with migrated(root, kind) as store:
        before = store.load_sample(fleet.SAMPLE)
        found = case(store)
        edits = place(found, note_of(found, "lorry"), "c_truck")
        store.apply(edits, "test")
        state = store.load_sample(fleet.SAMPLE)
        mine = [one for one in state.annotations.values() if one.pass_id == found.pass_id]
        [placed] = [one for one in mine if one.provenance.origin_id == "lorry"]
        assert (placed.class_id, placed.anchor) == ("c_truck", fleet.mark("x", "c_car").anchor)
        assert "decided by a person" in placed.provenance.steps[-1].step
        [link] = [one for one in state.links.values() if one.provenance.origin_id == "near"]
        assert link.to_end.id == placed.id
        assert {note.origin_id for note in case(store).open()} == {"D", "ghost", "grey"}
        back: list[ReversibleEdit] = list(edits)
        store.apply(inverses(back), "undo")
        assert store.load_sample(fleet.SAMPLE).same_as(before)
    with reading_project(root) as database:
        assert verify(database).is_sound


def test_an_entity_that_is_given_a_type_is_what_its_annotations_are_about(root: Path) -> None:
    with migrated(root) as store:
        found = case(store)
        store.apply(place(found, note_of(found, "ghost"), "c_vehicle"), "test")
        found = case(store)
        store.apply(place(found, note_of(found, "D"), "e_vehicle"), "test")
        state = store.load_sample(fleet.SAMPLE)
        ids = {entity.provenance.origin_id: entity.id for entity in state.entities.values()}
        assert ids["D"]
        assert {note.origin_id for note in case(store).open()} == {"grey", "lorry", "near"}


def test_what_does_not_fit_is_refused_and_what_is_dropped_waits_no_more(root: Path) -> None:
    with migrated(root) as store:
        found = case(store)
        with pytest.raises(EditRefused, match="box"):
            place(found, note_of(found, "ghost"), "c_talk")
        with pytest.raises(EditRefused, match="only a value of it was lost"):
            place(found, note_of(found, "grey"), "c_truck")
        store.apply(drop(note_of(found, "ghost")), "test")
        assert "ghost" not in {note.origin_id for note in case(store).open()}


def test_somebody_elses_leftovers_are_theirs_to_decide(root: Path) -> None:
    migrated(root).close()
    with Store.open(root, "Bert") as store:
        found = case(store)
        with pytest.raises(EditRefused, match="belongs to another actor"):
            store.apply(drop(note_of(found, "ghost")))


def test_a_pass_that_continues_none_has_no_leftovers(root: Path) -> None:
    with migrated(root) as store, pytest.raises(EditRefused, match="continues no pass"):
        case_of(store, fleet.SAMPLE, fleet.PASS)


def test_the_command_lists_them_and_decides_in_bulk(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSTIE_ACTOR", ANNA)
    crosstie = Commands(capsys)
    migrated(root).close()
    listed = crosstie("schema", "leftovers", root)
    assert listed.code == 1
    assert "needs human: whether attributes.kind == 'truck'" in listed.out
    assert "6 labels wait" in listed.out
    given = crosstie("schema", "leftovers", root, "--step", "split_class", "--give", "c_vehicle")
    assert given.code == 0
    assert "no class" in crosstie("schema", "leftovers", root, "--step", "drop_class", "--give", "c_no").out
    assert crosstie("schema", "leftovers", root, "--drop").code == 0
    assert "No label waits" in crosstie("schema", "leftovers", root).out
    with reading_project(root) as database:
        assert list(open_leftovers(database)) == []
        assert verify(database).is_sound
