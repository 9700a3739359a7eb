"""The inspector's page for a link: its type, both ends, its attributes and how sure one is of it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from crosstie.app.inspector.attribute_form import AttributeForm
from crosstie.app.inspector.describe import end_words, provenance_words
from crosstie.app.inspector.section import Section, plain_label
from crosstie.schema.edits import LinkState, SetLink
from crosstie.schema.records import AttributeValue, Link, LinkStatus
from crosstie.viewers.context import PaneContext

_STATUSES: tuple[LinkStatus, ...] = ("certain", "unsure", "candidate", "rejected")


class LinkPage(QWidget):
    """One tie."""

    jump_asked = Signal(object)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._title = plain_label(role="title")
        self.ends = (QPushButton(), QPushButton())
        self.status_box = QComboBox()
        self.status_box.setObjectName("inspector_link_status")
        self.status_box.setAccessibleName("How sure")
        self.status_box.addItems(list(_STATUSES))
        self.status_box.activated.connect(self._on_status_chosen)
        self.form = AttributeForm()
        self.form.edited.connect(self._on_attributes_edited)
        self._provenance = plain_label(role="quiet", wrap=True)
        ends = QWidget()
        rows = QVBoxLayout(ends)
        rows.setContentsMargins(0, 0, 0, 0)
        for place, button in enumerate(self.ends):
            button.setObjectName(f"inspector_link_end_{place}")
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(partial(self._jump, place))
            rows.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(Section("Ties", ends))
        column.addWidget(Section("Status", self.status_box))
        self._attributes_section = Section("Attributes", self.form)
        column.addWidget(self._attributes_section)
        column.addWidget(Section("Provenance", self._provenance))

    def show_link(self, link: Link) -> None:
        """Shows one link as it stands."""
        context = self._context
        self._id = link.id
        document = context.document
        self._title.setText(
            document.display_name(link.type_id, context.language) if document else link.type_id
        )
        for button, end in zip(self.ends, link.ends, strict=True):
            words = end_words(end, context)
            button.setText(words)
            button.setAccessibleName(f"Go to {words}")
        self.status_box.setCurrentIndex(_STATUSES.index(link.status))
        spec = document.find_link_type(link.type_id) if document else None
        if document is not None and spec is not None:
            specs = {one.name: one for one in spec.attributes}
            self.form.show_values(document, context.language, specs, link.attributes)
            self._attributes_section.setVisible(bool(specs))
        self._provenance.setText(provenance_words(link.provenance))
        self.status_box.setEnabled(not context.read_only)
        self.form.setEnabled(not context.read_only)

    def _jump(self, place: int) -> None:
        link = self._context.state.links.get(self._id)
        if link is not None:
            self.jump_asked.emit(link.ends[place])

    def _on_status_chosen(self, index: int) -> None:
        link = self._context.state.links.get(self._id)
        if link is not None:
            self._change(link, LinkState(_STATUSES[index], link.attributes))

    def _on_attributes_edited(self, values: dict[str, AttributeValue]) -> None:
        link = self._context.state.links.get(self._id)
        if link is not None:
            self._change(link, LinkState(link.status, values))

    def _change(self, link: Link, after: LinkState) -> None:
        before = LinkState(link.status, link.attributes)
        if before != after:
            self._context.submit((SetLink(link.sample_id, link.id, before, after),), "inspector")
