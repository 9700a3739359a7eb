"""The ruler: ticks of sample time, the playhead's handle and the loop; dragging in it scrubs."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from crosstie.viewers.context import PaneContext
from crosstie.viewers.theme import GUTTER_PX, SMALL_PX
from crosstie.viewers.timeaxis.drawing import PlayheadTrail, crisp, draw_playhead, ticks_in
from crosstie.viewers.timeaxis.hand import AxisHand
from crosstie.viewers.timeaxis.scale import Scale
from crosstie.viewers.timeline import PlayRange


class Ruler(QWidget):
    """One over each stack of rows. A press or drag moves the playhead, with Shift it draws the loop."""

    def __init__(self, context: PaneContext, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("time ruler")
        self.setToolTip("Drag to scrub. Shift+drag sets the loop. Double-click shows the whole sample.")
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._context = context
        self._hand = AxisHand(context.time_axis, self.scale)
        self._loop_from_ns: int | None = None
        self._still: QPixmap | None = None
        self._playhead = PlayheadTrail()
        for signal in (context.time_axis.changed, context.timeline.loop_changed, context.theme_changed):
            signal.connect(self._forget_still)
        context.timeline.moved.connect(self._move_playhead)

    def sizeHint(self) -> QSize:
        """Wide as it may be, as high as its labels need."""
        return QSize(480, 24)

    def scale(self) -> Scale:
        """Time to pixels of this widget."""
        return self._context.time_axis.scale(GUTTER_PX, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands, kept as one picture, and the playhead."""
        content = QRectF(GUTTER_PX, 0, self.width() - GUTTER_PX, self.height())
        if self._still is None:
            self._still = self._draw_still(content)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        painter.setClipRect(content)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now_x = self.scale().x(self._context.timeline.now_ns)
        draw_playhead(painter, content, now_x, self._context.theme, head=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other ticks."""
        super().resizeEvent(event)
        self._forget_still()

    def _forget_still(self) -> None:
        self._still = None
        self.update()

    def _move_playhead(self) -> None:
        self.update(self._playhead.moved_to(self.scale().x(self._context.timeline.now_ns), self.rect()))

    def _draw_still(self, content: QRectF) -> QPixmap:
        """Ticks, labels and the loop."""
        theme, ratio = self._context.theme, self.devicePixelRatioF()
        still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        still.setDevicePixelRatio(ratio)
        still.fill(theme.color("panel"))
        painter = QPainter(still)
        self._draw_ticks(painter, content)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))
        painter.setClipRect(content)
        self._draw_loop(painter, content)
        painter.end()
        return still

    def _draw_ticks(self, painter: QPainter, content: QRectF) -> None:
        theme, scale = self._context.theme, self.scale()
        font = QFont(self.font())
        font.setPixelSize(SMALL_PX)
        font.setFeature(QFont.Tag("tnum"), 1)
        painter.setFont(font)
        for tick in ticks_in(content, scale):
            x = crisp(scale.x(tick.at_ns))
            painter.setPen(QPen(theme.color("quiet", 0.9 if tick.major else 0.4), 1))
            painter.drawLine(
                QPointF(x, content.bottom() - (9 if tick.major else 5)), QPointF(x, content.bottom() - 1)
            )
            if tick.major and x + 4 + painter.fontMetrics().horizontalAdvance(tick.label) <= content.right():
                painter.setPen(theme.color("quiet"))
                painter.drawText(QPointF(x + 4, content.bottom() - 9), tick.label)

    def _draw_loop(self, painter: QPainter, content: QRectF) -> None:
        loop = self._context.timeline.loop
        if loop is None:
            return
        left, right = self.scale().x(loop.start_ns), self.scale().x(loop.end_ns)
        painter.fillRect(
            QRectF(left, 0, right - left, content.height()), self._context.theme.color("accent", 0.16)
        )
        painter.fillRect(QRectF(left, 0, right - left, 3), self._context.theme.color("accent"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a scrub, with Shift a loop, with the middle button a pan."""
        if self._hand.press(event) or event.button() != Qt.MouseButton.LeftButton:
            return
        at_ns = self.scale().ns(event.position().x())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._loop_from_ns = max(at_ns, 0)
        else:
            self._context.timeline.scrub(at_ns)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Goes on with what was begun."""
        if self._hand.move(event) or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        at_ns = self.scale().ns(event.position().x())
        if self._loop_from_ns is None:
            self._context.timeline.scrub(at_ns)
        else:
            at_ns = min(max(at_ns, 0), self._context.timeline.duration_ns)
            self._context.timeline.set_loop(
                PlayRange(min(self._loop_from_ns, at_ns), max(self._loop_from_ns, at_ns))
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Settles on the exact instant."""
        if self._hand.release(event):
            return
        self._loop_from_ns = None
        self._context.timeline.end_scrub()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Shows the whole sample."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._context.time_axis.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms at the cursor or pans."""
        self._hand.wheel(event)
