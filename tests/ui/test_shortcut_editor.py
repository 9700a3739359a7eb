"""The shortcut editor: other keys, conflicts, defaults, and that a person's keys are kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from crosstie.app.settings import Settings
from crosstie.app.shortcut_editor import ShortcutEditor
from crosstie.viewers.theme import DARK
from tests.ui.conftest import SIZE
from tests.ui.small_project import ACTOR, PHOTO
from tests.ui.workstation import Workstation, opened


@pytest.fixture
def editor(photo: Workstation) -> ShortcutEditor:
    """The editor, opened with its key."""
    photo.key("?")
    shown: ShortcutEditor | None = photo.window.findChild(ShortcutEditor)
    assert shown is not None
    photo.qtbot.waitExposed(shown)
    shown.activateWindow()
    return shown


def _choose(editor: ShortcutEditor, search: str) -> None:
    editor.search.setFocus()
    editor.search.clear()
    QTest.keyClicks(editor.search, search)
    editor.table.selectRow(0)


def _give(editor: ShortcutEditor, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    editor.keys.setFocus()
    QTest.keyClick(editor.keys, key, modifiers)


def _click(editor: ShortcutEditor, name: str) -> None:
    button: QPushButton | None = editor.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _shown(editor: ShortcutEditor) -> dict[str, str]:
    model = editor.table.model()
    rows = range(model.rowCount())
    return {model.index(row, 0).data(): model.index(row, 2).data() for row in rows}


def test_it_lists_every_action_with_its_keys(photo: Workstation, editor: ShortcutEditor) -> None:
    registry = photo.window.registry
    shown = _shown(editor)
    assert {action.title for action in registry.all()} == set(shown)
    assert shown["Play or pause"] == "Space"


def test_a_search_finds_actions_by_name_and_by_key(editor: ShortcutEditor) -> None:
    _choose(editor, "redo")
    assert list(_shown(editor)) == ["Redo"]
    _choose(editor, "ctrl+k")
    assert list(_shown(editor)) == ["Command palette"]


def test_new_keys_are_in_force_at_once_and_the_old_ones_are_not(
    photo: Workstation, editor: ShortcutEditor
) -> None:
    _choose(editor, "light or dark")
    _give(editor, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert _shown(editor)["Light or dark"] == "Alt+L"
    editor.close()
    photo.window.activateWindow()
    photo.until(photo.window.isActiveWindow)
    photo.key("Ctrl+Shift+D")
    assert photo.context.theme is DARK
    photo.key("Alt+L")
    assert photo.context.theme is not DARK


def test_a_person_s_keys_are_kept_for_the_next_window(
    qtbot: QtBot, small_project: Path, photo: Workstation, editor: ShortcutEditor
) -> None:
    _choose(editor, "tie to what")
    _give(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier)
    _choose(editor, "go to the selection")
    _click(editor, "shortcut_clear")
    editor.close()
    photo.window.close()
    with opened(qtbot, small_project, ACTOR, PHOTO, SIZE) as again:
        assert again.window.registry.keymap.keys("tie") == ("Y",)
        assert again.window.registry.keymap.keys("go_selection") == ()
        again.key("Y")
        assert "press" in again.message


def test_a_key_that_two_actions_claim_is_told_and_fires_neither(
    photo: Workstation, editor: ShortcutEditor
) -> None:
    _choose(editor, "light or dark")
    _give(editor, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier)
    assert editor.conflict.isVisible()
    assert "Light or dark" in editor.conflict.text()
    assert "Choose or start a pass" in editor.conflict.text()
    editor.close()
    photo.window.activateWindow()
    photo.until(photo.window.isActiveWindow)
    photo.key("P")
    assert photo.context.theme is DARK
    assert not photo.window.parts.chooser.isVisible()


def test_reset_gives_one_action_its_own_keys_back_and_all_defaults_every_one(
    photo: Workstation, editor: ShortcutEditor
) -> None:
    registry = photo.window.registry
    for search in ("light or dark", "broken rules"):
        _choose(editor, search)
        _click(editor, "shortcut_clear")
    _choose(editor, "light or dark")
    _click(editor, "shortcut_default")
    assert registry.keymap.keys("theme") == ("Ctrl+Shift+D",)
    assert registry.keymap.keys("rules") == ()
    _click(editor, "shortcut_reset")
    assert registry.keymap.own() == {}
    assert Settings().keys == {}
