"""How the list of broken rules is drawn: headings in small letters, messages on two lines."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crosstie.app.list_rows import ASIDE
from crosstie.app.rules.model import HEADING
from crosstie.viewers.theme import SMALL_PX

_PAD_PX: Final = 8.0
_HEADING_PX: Final = 30
_ROW_PX: Final = 62
_TWO_LINES: Final = 1.9
"""How many widths of words fit on two lines: the first one breaks between words."""

Index = QModelIndex | QPersistentModelIndex


class RuleRows(QStyledItemDelegate):
    """Draws with the palette alone, so that a change of theme needs nothing else."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # Qt's name
        return QSize(0, _HEADING_PX if index.data(HEADING) else _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        (_draw_heading if index.data(HEADING) else _draw_row)(painter, option, index)
        painter.restore()


def _draw_heading(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    area = QRectF(option.rect).adjusted(_PAD_PX, 6, -_PAD_PX, 0)
    painter.setFont(_small(option.font, bold=True))
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    count = str(index.data(ASIDE))
    width = QFontMetricsF(painter.font()).horizontalAdvance(count) + _PAD_PX
    name = _cut(painter, str(index.data()), area.width() - width)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)


def _draw_row(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    ground = QRectF(option.rect).adjusted(0, 1, 0, -1)
    state = option.state
    painter.setPen(Qt.PenStyle.NoPen)
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(ground, 5, 5)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(ground, 5, 5)
    area = ground.adjusted(_PAD_PX, 4, -_PAD_PX, -3)
    painter.setFont(option.font)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    words = _cut(painter, str(index.data()), area.width() * _TWO_LINES)
    taken = painter.boundingRect(area, flags, words).height()
    painter.drawText(area, flags, words)
    painter.setFont(_small(option.font))
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    painter.drawText(area.adjusted(0, taken, 0, 0), top_left, str(index.data(ASIDE)))


def _cut(painter: QPainter, text: str, width: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _small(font: QFont, *, bold: bool = False) -> QFont:
    small = QFont(font)
    small.setPixelSize(SMALL_PX)
    small.setBold(bold)
    return small
