"""The inspector's page for an annotation."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crosstie.app.class_rail import DIGITS
from crosstie.app.icons import dot, icon
from crosstie.app.inspector.attribute_form import AttributeForm
from crosstie.app.inspector.choice_fields import Box
from crosstie.app.inspector.describe import anchor_words, provenance_words
from crosstie.app.inspector.link_list import LinkList
from crosstie.app.inspector.pair_row import PairRow
from crosstie.app.inspector.section import Section, tool_button
from crosstie.app.plain import ElidedButton, plain_label
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.document_parts import ClassSpec
from crosstie.schema.edits import Meaning, SetMeaning
from crosstie.schema.gestures import change_class
from crosstie.schema.records import Annotation, AttributeValue
from crosstie.viewers.context import PaneContext

_MORE_PX = 30
"""What the button that leads to the entity takes."""


class AnnotationPage(QWidget):
    """Class and entity on one line, where it is, its attributes, its links, and where it came from."""

    entity_asked = Signal()
    entity_opened = Signal(str)
    left = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._offered: tuple[object, ...] = ()
        self.class_box = Box()
        self.class_box.setObjectName("inspector_class")
        self.class_box.setAccessibleName("Class")
        self.class_box.setIconSize(QSize(10, 10))
        self.class_box.activated.connect(self._on_class_chosen)
        self.entity_button = ElidedButton()
        self.entity_button.setObjectName("inspector_entity")
        self.entity_button.setIconSize(QSize(10, 10))
        self.entity_button.clicked.connect(self.entity_asked)
        self.entity_more = tool_button("inspector_entity_open", "Show the entity")
        self.entity_more.clicked.connect(self._on_entity_opened)
        self._place = plain_label(role="quiet", wrap=True)
        self._provenance = plain_label(role="quiet", wrap=True)
        self.form = AttributeForm()
        self.form.edited.connect(self._on_attributes_edited)
        self.form.left.connect(self.left)
        self.form.refused.connect(lambda problem: context.say(problem, "warn"))
        self.links = LinkList(context)
        self._links_section = Section("Links", self.links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = PairRow(self.class_box, self._make_entity())
        for part in (self._head, self._place, self._provenance, self.form, self._links_section):
            column.addWidget(part)

    def show_annotation(self, annotation: Annotation) -> None:
        """Shows one annotation as it stands."""
        if annotation.id != self._id:
            self.form.finish()
        context = self._context
        self._id = annotation.id
        self._place.setText(anchor_words(annotation, context))
        self._provenance.setText(provenance_words(annotation.provenance))
        self._show_class(annotation)
        if context.document is not None:
            specs = context.document.attributes_of(annotation.class_id)
            self.form.show_values(context.document, context.language, specs, annotation.attributes)
        self._show_entity(annotation)
        self._head.share(self.class_box.needed_px(), self.entity_button.needed_px() + _MORE_PX)
        own = tuple(filter(None, (annotation.id, annotation.entity_id)))
        # A mention tied to the entity that it is about has its link at both.
        links = {link.id: link for end_id in own for link in context.state.links_of(end_id)}
        self._links_section.set_count(self.links.show_links(list(links.values()), frozenset(own)))
        for field in (self.class_box, self.form, self.entity_button):
            field.setEnabled(not context.read_only)

    def _make_entity(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.entity_button, 1)
        row.addWidget(self.entity_more)
        return part

    def _show_class(self, annotation: Annotation) -> None:
        context, document = self._context, self._context.document
        kind = anchor_kind(annotation.anchor)
        if (offered := (document, kind, context.language)) != self._offered:
            self._offered = offered
            self._offer_classes(document.classes_for(kind) if document is not None else ())
        self.class_box.setCurrentIndex(self.class_box.findData(annotation.class_id))
        self.class_box.setToolTip(context.class_name(annotation.class_id))

    def _offer_classes(self, classes: tuple[ClassSpec, ...]) -> None:
        context = self._context
        self.class_box.clear()
        for place, spec in enumerate(classes):
            self.class_box.addItem(
                QIcon(dot(context.class_color(spec.id))), context.class_name(spec.id), spec.id
            )
            if place < DIGITS:
                self.class_box.setItemData(place, f"Key {place + 1}", Qt.ItemDataRole.ToolTipRole)

    def _show_entity(self, annotation: Annotation) -> None:
        context = self._context
        entity = context.state.entities.get(annotation.entity_id)
        self.entity_button.set_words(entity.name if entity else "Entity…")
        self.entity_button.setAccessibleName(f"Entity: {entity.name}" if entity else "Choose the entity")
        self.entity_button.setProperty("said", "yes" if entity else "no")
        colour = QIcon(dot(context.entity_color(entity.id))) if entity else icon("plus", context.theme)
        self.entity_button.setIcon(colour)
        self.entity_more.setVisible(entity is not None)
        self.entity_more.setIcon(icon("jump", context.theme))

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
