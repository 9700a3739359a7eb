"""The links of what is selected, with a jump to the far end and a button that unties."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from crosstie.app.bench.header import ElidedLabel
from crosstie.app.icons import icon
from crosstie.app.inspector.describe import end_words
from crosstie.app.inspector.section import plain_label
from crosstie.schema.records import End, Link
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
        self._column.setSpacing(2)

    def show_links(self, links: list[Link], own_ids: frozenset[str]) -> None:
        """Shows links whose near end is one of `own_ids`."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for link in links[:_MOST_SHOWN]:
            self._column.addWidget(self._row(link, own_ids))
        if len(links) > _MOST_SHOWN:
            self._column.addWidget(plain_label(f"and {len(links) - _MOST_SHOWN} more", "quiet"))
        if not links:
            empty = "No links yet. Press T, then click the other end in any pane."
            self._column.addWidget(plain_label(empty, "quiet", wrap=True))

    def _row(self, link: Link, own_ids: frozenset[str]) -> QWidget:
        context = self._context
        outward = link.from_end.id in own_ids
        far = link.to_end if outward else link.from_end
        name = (
            context.document.display_name(link.type_id, context.language)
            if context.document
            else link.type_id
        )
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        mark = _STATUS_MARK[link.status] if outward or link.status != "certain" else "←"
        text = ElidedLabel(row)
        text.setText(f"{mark} {name}   {end_words(far, context)}")
        text.setToolTip(f"{name}, {link.status}: {end_words(far, context)}")
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(text, 1)
        layout.addWidget(self._button("jump", f"Go to {end_words(far, context)}", partial(self._jump, far)))
        if not context.read_only:
            layout.addWidget(self._button("close", f"Untie {name}", partial(self.untie_asked.emit, link.id)))
        return row

    def _jump(self, far: End) -> None:
        self.jump_asked.emit(far)

    def _button(self, name: str, words: str, act: "partial[None]") -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"link_{name}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setProperty("role", "flat")
        button.setIcon(icon(name, self._context.theme))
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: act())
        return button
