"""A sheet over a pane in pick mode: what cannot be picked stands back, what can wears its code."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from crosstie.viewers.theme import SMALL_PX, Theme

Spots = Callable[[], Mapping[str, QRectF]]
"""Where annotations are seen now, by id, in the host's pixels."""

_DIM: Final = 0.62
_ROOM_PX: Final = 3
_PAD_X: Final = 4.0
_RADIUS: Final = 3.0


class PickSheet(QWidget):
    """Lies over its host, takes no mouse, and follows what the host draws."""

    def __init__(self, host: QWidget, spots: Spots, theme: Theme, *, beside: bool) -> None:
        """With `beside`, codes stand left of low bars, whose names begin at their left ends."""
        super().__init__(host)
        self._beside = beside
        self.setObjectName("pick_sheet")
        self.setAccessibleName("Codes of what can be picked")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.spots = spots
        self._theme = theme
        self._codes: Mapping[str, str] = {}
        self._starts: Collection[str] = ()
        self._typed = ""
        host.installEventFilter(self)
        self.setGeometry(host.rect())
        self.raise_()
        self.show()

    @property
    def codes(self) -> Mapping[str, str]:
        """The codes that are to be read here, by annotation."""
        seen = self.spots()
        return {key: code for key, code in self._codes.items() if key in seen}

    def show_codes(self, codes: Mapping[str, str], starts: Collection[str], typed: str) -> None:
        """Codes by annotation, what the tie begins at, and what was typed of a code so far."""
        self._codes, self._starts, self._typed = codes, starts, typed
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Stays as large as its host."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's name
        spots = self.spots()
        bright = {key: rect for key, rect in spots.items() if self._matches(key)}
        clear = [rect for key, rect in spots.items() if key in bright or key in self._starts]
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._shade(clear))
        self._draw_codes(painter, bright)
        painter.end()

    def _shade(self, clear: Iterable[QRectF]) -> QPixmap:
        """A veil with holes. Cut out of a picture, thousands of them cost little; as a region they do not."""
        ratio = self.devicePixelRatioF()
        veil = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        veil.setDevicePixelRatio(ratio)
        veil.fill(self._theme.color("ground", _DIM))
        painter = QPainter(veil)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        for rect in clear:
            painter.fillRect(_around(rect), Qt.GlobalColor.transparent)
        painter.end()
        return veil

    def _matches(self, key: str) -> bool:
        code = self._codes.get(key, "")
        return bool(code) and code.startswith(self._typed)

    def _draw_codes(self, painter: QPainter, bright: Mapping[str, QRectF]) -> None:
        font = QFont(self.font())
        font.setPixelSize(SMALL_PX)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(font)
        taken: list[QRectF] = []
        for key, rect in bright.items():
            code = self._codes[key]
            width = max(metrics.horizontalAdvance(code) + 2 * _PAD_X, metrics.height() + 1)
            plate = self._place(rect, width, metrics.height() + 1, taken)
            if plate is not None:
                taken.append(plate)
                self._draw_code(painter, plate, code)

    def _place(self, rect: QRectF, width: float, height: float, taken: list[QRectF]) -> QRectF | None:
        """At the upper left corner, half outside, or at the right one; nowhere where both are taken."""
        if self._beside:
            at = QRectF(max(rect.left() - width + 4, 0), rect.center().y() - height / 2, width, height)
            return None if any(at.intersects(other) for other in taken) else at
        low = min(max(rect.top() - height * 0.45, 0.0), max(self.height() - height, 0.0))
        left = min(max(rect.left() - width * 0.3, 0.0), max(self.width() - width, 0.0))
        right = min(max(rect.right() - width * 0.7, 0.0), max(self.width() - width, 0.0))
        tries = (QRectF(left, low, width, height), QRectF(right, low, width, height))
        return next((one for one in tries if not any(one.intersects(other) for other in taken)), None)

    def _draw_code(self, painter: QPainter, plate: QRectF, code: str) -> None:
        theme = self._theme
        painter.setPen(theme.color("ground"))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(plate, _RADIUS, _RADIUS)
        typed = len(self._typed)
        metrics = painter.fontMetrics()
        left = plate.center().x() - metrics.horizontalAdvance(code) / 2
        for part, alpha in ((code[:typed], 0.45), (code[typed:], 1.0)):
            room = QRectF(left, plate.top(), plate.right() - left, plate.height())
            painter.setPen(theme.color("on_accent", alpha))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, part)
            left += metrics.horizontalAdvance(part)


def _around(rect: QRectF) -> QRect:
    return rect.toAlignedRect().adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
