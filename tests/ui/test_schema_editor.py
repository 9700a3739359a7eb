"""The schema editor: change the schema by keyboard, see what it means, save it as a new version."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.schema_editor.editor import SchemaEditor
from crosstie.schema.document import load_schema
from crosstie.schema.versions.plan import plan_migration
from crosstie.storage.store import Store
from crosstie.viewers.theme import DARK, LIGHT, Theme
from tests.schema.documents import EXAMPLE
from tests.schema.versions.fleet import OLD_SOURCE
from tests.storage.migrated import old_project
from tests.ui.workstation import WAIT_MS, Workstation


class Hands:
    """An editor and the hands on it."""

    def __init__(self, qtbot: QtBot, editor: SchemaEditor) -> None:
        self.qtbot = qtbot
        self.editor = editor

    def find(self, name: str) -> QWidget:
        found: QWidget | None = self.editor.findChild(QWidget, name)
        assert found is not None, name
        return found

    def until_checked(self, *words: str) -> None:
        """Wait until the editor says these words."""
        self.qtbot.waitUntil(lambda: all(word in self.said() for word in words), timeout=WAIT_MS)

    def said(self) -> str:
        lists = (self.editor.touched, self.editor.problems)
        lines = [one.item(at).text() for one in lists for at in range(one.count())]
        return "\n".join([self.editor.verdict.text(), *lines])

    def write(self, name: str, text: str) -> None:
        """Replace what a field says, by keys, and leave it."""
        field = self.find(name)
        field.setFocus()
        self.qtbot.waitUntil(field.hasFocus, timeout=WAIT_MS)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        if isinstance(field, QLineEdit):
            field.insert(text)
            QTest.keyClick(field, Qt.Key.Key_Return)
        else:
            field.insertPlainText(text)
            QTest.keyClick(field, Qt.Key.Key_Tab)

    def press(self, name: str) -> None:
        """Press a button with the space bar."""
        button = self.find(name)
        assert isinstance(button, QAbstractButton)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with old_project(tmp_path_factory.mktemp("editor") / "project") as opened:
        yield opened


@pytest.fixture
def hands(qtbot: QtBot, store: Store) -> Iterator[Hands]:
    editor = SchemaEditor(store, DARK, "en")
    with qtbot.waitExposed(editor):
        editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow, timeout=WAIT_MS)
    made = Hands(qtbot, editor)
    made.until_checked("Nothing differs")
    qtbot.waitUntil(lambda: editor.counted, timeout=WAIT_MS)
    yield made
    editor.close()


def test_a_name_is_changed_and_no_label_has_to(hands: Hands) -> None:
    hands.editor.tree.choose("c_car")
    hands.write("schema_name_en", "automobile")
    hands.until_checked("renamed  classes.c_car.name.en: 'car' → 'automobile'", "no label has to change")
    model = hands.editor.tree.model()
    assert model.index(0, 0, model.index(0, 0)).data() == "automobile"


def test_what_a_change_would_touch_is_counted(hands: Hands) -> None:
    hands.editor.tree.choose("c_van")
    hands.press("schema_remove")
    hands.until_checked("removed  classes.c_van: 'van' is gone  (1 label)  → drop class", "for up to 1 label")


def test_a_mistake_is_told_with_its_place_and_cannot_be_saved(hands: Hands) -> None:
    hands.editor.tree.choose("l_about")
    hands.write("schema_to_classes", "c_car, c_cra")
    hands.until_checked("links[0].to.classes[1]: unknown class 'c_cra'; did you mean 'c_car'?")
    assert not hands.find("schema_save").isEnabled()
    hands.press("schema_undo")
    hands.until_checked("Nothing differs")


def test_attributes_are_written_as_the_document_writes_them(hands: Hands) -> None:
    hands.editor.tree.choose("c_lorry")
    hands.write("schema_attributes", "axles: {type: integer, min: 2}")
    hands.until_checked("added  classes.c_lorry.attributes.axles: a new integer")
    hands.write("schema_attributes", "axles: ]")
    hands.until_checked("attributes of c_lorry: line 1")


def test_merging_is_saved_as_a_version_with_its_step_and_never_over_another(
    hands: Hands, store: Store
) -> None:
    hands.editor.tree.choose("c_van")
    hands.editor.merge_into.setCurrentIndex(hands.editor.merge_into.findData("c_car"))
    hands.press("schema_merge")
    hands.until_checked("→ merge classes into c_car")
    hands.press("schema_save")
    hands.until_checked("Saved")
    path = store.root / "schema" / "fleet-1.1.0.yaml"
    document = load_schema(path.read_bytes(), "saved")
    [step] = plan_migration(load_schema(OLD_SOURCE, "old"), document).steps
    assert step.place == "fleet 1.1.0 migrations[0].steps[0].merge_classes"
    assert document.find_class("c_van") is None
    assert "c_van" not in document.links[0].to_end.classes
    hands.editor.tree.choose("c_car")
    hands.write("schema_name_en", "automobile")
    hands.until_checked("renamed")
    hands.press("schema_save")
    hands.until_checked("1.1.0 is there already")
    assert load_schema(path.read_bytes(), "saved") == document


def test_classes_and_entity_types_are_added_too(hands: Hands) -> None:
    hands.press("schema_add_class")
    hands.until_checked("added  classes.c_new")
    hands.press("schema_add_entity")
    hands.until_checked("added  entities.e_new")
    assert not hands.editor.checked.problems


def test_a_new_link_type_is_drawn_in_the_graph(hands: Hands) -> None:
    hands.press("schema_add_link")
    hands.until_checked("added  links.l_new")
    assert "l_new" in hands.editor.graph.shown_ids()
    assert hands.editor.tree.current_id() == "l_new"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_part_has_its_name(qtbot: QtBot, store: Store, theme: Theme) -> None:
    store.use_schema(EXAMPLE, "driving.yaml")
    editor = SchemaEditor(store, theme, "vi")
    with qtbot.waitExposed(editor):
        editor.show()
    assert {"c_vehicle", "e_vehicle", "l_mentions"} <= set(editor.graph.shown_ids())
    unnamed = [
        f"{one.metaObject().className()} {one.objectName()} in {one.parent()}"
        for one in editor.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not one.objectName().startswith("qt_") and not (one.objectName() and one.accessibleName())
    ]
    assert unnamed == []
    editor.close()


def test_it_opens_from_the_window_and_goes_with_it(photo: Workstation) -> None:
    photo.key("Ctrl+Shift+S")
    editor: SchemaEditor | None = photo.window.findChild(SchemaEditor)
    assert editor is not None
    photo.qtbot.waitExposed(editor)
    assert "street 1.2.0" in editor.windowTitle()
