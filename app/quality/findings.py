"""What the figures show and what must be known when reading them: faults on top, then notes."""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crosstie.app.plain import tip
from crosstie.app.quality.words import counted_samples
from crosstie.qa.reports.report import Finding, Report, Warned
from crosstie.viewers.theme import DARK, SMALL_PX, Theme

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_Role = Qt.ItemDataRole
_ROW_PX: Final = 41
_PAD_PX: Final = 8.0
_MARK_PX: Final = 22.0
ROW: Final = int(_Role.UserRole) + 41
QUIET: Final = "No fault stands out in what can be compared."


class FindingModel(QAbstractListModel):
    """Findings, the greatest effect first, then warnings; one row that says so where there are neither."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Finding | Warned] = []

    def show_report(self, report: Report | None) -> None:
        """Shows what a report found."""
        self.beginResetModel()
        self.rows = [*report.findings, *report.warnings] if report is not None else []
        if report is not None and not report.findings:
            self.rows.insert(0, Warned(QUIET))
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> object:
        row = self.rows[index.row()]
        match role:
            case _Role.DisplayRole:
                return row.sentence if isinstance(row, Finding) else row.text
            case _Role.ToolTipRole | _Role.AccessibleTextRole:
                words = f"{_title(row)}. {_below(row)}" if _below(row) else _title(row)
                return tip(words) if role == _Role.ToolTipRole else words
            case _ if role == ROW:
                return row
        return None


class Findings(QListView):
    """A double click or Enter on a finding asks for the samples behind it."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quality_findings")
        self.setAccessibleName("What the figures show")
        self.found = FindingModel(self)
        self.setModel(self.found)
        self.painter_of_rows = FindingRows(self)
        self.setItemDelegate(self.painter_of_rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _ask(self, index: Index) -> None:
        row = self.found.rows[index.row()] if index.isValid() else None
        if isinstance(row, Finding):
            self.asked.emit(row)


class FindingRows(QStyledItemDelegate):
    """A mark, a sentence, and its detail below; a note is marked otherwise and written quietly."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = DARK

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # Qt's name
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Finding | Warned):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(0, 1, 0, -1)
        state, palette = option.state, option.palette
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            role = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.AlternateBase
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role))
            painter.drawRoundedRect(area, 5, 5)
        self._draw_mark(painter, QPointF(area.left() + _PAD_PX + 7, area.top() + 13), row)
        words = area.adjusted(_PAD_PX + _MARK_PX, 3, -_PAD_PX, -2)
        strong = isinstance(row, Finding)
        role = QPalette.ColorRole.Text if strong else QPalette.ColorRole.PlaceholderText
        below = _below(row)
        painter.setFont(option.font)
        painter.setPen(palette.color(role))
        metrics = QFontMetricsF(option.font)
        shown = metrics.elidedText(_title(row), Qt.TextElideMode.ElideRight, words.width())
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(words, top, shown)
        small = QFont(option.font)
        small.setPixelSize(SMALL_PX)
        painter.setFont(small)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        cut = QFontMetricsF(small).elidedText(below, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words.adjusted(0, metrics.height(), 0, 4), top, cut)
        painter.restore()

    def _draw_mark(self, painter: QPainter, at: QPointF, row: Finding | Warned) -> None:
        """A triangle for a fault, a ring for a note, a tick where there is no fault."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(row, Finding):
            corners = [at + QPointF(0, -7), at + QPointF(7.5, 6), at + QPointF(-7.5, 6)]
            painter.setPen(QPen(self.theme.color("bad"), 1.6))
            painter.drawPolygon(QPolygonF(corners))
            painter.drawLine(at + QPointF(0, -2.5), at + QPointF(0, 1.5))
            painter.drawPoint(at + QPointF(0, 3.8))
        elif row.text == QUIET:
            painter.setPen(QPen(self.theme.color("good"), 1.8))
            painter.drawPolyline(QPolygonF([at + QPointF(-5, 0), at + QPointF(-1.5, 4), at + QPointF(6, -5)]))
        else:
            painter.setPen(QPen(self.theme.color("quiet"), 1.4))
            painter.drawEllipse(at, 6, 6)
            painter.drawLine(at + QPointF(0, -0.5), at + QPointF(0, 3))
            painter.drawPoint(at + QPointF(0, -3))


def _title(row: Finding | Warned) -> str:
    return row.sentence if isinstance(row, Finding) else row.text


def _below(row: Finding | Warned) -> str:
    if isinstance(row, Finding):
        return row.detail
    return counted_samples(row.samples) if row.samples else ""
