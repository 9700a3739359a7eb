"""The lanes' rows as a widget: keeps the picture, paints it, and passes the hand's events on."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.bar_painter import bar_font
from crosstie.viewers.lanes.frame import CHIPS_LEFT_PX, Frame
from crosstie.viewers.lanes.link_filter import LinkFilter
from crosstie.viewers.lanes.link_layer import LinkLayer
from crosstie.viewers.lanes.links import Curve
from crosstie.viewers.lanes.marks import Marks
from crosstie.viewers.lanes.overlay import Decor, decor, draw_overlay
from crosstie.viewers.lanes.overlay_painter import draw_quiet_curves
from crosstie.viewers.lanes.pointer import Pointer
from crosstie.viewers.lanes.row_painter import draw_rows
from crosstie.viewers.lanes.rows import Row
from crosstie.viewers.lanes.spots import spots_in
from crosstie.viewers.lanes.stack import Stack
from crosstie.viewers.lanes.tips import tip_for
from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.drawing import PlayheadTrail
from crosstie.viewers.timeaxis.hand import NOTCH, AxisHand
from crosstie.viewers.timeaxis.hand_filter import HandFilter
from crosstie.viewers.timeaxis.scale import INSET_PX, Scale

_CHIP_EXTRA_PX: Final = 30.0
_SCROLL_PX_PER_NOTCH: Final = 48
_ROW_ZOOM_PER_NOTCH: Final = 1.2


class LanesBody(QWidget):
    """Draws rows given to it. The rows' picture is kept, so that a moving playhead costs next to nothing."""

    drawn = Signal(object)
    pressed = Signal()

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lanes_body")
        self.setAccessibleName("lanes: annotations of every modality over time")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.context = context
        self._rows: list[Row] = []
        self._stack: Stack | None = None
        self._frame: Frame | None = None
        self._decor: Decor | None = None
        self._quiet: list[Curve] | None = None
        self._still: QPixmap | None = None
        self._expanded: frozenset[str] = frozenset()
        self._playhead = PlayheadTrail()
        self._row_zoom = 1.0
        self.links = LinkLayer(context)
        self._marks: Marks = {}
        self.pointer = Pointer(context, self)
        axis_hand = AxisHand(context.time_axis, self.scale)
        hand = HandFilter(self, self.pointer, axis_hand, self._tip, wheel_from_px=GUTTER_PX)
        hand.pressed.connect(self.pressed)
        hand.hovered.connect(self.forget_decor)
        hand.dragged.connect(self.update)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setObjectName("lanes_scroll")
        self._bar.setAccessibleName("scroll the lanes")
        self._bar.valueChanged.connect(self._on_scrolled)

    # What is shown

    def sizeHint(self) -> QSize:
        """As high as the rows, up to a third of a usual screen."""
        return QSize(640, min(max(round(self.stack.height), 120), 340))

    def show_rows(self, rows: list[Row]) -> None:
        """Shows these rows from now on."""
        self._rows = rows
        self.links.forget()
        self.forget_layout()

    def show_marks(self, marks: Marks) -> None:
        """Shows which annotations break rules."""
        self._marks = marks
        self.update()

    def move_playhead(self) -> None:
        """Paints anew where the playhead was and where it is; all else stays."""
        self.update(self._playhead.moved_to(self.frame.scale.x(self.context.timeline.now_ns), self.rect()))

    def show_all_links(self, *, shown: bool) -> None:
        """Shows every link of the pass, or only those of what is selected or hovered."""
        self.links.shows_all = shown
        self.forget_frame()

    def filter_links(self, wanted: LinkFilter) -> None:
        """Draws only links of these types and statuses."""
        self.links.filter = wanted
        self.forget_links()

    def forget_links(self) -> None:
        """Links have changed, or which of them are drawn."""
        self.links.forget()
        self.forget_frame()

    def expand(self, asset_id: str) -> None:
        """Shows all of a row's chips, as far as there is room."""
        self._expanded |= {asset_id}
        self.forget_layout()

    def forget_layout(self) -> None:
        """The rows, the width or what is expanded has changed."""
        self._stack = None
        self._place_scroll_bar()
        self.forget_frame()

    def forget_frame(self) -> None:
        """The time in view, the height, the scrolling or the theme has changed."""
        self._frame, self._still, self._quiet = None, None, None
        self.forget_decor()

    def forget_decor(self) -> None:
        """What is lit up has changed."""
        self._decor = None
        self.update()

    @property
    def stack(self) -> Stack:
        """The rows as they are laid out."""
        if self._stack is None:
            metrics = QFontMetricsF(bar_font(self.font()))
            room = self.width() - CHIPS_LEFT_PX - INSET_PX
            self._stack = Stack(
                self._rows,
                room,
                lambda name: metrics.horizontalAdvance(name) + _CHIP_EXTRA_PX,
                self._expanded,
                self._row_zoom,
            )
        return self._stack

    @property
    def frame(self) -> Frame:
        """What is on the screen."""
        if self._frame is None:
            self._frame = Frame(self.stack, self.scale(), self.width(), self.height(), self._bar.value())
        return self._frame

    @property
    def curves(self) -> list[Curve]:
        """The links that are drawn, those that are lit up first."""
        return [*self._shown_decor().curves, *self._quiet_curves()]

    def scale(self) -> Scale:
        """Time to pixels of this widget."""
        return self.context.time_axis.scale(GUTTER_PX, self.width())

    def reveal(self, annotation_id: str) -> None:
        """Scrolls until an annotation's row is on the screen."""
        area = self.frame.area_of(annotation_id)
        if area is None:
            return
        if area.top < 0:
            self._bar.setValue(self._bar.value() + round(area.top) - 6)
        elif area.bottom > self.height():
            self._bar.setValue(self._bar.value() + round(area.bottom) - self.height() + 6)

    def spots(self) -> dict[str, QRectF]:
        """Where annotations are seen now, by id."""
        return spots_in(self.frame)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._still is None:
            self._still = self._draw_still()
        painter.drawPixmap(0, 0, self._still)
        draw_overlay(
            painter, self.context, self.frame, self._shown_decor(), self.pointer, self._marks, self.font()
        )
        painter.end()
        self.drawn.emit(self.context.timeline.now_ns)

    def _draw_still(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        still.setDevicePixelRatio(ratio)
        painter = QPainter(still)
        draw_rows(painter, self.frame, self.context.theme, self.font())
        painter.setClipRect(QRectF(GUTTER_PX, 0, self.width() - GUTTER_PX, self.height()))
        draw_quiet_curves(painter, self._quiet_curves(), self.context.theme, self.font())
        self._draw_hint(painter)
        painter.end()
        return still

    def _draw_hint(self, painter: QPainter) -> None:
        """One quiet line while nothing is labelled yet."""
        if any(len(row.bars) or row.chips for row in self._rows):
            return
        hint = "Nothing is labelled yet. Drag over a row of sound to mark a span, or draw in any pane."
        painter.setFont(self.font())
        painter.setPen(self.context.theme.color("quiet"))
        room = QRectF(GUTTER_PX, 0, self.width() - GUTTER_PX, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, hint)

    def _shown_decor(self) -> Decor:
        if self._decor is None:
            self._decor = decor(self.context, self.frame, self.links, self.pointer.hit)
        return self._decor

    def _quiet_curves(self) -> list[Curve]:
        if self._quiet is None:
            self._quiet = self.links.quiet(self.frame)
        return self._quiet

    # The hand

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the names the wheel scrolls the rows and with Ctrl makes them higher."""
        notches = event.angleDelta().y() / NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._row_zoom = min(max(self._row_zoom * _ROW_ZOOM_PER_NOTCH**notches, 0.5), 3.5)
            self.forget_layout()
        else:
            self._bar.setValue(self._bar.value() - round(notches * _SCROLL_PX_PER_NOTCH))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.forget_layout()

    def _tip(self) -> str:
        return tip_for(self.context, self.pointer.hit, self._marks)

    def _on_scrolled(self) -> None:
        self.forget_frame()

    def _place_scroll_bar(self) -> None:
        over = round(self.stack.height) - self.height()
        self._bar.setRange(0, max(over, 0))
        self._bar.setPageStep(max(self.height(), 1))
        self._bar.setSingleStep(_SCROLL_PX_PER_NOTCH)
        self._bar.setGeometry(self.width() - 10, 0, 10, self.height())
        self._bar.setVisible(over > 0)
