"""Two controls on one line where both can be read whole, else one below the other."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

_GAP_PX = 6


class PairRow(QWidget):
    """The width is shared by what each needs for its words."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._needs_px = (1, 1)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP_PX)
        for part in (first, second):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._layout.addWidget(part)

    def share(self, first_px: int, second_px: int) -> None:
        """Says how wide each would have to be for its words."""
        self._needs_px = (first_px, second_px)
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        first, second = self._needs_px
        fits = first + _GAP_PX + second <= self.width()
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        for place, stretch in enumerate((first, second) if fits else (0, 0)):
            self._layout.setStretch(place, stretch)
