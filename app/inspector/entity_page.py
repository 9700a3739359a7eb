"""The inspector's page for an entity: its name, its links, and every appearance with a jump."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.app.icons import dot
from crosstie.app.inspector.describe import anchor_words, provenance_words
from crosstie.app.inspector.link_list import LinkList
from crosstie.app.inspector.row_pool import RowPool
from crosstie.app.inspector.section import Section
from crosstie.app.inspector.text_field import TextField
from crosstie.app.plain import ElidedButton, plain_label
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.gestures import rename_entity
from crosstie.schema.records import Annotation, AttributeValue, End, Entity
from crosstie.viewers.context import PaneContext

_MOST_SHOWN = 60
_NOWHERE = "Nowhere. Select an annotation and press E."
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
        self._pool = RowPool(self._make_appearance, gap_px=1)
        self._note = plain_label(role="quiet", wrap=True)
        self._section = Section("Appears in", self._pool.body)
        self.links = LinkList(context)
        self._links_section = Section("Links", self.links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        parts = (self.name_field, self._type, self._provenance, self._section, self._note)
        for part in (*parts, self._links_section):
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
        found = list(self._context.state.annotations_of(entity.id))
        shown = found[:_MOST_SHOWN]
        for row, annotation in zip(self._pool.rows(len(shown)), shown, strict=True):
            row.say(annotation, self._context)
        left_out = len(found) - len(shown)
        self._note.setText(f"and {left_out} more" if left_out else _NOWHERE)
        self._note.setVisible(bool(left_out) or not found)
        self._section.set_count(len(found))

    def _make_appearance(self) -> "_Appearance":
        row = _Appearance()
        row.clicked.connect(lambda: self.jump_asked.emit(End("annotation", row.annotation_id)))
        return row

    def _on_renamed(self, name: AttributeValue) -> None:
        entity = self._context.state.entities.get(self._id)
        if entity is not None and isinstance(name, str):
            self._context.submit(rename_entity(entity, name), "inspector")
        elif entity is not None:
            self.name_field.show_value(entity.name)


class _Appearance(ElidedButton):
    def __init__(self) -> None:
        super().__init__()
        self.annotation_id = ""
        self.setObjectName("appearance")
        self.setProperty("role", "row")
        self.setIconSize(QSize(10, 10))

    def say(self, annotation: Annotation, context: PaneContext) -> None:
        """Leads to this annotation from now on."""
        self.annotation_id = annotation.id
        words = anchor_words(annotation, context)
        self.setIcon(QIcon(dot(context.class_color(annotation.class_id))))
        self.set_words(words)
        self.setAccessibleName(f"Go to {words}")
