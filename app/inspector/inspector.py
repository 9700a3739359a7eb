"""The rail on the right: whatever is selected, and who did what to it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from crosstie.app.inspector.annotation_page import AnnotationPage
from crosstie.app.inspector.entity_page import EntityPage
from crosstie.app.inspector.history_list import HistoryList
from crosstie.app.inspector.key_hints import KeyHints
from crosstie.app.inspector.link_page import LinkPage
from crosstie.app.inspector.section import Section
from crosstie.app.inspector.tab_order import next_stop
from crosstie.app.plain import plain_label
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref


class Inspector(QScrollArea):
    """Shows the selection's primary; asks for history when another thing is shown."""

    jump_asked = Signal(object)
    entity_asked = Signal()
    untie_asked = Signal(str)
    history_asked = Signal(str)
    left = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._context = context
        self._shown: Ref | None = None
        self.hints = KeyHints()
        self.annotation_page = AnnotationPage(context)
        self.entity_page = EntityPage(context)
        self.link_page = LinkPage(context)
        self._several = plain_label(role="quiet")
        self.history = HistoryList(context)
        self._pages: tuple[QWidget, ...] = (
            self.hints,
            self.annotation_page,
            self.entity_page,
            self.link_page,
        )
        self._history_section = Section("History", self.history)
        self._body = body = QWidget()
        body.setProperty("role", "rail")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._several)
        for page in self._pages:
            column.addWidget(page)
        column.addWidget(self._history_section)
        column.addStretch(1)
        self.setWidget(body)
        self._connect()
        self._refresh()

    def show_history(self, record_id: str, entries: tuple[Any, ...]) -> None:
        """The audit trail's answer; ignored when another thing is shown by now."""
        if self._shown is not None and self._shown.id == record_id:
            self.history.show_entries(entries)

    def take_keyboard(self) -> None:
        """Gives the keyboard to the first field of what is shown."""
        fields: dict[QWidget, QWidget] = {
            self.annotation_page: self.annotation_page.class_box,
            self.entity_page: self.entity_page.name_field,
            self.link_page: self.link_page.status_box,
        }
        for page, field in fields.items():
            if page.isVisible():
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.ensureWidgetVisible(field)

    def focusNextPrevChild(self, forward: bool) -> bool:  # Qt's name
        """Tab walks what is shown, round and round; Qt's own order is that in which the fields were made."""
        stop = next_stop(self._body, QApplication.focusWidget(), forward=forward)
        if stop is not None:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stop.setFocus(reason)
            self.ensureWidgetVisible(stop)
        return stop is not None

    def _connect(self) -> None:
        context = self._context
        context.selection.changed.connect(self._refresh)
        context.labels_changed.connect(lambda _changes: self._refresh())
        context.sample_opened.connect(self._refresh)
        context.theme_changed.connect(self._refresh)
        for page in (self.annotation_page, self.entity_page):
            page.links.jump_asked.connect(self.jump_asked)
            page.links.untie_asked.connect(self.untie_asked)
            page.links.opened.connect(lambda key: context.selection.set(Ref("link", key)))
        self.entity_page.jump_asked.connect(self.jump_asked)
        self.link_page.jump_asked.connect(self.jump_asked)
        for left in (self.annotation_page.left, self.entity_page.left, self.link_page.left):
            left.connect(self.left)
        self.annotation_page.entity_asked.connect(self.entity_asked)
        self.annotation_page.entity_opened.connect(lambda key: context.selection.set(Ref("entity", key)))

    def _refresh(self) -> None:
        ref, state = self._context.selection.primary, self._context.state
        if ref is not None and ref.id in state.annotations:
            self.annotation_page.show_annotation(state.annotations[ref.id])
            self._show(self.annotation_page, ref)
        elif ref is not None and ref.id in state.entities:
            self.entity_page.show_entity(state.entities[ref.id])
            self._show(self.entity_page, ref)
        elif ref is not None and ref.id in state.links:
            self.link_page.show_link(state.links[ref.id])
            self._show(self.link_page, ref)
        else:
            self._show(self.hints, None)

    def _show(self, page: QWidget, ref: Ref | None) -> None:
        for other in self._pages:
            other.setVisible(other is page)
        self._history_section.setVisible(ref is not None)
        count = len(self._context.selection.refs)
        self._several.setText(f"{count} selected. This is the last of them:")
        self._several.setVisible(count > 1)
        if ref != self._shown:
            self.history.show_entries(())
        self._shown = ref
        if ref is not None:
            self.history_asked.emit(ref.id)
