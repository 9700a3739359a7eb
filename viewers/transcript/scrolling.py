"""Keeps the row that is being said on the screen, unless the reader has scrolled away."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollBar, QToolButton, QWidget

from crosstie.viewers.transcript.column import Column

_AIM = 0.3
"""Where on the screen a row comes to stand that was brought into view, from the top."""


class Scrolling(QObject):
    """The scroll bar, and whether the reader follows; the button brings back who has gone elsewhere.

    `moved` at every scroll.
    """

    moved = Signal()

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._setting = False
        self.following = True
        self.bar = QScrollBar(Qt.Orientation.Vertical, widget)
        self.bar.setObjectName(f"scroll_{name}")
        self.bar.setAccessibleName("scroll the transcript")
        self.bar.setSingleStep(40)
        self.bar.valueChanged.connect(self._on_value_changed)
        self.button = QToolButton(widget)
        self.button.setObjectName(f"follow_{name}")
        self.button.setAccessibleName("follow the playhead")
        self.button.setText("Back to the playhead")
        self.button.setToolTip("Scroll to what is being said and stay with it")
        self.button.hide()

    def place(self) -> None:
        """Puts bar and button where they belong in the widget."""
        width, height = self._widget.width(), self._widget.height()
        self.bar.setGeometry(width - 10, 0, 10, height)
        hint = self.button.sizeHint()
        self.button.resize(hint)
        self.button.move((width - hint.width()) // 2, height - hint.height() - 10)

    def fit(self, column: Column, scroll: float) -> None:
        """Takes the column's height and the place scrolled to, without that counting as the reader's wish."""
        self._setting = True
        over = max(round(column.heights.total) - self._widget.height(), 0)
        self.bar.setRange(0, over)
        self.bar.setPageStep(max(self._widget.height() - 40, 1))
        self.bar.setValue(round(scroll))
        self.bar.setVisible(over > 0)
        self._setting = False

    def show_row(self, column: Column, row: int) -> None:
        """Scrolls until a row is on the screen; one that is there already stays where it is."""
        column.layout(row)
        top, height = column.heights.top(row), column.heights.height(row)
        view = self._widget.height()
        if self.bar.value() <= top and top + height <= self.bar.value() + view:
            return
        self._setting = True
        # The range follows the guesses; it is made large enough for the aim before that is set.
        self.bar.setMaximum(max(round(column.heights.total) - view, 0))
        self.bar.setValue(round(top - (view - height) * _AIM))
        self._setting = False
        self.moved.emit()

    def wheel(self, delta_px: float) -> None:
        """The reader scrolls."""
        self.bar.setValue(self.bar.value() - round(delta_px))

    def _on_value_changed(self) -> None:
        if not self._setting:
            self.following = False
            self.moved.emit()
