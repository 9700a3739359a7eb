"""The slider over the whole sample: where the playhead is, what is in view below, and the loop."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crosstie.schema.clock import clock_text
from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeaxis.scale import Scale, scale_between

TRACK_PX: Final = 4.0
HANDLE_PX: Final = 6.0


class ScrubSlider(QWidget):
    """A press or drag moves the playhead. The brighter stretch of the track is what the rows below show."""

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport_slider")
        self.setAccessibleName("playhead")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._context = context
        self._hovered = False
        timeline = context.timeline
        for signal in (
            timeline.moved,
            timeline.loop_changed,
            timeline.duration_changed,
            timeline.length_changed,
        ):
            signal.connect(self.update)
        context.time_axis.changed.connect(self.update)
        context.theme_changed.connect(self.update)
        timeline.settled.connect(self._on_settled)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(320, 24)

    def scale(self) -> Scale:
        """The whole sample over the whole width."""
        return scale_between(0, self._context.timeline.duration_ns, 0, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, timeline, scale = self._context.theme, self._context.timeline, self.scale()
        view = self._context.time_axis.view
        now_x = scale.x(timeline.now_ns)
        painter.setPen(Qt.PenStyle.NoPen)
        self._draw_stretch(painter, scale.left_px, scale.left_px + scale.width_px, "line", TRACK_PX)
        if view.length_ns < timeline.duration_ns:
            self._draw_stretch(painter, scale.x(view.start_ns), scale.x(view.end_ns), "quiet", TRACK_PX)
        if timeline.loop is not None:
            left, right = scale.x(timeline.loop.start_ns), scale.x(timeline.loop.end_ns)
            painter.setBrush(theme.color("accent", 0.22))
            painter.drawRoundedRect(QRectF(left, 3, right - left, self.height() - 6), 3, 3)
            painter.setBrush(theme.color("accent"))
            for x in (left, right):
                painter.drawRoundedRect(QRectF(x - 1, 3, 2, self.height() - 6), 1, 1)
        self._draw_stretch(painter, scale.left_px, now_x, "accent", TRACK_PX)
        reach = HANDLE_PX + (1 if self._hovered or timeline.scrubbing else 0)
        painter.setPen(QPen(theme.color("panel"), 2))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QPointF(now_x, self.height() / 2), reach, reach)

    def _draw_stretch(self, painter: QPainter, left: float, right: float, token: str, height: float) -> None:
        painter.setBrush(self._context.theme.color(token))
        middle = self.height() / 2
        rect = QRectF(left, middle - height / 2, max(right - left, 0), height)
        painter.drawRoundedRect(rect, height / 2, height / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)
        near = abs(event.position().x() - self.scale().x(self._context.timeline.now_ns)) <= HANDLE_PX + 3
        if near != self._hovered:
            self._hovered = near
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._context.timeline.end_scrub()

    def _scrub(self, event: QMouseEvent) -> None:
        self._context.timeline.scrub(self.scale().ns(event.position().x()))

    def _on_settled(self, now_ns: int) -> None:
        # Told when the playhead comes to rest only: a screen reader that speaks at every tick is no help.
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, clock_text(now_ns)))
