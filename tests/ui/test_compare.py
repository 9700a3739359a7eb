"""Two passes of one sample beside each other in the real window: what differs, step by step, by keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from crosstie.app.compare.desk import CompareDesk
from crosstie.app.compare.difference import Difference
from crosstie.app.compare.rows import ModalityHeading
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.edits import AddActor, AddAnnotation, OpenPass
from crosstie.schema.records import Annotation, Pass
from crosstie.storage.store import Store
from crosstie.viewers.canvas.picture_pane import PicturePane
from tests.ui.second_pass import BINH, GOLD, SECOND, add_gold_pass, add_second_pass
from tests.ui.small_project import ACTOR, SCHEMA, STREET, TALK
from tests.ui.workstation import Workstation, opened

SIZE = (1400, 860)
OWN = f"assisted-{STREET}"


@pytest.fixture
def two(qtbot: QtBot, small_project: Path) -> Iterator[Workstation]:
    """The street with a second person's pass, both compared."""
    add_second_pass(small_project)
    with opened(qtbot, small_project, ACTOR, STREET, SIZE) as station:
        begin(station, "2")
        yield station


def desk(station: Workstation) -> CompareDesk:
    return station.window.compare


def begin(station: Workstation, digit: str) -> None:
    station.key("Ctrl+P")
    station.type(digit)
    station.until(lambda: desk(station).compared is not None)
    station.until_settled()


def differences(station: Workstation) -> list[Difference]:
    compared = desk(station).compared
    assert compared is not None
    return list(compared.differences)


def go_to(station: Workstation, wanted: Callable[[Difference], bool]) -> Difference:
    """Steps on with the key until such a difference is shown."""
    for _ in differences(station):
        current = desk(station).panel.current
        if current is not None and wanted(current):
            station.until_settled()
            return current
        station.key("N")
    raise AssertionError("no such difference")


def test_the_passes_are_offered_and_what_differs_is_listed_by_modality(two: Workstation) -> None:
    found = {(one.modality, one.kinds): one.words for one in differences(two)}
    assert found == {
        ("audio", ("only_b",)): "A has nothing here",
        ("audio", ("only_a",)): "B has nothing here",
        ("video", ("moved", "attribute")): "moved: overlap 0.53 · colour: A white, B red",
        ("video", ("class", "entity")): "class: A vehicle, B person · about: A V-02, B nothing",
        ("links", ("link_a",)): "B does not tie the two",
        ("links", ("link_end",)): "other end: A V-01, B V-02",
    }
    rows = desk(two).panel.model.rows
    headings = {row.modality: (row.count, row.words) for row in rows if isinstance(row, ModalityHeading)}
    assert headings["video"] == (2, "1 moved, 1 other class, 1 other attribute, 1 about another entity")
    assert headings["links"] == (2, "1 link only in A, 1 link with another end")
    assert desk(two).panel.summary.text() == "6 differences, 5 labels and 0 links alike"


def test_a_step_brings_both_labels_into_view_drawn_differently(two: Workstation) -> None:
    shown = go_to(two, lambda one: "moved" in one.kinds)
    assert (shown.a, shown.b) == ("box_van", "b_box_van")
    pane = two.pane("cam")
    assert isinstance(pane, PicturePane)
    two.until(lambda: {"box_van", "b_box_van"} <= pane.canvas.scene.by_id.keys())
    mine, other = (pane.canvas.scene.by_id[key] for key in (shown.a, shown.b))
    assert (mine.stroke, other.stroke) == ("solid", "dashed")
    theme = two.context.theme
    assert (mine.color, other.color) == (QColor(theme.accent).name(), QColor(theme.second).name())
    assert mine.name.startswith("A ")
    assert other.name.startswith("B ")
    stage = desk(two).stage
    assert len(stage.areas("A")) >= 1
    assert len(stage.areas("B")) >= 1
    strip = desk(two).strip
    assert strip.question.text() == "Moved, other attribute"
    assert strip.reason.text() == "moved: overlap 0.53 · colour: A white, B red"
    assert strip.progress.text() == "3 / 6"


def test_every_step_has_something_to_look_at_and_the_keys_go_round(two: Workstation) -> None:
    seen = []
    for _ in differences(two):
        current = desk(two).panel.current
        assert current is not None
        two.until_settled()
        stage = desk(two).stage
        sides = {side for side, end in zip(current.sides, current.seen, strict=True) if end.id}
        marked = {side for side in sides if stage.areas(side)}
        assert marked, current
        seen.append(current.key)
        two.key("N")
    assert len(set(seen)) == len(seen)
    first = desk(two).panel.current
    assert first is not None
    assert first.key == seen[0]
    two.key("Shift+N")
    last = desk(two).panel.current
    assert last is not None
    assert last.key == seen[-1]


