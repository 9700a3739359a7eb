"""The schema editor's window: change the schema, see what that means, save it as a new version."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QListWidget, QSplitter, QVBoxLayout, QWidget

from crosstie.app.inspector.choice_fields import Box
from crosstie.app.plain import plain_label
from crosstie.app.schema_editor.draft import Checked, Draft, Entry
from crosstie.app.schema_editor.fields import button, line
from crosstie.app.schema_editor.form import EntryForm
from crosstie.app.schema_editor.graph_view import GraphView
from crosstie.app.schema_editor.saving import save_version
from crosstie.app.schema_editor.tool_window import ToolWindow, row, stacked
from crosstie.app.schema_editor.touching import labels_word, touch_line, touched
from crosstie.app.schema_editor.tree import SchemaTree
from crosstie.schema.document import SchemaDocument
from crosstie.schema.reconcile.taxonomy import identifier_for
from crosstie.schema.versions.implied import step_in_words
from crosstie.storage.label_counts import label_counts
from crosstie.storage.store import Store
from crosstie.viewers.theme import Theme

_CALM_MS: Final = 120
"""How long nothing must change before the draft is checked."""


class SchemaEditor(ToolWindow):
    """Works on the next version of the schema in use. The project itself is not changed by it."""

    settled = Signal()
    """What is shown is checked, and the labels are counted."""

    def __init__(self, store: Store, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__("schema_editor", "Schema editor", parent)
        self.resize(1360, 820)
        self._store, self._theme, self._language = store, theme, language
        self.draft = Draft(store.schema())
        self.checked = Checked(b"", None, (), ())
        self._counts: dict[str, int] = {}
        self.counted = False
        self._shown: SchemaDocument = self.draft.old
        self.tree, self.form, self.graph = SchemaTree(), EntryForm(), GraphView()
        self.problems = self._list("schema_problems", "What is wrong")
        self.touched = self._list("schema_touched", "What would change")
        self.version = line("schema_version", "Version", self.draft.version, self._on_version)
        self.save_button = button("schema_save", "Save as a new version", self.save)
        self.merge_into = Box()
        self.merge_into.setObjectName("schema_merge_into")
        self.merge_into.setAccessibleName("Merge into this class")
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._check)
        self._lay_out()
        self._connect()
        self._refresh()
        self.tree.choose(next((str(entry["id"]) for entry in self.draft.section("classes")), ""))
        self._draw()
        self._check()
        counting = store.submit_with_writer(lambda writer: label_counts(writer.driver))
        self.background.follow(counting, self._on_counted, self.say_bad)

    # Building

    def _list(self, name: str, words: str) -> QListWidget:
        shown = QListWidget()
        shown.setObjectName(name)
        shown.setAccessibleName(words)
        shown.setWordWrap(True)
        return shown

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setObjectName("schema_splitter")
        parts.setChildrenCollapsible(False)
        for part, stretch in ((self._left(), 3), (self.form, 4), (self._right(), 7)):
            parts.addWidget(part)
            parts.setStretchFactor(parts.count() - 1, stretch)
        parts.setSizes([300, 360, 700])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(parts, 1)
        column.addLayout(self._foot())

    def _left(self) -> QWidget:
        adding = row(
            button("schema_add_class", "New class", lambda: self._add("classes", "c_")),
            button("schema_add_entity", "New entity", lambda: self._add("entities", "e_")),
            button("schema_add_link", "New link", lambda: self._add("links", "l_")),
        )
        going = row(
            button("schema_remove", "Remove", lambda: self._remove("")),
            button(
                "schema_merge", "Merge into", lambda: self._remove(str(self.merge_into.currentData() or ""))
            ),
            self.merge_into,
        )
        return stacked(self.tree, adding, going)

    def _right(self) -> QWidget:
        below = QSplitter(Qt.Orientation.Vertical)
        below.setObjectName("schema_right")
        below.setChildrenCollapsible(False)
        below.addWidget(self.graph)
        below.addWidget(
            stacked(plain_label("WHAT WOULD CHANGE", "section"), self.verdict, self.touched, self.problems)
        )
        below.setSizes([520, 240])
        return below

    def _foot(self) -> QLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.version.setMaximumWidth(110)
        foot.addWidget(plain_label("Version", "quiet"))
        foot.addWidget(self.version)
        foot.addStretch(1)
        self.undo_button = button("schema_undo", "Undo", self._undo)
        for part in (self.undo_button, self.save_button, button("schema_close", "Close", self.close)):
            foot.addWidget(part)
        return foot

    def _connect(self) -> None:
        self.tree.chosen.connect(self._on_chosen)
        self.graph.chosen.connect(self.tree.choose)
        self.form.changed.connect(self._on_changed)
        self.form.refused.connect(self.say_bad)

    # What happens

    def _on_chosen(self, any_id: str) -> None:
        self.form.show_entry(self.draft, any_id)
        self.graph.choose(any_id)
        self.merge_into.clear()
        for entry in self.draft.section("classes"):
            if str(entry["id"]) != any_id:
                self.merge_into.addItem(str(entry["id"]), str(entry["id"]))

    def _on_changed(self) -> None:
        self._refresh()
        self._calm.start()

    def _on_version(self, text: str) -> None:
        if text.strip() and text.strip() != self.draft.version:
            self.draft.set_version(text.strip())
            self._on_changed()

    def _refresh(self) -> None:
        self.setWindowTitle(f"Schema {self.draft.old.id} {self.draft.old.version} → {self.draft.version}")
        self.tree.show_draft(self.draft, self._counts, self._theme, self._language)
        self.undo_button.setEnabled(self.draft.is_changed)

    def _add(self, section: str, prefix: str) -> None:
        taken = [
            str(entry["id"])
            for name in ("classes", "entities", "links")
            for entry in self.draft.section(name)
        ]
        any_id = identifier_for("new", prefix, taken)
        first = next((str(entry["id"]) for entry in self.draft.section("classes")), "")
        about = self.tree.current_id() if self._is_class(self.tree.current_id()) else first
        new: Entry = {"id": any_id, "anchors": ["box"]}
        if section == "entities":
            new = {"id": any_id, "classes": [about]}
        elif section == "links":
            new = {"id": any_id, "from": {"classes": [about]}, "to": {"classes": [about]}}
        self.draft.add(section, new)
        self._on_changed()
        self.tree.choose(any_id)

    def _is_class(self, any_id: str) -> bool:
        return any(entry["id"] == any_id for entry in self.draft.section("classes"))

    def _remove(self, into: str) -> None:
        any_id = self.tree.current_id()
        if any_id and (not into or self._is_class(any_id)):
            self.draft.remove(any_id, into)
            self._on_changed()
            self.tree.choose(into)

    def _undo(self) -> None:
        if self.draft.undo():
            self.version.setText(self.draft.version)
            chosen = self.tree.current_id()
            self._on_changed()
            self.form.show_entry(self.draft, chosen)

    def _check(self) -> None:
        self.background.run(self.draft.copy().check, self._on_checked, self.say_bad)

    def _on_checked(self, checked: Checked) -> None:
        self.checked = checked
        self.problems.clear()
        self.problems.addItems(list(checked.problems))
        self.problems.setVisible(bool(checked.problems))
        self.touched.setVisible(not checked.problems)
        if checked.document is not None:
            self._shown = checked.document
            self._draw()
        self._show_touched()
        self.save_button.setEnabled(checked.document is not None and bool(checked.differences))
        self._tell_settled()

    def _draw(self) -> None:
        self.graph.show_document(self._shown, self._theme, self._language)

    def _on_counted(self, counts: dict[str, int]) -> None:
        self._counts, self.counted = counts, True
        self._refresh()
        self._show_touched()
        self._tell_settled()

    def _show_touched(self) -> None:
        if self.checked.problems:
            self.say_bad(f"{len(self.checked.problems)} mistakes; the graph shows the last valid state.")
            return
        found = touched(self.checked.differences, self.draft.old, self._counts)
        self.touched.clear()
        for one in found:
            told = f"{one.difference.kind}  {one.difference.place}: {one.difference.what}"
            labels = f"  ({labels_word(one.count)})" if one.count else ""
            step = step_in_words(one.difference, self.draft.merged)
            self.touched.addItem(f"{told}{labels}" + (f"  → {step}" if step else ""))
        self.say(touch_line(found), "info")

    def _tell_settled(self) -> None:
        if self.counted and not self._calm.isActive():
            self.settled.emit()

    def save(self) -> None:
        """Writes the new version beside the project's other schema documents; nothing uses it yet."""
        source, root = self.checked.source, self._store.root
        if self.checked.document is not None:
            document = self.checked.document
            self.background.run(lambda: save_version(root, document, source), self._on_saved, self.say_bad)

    def _on_saved(self, path: Path) -> None:
        self.say(f"Saved {path}. `crosstie schema migrate` with it brings the labels under it.", "good")

    def closeEvent(self, event: QCloseEvent) -> None:  # Qt's name
        """Nothing is checked any more."""
        self._calm.stop()
        super().closeEvent(event)
