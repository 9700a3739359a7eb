"""A pane's header: name, kind, local time or page, state, and a button that maximises it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from crosstie.app.icons import icon
from crosstie.viewers.pane import Pane

HEADER_PX = 26


class ElidedLabel(QLabel):
    """Plain text that ends in an ellipsis where it does not fit, and tells the whole in its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        painter = QPainter(self)
        shown = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.setPen(QPen(self.palette().color(self.foregroundRole())))
        painter.drawText(self.rect(), self.alignment(), shown)


class PaneHeader(QWidget):
    """Title bar of a pane's dock. A double-click maximises, like the button."""

    maximise_asked = Signal()

    def __init__(self, pane: Pane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self.setObjectName(f"header_{pane.asset_id}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "pane_header")
        self.setFixedHeight(HEADER_PX)
        self._name = self._label("name", pane.asset_id)
        self._kind = self._label("kind", _kind_words(pane))
        self._detail = ElidedLabel(self)
        self._detail.setProperty("role", "detail")
        self._detail.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._maximise = QToolButton(self)
        self._maximise.setObjectName(f"maximise_{pane.asset_id}")
        self._maximise.setAccessibleName(f"Maximise {pane.asset_id}")
        self._maximise.setToolTip("Maximise this pane and back")
        self._maximise.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._maximise.clicked.connect(self.maximise_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._kind)
        row.addWidget(self._detail, 1)
        row.addWidget(self._maximise)
        pane.status_changed.connect(self._on_status_changed)
        pane.detail_changed.connect(self._on_status_changed)
        pane.context.theme_changed.connect(self._on_theme_changed)
        self._on_status_changed()
        self._on_theme_changed()

    def set_current(self, current: bool) -> None:
        """Marks the pane that keys speak to."""
        self.setProperty("current", current)
        self.style().unpolish(self)
        self.style().polish(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # Qt's name
        self.maximise_asked.emit()
        event.accept()

    def _label(self, role: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        return label

    def _on_status_changed(self) -> None:
        pane = self._pane
        words = {"loading": "reading…", "ready": pane.detail, "failed": "cannot be shown"}
        self._detail.setText(words[pane.status])
        self._detail.setProperty("state", pane.status)
        self._detail.style().unpolish(self._detail)
        self._detail.style().polish(self._detail)

    def _on_theme_changed(self) -> None:
        self._maximise.setIcon(icon("maximise", self._pane.context.theme))


def _kind_words(pane: Pane) -> str:
    asset = pane.asset
    words = {"pointcloud": "point cloud", "video": "camera"}.get(asset.kind, asset.kind)
    offset_ms = asset.clock.offset_ns / 1e6
    return f"{words} · {offset_ms:+.0f} ms" if offset_ms else words