def test_of_a_link_only_in_one_pass_both_ends_wear_its_letter(two: Workstation) -> None:
    go_to(two, lambda one: one.kinds == ("link_a",))
    stage = desk(two).stage
    assert sorted({pane.asset_id for pane in stage.panes}) == ["cam", "lidar"]
    assert len(stage.areas("A")) >= 2
    assert stage.areas("B") == []
    assert two.selected() == ("same",)


def test_nothing_can_be_changed_meanwhile_and_afterwards_all_is_as_it_was(two: Workstation) -> None:
    before = dict(two.state.annotations)
    go_to(two, lambda one: "moved" in one.kinds)
    assert two.context.read_only
    two.select("box_van")
    for key in ("Delete", "Ctrl+Z", "E", "T"):
        two.key(key)
    assert dict(two.state.annotations) == before
    two.key("Escape")
    two.until(lambda: not desk(two).active and not two.context.read_only)
    assert {one.pass_id for one in two.context.annotations_on("cam")} == {OWN}
    assert not two.context.hidden
    two.select("box_van")
    two.key("Delete")
    assert "box_van" not in two.state.annotations


def test_agreeing_labels_are_left_out_until_a_key_asks_for_them(two: Workstation) -> None:
    assert not list(two.context.annotations_on("report"))
    two.key("H")
    assert {one.id for one in two.context.annotations_on("report")} == {"row_van", "b_row_van"}
    two.key("H")
    assert not list(two.context.annotations_on("report"))


def test_one_pass_alone_and_both_again(two: Workstation) -> None:
    go_to(two, lambda one: "moved" in one.kinds)
    for pass_ids in ({OWN}, {SECOND}, {OWN, SECOND}):
        two.key("X")
        assert {one.pass_id for one in two.context.annotations_on("cam")} == pass_ids


def test_a_kind_alone_is_listed_and_walked(two: Workstation) -> None:
    panel = desk(two).panel
    for _ in range(panel.kinds.count()):
        if panel.kind == "class":
            break
        two.key("K")
    assert [row.key for row in panel.model.rows if isinstance(row, Difference)] == [("box_car", "b_box_car")]
    assert desk(two).strip.progress.text() == "1 / 1"
    two.key("N")
    assert panel.current is not None
    assert panel.current.key == ("box_car", "b_box_car")


def test_equal_passes_differ_in_nothing(qtbot: QtBot, small_project: Path) -> None:
    add_gold_pass(small_project)
    with opened(qtbot, small_project, ACTOR, STREET, SIZE) as station:
        desk(station).begin(OWN, GOLD)
        station.until(lambda: desk(station).compared is not None)
        assert differences(station) == []
        assert desk(station).strip.question.text() == "The two passes do not differ."
        station.key("N")
        station.key("Escape")
        assert not desk(station).active


def test_a_sample_with_one_pass_says_so_in_a_line(talk: Workstation) -> None:
    talk.key("Ctrl+P")
    assert talk.message.startswith("This sample has no second pass that you may see")
    assert not desk(talk).active


def test_who_works_blind_is_shown_no_other_pass(qtbot: QtBot, small_project: Path) -> None:
    add_second_pass(small_project)
    with Store.open(small_project, ACTOR) as store:
        blind = Pass("blind", STREET, "blind", store.actor.id, store.schema_ref())
        store.apply([OpenPass(blind)], "test")
    with opened(qtbot, small_project, ACTOR, STREET, SIZE) as station:
        station.key("Ctrl+P")
        assert station.message == "You work blind on this sample: no other pass may be seen beside yours."
        assert SECOND not in station.state.passes


def test_passes_under_two_schemas_are_not_compared(qtbot: QtBot, small_project: Path) -> None:
    with Store.open(small_project, ACTOR) as store:
        newer = SCHEMA.replace("version: 1.2.0", "version: 1.3.0")
        store.use_schema(newer.encode(), "newer.yaml")
        store.apply([AddActor(BINH)], "test")
        later = Pass("later", TALK, "assisted", BINH.id, store.schema_ref())
        store.apply([OpenPass(later)], "test", actor_id=BINH.id)
    with opened(qtbot, small_project, ACTOR, TALK, SIZE) as station:
        station.key("Ctrl+P")
        assert station.message == (
            "These passes are under street 1.2.0 and street 1.3.0: migrate the older one first "
            "(crosstie schema migrate)."
        )
        assert not desk(station).active


def test_the_next_sample_ends_the_comparison(two: Workstation) -> None:
    two.open(TALK)
    assert not desk(two).active
    assert not two.context.beside_id
    span = TimeSpan(0, 1_000_000)
    label = Annotation("new", TALK, two.context.pass_id, "mic", "c_noise", span)
    two.context.submit((AddAnnotation(label),), "test")
    assert "new" in two.state.annotations
