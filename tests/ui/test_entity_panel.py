"""The entity panel: every entity, every appearance, and merging, splitting and renaming by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crosstie.app.entities.panel import EntityPanel
from crosstie.app.list_rows import ASIDE, BELOW
from crosstie.schema.edits import AddEntity, SetEntityOf
from crosstie.schema.records import Entity
from crosstie.viewers.canvas.items import Item
from crosstie.viewers.canvas.picture_pane import PicturePane
from crosstie.viewers.pointcloud import PointCloudPane
from crosstie.viewers.selection import Ref
from crosstie.viewers.transcript import TranscriptPane
from tests.ui.grounded_project import ACTOR, SAMPLE, make_grounded_project
from tests.ui.small_project import SECOND, STREET
from tests.ui.workstation import Workstation, opened


@pytest.fixture
def panel(street: Workstation) -> EntityPanel:
    street.key("Ctrl+E")
    return street.window.parts.entities


def names(panel: EntityPanel) -> list[str]:
    return [row.name for row in panel.entities.rows]


def choose(station: Workstation, *names_wanted: str) -> None:
    """Chooses rows by keyboard, the first by walking, the others with Shift."""
    panel = station.window.parts.entities
    places = [names(panel).index(name) for name in names_wanted]
    station.key("Home")
    for _ in range(places[0]):
        station.key("Down")
    for _ in range(places[-1] - places[0]):
        station.key("Shift+Down")


def test_the_list_says_how_often_each_appears_in_each_modality(
    street: Workstation, panel: EntityPanel
) -> None:
    assert panel.isVisible()
    assert QApplication.focusWidget() is panel.list
    index = panel.entities.index(0)
    assert index.data() == "V-01"
    assert index.data(ASIDE) == "vehicle"
    assert index.data(BELOW) == "text 1 · video 1 · cloud 1 · page 1"
    edit = SetEntityOf(STREET, "row_van", "van", "car")
    street.window.session.submit([edit], "test")
    assert panel.entities.index(0).data(BELOW) == "text 1 · video 1 · cloud 1"
    assert panel.entities.index(1).data(BELOW) == "video 1 · page 1"


def test_colour_and_name_are_those_of_every_pane(street: Workstation, panel: EntityPanel) -> None:
    street.select("van")
    wanted = street.context.entity_color("van")
    dot = panel.entities.index(0).data(Qt.ItemDataRole.DecorationRole).pixmap(10, 10).toImage()
    assert dot.pixelColor(dot.width() // 2, dot.height() // 2) == wanted
    faces = [
        (item.color, item.name) for item in (*picture_items(street, "cam"), *picture_items(street, "report"))
    ]
    cloud = street.pane("lidar")
    assert isinstance(cloud, PointCloudPane)
    faces += [(item.color, item.name) for item in cloud.stage.surface.items.items]
    words = street.pane("talk")
    assert isinstance(words, TranscriptPane)
    faces += [
        (f"#{mark.rgb:06x}", mark.name) for mark in words.view().marks.marks if mark.annotation_id == "m_van"
    ]
    assert faces == [(wanted.name(), "V-01")] * 4


def picture_items(station: Workstation, asset_id: str) -> tuple[Item, ...]:
    pane = station.pane(asset_id)
    assert isinstance(pane, PicturePane)
    return pane.canvas.scene.items


def test_arrows_walk_the_entities_and_light_them_up_everywhere(
    street: Workstation, panel: EntityPanel
) -> None:
    street.key("Home")
    assert street.selected() == ("van",)
    street.key("Down")
    assert street.selected() == ("car",)
    assert "box_car" in street.context.highlight.related
    assert [row.id for row in panel.appearances.rows] == ["box_car"]


def test_appearances_stand_in_order_of_time_and_enter_goes_there(
    street: Workstation, panel: EntityPanel
) -> None:
    street.key("Home")
    assert [row.id for row in panel.appearances.rows] == ["box_van", "cube_van", "m_van", "row_van"]
    street.context.timeline.seek(2 * SECOND)
    street.until_settled()
    street.key("Tab")
    while QApplication.focusWidget() is not panel.places:
        street.key("Tab")
    street.key("Home")
    assert street.selected() == ("box_van",)
    assert street.context.timeline.now_ns == 2 * SECOND
    street.key("Return")
    assert street.context.timeline.now_ns == 0
    assert panel.appearances.entity_id == "van"
    index = panel.appearances.index(1)
    QTest.mouseClick(
        panel.places.viewport(), Qt.MouseButton.LeftButton, pos=panel.places.visualRect(index).center()
    )
    assert street.selected() == ("cube_van",)


def test_typing_narrows_the_list_and_down_goes_on_to_it(street: Workstation, panel: EntityPanel) -> None:
    street.key("Ctrl+E")
    assert QApplication.focusWidget() is panel.filter
    street.type("02")
    assert names(panel) == ["V-02"]
    street.key("Down")
    assert QApplication.focusWidget() is panel.list
    assert street.selected() == ("car",)
    panel.filter.setText("nobody")
    assert names(panel) == []
    panel.filter.setText("VEHI")
    assert names(panel) == ["V-01", "V-02"]
    panel.filter.setFocus()
    street.key("Escape")
    assert panel.filter.text() == ""
    street.key("Escape")
    assert QApplication.focusWidget() is panel.list


def test_colours_stay_when_another_entity_goes_and_comes_back(
    street: Workstation, panel: EntityPanel
) -> None:
    bus = Entity("bus", STREET, street.context.pass_id, "e_vehicle", "Bus")
    street.window.session.submit([AddEntity(bus)], "test")
    before = {key: street.context.entity_color(key) for key in ("van", "car", "bus")}
    street.select("van", "car")
    street.key("Shift+M")
    assert street.context.entity_color("bus") == before["bus"]
    street.key("Ctrl+Z")
    assert {key: street.context.entity_color(key) for key in before} == before


def test_a_name_is_edited_in_its_row(street: Workstation, panel: EntityPanel) -> None:
    street.key("Home")
    street.key("F2")
    editor = street.on_screen("entity_name_editor")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "V-01"
    editor.selectAll()
    street.type("White van")
    street.key("Return")
    street.until(lambda: street.state.entities["van"].name == "White van")
    assert "White van" in names(panel)
    assert street.context.name_of(street.state.annotations["box_van"]) == "White van"
    street.key("F2")
    street.type("x")
    street.key("Escape")
    assert street.state.entities["van"].name == "White van"


def test_chosen_entities_are_merged_into_the_first_and_told(street: Workstation, panel: EntityPanel) -> None:
    before = street.state.copy()
    choose(street, "V-01", "V-02")
    assert set(street.selected()) == {"van", "car"}
    street.key("Shift+M")
    assert "car" not in street.state.entities
    assert street.state.annotations["box_car"].entity_id == "van"
    assert "V-02 is now V-01" in street.message
    assert street.selected() == ("van",)
    assert names(panel) == ["V-01"]
    street.key("Ctrl+Z")
    assert street.state.same_as(before)
    assert names(panel) == ["V-01", "V-02"]


def test_things_of_two_types_are_not_merged_and_nothing_is_lost(
    street: Workstation, panel: EntityPanel
) -> None:
    person = Entity("ann", STREET, street.context.pass_id, "e_person", "Ann")
    street.window.session.submit([AddEntity(person)], "test")
    before = street.state.copy()
    street.select("van", "ann")
    street.key("Shift+M")
    assert "only entities of one type can be one" in street.message
    assert street.state.same_as(before)


def test_chosen_appearances_are_split_off(street: Workstation, panel: EntityPanel) -> None:
    before = street.state.copy()
    street.select("cube_van", "row_van")
    street.key("Shift+E")
    [made] = set(street.state.entities) - set(before.entities)
    assert {one.id for one in street.state.annotations_of(made)} == {"cube_van", "row_van"}
    assert street.selected() == (made,)
    assert "2 annotations split off from V-01" in street.message
    assert [row.id for row in panel.appearances.rows] == ["cube_van", "row_van"]
    street.key("Ctrl+Z")
    assert street.state.same_as(before)


def test_an_entity_is_made_and_named_at_once(street: Workstation, panel: EntityPanel) -> None:
    before = set(street.state.entities)
    street.key("Ctrl+Shift+E")
    assert street.window.parts.chooser.isVisible()
    street.key("1")
    [made] = set(street.state.entities) - before
    assert street.state.entities[made].type_id == "e_vehicle"
    editor = street.on_screen("entity_name_editor")
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    street.type("Tram")
    street.key("Return")
    street.until(lambda: street.state.entities[made].name == "Tram")


@pytest.fixture
def grounded(qtbot: QtBot, tmp_path: Path) -> Iterator[Workstation]:
    with opened(qtbot, make_grounded_project(tmp_path), ACTOR, SAMPLE, (1366, 768)) as station:
        yield station


def test_a_proposal_that_two_are_the_same_is_shown_and_merges(grounded: Workstation) -> None:
    grounded.key("Ctrl+E")
    strip = grounded.window.parts.entities.same_as
    grounded.select("van")
    assert strip.text == "Van may be the same as Car (80%)"
    strip.yes.click()
    assert "car" not in grounded.state.entities
    assert grounded.state.annotations["m_car"].entity_id == "van"
    assert strip.text == ""
    grounded.key("Ctrl+Z")
    grounded.select("car")
    assert strip.text == "Car may be the same as Van (80%)"


def test_a_proposal_that_is_rejected_is_kept_as_a_decision(grounded: Workstation) -> None:
    grounded.key("Ctrl+E")
    strip = grounded.window.parts.entities.same_as
    grounded.select("van")
    strip.no.click()
    assert strip.text == ""
    [kept] = [one for one in grounded.state.links.values() if one.pass_id == "mine"]
    assert (kept.status, kept.provenance.origin_id) == ("rejected", "alike")
    assert {"van", "car"} <= set(grounded.state.entities)


def test_two_thousand_entities_are_listed_and_found_quickly(street: Workstation, panel: EntityPanel) -> None:
    pass_id = street.context.pass_id
    edits = [AddEntity(Entity(f"e{n}", STREET, pass_id, "e_vehicle", f"W-{n}")) for n in range(2000)]
    street.window.session.submit(edits, "test")
    assert len(names(panel)) == 2002
    assert names(panel)[2:5] == ["W-0", "W-1", "W-2"]
    panel.filter.setText("W-1999")
    assert names(panel) == ["W-1999"]
    panel.filter.clear()
    street.select("e1500")
    assert panel.list.visualRect(panel.entities.index(panel.entities.place_of("e1500"))).intersects(
        panel.list.viewport().rect()
    )
    assert len(panel.list.findChildren(QLineEdit)) == 0


def test_selecting_in_a_pane_brings_its_entity_to_the_panel(street: Workstation, panel: EntityPanel) -> None:
    street.select("box_car")
    assert [panel.entities.rows[row].id for row in panel.list.rows_chosen()] == ["car"]
    assert street.context.selection.refs == (Ref("annotation", "box_car"),)
    assert [panel.appearances.rows[row].id for row in panel.places.rows_chosen()] == ["box_car"]


def test_a_read_only_pass_is_looked_at_and_not_changed(street: Workstation, panel: EntityPanel) -> None:
    street.window.session.open_sample(STREET, "model-street")
    street.until(lambda: street.context.pass_id == "model-street")
    street.until_settled()
    assert names(panel) == ["V-01", "V-02"]
    street.select("bot_van", "bot_car")
    assert not street.run("merge_entities")
    assert not street.run("rename_entity")
    assert not panel.new_button.isEnabled()
