"""Transport icons drawn from paths in the theme's colours, sharp at every scale."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from crosstie.viewers.theme import Theme

IconName = Literal["go_start", "step_back", "play", "pause", "step_on", "go_end", "loop"]
GRID: Final = 20.0


def transport_icon(name: IconName, theme: Theme) -> QIcon:
    """An icon for a button; a checked button shows it on the accent."""
    return QIcon(_PathEngine(name, theme))


class _PathEngine(QIconEngine):
    """Draws the path at whatever size and scale the button asks for."""

    def __init__(self, name: IconName, theme: Theme) -> None:
        super().__init__()
        self._name = name
        self._theme = theme

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "on_accent" if state == QIcon.State.On else "text"
        color = self._theme.color(token, 0.4 if mode == QIcon.Mode.Disabled else 1.0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(rect.width(), rect.height())
        painter.translate(rect.center().x() + 0.5 - side / 2, rect.center().y() + 0.5 - side / 2)
        painter.scale(side / GRID, side / GRID)
        _PAINTERS[self._name](painter, color)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _PathEngine(self._name, self._theme)


def _filled(painter: QPainter, color: QColor, *shapes: tuple[tuple[float, float], ...]) -> None:
    """Solid shapes with corners just rounded."""
    painter.setBrush(color)
    painter.setPen(QPen(color, 1.2, j=Qt.PenJoinStyle.RoundJoin))
    for shape in shapes:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape]))


def _bar(left: float, width: float = 1.6) -> tuple[tuple[float, float], ...]:
    return ((left, 5.0), (left + width, 5.0), (left + width, 15.0), (left, 15.0))


def _play(painter: QPainter, color: QColor) -> None:
    _filled(painter, color, ((6.5, 4.2), (15.5, 10.0), (6.5, 15.8)))


def _pause(painter: QPainter, color: QColor) -> None:
    _filled(painter, color, _bar(5.6, 2.6), _bar(11.8, 2.6))


def _step_on(painter: QPainter, color: QColor) -> None:
    _filled(painter, color, _bar(5.0), ((9.0, 5.0), (15.6, 10.0), (9.0, 15.0)))


def _step_back(painter: QPainter, color: QColor) -> None:
    _filled(painter, color, _bar(13.4), ((11.0, 5.0), (4.4, 10.0), (11.0, 15.0)))


def _go_end(painter: QPainter, color: QColor) -> None:
    _filled(painter, color, ((4.6, 5.0), (12.0, 10.0), (4.6, 15.0)), _bar(13.6))


def _go_start(painter: QPainter, color: QColor) -> None:
    _filled(painter, color, ((15.4, 5.0), (8.0, 10.0), (15.4, 15.0)), _bar(4.8))


def _loop(painter: QPainter, color: QColor) -> None:
    """Two arrows that run after each other round a track."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.6, c=Qt.PenCapStyle.RoundCap))
    upper, lower = QPainterPath(), QPainterPath()
    upper.moveTo(4.0, 10.5)
    upper.arcTo(QRectF(4.0, 5.5, 7.0, 7.0), 190, -100)
    upper.lineTo(14.0, 5.5)
    lower.moveTo(16.0, 9.5)
    lower.arcTo(QRectF(9.0, 7.5, 7.0, 7.0), 10, -100)
    lower.lineTo(6.0, 14.5)
    painter.drawPath(upper)
    painter.drawPath(lower)
    _filled(
        painter,
        color,
        ((13.6, 3.2), (16.4, 5.5), (13.6, 7.8)),
        ((6.4, 12.2), (3.6, 14.5), (6.4, 16.8)),
    )


_PAINTERS: dict[IconName, Callable[[QPainter, QColor], None]] = {
    "go_start": _go_start,
    "step_back": _step_back,
    "play": _play,
    "pause": _pause,
    "step_on": _step_on,
    "go_end": _go_end,
    "loop": _loop,
}
