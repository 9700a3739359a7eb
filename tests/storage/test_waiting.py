"""Which samples hold candidates that wait, as the store counts them without opening any."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from crosstie.schema.decisions import decide, pending
from crosstie.schema.edits import AddLink, OpenPass
from crosstie.schema.records import LinkStatus, Pass
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from crosstie.storage.waiting import waiting_by_sample
from tests.ui.candidates import MAKER, OWN, mixed, propose
from tests.ui.small_project import ACTOR, STREET, make_small_project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with four candidates in the street."""
    project = make_small_project(tmp_path_factory.mktemp("waiting"))
    propose(project, mixed())
    return project


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """The store of a copy, open for the person."""
    with Store.open(Path(shutil.copytree(made, tmp_path / "project")), ACTOR) as opened:
        yield opened


def waiting(store: Store) -> dict[str, int]:
    """How many wait, by sample."""
    with reading_project(store.root) as database:
        return waiting_by_sample(database, store.actor.id)


def decide_on_first(store: Store, status: LinkStatus) -> None:
    """Decides on the most uncertain candidate."""
    state = store.load_sample(STREET)
    first = pending(store.schema(), state, OWN)[0]
    store.apply(decide(state, first, OWN, status, 900), "review")


def test_it_counts_what_the_review_shows(store: Store) -> None:
    assert waiting(store) == {STREET: len(pending(store.schema(), store.load_sample(STREET), OWN))}


@pytest.mark.parametrize("status", ["certain", "rejected", "unsure"])
def test_what_is_decided_on_waits_no_more(store: Store, status: LinkStatus) -> None:
    decide_on_first(store, status)
    assert waiting(store) == {STREET: 3}


def test_a_maker_s_newest_pass_counts_alone(store: Store) -> None:
    newer = Pass("newer", STREET, "model", MAKER.id, store.schema_ref(), OWN)
    again = msgspec.structs.replace(mixed()[0], id="again", pass_id="newer")
    store.apply([OpenPass(newer), AddLink(again)], "candidates", actor_id=MAKER.id)
    assert waiting(store) == {STREET: 1}


def test_nothing_waits_for_somebody_else(made: Path, tmp_path: Path) -> None:
    with Store.open(Path(shutil.copytree(made, tmp_path / "project")), "Bo") as store:
        assert waiting(store) == {}


def test_nothing_waits_for_who_works_blind(store: Store) -> None:
    store.apply([OpenPass(Pass("blind", STREET, "blind", store.actor.id, store.schema_ref()))], "test")
    assert waiting(store) == {}
