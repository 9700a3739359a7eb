"""The inspector's page for a link: its type, both ends, how sure one is of it, and its attributes."""

from functools import partial

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.app.icons import dot
from crosstie.app.inspector.attribute_form import AttributeForm
from crosstie.app.inspector.choice_fields import Box
from crosstie.app.inspector.describe import end_words, provenance_words
from crosstie.app.inspector.place_row import PlaceRow
from crosstie.app.inspector.section import Section
from crosstie.app.plain import ElidedButton, plain_label, tip
from crosstie.schema.edits import LinkState, SetLink
from crosstie.schema.records import AttributeValue, End, Link, LinkStatus
from crosstie.viewers.context import PaneContext

_STATUSES: tuple[LinkStatus, ...] = ("certain", "unsure", "candidate", "rejected")


class LinkPage(QWidget):
    """One tie."""

    jump_asked = Signal(object)
    left = Signal()

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._title = plain_label(role="title", wrap=True)
        self._provenance = plain_label(role="quiet", wrap=True)
        self.ends = (self._end_button(0), self._end_button(1))
        self.status_box = Box()
        self.status_box.setObjectName("inspector_link_status")
        self.status_box.setAccessibleName("How sure")
        self.status_box.addItems(list(_STATUSES))
        self.status_box.activated.connect(self._on_status_chosen)
        self.form = AttributeForm()
        self.form.edited.connect(self._on_attributes_edited)
        self.form.left.connect(self.left)
        self.form.refused.connect(lambda problem: context.say(problem, "warn"))
        self.place = PlaceRow(context)
        self._place_section = Section("Place in its group", self.place)
        ends = QWidget()
        rows = QVBoxLayout(ends)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(1)
        for button in self.ends:
            rows.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (
            self._title,
            self._provenance,
            Section("Ties", ends),
            Section("Status", self.status_box),
        ):
            column.addWidget(part)
        column.addWidget(self._place_section)
        column.addWidget(self.form)

    def show_link(self, link: Link) -> None:
        """Shows one link as it stands."""
        if link.id != self._id:
            self.form.finish()
        context, document = self._context, self._context.document
        self._id = link.id
        spec = document.find_link_type(link.type_id) if document else None
        self._title.setText(
            document.display_name(link.type_id, context.language) if document else link.type_id
        )
        places = ("between", "and") if spec is not None and spec.symmetric else ("from", "to")
        for place, button, end in zip(places, self.ends, link.ends, strict=True):
            self._show_end(place, button, end)
        self.status_box.setCurrentIndex(_STATUSES.index(link.status))
        if document is not None and spec is not None:
            specs = {one.name: one for one in spec.attributes}
            self.form.show_values(document, context.language, specs, link.attributes)
        self._provenance.setText(provenance_words(link.provenance))
        self._place_section.setVisible(self.place.show_link(link))
        # What another pass proposes is decided on in review, and stays as it was proposed.
        editable = not context.read_only and link.pass_id == context.pass_id
        self.status_box.setEnabled(editable)
        self.form.setEnabled(editable)

    def _end_button(self, place: int) -> ElidedButton:
        button = ElidedButton()
        button.setObjectName(f"inspector_link_end_{place}")
        button.setProperty("role", "row")
        button.setIconSize(QSize(10, 10))
        button.clicked.connect(partial(self._jump, place))
        return button

    def _show_end(self, place: str, button: ElidedButton, end: End) -> None:
        words = end_words(end, self._context)
        button.set_words(f"{place}  {words}")
        button.setIcon(QIcon(dot(self._end_color(end))))
        button.setAccessibleName(f"Go to {words}")
        button.setToolTip(tip(f"Go to {words}"))

    def _end_color(self, end: End) -> QColor:
        annotation = self._context.state.annotations.get(end.id)
        return self._context.color_of(annotation) if annotation else self._context.entity_color(end.id)

    def _jump(self, place: int) -> None:
        link = self._context.state.links.get(self._id)
        if link is not None:
            self.jump_asked.emit(link.ends[place])

    def _on_status_chosen(self, index: int) -> None:
        link = self._context.state.links.get(self._id)
        if link is not None:
            self._change(link, msgspec.structs.replace(LinkState.of(link), status=_STATUSES[index]))

    def _on_attributes_edited(self, values: dict[str, AttributeValue]) -> None:
        link = self._context.state.links.get(self._id)
        if link is not None:
            self._change(link, msgspec.structs.replace(LinkState.of(link), attributes=values))

    def _change(self, link: Link, after: LinkState) -> None:
        before = LinkState.of(link)
        if before != after:
            self._context.submit((SetLink(link.sample_id, link.id, before, after),), "inspector")
