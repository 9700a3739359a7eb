"""`crosstie check`: which passes, what it prints, how it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from crosstie.qa.checking.check import FEW
from crosstie.qa.checking.choice import chosen_passes
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.edits import AddActor, AddAnnotation, AddAsset, AddSample, Edit, OpenPass
from crosstie.schema.records import Actor, Annotation, Asset, MediaFile, Pass, PassKind, Sample, SchemaRef
from crosstie.schema.rules.verdict import Violation
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.app.command import Commands
from tests.benchmarks.rules.crowd_project import crowd_project
from tests.schema.samples import mark

SCHEMA = b"""
schema: talk
version: 1.0.0
languages: [en]
classes:
  - {id: c_turn, name: turn, anchors: [time_span], attributes: {who: {type: text, required: true}}}
  - {id: c_noise, anchors: [time_span]}
rules:
  - {id: r_alone, for_each: c_turn, forbid: {overlap: c_noise}}
  - {id: r_said, for_each: c_noise, require: {coverage: {by: c_turn, at_least: 0.5}}}
"""
SECOND = 1_000_000_000


class ToldPass(msgspec.Struct):
    """One pass of the JSON."""

    sample_id: str
    kind: str
    rules: dict[str, dict[str, str | int]]
    violations: tuple[Violation, ...]


class Told(msgspec.Struct):
    """The JSON as a program reads it."""

    passes: tuple[ToldPass, ...]
    passes_broken: int
    violations: int


BEN = Actor("ben", "human", "Ben")


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands run by Anna."""
    monkeypatch.setenv("CROSSTIE_ACTOR", "Anna")
    return Commands(capsys)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty project of Anna's; Ben is known in it."""
    with create_project(tmp_path / "p", SCHEMA, "talk.yaml", "Anna") as made:
        made.apply([AddActor(BEN)])
        yield made


def put(
    store: Store,
    sample_id: str,
    kind: PassKind = "assisted",
    actor_id: str = "",
    *,
    broken: bool,
    key: str = "",
) -> None:
    """A pass of a sample with one turn that says who, or that does not."""
    actor = actor_id or store.actor.id
    if not any(one.id == sample_id for one in store.samples()):
        sound = Asset("mic", sample_id, "audio", (MediaFile("/nowhere.wav", 1, "0" * 64),))
        store.apply([AddSample(Sample(sample_id, "en")), AddAsset(sound)])
    pass_id = key or f"{sample_id}-{kind}"
    opened = Pass(pass_id, sample_id, kind, actor, store.schema_ref())
    said: dict[str, str | int | float | bool | tuple[str, ...] | None] = {} if broken else {"who": "Linh"}
    turn = Annotation(f"{pass_id}-t", sample_id, pass_id, "mic", "c_turn", TimeSpan(0, SECOND), said)
    edits: list[Edit] = [OpenPass(opened), AddAnnotation(turn)]
    store.apply(edits, actor_id=actor)


