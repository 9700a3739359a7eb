"""The links of what is selected, with a jump to the far end and a button that unties."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crosstie.app.icons import icon
from crosstie.app.inspector.describe import end_words
from crosstie.app.inspector.section import emptied, tool_button
from crosstie.app.plain import ElidedButton, plain_label, tip
from crosstie.schema.records import Link
from crosstie.viewers.context import PaneContext

_MOST_SHOWN = 60
_STATUS_MARK = {"certain": "→", "candidate": "┄", "unsure": "┈", "rejected": "×"}


class LinkList(QWidget):
    """One row a link: type and far end. At most sixty rows are made; the rest are counted."""

    jump_asked = Signal(object)
    untie_asked = Signal(str)
    opened = Signal(str)

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)

    def show_links(self, links: list[Link], own_ids: frozenset[str]) -> int:
        """Shows links whose near end is one of `own_ids`, groups in their order; returns how many there are.

        Candidates of other passes are among them until they are decided on.
        """
        emptied(self._column)
        links = [link for link in links if self._context.shows_link(link)]
        links.sort(key=lambda link: (link.type_id, link.place) if link.place else ("", 0))
        for link in links[:_MOST_SHOWN]:
            self._column.addWidget(self._row(link, own_ids))
        if len(links) > _MOST_SHOWN:
            self._column.addWidget(plain_label(f"and {len(links) - _MOST_SHOWN} more", "quiet"))
        if not links:
            empty = "No links yet. Press T, then click the other end in any pane."
            self._column.addWidget(plain_label(empty, "quiet", wrap=True))
        return len(links)

    def _row(self, link: Link, own_ids: frozenset[str]) -> QWidget:
        context = self._context
        outward = link.from_end.id in own_ids
        far = link.to_end if outward else link.from_end
        document = context.document
        name = document.display_name(link.type_id, context.language) if document else link.type_id
        far_words = end_words(far, context)
        mark = _STATUS_MARK[link.status] if outward or link.status != "certain" else "←"
        text = ElidedButton(self)
        text.setObjectName("link_jump")
        text.setProperty("role", "row")
        place = f"{link.place}. " if link.place else ""
        text.set_words(f"{mark}  {place}{name}  {far_words}" + ("  ?" if link.status == "unsure" else ""))
        text.setAccessibleName(f"Go to {far_words}, tied by {name}, {link.status}")
        text.setToolTip(tip(f"Go to {far_words} ({name}, {link.status})"))
        text.clicked.connect(partial(self.jump_asked.emit, far))
        more = tool_button("link_open", f"Show the link {name}")
        more.setIcon(icon("link", context.theme))
        more.clicked.connect(partial(self.opened.emit, link.id))
        mine = not context.read_only and link.pass_id == context.pass_id
        return self._laid(text, more, *([self._untie(link, name)] if mine else []))

    def _untie(self, link: Link, name: str) -> QWidget:
        button = tool_button("link_untie", f"Untie {name}")
        button.setIcon(icon("close", self._context.theme))
        button.clicked.connect(partial(self.untie_asked.emit, link.id))
        return button

    def _laid(self, text: QWidget, *buttons: QWidget) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(text, 1)
        for button in buttons:
            layout.addWidget(button)
        return row
