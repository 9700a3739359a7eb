"""What the makers are worth on real labels: KITTI's, SUSTech's, and the simulated demo's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crosstie.resources import demo as drive
from crosstie.schema.edits import AddActor, AddLink, OpenPass
from crosstie.schema.gestures import start_pass_from
from crosstie.schema.records import Pass
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project, open_project
from crosstie.storage.store import Store
from tests.app.command import Commands
from tests.app.prelabelling.drive_gold import make_kitti, make_sustech

Row = dict[str, float | str | None]


@pytest.fixture
def crosstie(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


def measured(crosstie: Commands, root: Path) -> dict[tuple[str, str], Row]:
    told = crosstie("candidates", root, "--against", "gold", "--json").json()
    assert told["notes"] == []
    rows = told["makers"]
    assert isinstance(rows, list)
    return {(row["maker"], row["link_type"]): row for row in rows}


def at_least(row: Row, f1: float, n: int) -> bool:
    return isinstance(row["f1"], float) and row["f1"] >= f1 and row["n"] == n


def test_kitti_s_own_boxes_and_cuboids_find_each_other(crosstie: Commands, tmp_path: Path) -> None:
    row = measured(crosstie, make_kitti(tmp_path / "p"))["cuboid_box", "l_same_object"]
    assert at_least(row, 0.9, 6), row


def test_sustech_s_cuboids_find_boxes_that_are_drawn_badly(crosstie: Commands, tmp_path: Path) -> None:
    rows = measured(crosstie, make_sustech(tmp_path / "p"))
    assert at_least(rows["cuboid_box", "l_same_object"], 0.9, 22), rows
    assert at_least(rows["across_cameras", "l_across"], 0.9, 2), rows


@pytest.mark.parametrize("make", [make_kitti, make_sustech])
def test_what_is_proposed_of_real_drives_is_written(
    crosstie: Commands, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    root = make(tmp_path / "p")
    with open_project(root) as store:
        for summary in store.samples():
            _start_without_links(store, summary.id)
    told = crosstie("candidates", root, "--json").json()["samples"]
    assert isinstance(told, list)
    counts = {one["sample"]: {maker["maker"]: maker["count"] for maker in one["makers"]} for one in told}
    assert not [one["failure"] for one in told if one["failure"]]
    with open_project(root) as store:
        for sample_id, of_makers in counts.items():
            state = store.load_sample(sample_id)
            candidates = [link for link in state.links.values() if link.status == "candidate"]
            assert len(candidates) == sum(of_makers.values()) > 0


def _start_without_links(store: Store, sample_id: str) -> None:
    state = store.load_sample(sample_id)
    gold = next(one for one in state.passes.values() if one.kind == "gold")
    opened = Pass(f"own-{sample_id}", sample_id, "assisted", store.actor.id, store.schema_ref(), gold.id)
    copies = start_pass_from(state, gold.id, opened)
    store.apply([OpenPass(opened), *(edit for edit in copies if not isinstance(edit, AddLink))])


def test_the_demo_s_speech_words_and_things_find_each_other(
    crosstie: Commands, demo_media: Path, tmp_path: Path
) -> None:
    root, sample_id = tmp_path / "p", drive.SAMPLE_ID
    schema = (demo_media.parent / "driving.yaml").read_bytes()
    with create_project(root, schema, "driving.yaml", "Anna") as store:
        add_manifest(store, demo_media)
        store.apply([AddActor(drive.SIMULATOR)])
        gold = Pass("gold", sample_id, "gold", drive.SIMULATOR.id, store.schema_ref())
        store.apply([OpenPass(gold), *drive.gold_edits("gold")], actor_id=drive.SIMULATOR.id)
    rows = measured(crosstie, root)
    for maker, link_type, n in (
        ("speech_text", "l_spoken_as", 6),
        ("speaker_name", "l_speaks", 6),
        ("mention_entity", "l_mentions", 6),
        ("mention_entity", "l_row_of", 10),
        ("cuboid_box", "l_same_object", 26),
    ):
        assert at_least(rows[maker, link_type], 0.9, n), rows[maker, link_type]
