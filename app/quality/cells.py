"""How a cell of figures is drawn: the number, n, the interval on a scale, a mark where it differs."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crosstie.app.quality.words import NONE, interval_text, is_thin, number_text
from crosstie.qa.reports.report import Figure
from crosstie.viewers.theme import DARK, SMALL_PX, Theme

FIGURE: Final = int(Qt.ItemDataRole.UserRole) + 40
"""The figure of a cell."""
CELL_PX: Final = 46
HEADER_PX: Final = 54
SIGNIFICANT: Final = 0.05
_PAD_PX: Final = 8.0
_SCALE_PX: Final = 3.0
_BAR_PX: Final = 5.0
_THREE_LINES: Final = 2.1
"""How many widths of words fit on three lines that break between words."""
Index = QModelIndex | QPersistentModelIndex


def mark_of(figure: Figure) -> str:
    """Whether a slice is told apart from the rest: worse, better, or neither."""
    if figure.p_adjusted is None or figure.p_adjusted >= SIGNIFICANT:
        return ""
    if figure.rest is None or figure.number is None or figure.rest == figure.number:
        return ""
    return "better" if (figure.number > figure.rest) == (figure.better == "higher") else "worse"


class CellPainter(QStyledItemDelegate):
    """Draws with the palette and the theme's tokens; shaded where too few samples stand behind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = DARK

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # Qt's name
        return QSize(0, CELL_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        figure = index.data(FIGURE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        self._draw_ground(painter, area, option, figure)
        inner = area.adjusted(_PAD_PX, 3, -_PAD_PX, -4)
        if isinstance(figure, Figure) and figure.number is not None:
            self._draw_figure(painter, inner, option, figure)
        else:
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            painter.setFont(option.font)
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, NONE)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, figure: object
    ) -> None:
        state = option.state
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(area, 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(area, 4, 4)
        if isinstance(figure, Figure) and figure.number is not None and is_thin(figure):
            painter.setBrush(QBrush(self.theme.color("line"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(area, 4, 4)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("accent"), 1.5))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _draw_figure(
        self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, figure: Figure
    ) -> None:
        mark = mark_of(figure)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if mark else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._ink(mark, option))
        text = number_text(figure.number)
        line = QRectF(area.left(), area.top(), area.width(), QFontMetricsF(font).height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, text)
        if mark:
            left = area.left() + QFontMetricsF(font).horizontalAdvance(text) + 5
            painter.drawText(line.adjusted(left - area.left(), 0, 0, 0), 0, "▼" if mark == "worse" else "▲")
        small = _small(option.font)
        painter.setFont(small)
        painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(
            line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, str(figure.n_samples)
        )
        below = QRectF(area.left(), line.bottom() - 1, area.width(), QFontMetricsF(small).height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, interval_text(figure.ci))
        self._draw_scale(painter, QRectF(area.left(), area.bottom() - _BAR_PX, area.width(), _BAR_PX), figure)

    def _draw_scale(self, painter: QPainter, area: QRectF, figure: Figure) -> None:
        """From 0 to 1 over the cell's width: the interval as a bar, the figure as a tick."""
        middle = area.center().y()
        painter.setPen(QPen(self.theme.color("line"), 1))
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        color = self._tint(mark_of(figure))
        ci, number = figure.ci, figure.number
        if ci is not None and ci.low is not None and ci.high is not None:
            low, high = _at(area, ci.low), _at(area, ci.high)
            faint = QColor(color)
            faint.setAlphaF(0.55)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faint)
            painter.drawRect(QRectF(low, middle - _SCALE_PX / 2, max(high - low, 1.0), _SCALE_PX))
        if number is not None:
            painter.setPen(QPen(color, 2))
            at = _at(area, number)
            painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))

    def _tint(self, mark: str) -> QColor:
        return self.theme.color({"worse": "bad", "better": "good"}.get(mark, "accent"))

    def _ink(self, mark: str, option: QStyleOptionViewItem) -> QColor:
        return self._tint(mark) if mark else option.palette.color(QPalette.ColorRole.Text)


class Headings(QHeaderView):
    """Titles on two lines where one is too short for them; the whole stands in the tooltip."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: object, section: int) -> None:  # Qt's name
        painter.save()
        area = QRectF(self._area(section)).adjusted(_PAD_PX, 2, -_PAD_PX / 2, -3)
        down = self.orientation() == Qt.Orientation.Vertical
        font = QFont(self.font())
        if not down:
            font.setPixelSize(SMALL_PX)
        painter.setFont(font)
        role = QPalette.ColorRole.Text if down else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))
        text = str(self.model().headerData(section, self.orientation()))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(
            text, Qt.TextElideMode.ElideRight, area.width() * (1 if down else _THREE_LINES)
        )
        align = Qt.AlignmentFlag.AlignVCenter if down else Qt.AlignmentFlag.AlignBottom
        wraps = 0 if down else int(Qt.TextFlag.TextWordWrap)
        painter.drawText(area, int(align | Qt.AlignmentFlag.AlignLeft) | wraps, shown)
        painter.restore()

    def _area(self, section: int) -> QRectF:
        at, size = self.sectionViewportPosition(section), self.sectionSize(section)
        if self.orientation() == Qt.Orientation.Vertical:
            return QRectF(0, at, self.width(), size)
        return QRectF(at, 0, size, self.height())


def _at(area: QRectF, number: float) -> float:
    return area.left() + min(max(number, 0.0), 1.0) * area.width()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(SMALL_PX)
    return small
