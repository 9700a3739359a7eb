"""Line icons drawn from paths, in the theme's colours, crisp at any scale."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPixmapCache

from crosstie.viewers.theme import Theme

_SIZE = 16.0
_SCALE = 3


def icon(name: str, theme: Theme, colour: str = "quiet") -> QIcon:
    """An icon by name in one of the theme's colours. Raises KeyError for a name that is not drawn here."""
    return QIcon(_kept(f"icon {name} {theme.name} {colour}", partial(_drawn_icon, name, theme, colour)))


def dot(color: QColor, size_px: int = 10) -> QPixmap:
    """A filled round in an entity's or class's colour."""
    return _kept(f"dot {color.name()} {size_px}", partial(_drawn_dot, color, size_px))


def _kept(key: str, draw: Callable[[], QPixmap]) -> QPixmap:
    """Drawn once, and kept while Qt has room for it: lists ask for the same few again and again."""
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = draw()
        QPixmapCache.insert(key, found)
    return found


def _drawn_icon(name: str, theme: Theme, colour: str) -> QPixmap:
    pixmap = QPixmap(int(_SIZE * _SCALE), int(_SIZE * _SCALE))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SCALE, _SCALE)
    pen = QPen(theme.color(colour), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(_PATHS[name]())
    painter.end()
    return pixmap


def _drawn_dot(color: QColor, size_px: int) -> QPixmap:
    pixmap = QPixmap(size_px * _SCALE, size_px * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QRectF(0.5, 0.5, size_px - 1, size_px - 1))
    painter.end()
    return pixmap


def _lines(*strokes: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for stroke in strokes:
        path.moveTo(QPointF(*stroke[0]))
        for point in stroke[1:]:
            path.lineTo(QPointF(*point))
    return path


def _maximise() -> QPainterPath:
    return _lines(
        ((3, 6), (3, 3), (6, 3)),
        ((10, 3), (13, 3), (13, 6)),
        ((13, 10), (13, 13), (10, 13)),
        ((6, 13), (3, 13), (3, 10)),
    )


def _link() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(2, 6, 6.5, 4), 2, 2)
    path.addRoundedRect(QRectF(7.5, 6, 6.5, 4), 2, 2)
    return path


def _search() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(7, 7), 4, 4)
    path.moveTo(10, 10)
    path.lineTo(13.5, 13.5)
    return path


def _warning() -> QPainterPath:
    path = _lines(((8, 2.5), (14, 13.5), (2, 13.5), (8, 2.5)), ((8, 6.5), (8, 9.5)))
    path.addEllipse(QPointF(8, 11.6), 0.4, 0.4)
    return path


_PATHS: dict[str, Callable[[], QPainterPath]] = {
    "maximise": _maximise,
    "link": _link,
    "search": _search,
    "warning": _warning,
    "close": partial(_lines, ((4, 4), (12, 12)), ((12, 4), (4, 12))),
    "jump": partial(_lines, ((5, 11), (11, 5)), ((6.5, 5), (11, 5), (11, 9.5))),
    "plus": partial(_lines, ((8, 3.5), (8, 12.5)), ((3.5, 8), (12.5, 8))),
    "check": partial(_lines, ((3.5, 8.5), (6.5, 11.5), (12.5, 4.5))),
}
