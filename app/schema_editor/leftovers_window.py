"""The list of labels that a schema's migration left to people: see each, go there, decide."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from crosstie.app.inspector.choice_fields import Box
from crosstie.app.parts import Parts
from crosstie.app.plain import counted, plain_label
from crosstie.app.schema_editor.fields import button
from crosstie.app.schema_editor.tool_window import ToolWindow, row
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, End, Entity, Leftover, Link
from crosstie.schema.timing import annotation_span_ns
from crosstie.schema.versions.settling import Case, drop, place, said_of
from crosstie.storage.leftovers import submit_case, submit_waiting

INITIATOR: Final = "leftovers"


class LeftoversWindow(ToolWindow):
    """Follows the sample on the screen. Up and Down choose, Enter goes there, Delete drops."""

    def __init__(self, parts: Parts, parent: QWidget | None) -> None:
        super().__init__("leftovers", "Left by a change of the schema", parent)
        self.resize(560, 520)
        self._parts = parts
        self._case: Case | None = None
        self._notes: tuple[Leftover, ...] = ()
        self._elsewhere: dict[str, int] = {}
        self.list = QListWidget()
        self.list.setObjectName("leftover_list")
        self.list.setAccessibleName("Labels that wait for a person")
        self.list.setWordWrap(True)
        self.list.installEventFilter(self)
        self.reason = plain_label(role="quiet", wrap=True)
        self.choices = Box()
        self.choices.setObjectName("leftover_class")
        self.choices.setAccessibleName("What it becomes")
        self.give_button = button("leftover_give", "Bring it over as", self._give)
        self.go_button = button("leftover_go", "Go there", self._go)
        self.drop_button = button("leftover_drop", "Drop it", self._drop)
        self.next_button = button("leftover_next", "Next sample", self._next_sample)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.verdict)
        column.addWidget(self.list, 1)
        column.addWidget(self.reason)
        column.addWidget(row(self.give_button, self.choices))
        column.addWidget(row(self.go_button, self.drop_button, self.next_button))
        self.list.currentRowChanged.connect(self._on_row)
        parts.context.sample_opened.connect(self._ask)
        parts.context.labels_changed.connect(self._on_labels_changed)
        self._ask()

    @property
    def notes(self) -> tuple[Leftover, ...]:
        """What is listed."""
        return self._notes

    @property
    def chosen(self) -> Leftover | None:
        """The leftover that the list stands on."""
        at = self.list.currentRow()
        return self._notes[at] if 0 <= at < len(self._notes) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Enter and Delete in the list."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            deeds: dict[int, Callable[[], None]] = {
                Qt.Key.Key_Return: self._go, Qt.Key.Key_Enter: self._go, Qt.Key.Key_Delete: self._drop,
            }  # fmt: skip
            if (deed := deeds.get(event.key())) is not None:
                deed()
                return True
        return super().eventFilter(watched, event)

    # What is shown

    def _ask(self) -> None:
        session = self._parts.session
        context = session.context
        opened = context.state.passes.get(context.pass_id)
        self._case = None
        self._show()
        if opened is not None and opened.migrated_from:
            case = submit_case(session.store, context.state.sample_id, opened.id)
            self.background.follow(case, self._on_case, self.say_bad)
        self.background.follow(submit_waiting(session.store), self._on_waiting, self.say_bad)

    def _on_case(self, case: Case) -> None:
        self._case = case
        self._show()

    def _on_waiting(self, waiting: dict[str, int]) -> None:
        self._elsewhere = waiting
        self._show()

    def _on_labels_changed(self, _changes: object) -> None:
        self._show()

    def _now(self) -> Case | None:
        """The case in the state that is on the screen."""
        state = self._parts.context.state
        if self._case is None or self._case.state.sample_id != state.sample_id:
            return None
        return msgspec.structs.replace(self._case, state=state)

    def _show(self) -> None:
        case, at = self._now(), self.list.currentRow()
        self._notes = case.open() if case is not None else ()
        self.list.clear()
        for note in self._notes:
            assert case is not None
            self.list.addItem(f"{said_of(case, note) or note.origin_id}\n{note.reason}")
        self.list.setCurrentRow(min(max(at, 0), len(self._notes) - 1))
        others = sum(count for key, count in self._elsewhere.items() if key != self._parts.session.sample_id)
        here = counted(len(self._notes), "label waits", "labels wait")
        self.say(f"{here} in this sample, {others:,} in others." if others else f"{here} in this sample.")
        self.next_button.setEnabled(bool(others))
        self._on_row()

    def _on_row(self, _row: int = 0) -> None:
        note, case = self.chosen, self._now()
        self.choices.clear()
        self.reason.setText(f"{note.state.replace('_', ' ')}; {note.step or 'no step'}" if note else "")
        may = note is not None and not self._parts.context.read_only
        if note is not None and case is not None and not note.label_id:
            for any_id, title in _choices(case.plan.target, case, note, self._parts.context.language):
                self.choices.addItem(title, any_id)
        self.give_button.setEnabled(may and self.choices.count() > 0)
        self.drop_button.setEnabled(may)
        self.drop_button.setText("It is fine so" if note is not None and note.label_id else "Drop it")
        self.go_button.setEnabled(note is not None)

    # What is done

    def _give(self) -> None:
        case, note = self._now(), self.chosen
        if case is None or note is None or not self.give_button.isEnabled():
            return
        try:
            edits = place(case, note, str(self.choices.currentData()))
        except EditRefused as error:
            self.say_bad(str(error))
            return
        self._submit(edits)

    def _drop(self) -> None:
        note = self.chosen
        if note is not None and self.drop_button.isEnabled():
            self._submit(drop(note))

    def _submit(self, edits: Edits) -> None:
        self._parts.context.submit(edits, INITIATOR)

    def _go(self) -> None:
        case, note = self._now(), self.chosen
        old = case.olds.get(note.origin_id) if case is not None and note is not None else None
        if case is None or note is None:
            return
        if note.label_id:
            self._parts.jump.to_end(End("entity" if note.kind == "entity" else "annotation", note.label_id))
        elif isinstance(old, Annotation):
            self._go_to_place(old)
        elif isinstance(old, Link):
            ends = (case.olds.get(end.id) for end in old.ends)
            first = next((end for end in ends if isinstance(end, Annotation)), None)
            if first is not None:
                self._go_to_place(first)

    def _go_to_place(self, old: Annotation) -> None:
        """To where an old label stands, which is not in the pass on the screen."""
        context = self._parts.context
        span = annotation_span_ns(old, context.state.assets[old.asset_id])
        if span is not None:
            context.timeline.seek(span[0])
        self._parts.bench.raise_pane(old.asset_id)

    def _next_sample(self) -> None:
        current = self._parts.session.sample_id
        others = sorted(key for key in self._elsewhere if key != current)
        later = [key for key in others if key > current]
        if others:
            self._parts.session.open_sample((later or others)[0])


def _choices(
    document: SchemaDocument, case: Case, note: Leftover, language: str
) -> Sequence[tuple[str, str]]:
    """The classes or types of the new version that an old label could become."""
    old = case.olds.get(note.origin_id)
    if isinstance(old, Annotation):
        ids = [spec.id for spec in document.classes_for(anchor_kind(old.anchor))]
    elif isinstance(old, Entity):
        ids = [spec.id for spec in document.entities]
    else:
        ids = [spec.id for spec in document.links]
    return [(any_id, document.display_name(any_id, language)) for any_id in ids]
