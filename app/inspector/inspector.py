"""The rail on the right: whatever is selected, and who did what to it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crosstie.app.inspector.annotation_page import AnnotationPage
from crosstie.app.inspector.entity_page import EntityPage
from crosstie.app.inspector.history_list import HistoryList
from crosstie.app.inspector.link_page import LinkPage
from crosstie.app.inspector.section import Section, plain_label
from crosstie.viewers.context import PaneContext
from crosstie.viewers.selection import Ref

_EMPTY = (
    "Nothing selected.\n\nClick an annotation in any pane, or drag to draw one. "
    "Digits choose the class, T ties the selection to what you click next, E says which entity it is about."
)


class Inspector(QScrollArea):
    """Shows the selection's primary; asks for history when another thing is shown."""

    jump_asked = Signal(object)
    entity_asked = Signal()
    untie_asked = Signal(str)
    history_asked = Signal(str)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._context = context
        self._shown: Ref | None = None
        self._empty = plain_label(_EMPTY, "quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.annotation_page = AnnotationPage(context)
        self.entity_page = EntityPage(context)
        self.link_page = LinkPage(context)
        self.history = HistoryList()
        self._pages: tuple[QWidget, ...] = (
            self._empty,
            self.annotation_page,
            self.entity_page,
            self.link_page,
        )
        self._history_section = Section("History", self.history)
        body = QWidget()
        body.setProperty("role", "rail")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 10, 12, 12)
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

    def _connect(self) -> None:
        context = self._context
        context.selection.changed.connect(self._refresh)
        context.labels_changed.connect(lambda _changes: self._refresh())
        context.sample_opened.connect(self._refresh)
        context.theme_changed.connect(self._refresh)
        for page in (self.annotation_page, self.entity_page):
            page.links.jump_asked.connect(self.jump_asked)
            page.links.untie_asked.connect(self.untie_asked)
        self.entity_page.jump_asked.connect(self.jump_asked)
        self.link_page.jump_asked.connect(self.jump_asked)
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
            self._show(self._empty, None)

    def _show(self, page: QWidget, ref: Ref | None) -> None:
        for other in self._pages:
            other.setVisible(other is page)
        self._history_section.setVisible(ref is not None)
        self._shown = ref
        if ref is None:
            self.history.show_entries(())
        else:
            self.history_asked.emit(ref.id)
