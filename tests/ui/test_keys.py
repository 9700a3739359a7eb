"""Keys: each one reaches its action, and none fires where it would be in the way."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu

from crosstie.app.actions.action import Action
from tests.ui.small_project import STREET, TALK
from tests.ui.workstation import Workstation

_SELECTED = {
    "go_from": "same",
    "go_to": "same",
    "delete_keyframe": "box_van",
    "entity": "box_van",
    "delete": "turn_2",
    "go_selection": "box_van",
    "leave": "box_van",
    "hide": "box_van",
    "inspect": "box_van",
    "split_entity": "box_van",
    "rename_entity": "box_van",
    "points_of_cuboid": "cube_van",
}
# Two classes fit a box, so the digits beyond have nothing to do.
_BEYOND = {f"class_{digit}" for digit in range(3, 10)}
_LEADS_TO = {"next_sample": TALK, "previous_sample": STREET}


def _ready(station: Workstation, action: Action) -> None:
    """Brings about what the action needs."""
    if action.id in _SELECTED:
        station.select(_SELECTED[action.id])
    elif action.id == "merge_entities":
        station.select(*(key for key in station.state.entities if not key.startswith("bot_")))
    elif action.id in ("undo", "redo"):
        turn = "turn_1" if "turn_1" in station.state.annotations else "turn_2"
        station.select(turn)
        station.run("delete")
        station.until_saved()
        if action.id == "redo":
            station.run("undo")
            station.until_saved()
    elif action.id == "show_hidden":
        station.context.set_hidden(frozenset({"box_van"}))
    elif action.id == "all_samples":
        station.window.quality.behind.show_words("Link F1, all samples")
    elif action.id == "match_here":
        station.pane("cam").focused.emit()
    elif action.id.startswith("page_") or action.id == "find":
        station.pane("report").focused.emit()


def _leave_what_opened(station: Workstation) -> None:
    for dialog in station.window.findChildren(QDialog):
        dialog.close()
    for card in (station.window.parts.chooser, station.window.palette_card):
        if card.isVisible():
            station.key("Escape")
    station.run("review_leave")
    station.window.quality.leave()
    station.window.compare.leave()
    station.context.timeline.pause()
    station.window.parts.tying.leave()
    station.window.setFocus()
    station.until_saved()


def _pressed(station: Workstation, action: Action, keys: str) -> list[str]:
    """What a key sets off when its action applies."""
    ran: list[str] = []
    _ready(station, action)
    station.window.registry.refresh()
    connection = station.window.registry.ran.connect(ran.append)
    station.key(keys)
    station.window.registry.ran.disconnect(connection)
    if action.id in _LEADS_TO:
        station.until(lambda: station.window.session.sample_id == _LEADS_TO[action.id])
    _leave_what_opened(station)
    return ran


def test_every_default_key_sets_off_its_own_action_and_no_other(street: Workstation) -> None:
    dead = {
        (action.id, keys): ran
        for action in street.window.registry.all()
        for keys in action.keys
        if not action.mode
        and action.id not in {"quit", *_BEYOND}
        and (ran := _pressed(street, action, keys)) != [action.id]
    }
    assert not dead


def test_no_two_actions_claim_a_key_and_every_action_is_in_a_menu(photo: Workstation) -> None:
    registry = photo.window.registry
    assert registry.keymap.conflicts() == {}
    shown = {entry for menu in photo.window.findChildren(QMenu) for entry in menu.actions()}
    assert {registry.qaction(action.id) for action in registry.all()} <= shown


def test_quit_closes_the_window(photo: Workstation) -> None:
    photo.key("Ctrl+Q")
    assert not photo.window.isVisible()


def test_letters_typed_into_a_field_are_text_and_no_commands(street: Workstation) -> None:
    street.select("box_van")
    ran: list[str] = []
    street.window.registry.ran.connect(ran.append)
    notes = street.on_screen("attribute_notes")
    assert isinstance(notes, QLineEdit)
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    notes.selectAll()
    street.type("T e 1 j-k ? H")
    for keys in ("Left", "Home", "Right", "Backspace", "Delete", "Ctrl+A", "Ctrl+Z"):
        street.key(keys)
    assert ran == []
    assert "box_van" in street.state.annotations
    assert not street.context.timeline.playing
    street.key("Ctrl+K")
    assert ran == ["palette"]


def test_enter_leaves_a_field_and_gives_the_keys_back(street: Workstation) -> None:
    street.select("box_van")
    notes = street.on_screen("attribute_notes")
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    street.key("Ctrl+A")
    street.type("rust")
    street.key("Return")
    street.until(lambda: street.state.annotations["box_van"].attributes.get("notes") == "rust")
    street.key("Space")
    assert street.context.timeline.playing
    street.key("Space")


def test_escape_leaves_a_field_as_it_was(street: Workstation) -> None:
    street.select("box_van")
    notes = street.on_screen("attribute_notes")
    assert isinstance(notes, QLineEdit)
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    street.key("Ctrl+A")
    street.type("rust")
    street.key("Escape")
    street.until_saved()
    assert notes.text() == "dented"
    assert street.state.annotations["box_van"].attributes["notes"] == "dented"
    assert street.selected() == ("box_van",)
    assert QApplication.focusWidget() is not notes
