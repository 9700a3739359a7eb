"""The links of what is selected, with a jump to the far end and a button that unties."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crosstie.app.inspector.link_row import LinkRow, link_words
from crosstie.app.inspector.row_pool import RowPool
from crosstie.app.plain import plain_label
from crosstie.schema.records import Link
from crosstie.viewers.context import PaneContext

_MOST_SHOWN = 60
_EMPTY = "No links yet. Press T, then click the other end in any pane."


class LinkList(QWidget):
    """One row a link: type and far end. At most sixty rows are made; the rest are counted."""

    jump_asked = Signal(object)
    untie_asked = Signal(str)
    opened = Signal(str)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._pool = RowPool(self._make_row, gap_px=1)
        self._note = plain_label(role="quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._pool.body)
        column.addWidget(self._note)

    def show_links(self, links: list[Link], own_ids: frozenset[str]) -> int:
        """Shows links whose near end is one of `own_ids`, groups in their order; returns how many there are.

        Candidates of other passes are among them until they are decided on.
        """
        context = self._context
        links = [link for link in links if context.shows_link(link)]
        links.sort(key=lambda link: (link.type_id, link.place) if link.place else ("", 0))
        shown = links[:_MOST_SHOWN]
        for row, link in zip(self._pool.rows(len(shown)), shown, strict=True):
            row.say(link_words(link, own_ids, context), context.theme)
        left_out = len(links) - len(shown)
        self._note.setText(f"and {left_out} more" if left_out else _EMPTY)
        self._note.setVisible(bool(left_out) or not links)
        self._pool.body.setVisible(bool(shown))
        return len(links)

    def _make_row(self) -> LinkRow:
        row = LinkRow()
        row.jump_asked.connect(self.jump_asked)
        row.untie_asked.connect(self.untie_asked)
        row.opened.connect(self.opened)
        return row
