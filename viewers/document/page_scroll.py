"""The scroll bar beside a document: one step of it is one pixel of the view."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

_STEP_PX = 60


class PageScroll(QScrollBar):
    """Follows a canvas, and says where a hand wants it: `asked` is how far above the view the pages begin."""

    asked = Signal(float)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName(f"page_scroll_{name}")
        self.setAccessibleName("Scroll through the pages")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSingleStep(_STEP_PX)
        self._follows = False
        self.valueChanged.connect(self._on_value_changed)

    def follow(self, least: float, most: float, now: float, view_px: float) -> None:
        """Shows where the view stands; that is no wish to go anywhere."""
        self._follows = True
        self.setPageStep(max(round(view_px), 1))
        self.setRange(round(least), round(most))
        self.setValue(round(now))
        self._follows = False

    def _on_value_changed(self, value: int) -> None:
        if not self._follows:
            self.asked.emit(float(value))
