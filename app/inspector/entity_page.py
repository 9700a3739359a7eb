"""The inspector's page for an entity: its name, its links, and every appearance with a jump."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.app.icons import dot
from crosstie.app.inspector.describe import anchor_words, provenance_words
from crosstie.app.inspector.link_list import LinkList
from crosstie.app.inspector.section import Section, emptied
from crosstie.app.inspector.text_field import TextField
from crosstie.app.plain import ElidedButton, plain_label
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.gestures import rename_entity
from crosstie.schema.records import Annotation, AttributeValue, End, Entity
from crosstie.viewers.context import PaneContext

_MOST_SHOWN = 60
_NAME = AttributeSpec("name", "text", required=True)


class EntityPage(QWidget):
    """One thing in the world and all that the pass says of it."""

    jump_asked = Signal(object)
    left = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self.name_field = TextField(_NAME, "")
        self.name_field.setObjectName("inspector_entity_name")
        self.name_field.setAccessibleName("Entity name")
        self.name_field.setPlaceholderText("name")
        self.name_field.edited.connect(self._on_renamed)
        self.name_field.left.connect(self.left)
        self._type = plain_label(role="quiet")
        self._provenance = plain_label(role="quiet", wrap=True)
        self._appearances = QWidget()
        self._rows = QVBoxLayout(self._appearances)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self._section = Section("Appears in", self._appearances)
        self.links = LinkList(context)
        self._links_section = Section("Links", self.links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.name_field, self._type, self._provenance, self._section, self._links_section):
            column.addWidget(part)

    def show_entity(self, entity: Entity) -> None:
        """Shows one entity as it stands."""
        context = self._context
        if entity.id != self._id:
            self.name_field.finish()
        self._id = entity.id
        self.name_field.show_value(entity.name)
        self.name_field.setReadOnly(context.read_only)
        words = context.document.display_name(entity.type_id, context.language) if context.document else ""
        self._type.setText(f"entity · {words}")
        self._provenance.setText(provenance_words(entity.provenance))
        links = list(context.state.links_of(entity.id))
        self._links_section.set_count(self.links.show_links(links, frozenset((entity.id,))))
        self._show_appearances(entity)

    def _show_appearances(self, entity: Entity) -> None:
        emptied(self._rows)
        found = list(self._context.state.annotations_of(entity.id))
        for annotation in found[:_MOST_SHOWN]:
            self._rows.addWidget(self._appearance(annotation))
        if len(found) > _MOST_SHOWN:
            self._rows.addWidget(plain_label(f"and {len(found) - _MOST_SHOWN} more", "quiet"))
        if not found:
            self._rows.addWidget(
                plain_label("Nowhere. Select an annotation and press E.", "quiet", wrap=True)
            )
        self._section.set_count(len(found))

    def _appearance(self, annotation: Annotation) -> QWidget:
        words = anchor_words(annotation, self._context)
        button = ElidedButton()
        button.setObjectName("appearance")
        button.setProperty("role", "row")
        button.setIconSize(QSize(10, 10))
        button.setIcon(QIcon(dot(self._context.class_color(annotation.class_id))))
        button.set_words(words)
        button.setAccessibleName(f"Go to {words}")
        button.clicked.connect(partial(self.jump_asked.emit, End("annotation", annotation.id)))
        return button

    def _on_renamed(self, name: AttributeValue) -> None:
        entity = self._context.state.entities.get(self._id)
        if entity is not None and isinstance(name, str):
            self._context.submit(rename_entity(entity, name), "inspector")
        elif entity is not None:
            self.name_field.show_value(entity.name)
