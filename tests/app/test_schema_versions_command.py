"""`crosstie schema diff` and `crosstie schema migrate` as people and programs call them."""

from pathlib import Path

import pytest

from tests.app.command import Commands
from tests.schema.versions.fleet import NEW_SOURCE, OLD_SOURCE
from tests.storage.migrated import old_project


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.yaml"
    path.write_bytes(OLD_SOURCE)
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.yaml"
    path.write_bytes(NEW_SOURCE)
    return path


def test_equal_schemas_exit_0_different_ones_1_and_bad_ones_2(
    crosstie: Commands, old: Path, new: Path, tmp_path: Path
) -> None:
    assert crosstie("schema", "diff", old, old).code == 0
    ran = crosstie("schema", "diff", old, new)
    assert ran.code == 1
    assert "removed  classes.c_car" in ran.out
    assert "(needs a step)" in ran.out
    told = crosstie("schema", "diff", old, new, "--json").json()
    assert told["same"] is False
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(b"schema: 1")
    assert "bad.yaml" in crosstie("schema", "diff", old, bad).complaint()
    assert "cannot be read" in crosstie("schema", "diff", old, tmp_path / "none.yaml").complaint()


def test_a_project_stands_for_the_schema_that_it_uses(crosstie: Commands, old: Path, tmp_path: Path) -> None:
    old_project(tmp_path / "project").close()
    assert crosstie("schema", "diff", old, tmp_path / "project").code == 0


def test_a_dry_run_tells_counts_by_step_and_state(crosstie: Commands, new: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    old_project(root).close()
    tried = crosstie("schema", "migrate", root, new, "--dry-run")
    assert tried.code == 1
    assert "would be continued under fleet 2.0.0 (from fleet 1.0.0)" in tried.out
    assert "steps[4].drop_class" in tried.out
    assert "1 impossible" in tried.out
    assert "drive  annotation ghost: c_ghost is gone" in tried.out
    assert "leftovers" in crosstie("schema", "migrate", root, new, "--dry-run", "--json").json()
    assert crosstie("info", root, "--json").json()["leftovers"] == {}


def test_migrating_is_told_by_info_and_leaves_a_sound_trail(
    crosstie: Commands, new: Path, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    old_project(root).close()
    assert crosstie("schema", "migrate", root, new).code == 1
    assert "left by schema migrations: 3 impossible, 3 needs human" in crosstie("info", root).out
    assert crosstie("audit", "verify", root).code == 0
    again = crosstie("schema", "migrate", root, new)
    assert (again.code, "nothing to do" in again.out) == (0, True)


def test_a_schema_that_cannot_be_reached_changes_nothing(
    crosstie: Commands, new: Path, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    old_project(root).close()
    there = b"{rename_class: {id: c_vehicle, to: c_truck}}"
    looping = NEW_SOURCE.replace(b"{drop_class: {id: c_ghost}}", there)
    back = b"{rename_class: {id: c_truck, to: c_vehicle}}"
    looping = looping.replace(b"{drop_attribute: {of: c_car, attribute: note}}", back)
    new.write_bytes(looping)
    assert "lead in a circle" in crosstie("schema", "migrate", root, new).complaint()
    new.write_bytes(NEW_SOURCE[: NEW_SOURCE.index(b"migrations:")])
    assert "no migration leads from" in crosstie("schema", "migrate", root, new).complaint()
    new.write_bytes(NEW_SOURCE.replace(b"attributes.kind == 'truck' and", b"attributes.size > 3 and"))
    assert "has no attribute 'size'" in crosstie("schema", "migrate", root, new, "--dry-run").complaint()
    assert "1 passes" in crosstie("info", root).out
