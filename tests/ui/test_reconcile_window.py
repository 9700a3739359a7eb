"""The reconcile table by keyboard alone: look, confirm, change, make the schema."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crosstie.app.schema_editor.mapping_model import INTO
from crosstie.app.schema_editor.reconcile_window import ReconcileWindow
from crosstie.schema.document import load_schema
from crosstie.viewers.theme import DARK
from tests.schema.reconcile.teams import CAMERA, LIDAR, NARRATION
from tests.storage.migrated import old_project
from tests.ui.workstation import WAIT_MS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    old_project(tmp_path / "project").close()
    return tmp_path / "project"


@pytest.fixture
def window(qtbot: QtBot, root: Path, tmp_path: Path) -> Iterator[ReconcileWindow]:
    paths = []
    for name, source in (("camera.yaml", CAMERA), ("lidar.yaml", LIDAR), ("narration.csv", NARRATION)):
        (tmp_path / name).write_bytes(source)
        paths.append(tmp_path / name)
    shown = ReconcileWindow(paths, root, DARK)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(shown.model.rows), timeout=WAIT_MS)
    yield shown
    shown.close()


def go_to(window: ReconcileWindow, term_id: str) -> None:
    """Walk down to a term's row."""
    QTest.keyClick(window.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range([row.id for row in window.model.rows].index(term_id)):
        QTest.keyClick(window.table, Qt.Key.Key_Down)


def into(window: ReconcileWindow, term_id: str) -> tuple[str, str]:
    row = next(row for row in window.model.rows if row.id == term_id)
    return (row.into, row.confirmed)


def test_the_table_is_confirmed_and_made_a_schema_by_keyboard(
    qtbot: QtBot, window: ReconcileWindow, root: Path
) -> None:
    assert window.verdict.text() == "2 of 9 rows wait for you."
    assert not window.make_button.isEnabled()
    window.table.setFocus()
    go_to(window, "c_pole")
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    assert into(window, "c_pole") == ("", "yes")
    go_to(window, "c_human")
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    field: QLineEdit | None = window.table.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "c_person")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: into(window, "c_human") == ("c_person", "yes"), timeout=WAIT_MS)
    window.make_button.setFocus()
    QTest.keyClick(window.make_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Saved" in window.verdict.text(), timeout=WAIT_MS)
    document = load_schema((root / "schema" / "united-1.0.0.yaml").read_bytes(), "united")
    assert {spec.id for spec in document.classes} == {"c_vehicle", "c_truck", "c_person"}
    assert "1 terms became no class" in window.verdict.text()


def test_space_confirms_refuses_and_asks_again(window: ReconcileWindow) -> None:
    window.table.setFocus()
    go_to(window, "c_human")
    answers = []
    for _ in range(3):
        QTest.keyClick(window.table, Qt.Key.Key_Space)
        answers.append(into(window, "c_human")[1])
    assert answers == ["yes", "no", ""]


def test_what_is_no_id_is_refused(window: ReconcileWindow) -> None:
    assert not window.model.setData(window.model.index(0, INTO), "two words")
    assert "'two words' is no id" in window.verdict.text()


def test_a_file_that_cannot_be_read_is_told(qtbot: QtBot, root: Path, tmp_path: Path) -> None:
    shown = ReconcileWindow([tmp_path / "none.yaml"], root, DARK)
    qtbot.waitUntil(lambda: "cannot be read" in shown.verdict.text(), timeout=WAIT_MS)
    shown.close()
