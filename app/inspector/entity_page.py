"""The inspector's page for an entity: its name, its links, and every appearance with a jump."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from crosstie.app.inspector.describe import anchor_words
from crosstie.app.inspector.link_list import LinkList
from crosstie.app.inspector.section import Section, plain_label
from crosstie.schema.gestures import rename_entity
from crosstie.schema.records import End, Entity
from crosstie.viewers.context import PaneContext

_MOST_SHOWN = 60


class EntityPage(QWidget):
    """One thing in the world and all that the pass says of it."""

    jump_asked = Signal(object)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self.name_field = QLineEdit()
        self.name_field.setObjectName("inspector_entity_name")
        self.name_field.setAccessibleName("Entity name")
        self.name_field.editingFinished.connect(self._on_renamed)
        self._type = plain_label(role="quiet")
        self._appearances = QWidget()
        self._rows = QVBoxLayout(self._appearances)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._section = Section("Appears in", self._appearances)
        self.links = LinkList(context)
        self._links_section = Section("Links", self.links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.name_field)
        column.addWidget(self._type)
        column.addWidget(self._section)
        column.addWidget(self._links_section)

    def show_entity(self, entity: Entity) -> None:
        """Shows one entity as it stands."""
        context = self._context
        self._id = entity.id
        if not self.name_field.hasFocus():
            self.name_field.setText(entity.name)
        self.name_field.setReadOnly(context.read_only)
        words = context.document.display_name(entity.type_id, context.language) if context.document else ""
        self._type.setText(f"entity · {words}")
        links = list(context.state.links_of(entity.id))
        self.links.show_links(links, frozenset((entity.id,)))
        self._links_section.set_count(len(links))
        self._show_appearances(entity)

    def _show_appearances(self, entity: Entity) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        found = list(self._context.state.annotations_of(entity.id))
        for annotation in found[:_MOST_SHOWN]:
            words = anchor_words(annotation, self._context)
            button = QPushButton(words)
            button.setProperty("role", "flat")
            button.setObjectName("appearance")
            button.setAccessibleName(f"Go to {words}")
            button.setToolTip(words)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(partial(self.jump_asked.emit, End("annotation", annotation.id)))
            self._rows.addWidget(button)
        self._section.set_count(len(found))

    def _on_renamed(self) -> None:
        entity = self._context.state.entities.get(self._id)
        name = self.name_field.text().strip()
        if entity is not None and name:
            self._context.submit(rename_entity(entity, name), "inspector")
