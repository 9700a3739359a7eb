"""`crosstie candidates --against` tells how right the makers are, without writing anything."""

from pathlib import Path

import pytest

from tests.app.command import Commands
from tests.app.prelabelling.street_project import label_street, make_street


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


def rows(told: object) -> dict[tuple[str, str], dict[str, object]]:
    assert isinstance(told, list)
    return {(row["maker"], row["link_type"]): row for row in told}


def test_precision_and_recall_against_a_pass(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        gold = label_street(store, kind="gold", tied=True)
    before = (root / "project.db").read_bytes()
    told = crosstie("candidates", root, "--against", "gold", "--json")
    assert told.code == 0
    said = told.json()
    assert (said["against"], said["operating_point"], said["samples"]) == ("gold", 0.5, 1)
    by_maker = rows(said["makers"])
    assert by_maker["cuboid_box", "l_same"] == {
        "maker": "cuboid_box", "link_type": "l_same", "n": 3, "proposed": 3, "right": 3,
        "precision": 1.0, "recall": 1.0, "f1": 1.0,
    }  # fmt: skip
    # Nothing to find and nothing proposed is neither good nor bad.
    assert by_maker["across_cameras", "l_across"]["f1"] is None
    assert (root / "project.db").read_bytes() == before
    by_id = crosstie("candidates", root, "--against", gold.id, "--with", "mention_entity")
    assert by_id.out.splitlines()[0] == f"Against {gold.id}, at a score of 0.5, over 1 sample:"
    assert "mention_entity  l_mentions" in by_id.out


def test_wrong_proposals_and_missed_links_both_count(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root, ("right", "off")) as store:
        label_street(store, "right", "gold", tied=True)
        # These boxes are far from what the cuboids project to, and tied all the same.
        label_street(store, "off", "gold", tied=True, shift_px=150.0)
    said = rows(crosstie("candidates", root, "--against", "gold", "--json").json()["makers"])
    row = said["cuboid_box", "l_same"]
    assert (row["n"], row["right"], row["recall"]) == (6, 3, 0.5)


def test_the_links_are_hidden_and_so_are_the_entities_of_the_ends(crosstie: Commands, tmp_path: Path) -> None:
    """Boxes off by too much are not tied although links and entities would tell."""
    root = tmp_path / "p"
    with make_street(root) as store:
        label_street(store, kind="gold", tied=True, shift_px=400.0)
    said = rows(crosstie("candidates", root, "--against", "gold", "--json").json()["makers"])
    assert said["cuboid_box", "l_same"]["right"] == 0


def test_one_line_for_what_is_not_there(crosstie: Commands, tmp_path: Path) -> None:
    root = tmp_path / "p"
    with make_street(root) as store:
        label_street(store)
        held = crosstie("candidates", root).complaint()
        assert "is already open" in held
    assert "no candidate maker 'guess'" in crosstie("candidates", root, "--with", "guess").complaint()
    assert "holds no sample 'x'" in crosstie("candidates", root, "--sample", "x").complaint()
    assert "is not a folder" in crosstie("candidates", tmp_path / "none").complaint()
    missing = crosstie("candidates", root, "--against", "gold").complaint()
    assert "no sample has a pass 'gold'" in missing
    crosstie("candidates", root, "--with", "cuboid_box")
    made = crosstie("candidates", root, "--against", "model").complaint()
    assert "no sample has a pass 'model'" in made


def test_an_empty_project_has_nothing_to_do(crosstie: Commands, tmp_path: Path) -> None:
    make_street(tmp_path / "p", ()).close()
    assert crosstie("candidates", tmp_path / "p").code == 0
