"""A link's place in the ordered group of its origin: told, and changed by two buttons."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crosstie.app.inspector.section import tool_button
from crosstie.app.plain import plain_label
from crosstie.schema.groups import group_of, is_ordered, move_in_group
from crosstie.schema.records import Link
from crosstie.viewers.context import PaneContext


class PlaceRow(QWidget):
    """Shown only for a type whose group is ordered."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self.setObjectName("inspector_link_place")
        self._context = context
        self._id = ""
        self._words = plain_label()
        self.earlier = tool_button("link_place_earlier", "One place earlier")
        self.later = tool_button("link_place_later", "One place later")
        self.earlier.setText("▲")
        self.later.setText("▼")
        self.earlier.clicked.connect(lambda: self._move(-1))
        self.later.clicked.connect(lambda: self._move(+1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._words, 1)
        row.addWidget(self.earlier)
        row.addWidget(self.later)

    @property
    def text(self) -> str:
        """What is told."""
        return self._words.text()

    def show_link(self, link: Link) -> bool:
        """Shows a link's place; says whether it has one."""
        context, self._id = self._context, link.id
        group = group_of(context.state, link)
        ordered = context.document is not None and is_ordered(context.document, link) and link in group
        if ordered:
            place = group.index(link) + 1
            self._words.setText(f"{place} of {len(group)}")
            self.earlier.setEnabled(place > 1 and not context.read_only)
            self.later.setEnabled(place < len(group) and not context.read_only)
        return ordered

    def _move(self, step: int) -> None:
        state = self._context.state
        link = state.links.get(self._id)
        if link is not None:
            place = group_of(state, link).index(link) + 1 + step
            self._context.submit(move_in_group(state, link, place), "inspector")
