"""Leftovers in the window: listed in old words, gone to, brought over, dropped, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.app.schema_editor.leftovers_window import LeftoversWindow
from crosstie.storage.migrating import migrate_project
from crosstie.storage.store import Store
from tests.ui.small_project import ACTOR, STREET
from tests.ui.workstation import WAIT_MS, Workstation, opened


@pytest.fixture
def migrated(qtbot: QtBot, small_project: Path, tmp_path: Path) -> Iterator[Workstation]:
    """The window on a project whose new schema has no class for vehicles."""
    with Store.open(small_project, ACTOR) as store:
        source = store.schema().source.decode()
        later = source.replace("version: 1.2.0", "version: 2.0.0").replace("c_vehicle", "c_automobile")
        steps = "migrations:\n  - {from: 1.2.0, steps: [{drop_class: {id: c_vehicle}}]}\n"
        migrate_project(store, (later + steps).encode(), "later.yaml")
    with opened(qtbot, small_project, ACTOR, STREET, (1400, 860)) as station:
        yield station


@pytest.fixture
def leftovers(migrated: Workstation) -> LeftoversWindow:
    migrated.run("leftovers")
    shown: LeftoversWindow | None = migrated.window.findChild(LeftoversWindow)
    assert shown is not None
    migrated.qtbot.waitExposed(shown)
    shown.activateWindow()
    migrated.qtbot.waitUntil(shown.isActiveWindow, timeout=WAIT_MS)
    migrated.qtbot.waitUntil(lambda: bool(shown.notes), timeout=WAIT_MS)
    return shown


def annotation_notes(window: LeftoversWindow) -> list[str]:
    return [note.origin_id for note in window.notes if note.kind == "annotation"]


def test_old_labels_are_listed_in_the_words_of_their_own_schema(
    migrated: Workstation, leftovers: LeftoversWindow
) -> None:
    first = leftovers.list.item(0).text()
    assert "vehicle" in first
    assert "c_vehicle is gone" in "".join(
        leftovers.list.item(at).text() for at in range(leftovers.list.count())
    )
    assert (
        "wait in this sample" in leftovers.verdict.text()
        or "waits in this sample" in leftovers.verdict.text()
    )


def test_a_label_is_brought_over_by_keyboard_and_taken_back_by_undo(
    migrated: Workstation, leftovers: LeftoversWindow
) -> None:
    wanted = annotation_notes(leftovers)[0]
    row = next(at for at, note in enumerate(leftovers.notes) if note.origin_id == wanted)
    leftovers.list.setFocus()
    QTest.keyClick(leftovers.list, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(leftovers.list, Qt.Key.Key_Down)
    leftovers.choices.setCurrentIndex(leftovers.choices.findData("c_automobile"))
    before = dict(migrated.state.annotations)
    leftovers.give_button.setFocus()
    QTest.keyClick(leftovers.give_button, Qt.Key.Key_Space)
    migrated.until(lambda: wanted not in annotation_notes(leftovers))
    [made] = [one for key, one in migrated.state.annotations.items() if key not in before]
    assert (made.class_id, made.pass_id) == ("c_automobile", migrated.context.pass_id)
    migrated.until_saved()
    migrated.window.activateWindow()
    migrated.run("undo")
    migrated.until(lambda: wanted in annotation_notes(leftovers))
    assert made.id not in migrated.state.annotations


def test_enter_goes_there_and_delete_drops(migrated: Workstation, leftovers: LeftoversWindow) -> None:
    note = leftovers.chosen
    assert note is not None
    leftovers.list.setFocus()
    QTest.keyClick(leftovers.list, Qt.Key.Key_Return)
    migrated.until_settled()
    QTest.keyClick(leftovers.list, Qt.Key.Key_Delete)
    migrated.until(lambda: note.id not in [one.id for one in leftovers.notes])
    assert migrated.state.leftovers[note.id].decision == "dropped"
    migrated.until_saved()
