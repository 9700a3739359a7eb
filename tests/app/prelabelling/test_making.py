"""`crosstie candidates` writes each maker's proposals in a pass of its own, about what people work in."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from pysqlite3 import dbapi2

from crosstie.app.prelabelling.board import read_board
from crosstie.app.prelabelling.crew import Crew, run_all
from crosstie.app.prelabelling.found import Order
from crosstie.schema.decisions import candidate_passes, decide, pending
from crosstie.schema.edits import AddAnnotation, SetEntityOf
from crosstie.schema.gestures import delete
from crosstie.schema.records import Annotation, Link, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.storage.audit import verify
from crosstie.storage.project import open_project, reading_project
from crosstie.storage.queries import sample_state
from tests.app.command import Commands
from tests.app.prelabelling.street_project import SOLIDS, label_street, make_street

MAKERS = ("--with", "cuboid_box", "--with", "mention_entity")


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


def read(root: Path, sample_id: str = "s1") -> SampleState:
    with reading_project(root) as database:
        return sample_state(database.driver, sample_id)


def links_by_maker(root: Path, opened: Pass, sample_id: str = "s1") -> dict[str, list[Link]]:
    state = read(root, sample_id)
    with open_project(root) as store:
        names = {one.id: store.actors[one.actor_id].name for one in candidate_passes(state, opened.id)}
    return {
        name: [link for link in state.links.values() if link.pass_id == pass_id]
        for pass_id, name in names.items()
    }


def test_each_maker_writes_a_pass_of_its_own_and_nothing_into_the_reviewer_s(
    crosstie: Commands, tmp_path: Path
) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        opened = label_street(store)
    before = list(read(root).records())
    told = crosstie("candidates", root, *MAKERS)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("s1: cuboid_box 3, mention_entity 1; disagreement 0.00")
    after = read(root)
    assert [one for one in after.records() if one in before] == before
    found = links_by_maker(root, opened)
    assert {name: len(links) for name, links in found.items()} == {"cuboid_box": 3, "mention_entity": 1}
    for name, links in found.items():
        for link in links:
            made = after.passes[link.pass_id]
            assert (made.kind, made.started_from, link.status) == ("model", opened.id, "candidate")
            said = link.provenance
            assert (said.source, said.model) == ("model", name)
            assert said.score is not None
            assert 0.5 < said.score < 1
            assert said.reason.endswith(".")
            assert all(end.id.startswith(opened.id) for end in link.ends)
    with open_project(root) as store:
        assert {one.kind for one in store.actors.values() if one.name in found} == {"model"}
    with reading_project(root) as database:
        assert verify(database).is_sound


def test_what_was_proposed_is_not_written_twice(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        label_street(store)
    crosstie("candidates", root, *MAKERS)
    passes = len(read(root).passes)
    again = crosstie("candidates", root, *MAKERS)
    assert "cuboid_box 3 (as before), mention_entity 1 (as before)" in again.out
    assert len(read(root).passes) == passes


def test_what_a_person_decided_on_is_not_asked_again(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        opened = label_street(store)
    crosstie("candidates", root, *MAKERS)
    with open_project(root, "Anna") as store:
        document = store.schema()
        for status in ("certain", "rejected", "unsure"):
            state = store.load_sample("s1")
            candidate = next(
                one for one in pending(document, state, opened.id) if one.link.type_id == "l_same"
            )
            store.apply(decide(state, candidate, opened.id, status, 700))
    told = crosstie("candidates", root, "--with", "cuboid_box", "--json").json()
    assert told["samples"] == [
        {"sample": "s1", "pass_id": opened.id, "disagreement": 0.0, "failure": "",
         "makers": [{"maker": "cuboid_box", "count": 0, "renewed": True}]}
    ]  # fmt: skip


def test_a_candidate_goes_with_its_end(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        opened = label_street(store)
    crosstie("candidates", root, *MAKERS)
    with open_project(root, "Anna") as store:
        state = store.load_sample("s1")
        store.apply(delete(state, [f"{opened.id}/lidar left", f"{opened.id}/entity left"]))
        state = store.load_sample("s1")
        left = {one.link.from_end.id for one in pending(store.schema(), state, opened.id)}
        assert left == {f"{opened.id}/cam near", f"{opened.id}/cam right"}
    told = crosstie("candidates", root, *MAKERS)
    assert "cuboid_box 2, mention_entity " in told.out
    newest = links_by_maker(root, opened)["cuboid_box"]
    assert {link.to_end.id for link in newest} == {f"{opened.id}/lidar near", f"{opened.id}/lidar right"}


def test_blind_work_is_neither_looked_at_nor_helped(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root, ("both", "only")) as store:
        gold = label_street(store, "both", "gold")
        blind = label_street(store, "both", "blind", tied=True)
        label_street(store, "only", "blind", tied=True)
    told = crosstie("candidates", root, *MAKERS)
    assert "only: there is no pass to make candidates about" in told.out
    assert "both: cuboid_box 3, mention_entity 1" in told.out
    state = read(root, "both")
    assert candidate_passes(state, blind.id) == ()
    assert len(candidate_passes(state, gold.id)) == 2
    made = {one.id for one in candidate_passes(state, gold.id)}
    ends = {end.id for link in state.links.values() if link.pass_id in made for end in link.ends}
    assert all(end.startswith(gold.id) for end in ends)
    assert "blind passes are not shown" in crosstie("candidates", root, "--against", "blind").complaint()
    refused = crosstie("candidates", root, "--sample", "both", "--against", blind.id)
    assert "blind passes are not shown" in refused.complaint()


def test_candidates_are_about_the_newest_pass_of_a_person(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        label_street(store, kind="gold")
        label_street(store, kind="assisted")
        newest = label_street(store, kind="review")
    crosstie("candidates", root, *MAKERS)
    assert len(links_by_maker(root, newest)["cuboid_box"]) == 3


def test_many_samples_are_done_by_several_processes_alike(crosstie: Commands, tmp_path: Path) -> None:
    ids = [f"s{number}" for number in range(7)]
    root = tmp_path / "p"
    with make_street(root, ids) as store:
        for sample_id in ids:
            label_street(store, sample_id)
    told = crosstie("candidates", root, *MAKERS, "--json")
    samples = told.json()["samples"]
    assert isinstance(samples, list)
    assert [one["sample"] for one in samples] == ids
    assert {maker["count"] for one in samples for maker in one["makers"]} == {3, 1}
    alone = crosstie("candidates", root, "--sample", "s3", *MAKERS)
    assert "cuboid_box 3 (as before), mention_entity 1 (as before)" in alone.out


def test_stopping_half_way_leaves_no_process(tmp_path: Path) -> None:
    """The guard over all tests looks for what is left running."""
    ids = [f"s{number}" for number in range(9)]
    with make_street(tmp_path / "p", ids) as store:
        for sample_id in ids:
            label_street(store, sample_id)
    order = Order(str(tmp_path / "p"), ("cuboid_box",))
    running = run_all(order, ids, lambda _title, _share: None)
    first = next(running)
    assert first.sample_id in ids
    assert len(first.found[0].proposals) == 3
    running.close()


def test_what_cannot_both_be_right_sends_a_sample_up(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root, ("calm", "odd", "torn")) as store:
        label_street(store, "calm")
        torn = label_street(store, "torn")
        # The same cuboid twice: a box has room for one of them.
        odd = label_street(store, "odd")
        twin = Annotation("twin", "odd", odd.id, "lidar", "c_truck", SOLIDS["near"])
        store.apply([AddAnnotation(twin)])
        # The person says of a box that it is another truck than the one whose cuboid projects onto it.
        before, after = f"{torn.id}/entity near", f"{torn.id}/entity left"
        store.apply([SetEntityOf("torn", f"{torn.id}/cam near", before, after)])
    told = crosstie("candidates", root, *MAKERS, "--json").json()["samples"]
    assert isinstance(told, list)
    assert [one["sample"] for one in told] == ["torn", "odd", "calm"]
    assert told[0]["disagreement"] > 0.9
    assert 0.2 < told[1]["disagreement"] <= 0.5
    board = read_board(root)
    assert board.disagreement == {one["sample"]: one["disagreement"] for one in told}
    assert board.disagreement["calm"] == 0


def test_numbers_of_other_samples_stay_on_the_board(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root, ("a", "b")) as store:
        label_street(store, "a")
        label_street(store, "b")
    crosstie("candidates", root, "--sample", "a", *MAKERS)
    assert set(read_board(root).disagreement) == {"a"}
    crosstie("candidates", root, "--sample", "b", *MAKERS)
    assert set(read_board(root).disagreement) == {"a", "b"}
    (root / "cache" / "candidates.json").write_text("{")
    assert read_board(root).disagreement == {}


def test_one_thing_in_two_samples_of_a_batch_is_told_of(crosstie: Commands, tmp_path: Path) -> None:
    """No link can say so, as a link stays within its sample: it is told, and kept on the board."""
    root = tmp_path / "p"
    with make_street(root, ("a", "b")) as store:
        label_street(store, "a")
        label_street(store, "b")
    told = crosstie("candidates", root, "--with", "same_entity", "--json").json()["same_as"]
    assert isinstance(told, list)
    best = [(one["first"]["name"], one["second"]["name"]) for one in told if one["score"] > 0.5]
    assert sorted(best) == [(f"{name} truck", f"{name} truck") for name in ("left", "near", "right")]
    assert len(read_board(root).same_as) == len(told)
    assert "same as? near truck (a) and near truck (b)" in crosstie("candidates", root).out


def test_ctrl_c_ends_it_in_one_line_and_leaves_whole_samples(tmp_path: Path) -> None:
    """A real process with workers of its own, interrupted once the first candidates are on disk."""
    root = tmp_path / "p"
    ids = [f"s{number:03d}" for number in range(160)]
    with make_street(root, ids) as store:
        for sample_id in ids:
            label_street(store, sample_id)
    command = [str(Path(sys.executable).with_name("crosstie")), "candidates", str(root), *MAKERS]
    # A test run in the background may have been told to ignore the interrupt, and would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, before)
    # On a busy machine it must not be done before it is looked at.
    psutil.Process(running.pid).nice(5)
    while running.poll() is None and not any(made_in(root, ids[:3])):
        os.sched_yield()
    workers = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=180)
    assert (running.returncode, told) == (2, "crosstie: stopped\n")
    gone, alive = psutil.wait_procs(workers, timeout=10)
    assert alive == []
    assert len(gone) >= 2
    assert set(made_in(root, ids)) <= {0, 1, 2}
    with reading_project(root) as database:
        assert verify(database).is_sound


def made_in(root: Path, ids: list[str]) -> list[int]:
    """How many makers have a pass in each of the samples, each pass with all its links."""
    with reading_project(root) as database:
        states = [sample_state(database.driver, sample_id) for sample_id in ids]
    for state in states:
        for one in state.passes.values():
            held = sum(link.pass_id == one.id for link in state.links.values())
            assert held in (1, 3) or not one.about
    return [sum(bool(one.about) for one in state.passes.values()) for state in states]


def test_a_worker_that_dies_takes_one_sample_with_it(tmp_path: Path) -> None:
    ids = [f"s{number}" for number in range(12)]
    with make_street(tmp_path / "p", ids) as store:
        for sample_id in ids:
            label_street(store, sample_id)
    order = Order(str(tmp_path / "p"), ("cuboid_box",))
    with Crew(order, 2) as crew:
        running = crew.run(ids)
        answers = [next(running)]
        psutil.Process().children()[0].kill()
        answers += running
    assert sorted(one.sample_id for one in answers) == sorted(ids)
    failed = [one.failure for one in answers if one.failure]
    assert failed in ([], ["the worker process stopped on it"])
    assert sum(len(one.found) for one in answers) == len(ids) - len(failed)


def test_a_sample_that_cannot_be_read_does_not_stop_the_others(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root, ("good", "torn")) as store:
        for sample_id in ("good", "torn"):
            label_street(store, sample_id)
    with closing(dbapi2.connect(root / "project.db")) as database:
        database.execute("UPDATE annotations SET body = '{' WHERE sample_id = 'torn'")
        database.commit()
    ran = crosstie("candidates", root, "--with", "cuboid_box", "--json")
    told = ran.json()["samples"]
    assert ran.code == 2
    assert isinstance(told, list)
    failures = {one["sample"]: one["failure"] for one in told}
    assert failures["good"] == ""
    assert "torn" in failures["torn"] or "annotation" in failures["torn"]
