"""`crosstie demo` makes a whole demo or none, keeps the one that is there, and gives each person a pass."""

import shutil
from pathlib import Path

import pytest

from crosstie.resources import demo as drive
from crosstie.resources.demo import SAMPLE_ID, SIMULATOR, DemoNotMade, gold_records
from crosstie.schema.decisions import pending
from crosstie.storage.audit import verify
from crosstie.storage.media_check import media_problems
from crosstie.storage.project import open_project, reading_project
from tests.app.command import SCHEMA, Commands


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def generated(demo_media: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let the generator hand out the media that were made for all tests; return where it was asked to."""
    asked: list[Path] = []

    def generate(directory: Path, *_told: object) -> Path:
        asked.append(directory)
        shutil.copytree(demo_media.parent, directory)
        return directory / demo_media.name

    monkeypatch.setattr(drive, "generate", generate)
    return asked


def test_the_demo_has_gold_and_a_pass_of_ones_own(
    crosstie: Commands, generated: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSTIE_ACTOR", "Anna")
    place = tmp_path / "demo"
    place.mkdir()
    told = crosstie("demo", place, "--no-open")
    assert (told.code, told.err) == (0, "")
    assert f"Made {place}" in told.out
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    with open_project(place) as store:
        state = store.load_sample(SAMPLE_ID)
        gold, own = state.passes.values()
        assert (gold.kind, gold.actor_id) == ("gold", SIMULATOR.id)
        assert (own.kind, own.actor_id, own.started_from) == ("assisted", store.actor.id, gold.id)
        labels = {**state.entities, **state.annotations, **state.links}
        expected = gold_records(gold.id)
        assert all(labels[record.id] == record for record in expected)
        assert len(labels) == 2 * len(expected)
        assert list(media_problems(state.assets.values(), place)) == []
    with reading_project(place) as database:
        assert verify(database).is_sound
    before = (place / "project.db").read_bytes()
    assert crosstie("demo", place, "--no-open").out == ""
    assert len(generated) == 1
    assert (place / "project.db").read_bytes() == before
    monkeypatch.setenv("CROSSTIE_ACTOR", "Bob")
    assert crosstie("demo", place, "--no-open").code == 0
    with open_project(place) as store:
        kinds = [one.kind for one in store.load_sample(SAMPLE_ID).passes.values()]
        assert kinds == ["gold", "assisted", "assisted"]


def test_the_demo_can_begin_with_candidates_to_review(
    crosstie: Commands, generated: list[Path], tmp_path: Path
) -> None:
    place = tmp_path / "demo"
    assert crosstie("demo", place, "--review", "--no-open").code == 0
    with open_project(place) as store:
        state, document = store.load_sample(SAMPLE_ID), store.schema()
        mine = [one for one in state.passes.values() if one.actor_id == store.actor.id][-1]
        assert not any(link.pass_id == mine.id for link in state.links.values())
        waiting = pending(document, state, mine.id)
        gold = {link.type_id for link in state.links.values() if state.passes[link.pass_id].kind == "gold"}
        assert {one.link.type_id for one in waiting} == gold
    told = crosstie("info", place)
    assert f"link review, {store.actor.name}: {len(waiting)} candidates wait" in told.out
    assert crosstie("demo", place, "--review", "--no-open").code == 0
    with open_project(place) as store:
        assert len(pending(document, store.load_sample(SAMPLE_ID), mine.id)) == len(waiting)


def test_a_demo_that_is_moved_keeps_its_media(
    crosstie: Commands, generated: list[Path], tmp_path: Path
) -> None:
    crosstie("demo", tmp_path / "demo", "--no-open")
    (tmp_path / "demo").rename(tmp_path / "elsewhere")
    assert crosstie("info", tmp_path / "elsewhere").code == 0


@pytest.mark.parametrize("error", [DemoNotMade("the demo cannot be written"), KeyboardInterrupt()], ids=repr)
def test_a_demo_that_fails_leaves_nothing(
    crosstie: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(directory: Path, *_told: object) -> Path:
        directory.mkdir()
        (directory / "half.mp4").write_bytes(b"x")
        raise error

    monkeypatch.setattr(drive, "generate", fail)
    crosstie("demo", tmp_path / "demo", "--no-open").complaint()
    assert list(tmp_path.iterdir()) == []


def test_a_half_made_demo_of_before_is_made_anew(
    crosstie: Commands, generated: list[Path], tmp_path: Path
) -> None:
    (tmp_path / ".demo.partial").mkdir()
    (tmp_path / ".demo.partial" / "half.mp4").write_bytes(b"x")
    assert crosstie("demo", tmp_path / "demo", "--no-open").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_what_is_no_demo_is_left_alone(crosstie: Commands, tmp_path: Path) -> None:
    assert crosstie("new", tmp_path / "other", "--schema", SCHEMA).code == 0
    assert "holds another project" in crosstie("demo", tmp_path / "other").complaint()
    (tmp_path / "file").write_bytes(b"")
    assert "is not empty" in crosstie("demo", tmp_path / "file").complaint()
    assert "is not empty" in crosstie("demo", tmp_path).complaint()
