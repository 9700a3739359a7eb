"""Fields for attributes that are chosen and not typed. A click works them and takes no keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from crosstie.app.plain import button_text
from crosstie.schema.records import AttributeValue

_TICK_BOX_PX = 16.0
_GAP_PX = 7.0
_FRAME_PX = 40
"""What a drop-down's margins and its mark take."""


class Box(QComboBox):
    """A drop-down that a wheel over it does not change: the wheel scrolls the inspector."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        event.ignore()

    def needed_px(self) -> int:
        """How wide it would have to be for its words to be read whole."""
        icon_px = self.iconSize().width() + _GAP_PX if not self.itemIcon(self.currentIndex()).isNull() else 0
        return round(self.fontMetrics().horizontalAdvance(self.currentText()) + icon_px + _FRAME_PX)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # Qt's name
        """Words that do not fit end in an ellipsis; Qt would cut them in the middle of a letter."""
        super().initStyleOption(option)
        room = self.width() - (self.needed_px() - self.fontMetrics().horizontalAdvance(self.currentText()))
        ends = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(self.currentText(), ends, round(room))

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        frame = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        frame.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        frame.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        frame.end()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_mark_colour(self), 1.4, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        x, y = self.width() - 14.0, self.height() / 2
        painter.drawPolyline(
            QPolygonF([QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)])
        )


class ChoiceField(Box):
    """One word of several, or none."""

    edited = Signal(object)

    def __init__(self, keys: Sequence[str], words: Sequence[str], value: AttributeValue) -> None:
        super().__init__()
        self.addItem("not said", None)
        for key, word in zip(keys, words, strict=True):
            self.addItem(word, key)
        self.show_value(value)
        self.activated.connect(lambda index: self.edited.emit(self.itemData(index)))

    def show_value(self, value: AttributeValue) -> None:
        """Shows the value as it stands."""
        self.setCurrentIndex(max(self.findData(value), 0))


class Tick(QCheckBox):
    """A check box drawn in the palette's colours, its tick a tick and no mere colour."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(button_text(words), parent)
        self._words = words
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:  # Qt's name
        width = _TICK_BOX_PX + (
            _GAP_PX + self.fontMetrics().horizontalAdvance(self._words) if self._words else 0
        )
        return QSize(round(width) + 2, max(22, self.fontMetrics().height() + 2))

    def hitButton(self, pos: QPoint) -> bool:  # Qt's name
        return 0 <= pos.x() <= self.sizeHint().width() and self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - _TICK_BOX_PX) / 2, _TICK_BOX_PX, _TICK_BOX_PX).adjusted(
            0.5, 0.5, -0.5, -0.5
        )
        accent = palette.color(QPalette.ColorRole.Accent)
        filled = self.isChecked() and self.isEnabled()
        painter.setPen(QPen(accent if filled or self.hasFocus() else _mark_colour(self), 1))
        painter.setBrush(accent if filled else palette.color(QPalette.ColorRole.Button))
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            ink = palette.color(QPalette.ColorRole.Base if filled else QPalette.ColorRole.PlaceholderText)
            painter.setPen(QPen(ink, 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            at = box.topLeft()
            painter.drawPolyline(
                QPolygonF([at + QPointF(3.5, 7.8), at + QPointF(6.4, 10.6), at + QPointF(11.5, 4.6)])
            )
        if self._words:
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            area = QRectF(self.rect()).adjusted(_TICK_BOX_PX + _GAP_PX, 0, 0, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)


class SwitchField(Tick):
    """Yes or no."""

    edited = Signal(object)

    def __init__(self, value: AttributeValue) -> None:
        super().__init__()
        self.show_value(value)
        self.clicked.connect(self._on_clicked)

    def show_value(self, value: AttributeValue) -> None:
        """Shows the value as it stands."""
        self.setChecked(bool(value))

    def _on_clicked(self, checked: bool) -> None:
        self.edited.emit(checked)


class MultiChoice(QWidget):
    """One switch a word; `edited` carries the chosen words in the schema's order."""

    edited = Signal(object)

    def __init__(self, keys: Sequence[str], words: Sequence[str], value: AttributeValue) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(3)
        self._boxes: dict[str, Tick] = {}
        for key, word in zip(keys, words, strict=True):
            box = Tick(word, self)
            box.setObjectName(f"choice_{key}")
            box.setAccessibleName(word)
            box.clicked.connect(self._on_clicked)
            column.addWidget(box)
            self._boxes[key] = box
        self.show_value(value)

    def show_value(self, value: AttributeValue) -> None:
        """Shows the value as it stands."""
        chosen = value if isinstance(value, tuple) else ()
        for key, box in self._boxes.items():
            box.setChecked(key in chosen)

    def _on_clicked(self) -> None:
        chosen = tuple(key for key, box in self._boxes.items() if box.isChecked())
        self.edited.emit(chosen or None)


def _mark_colour(widget: QWidget) -> QColor:
    """The colour of a chevron or a border: quiet, and fainter where it cannot be used."""
    role = QPalette.ColorRole.PlaceholderText if widget.isEnabled() else QPalette.ColorRole.Mid
    return widget.palette().color(role)
