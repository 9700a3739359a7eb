"""The entity panel: every entity of the pass, and every appearance of the one that is meant."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QToolButton, QVBoxLayout, QWidget

from crosstie.app.entities.lists import RowList
from crosstie.app.entities.models import AppearanceModel, EntityModel
from crosstie.app.entities.same_as_strip import SameAsStrip
from crosstie.app.icons import icon
from crosstie.app.inspector.section import Section, tool_button
from crosstie.app.plain import plain_label
from crosstie.schema.changes import Changes
from crosstie.schema.records import End
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref

_LEAST_PLACES_PX: Final = 230
_EMPTY: Final = "No entities yet. Select annotations of one thing and press E."
_NOWHERE: Final = "Appears nowhere. Select an annotation and press E."
_UNASKED: Final = "Choose an entity to see where it appears."


class EntityPanel(QWidget):
    """Follows the selection and leads it; works by keyboard alone. Its deeds are the window's actions."""

    jump_asked = Signal(object)
    renamed = Signal(str, str)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("entity_panel")
        self.setAccessibleName("Entities")
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self.entities = EntityModel(context, self)
        self.appearances = AppearanceModel(context, self)
        self.filter = self._make_filter()
        self.new_button = tool_button("entity_new", "Make an entity")
        self.merge_button = _word_button("entity_merge", "Merge", "Merge the chosen entities into one")
        self.split_button = _word_button(
            "entity_split", "Split off", "Split these off as an entity of its own"
        )
        self.list = RowList("entity_list", "Entities", by_click=False)
        self.places = RowList("entity_appearances", "Appearances", by_click=True)
        self.same_as = SameAsStrip(context)
        self._hint, self._nowhere = (
            plain_label(_EMPTY, "quiet", wrap=True),
            plain_label(role="quiet", wrap=True),
        )
        self._section = Section("Entities", self._upper())
        self._places_section = Section("Appears in", self._lower())
        self._lay_out()
        self._connect()
        self._on_sample_opened()

    # What is asked of it

    def take_keyboard(self) -> None:
        """Gives the keyboard to the list; to the filter where the list has it, or nothing is listed."""
        target = self.list if self.entities.rows and not self.list.hasFocus() else self.filter
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.entities.rows and not self.list.rows_chosen():
            self.list.choose_current()

    def edit_name(self, entity_id: str) -> None:
        """Begins to rename an entity in its row."""
        if self.entities.place_of(entity_id) < 0:
            self.filter.clear()
        place = self.entities.place_of(entity_id)
        if place >= 0:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list.setCurrentIndex(self.entities.index(place))
            self.list.edit(self.entities.index(place))

    def show_codes(self, codes: Mapping[str, str]) -> None:
        """Shows before each entity the letters that pick it; empty for none."""
        self.entities.show_codes(codes)

    # Making it

    def _make_filter(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("entity_filter")
        field.setAccessibleName("Narrow the entities")
        field.setPlaceholderText("Name or type")
        field.setClearButtonEnabled(True)
        field.installEventFilter(self)
        return field

    def _upper(self) -> QWidget:
        body, column = _column()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.filter, 1)
        row.addWidget(self.new_button)
        column.addLayout(row)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addWidget(self.same_as)
        column.addLayout(_right(self.merge_button))
        return body

    def _lower(self) -> QWidget:
        body, column = _column()
        column.addWidget(self._nowhere)
        column.addWidget(self.places, 1)
        column.addStretch(0)
        column.addLayout(_right(self.split_button))
        return body

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setObjectName("entity_splitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._section)
        parts.addWidget(self._places_section)
        self._places_section.setMinimumHeight(_LEAST_PLACES_PX)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 8)
        column.addWidget(parts)

    def _connect(self) -> None:
        context = self._context
        for view, model in ((self.list, self.entities), (self.places, self.appearances)):
            view.setModel(model)
            view.listen()
        self.list.chosen.connect(self._on_entities_chosen)
        self.list.gone_to.connect(lambda row: self.jump_asked.emit(End("entity", self.entities.rows[row].id)))
        self.places.chosen.connect(self._on_places_chosen)
        self.places.gone_to.connect(
            lambda row: self.jump_asked.emit(End("annotation", self.appearances.rows[row].id))
        )
        self.entities.renamed.connect(self.renamed)
        self.filter.textChanged.connect(self._on_typed)
        context.sample_opened.connect(self._on_sample_opened)
        context.labels_changed.connect(self._on_labels_changed)
        context.theme_changed.connect(self._on_sample_opened)
        context.selection.changed.connect(self._follow_selection)
        context.transcripts.ready.connect(lambda *_what: self._show_places())

    # What happens

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Down or Enter in the filter goes on to what it found; Escape empties it, then leaves it."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if not self.filter.text():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filter.clear()
            return True
        if pressed and _goes_on(event) and self.entities.rows:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentIndex(self.entities.index(0))
            return True
        return super().eventFilter(watched, event)

    def _on_sample_opened(self) -> None:
        self.new_button.setIcon(icon("plus", self._context.theme))
        self.entities.rebuild()
        self.same_as.forget()
        self._refresh()

    def _on_labels_changed(self, changes: Changes) -> None:
        self.entities.take(changes)
        self.same_as.forget()
        self._refresh()

    def _on_typed(self, typed: str) -> None:
        self.entities.narrow(typed)
        self._refresh()

    def _on_entities_chosen(self) -> None:
        ids = [self.entities.rows[row].id for row in self.list.rows_chosen()]
        self._context.selection.set(*(Ref("entity", key) for key in ids))

    def _on_places_chosen(self) -> None:
        rows = self.places.rows_chosen()
        if rows:
            ids = [self.appearances.rows[row].id for row in rows]
            self._context.selection.set(*(Ref("annotation", key) for key in ids))

    def _refresh(self) -> None:
        count, listed = len(self._context.state.entities), len(self.entities.rows)
        self._section.set_count(listed)
        self._hint.setText(_EMPTY if not count else "Nothing of that name or type.")
        self._hint.setVisible(not listed)
        self.list.setVisible(bool(listed))
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Marks the entities that are selected, or that the selected annotations are about."""
        meant = meant_entities(self._context)
        places = [place for key in meant if (place := self.entities.place_of(key)) >= 0]
        self.list.show_chosen(places)
        self._show_places()
        editable = not self._context.read_only
        self.new_button.setEnabled(editable)
        self.merge_button.setEnabled(editable and len(meant) > 1)
        self.same_as.show_for(meant[-1] if meant else "")

    def _show_places(self) -> None:
        context, meant = self._context, meant_entities(self._context)
        self.appearances.show(meant[-1] if meant else "")
        chosen = [self.appearances.place_of(ref.id) for ref in context.selection.refs]
        self.places.show_chosen([place for place in chosen if place >= 0])
        rows = self.appearances.rows
        self._places_section.set_count(len(rows))
        self._nowhere.setText(_NOWHERE if meant else _UNASKED)
        self._nowhere.setVisible(not rows)
        self.places.setVisible(bool(rows))
        self.split_button.setEnabled(bool(self.places.rows_chosen()) and not context.read_only)


def meant_entities(context: PaneContext) -> list[str]:
    """The entities that are selected, or that selected annotations are about, in the order of selecting."""
    state = context.state
    found: dict[str, None] = {}
    for ref in context.selection.refs:
        if ref.id in state.entities:
            found[ref.id] = None
        elif ref.id in state.annotations and state.annotations[ref.id].entity_id:
            found[state.annotations[ref.id].entity_id] = None
    return list(found)


def _goes_on(event: QEvent) -> bool:
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return isinstance(event, QKeyEvent) and event.key() in keys


def _word_button(name: str, text: str, spoken: str) -> QToolButton:
    button = tool_button(name, spoken)
    button.setText(text)
    button.setProperty("role", "wide")
    return button


def _column() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    return body, column


def _right(button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row
