"""The inspector's page for an annotation."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crosstie.app.class_rail import DIGITS
from crosstie.app.icons import dot
from crosstie.app.inspector.attribute_form import AttributeForm
from crosstie.app.inspector.describe import anchor_words, provenance_words
from crosstie.app.inspector.link_list import LinkList
from crosstie.app.inspector.section import Section, plain_label
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.edits import Meaning, SetMeaning
from crosstie.schema.gestures import change_class
from crosstie.schema.records import Annotation, AttributeValue
from crosstie.viewers.context import PaneContext


class AnnotationPage(QWidget):
    """Class, place, attributes, entity, links and provenance of one annotation."""

    entity_asked = Signal()
    entity_opened = Signal(str)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self.class_box = QComboBox()
        self.class_box.setObjectName("inspector_class")
        self.class_box.setAccessibleName("Class")
        self.class_box.activated.connect(self._on_class_chosen)
        self._place = plain_label(role="quiet", wrap=True)
        self.form = AttributeForm()
        self.form.edited.connect(self._on_attributes_edited)
        self.entity_button = QPushButton()
        self.entity_button.setObjectName("inspector_entity")
        self.entity_button.clicked.connect(self.entity_asked)
        self.entity_more = QPushButton("Open")
        self.entity_more.setObjectName("inspector_entity_open")
        self.entity_more.setAccessibleName("Open the entity")
        self.entity_more.clicked.connect(self._on_entity_opened)
        entity_row = QWidget()
        row = QHBoxLayout(entity_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.entity_button, 1)
        row.addWidget(self.entity_more)
        self.links = LinkList(context)
        self._links_section = Section("Links", self.links)
        self._attributes_section = Section("Attributes", self.form)
        self._provenance = plain_label(role="quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.class_box)
        column.addWidget(self._place)
        column.addWidget(self._attributes_section)
        column.addWidget(Section("Entity", entity_row))
        column.addWidget(self._links_section)
        column.addWidget(Section("Provenance", self._provenance))

    def show_annotation(self, annotation: Annotation) -> None:
        """Shows one annotation as it stands."""
        context = self._context
        self._id = annotation.id
        self._place.setText(anchor_words(annotation, context))
        self._show_class(annotation)
        if context.document is not None:
            specs = context.document.attributes_of(annotation.class_id)
            self.form.show_values(context.document, context.language, specs, annotation.attributes)
            self._attributes_section.setVisible(bool(specs))
        self._show_entity(annotation)
        own = frozenset({annotation.id, annotation.entity_id} - {""})
        links = [link for end_id in own for link in context.state.links_of(end_id)]
        self.links.show_links(links, own)
        self._links_section.set_count(len(links))
        self._provenance.setText(provenance_words(annotation.provenance))
        for field in (self.class_box, self.form, self.entity_button):
            field.setEnabled(not context.read_only)

    def _show_class(self, annotation: Annotation) -> None:
        self.class_box.clear()
        document = self._context.document
        if document is None:
            return
        for place, spec in enumerate(document.classes_for(anchor_kind(annotation.anchor))):
            digit = f"{place + 1}  " if place < DIGITS else "    "
            colour = QIcon(dot(self._context.class_color(spec.id)))
            self.class_box.addItem(
                colour, digit + document.display_name(spec.id, self._context.language), spec.id
            )
        self.class_box.setCurrentIndex(self.class_box.findData(annotation.class_id))

    def _show_entity(self, annotation: Annotation) -> None:
        entity = self._context.state.entities.get(annotation.entity_id)
        self.entity_button.setText(entity.name if entity else "Choose or make an entity  (E)")
        self.entity_button.setAccessibleName(f"Entity: {entity.name}" if entity else "Choose an entity")
        self.entity_button.setIcon(QIcon(dot(self._context.entity_color(entity.id))) if entity else QIcon())
        self.entity_more.setVisible(entity is not None)

    def _annotation(self) -> Annotation | None:
        return self._context.state.annotations.get(self._id)

    def _on_class_chosen(self, index: int) -> None:
        annotation, document = self._annotation(), self._context.document
        class_id = str(self.class_box.itemData(index))
        if annotation is not None and document is not None and class_id != annotation.class_id:
            self._context.submit(change_class(document, annotation, class_id), "inspector")

    def _on_attributes_edited(self, values: dict[str, AttributeValue]) -> None:
        annotation = self._annotation()
        if annotation is not None and values != annotation.attributes:
            before = Meaning(annotation.class_id, annotation.attributes)
            after = Meaning(annotation.class_id, values)
            edit = SetMeaning(annotation.sample_id, annotation.id, before, after)
            self._context.submit((edit,), "inspector")

    def _on_entity_opened(self) -> None:
        annotation = self._annotation()
        if annotation is not None and annotation.entity_id:
            self.entity_opened.emit(annotation.entity_id)
