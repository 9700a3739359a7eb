"""A small card over the lanes: which links are drawn, by how sure one is of them and by their type."""

from collections import Counter
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from crosstie.schema.records import LinkStatus
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.link_filter import STATUSES, LinkFilter
from crosstie.viewers.lanes.overlay_painter import DASHES
from crosstie.viewers.theme import Theme

_ICON: Final = QSize(26, 10)
_RATIO: Final = 3
_MOST_HIGH_PX: Final = 420
_WIDTH_PX: Final = 240
_STAYS: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FilterCard(QFrame):
    """Opens beside a button, takes the keyboard (Tab walks, Space switches), and closes on Escape.

    `changed` carries the filter, `all_changed` whether all links are shown, `left` that it was closed.
    """

    changed = Signal(object)
    all_changed = Signal(bool)
    left = Signal()

    def __init__(self, context: PaneContext, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("link_filters")
        self.setAccessibleName("Which links are drawn")
        self.setProperty("role", "card")
        self._context = context
        self._window = window
        self.filter = LinkFilter()
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(12, 10, 12, 10)
        self._rows.setSpacing(4)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._body)
        # The card's own ground shows through.
        scroll.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(scroll)
        self.hide()

    def open_above(self, button: QWidget, *, shows_all: bool) -> None:
        """Shows the card with its lower left corner at a button of the same window."""
        self._fill(shows_all=shows_all)
        corner = button.mapTo(self._window, QPoint(0, 0))
        height = min(self._body.sizeHint().height() + 4, _MOST_HIGH_PX, max(corner.y() - 8, 120))
        self.setGeometry(max(corner.x(), 4), max(corner.y() - height - 4, 4), _WIDTH_PX, height)
        self.show()
        self.raise_()
        first = self._body.findChild(QCheckBox)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_card(self) -> None:
        """Puts the card away."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Escape closes; so does the keyboard going elsewhere."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.close_card()
            return event.type() != QEvent.Type.KeyRelease
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._on_focus_out(event.reason())
        return super().eventFilter(watched, event)

    def _on_focus_out(self, reason: Qt.FocusReason) -> None:
        focused = QApplication.focusWidget()
        within = focused is not None and self.isAncestorOf(focused)
        if reason not in _STAYS and not within:
            self.close_card()

    def _fill(self, *, shows_all: bool) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.removeEventFilter(self)
                widget.deleteLater()
        statuses, types = self._counts()
        every = self._box("link_filter_all", "All, not only the selection's", shown=shows_all)
        every.toggled.connect(self.all_changed)
        self._head("HOW SURE")
        for status in STATUSES:
            box = self._box(f"link_status_{status}", status, statuses[status], status in self.filter.statuses)
            box.setIcon(_line_icon(status, self._context.theme))
            box.setIconSize(_ICON)
            box.toggled.connect(partial(self._on_status, status))
        self._head("TYPE")
        for type_id in self._type_ids():
            name = self._context.class_name(type_id)
            shown = type_id not in self.filter.types_aside
            box = self._box(f"link_type_{type_id}", name, types[type_id], shown)
            box.toggled.connect(partial(self._on_type, type_id))
        self._rows.addStretch(1)

    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        statuses: Counter[str] = Counter()
        types: Counter[str] = Counter()
        for link in self._context.links_shown():
            statuses[link.status] += 1
            types[link.type_id] += 1
        return statuses, types

    def _type_ids(self) -> list[str]:
        document = self._context.document
        return [spec.id for spec in document.links] if document is not None else []

    def _head(self, words: str) -> None:
        label = QLabel(words)
        label.setProperty("role", "section")
        label.setContentsMargins(0, 6, 0, 0)
        self._rows.addWidget(label)

    def _box(self, name: str, words: str, count: int | None = None, shown: bool = True) -> QCheckBox:
        counted = words if count is None else f"{words}  ({count})"
        box = QCheckBox(counted.replace("&", "&&"))
        box.setObjectName(name)
        box.setAccessibleName(counted)
        box.setChecked(shown)
        box.installEventFilter(self)
        self._rows.addWidget(box)
        return box

    def _on_status(self, status: LinkStatus, shown: bool) -> None:
        self._set(self.filter.with_status(status, shown=shown))

    def _on_type(self, type_id: str, shown: bool) -> None:
        self._set(self.filter.with_type(type_id, shown=shown))

    def _set(self, wanted: LinkFilter) -> None:
        self.filter = wanted
        self.changed.emit(wanted)


def _line_icon(status: LinkStatus, theme: Theme) -> QIcon:
    """How links of a status are drawn."""
    pixmap = QPixmap(_ICON * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    pen = QPen(theme.color("text"), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if status in DASHES:
        pen.setDashPattern(DASHES[status])
    painter.setPen(pen)
    painter.drawLine(1, _ICON.height() // 2, _ICON.width() - 3, _ICON.height() // 2)
    painter.end()
    return QIcon(pixmap)
