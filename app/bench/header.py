"""A pane's header: name, kind, local time or page, state, and a button that maximises it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from crosstie.app.icons import icon
from crosstie.app.plain import ElidedLabel, tip
from crosstie.schema.changes import Changes
from crosstie.viewers.pane import Pane, PaneStatus

HEADER_PX = 26
_KIND_FROM_PX = 240
"""In a narrower header the kind gives way to the name."""
_NAME_SHARE = 0.5


class PaneHeader(QWidget):
    """Title bar of a pane's dock. A double-click maximises, like the button."""

    maximise_asked = Signal()

    def __init__(self, pane: Pane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._state: PaneStatus | None = None
        self.setObjectName(f"header_{pane.asset_id}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "pane_header")
        self.setFixedHeight(HEADER_PX)
        self._name = self._label("name", pane.asset_id)
        self._kind = self._label("kind", "")
        self._detail = ElidedLabel("", "detail", self)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.maximise_button = self._make_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._kind)
        row.addWidget(self._detail, 1)
        row.addWidget(self.maximise_button)
        pane.status_changed.connect(self._on_status_changed)
        pane.detail_changed.connect(self._on_status_changed)
        pane.context.labels_changed.connect(self._on_labels_changed)
        pane.context.theme_changed.connect(self._on_theme_changed)
        self._show_kind()
        self._on_status_changed()
        self._on_theme_changed()

    def set_current(self, current: bool) -> None:
        """Marks the pane that keys speak to."""
        self.setProperty("current", current)
        _dress_again(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # Qt's name
        self.maximise_asked.emit()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        self._name.setMaximumWidth(round(self.width() * _NAME_SHARE))
        self._kind.setVisible(self.width() >= _KIND_FROM_PX)

    def _label(self, role: str, text: str) -> ElidedLabel:
        label = ElidedLabel(text, role, self)
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return label

    def _make_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"maximise_{self._pane.asset_id}")
        button.setAccessibleName(f"Maximise {self._pane.asset_id}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.maximise_asked)
        return button

    def _show_kind(self) -> None:
        asset = self._pane.asset
        words = {"pointcloud": "point cloud", "video": "camera"}.get(asset.kind, asset.kind)
        offset_ms = asset.clock.offset_ns / 1e6
        self._kind.setText(f"{words} · {offset_ms:+.0f} ms" if offset_ms else words)

    def _on_labels_changed(self, changes: Changes) -> None:
        """The asset was shifted on the sample's clock."""
        if self._pane.asset_id in changes.ids("asset"):
            self._show_kind()

    def _on_status_changed(self) -> None:
        pane = self._pane
        words = {"loading": "reading…", "ready": pane.detail, "failed": "cannot be shown"}
        self._detail.setText(words[pane.status])
        if pane.status == self._state:
            return
        self._state = pane.status
        self._detail.setToolTip(tip(pane.reason) if pane.status == "failed" else "")
        self._detail.setProperty("state", pane.status)
        _dress_again(self._detail)

    def _on_theme_changed(self) -> None:
        self.maximise_button.setIcon(icon("maximise", self._pane.context.theme))


def _dress_again(widget: QWidget) -> None:
    """Lets the style sheet see a property that has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