def test_a_project_that_keeps_its_rules_is_fine(crosstie: Commands, store: Store) -> None:
    put(store, "s1", broken=False)
    ran = crosstie("check", store.root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "All rules kept: 1 pass checked."


def test_broken_rules_are_told_with_their_sample_and_counted(crosstie: Commands, store: Store) -> None:
    put(store, "s1", broken=True)
    put(store, "s2", broken=False)
    ran = crosstie("check", store.root)
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "s1 (assisted) required_attribute: The 'turn' time span in mic lacks 'who'"
    assert "  r_said              0 kept, 0 broken, 2 not applicable" in lines
    assert "  required_attribute  1 kept, 1 broken, 0 not applicable; 1 violation" in lines
    assert lines[-1] == "Rules broken in 1 of 2 passes: 1 violation."


def test_json_tells_each_pass_and_three_states_for_each_rule(crosstie: Commands, store: Store) -> None:
    put(store, "s1", broken=True)
    ran = crosstie("check", store.root, "--json")
    assert ran.code == 1
    told = msgspec.json.decode(ran.out, type=Told)
    [checked] = told.passes
    assert (checked.sample_id, checked.kind) == ("s1", "assisted")
    assert checked.rules["r_alone"] == {"state": "kept", "kept": 1, "broken": 0, "not_applicable": 0}
    assert checked.rules["r_said"]["state"] == "not_applicable"
    [violation] = checked.violations
    assert violation.ends == (mark("s1-assisted-t"),)
    assert told.passes_broken == told.violations == 1


def test_the_most_settled_pass_is_checked_and_of_equals_the_newest(crosstie: Commands, store: Store) -> None:
    put(store, "s1", "gold", broken=False)
    put(store, "s1", "assisted", broken=True)
    assert crosstie("check", store.root).code == 0
    put(store, "s1", "adjudicated", broken=True)
    assert crosstie("check", store.root).code == 1
    put(store, "s1", "adjudicated", broken=False, key="newer")
    assert crosstie("check", store.root).code == 0


def test_a_pass_that_a_migration_continued_is_of_the_past() -> None:
    ref = SchemaRef("talk", "1.0.0", "0" * 64)
    old = Pass("old", "s1", "assisted", "anna", ref)
    new = Pass("new", "s1", "assisted", "anna", ref, migrated_from="old")
    passes = {one.id: one for one in (old, new)}
    assert chosen_passes(passes, "", "anna") == chosen_passes(passes, "assisted", "anna") == (new,)
    assert chosen_passes(passes, "old", "anna") == (old,)


def test_a_kind_an_id_a_sample_and_a_rule_narrow_what_is_checked(crosstie: Commands, store: Store) -> None:
    put(store, "s1", "gold", broken=False)
    put(store, "s1", "assisted", broken=True)
    put(store, "s2", "gold", broken=False)
    assert crosstie("check", store.root, "--pass", "assisted").code == 1
    assert crosstie("check", store.root, "--pass", "s1-assisted").code == 1
    assert crosstie("check", store.root, "--pass", "assisted", "--sample", "s2").code == 0
    ran = crosstie("check", store.root, "--pass", "assisted", "--rule", "r_alone")
    assert ran.code == 0
    assert "required_attribute" not in ran.out


def test_blind_passes_are_checked_only_when_asked_for(crosstie: Commands, store: Store) -> None:
    put(store, "s1", "blind", BEN.id, broken=True)
    ran = crosstie("check", store.root)
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "All rules kept: 0 passes checked; 1 sample without a pass to check."
    assert crosstie("check", store.root, "--pass", "blind").code == 1


def test_who_works_blind_learns_nothing_of_others(crosstie: Commands, store: Store) -> None:
    put(store, "s1", "blind", BEN.id, broken=True)
    put(store, "s1", "blind", broken=False, key="mine")
    assert crosstie("check", store.root, "--pass", "blind").code == 0
    assert "that you may see" in crosstie("check", store.root, "--pass", "s1-blind").complaint()
    put(store, "s1", "review", broken=False)
    assert crosstie("check", store.root, "--pass", "blind").code == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--rule", "r_alon"), "no schema of the project has a rule 'r_alon'; did you mean 'r_alone'?"),
        (("--sample", "s9"), "the project holds no sample 's9'"),
        (("--pass", "golden"), "no pass 'golden' that you may see; name an id or one of assisted"),
        (("--jobs", "-1"), "--jobs"),
    ],
)
def test_what_is_not_there_is_told(
    crosstie: Commands, store: Store, arguments: tuple[str, str], complaint: str
) -> None:
    put(store, "s1", broken=True)
    assert complaint in crosstie("check", store.root, *arguments, "--json").complaint()


def test_a_folder_without_a_project_is_told(crosstie: Commands, tmp_path: Path) -> None:
    assert "holds no project.db" in crosstie("check", tmp_path).complaint()


def test_processes_side_by_side_say_what_one_says(crosstie: Commands, tmp_path: Path) -> None:
    root = crowd_project(tmp_path / "crowd", FEW + 40, 20)
    one = crosstie("check", root, "--json", "--jobs", "1")
    assert one.code == 1
    assert one.json()["passes_checked"] == FEW + 40
    assert crosstie("check", root, "--json", "--jobs", "3").json() == one.json()


def test_ctrl_c_ends_every_process(tmp_path: Path) -> None:
    root = crowd_project(tmp_path / "crowd", FEW + 150, 40)
    command = [sys.executable, "-P", "-m", "crosstie", "check", str(root), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        workers: list[int] = []
        while len(workers) < 2:
            assert running.poll() is None
            workers = _workers_of(running.pid)
        os.kill(running.pid, signal.SIGINT)
        _out, err = running.communicate()
    assert running.returncode == 2
    assert err == b"crosstie: stopped\n"
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def _workers_of(parent: int) -> list[int]:
    listed = (one.read_text().split() for one in Path(f"/proc/{parent}/task").glob("*/children"))
    pids = (int(pid) for some in listed for pid in some)
    return [pid for pid in pids if b"checking.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
