"""How a row of a list is drawn: the digit that takes it, a dot of colour, its title, quiet words."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crosstie.viewers.theme import SMALL_PX

ASIDE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""Words at the right: a menu, a key."""
DIGIT: Final = int(Qt.ItemDataRole.UserRole) + 2
"""The digit that takes the row; a blank keeps the place of one."""
BELOW: Final = int(Qt.ItemDataRole.UserRole) + 3
"""Quiet words on a line of their own below the title."""
ROW_PX: Final = 30
_TWO_LINES_PX: Final = 44

_PAD_PX: Final = 8.0
_KEY_PX: Final = 18.0
_DOT_PX: Final = 10
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class ListRows(QStyledItemDelegate):
    """Draws with the palette alone, so that a change of theme needs nothing else."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # Qt's name
        return QSize(0, _TWO_LINES_PX if index.data(BELOW) else ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, option)
        area = QRectF(option.rect).adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        for draw in (_draw_digit, _draw_dot, _draw_below, _draw_aside, _draw_title):
            area = draw(painter, area, option, index)
        painter.restore()


def _draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    state = option.state
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
    else:
        return
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 5, 5)


def _draw_digit(painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> QRectF:
    digit = str(index.data(DIGIT) or "")
    if not digit:
        return area
    key = QRectF(area.left(), area.center().y() - _KEY_PX / 2, _KEY_PX, _KEY_PX)
    if digit.strip():
        painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.setFont(_small(option.font))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, digit)
    return area.adjusted(_KEY_PX + _PAD_PX, 0, 0, 0)


def _draw_dot(painter: QPainter, area: QRectF, _option: QStyleOptionViewItem, index: Index) -> QRectF:
    dot = index.data(Qt.ItemDataRole.DecorationRole)
    if not isinstance(dot, QIcon):
        return area
    place = QPointF(area.left(), area.center().y() - _DOT_PX / 2)
    painter.drawPixmap(place, dot.pixmap(_DOT_PX, _DOT_PX))
    return area.adjusted(_DOT_PX + _PAD_PX, 0, 0, 0)


def _draw_below(painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> QRectF:
    words = str(index.data(BELOW) or "")
    if not words:
        return area
    line = area.height() / 2
    painter.setFont(_small(option.font))
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    _draw_text(painter, area.adjusted(0, line - 1, 0, -5), _LEFT, words)
    return area.adjusted(0, 4, 0, -line)


def _draw_aside(painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> QRectF:
    words = str(index.data(ASIDE) or "")
    if not words:
        return area
    font = _small(option.font)
    width = min(QFontMetricsF(font).horizontalAdvance(words) + 1, area.width() * 0.6)
    painter.setFont(font)
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    _draw_text(painter, area.adjusted(area.width() - width, 0, 0, 0), _RIGHT, words)
    return area.adjusted(0, 0, -width - 2 * _PAD_PX, 0)


def _draw_title(painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> QRectF:
    painter.setFont(option.font)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))
    _draw_text(painter, area, _LEFT, str(index.data()))
    return area


def _draw_text(painter: QPainter, area: QRectF, align: Qt.AlignmentFlag, text: str) -> None:
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, align, shown)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(SMALL_PX)
    return small
