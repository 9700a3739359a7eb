"""The waveform pane: one asset's sound over the shared time axis, with its time spans."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crosstie.schema.changes import Changes
from crosstie.schema.clock import clock_text
from crosstie.schema.records import Asset
from crosstie.schema.timing import annotation_span_ns
from crosstie.storage.media.queries import Sound
from crosstie.viewers.canvas.notice import Notice, NoticeText
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pane import Pane
from crosstie.viewers.sound_look import SoundLook, SpectrumLook
from crosstie.viewers.theme import GUTTER_PX, LEVEL_RAMPS
from crosstie.viewers.timeaxis.drawing import PlayheadTrail, draw_loop, draw_playhead
from crosstie.viewers.timeaxis.hand import AxisHand
from crosstie.viewers.timeaxis.hand_filter import HandFilter
from crosstie.viewers.timeaxis.ruler import Ruler
from crosstie.viewers.timeaxis.scale import Scale
from crosstie.viewers.timeaxis.span_hand import Ghost
from crosstie.viewers.timeaxis.tips import annotation_lines, plain_tip
from crosstie.viewers.waveform.controls import LookButton
from crosstie.viewers.waveform.feed import WaveFeed
from crosstie.viewers.waveform.painter import draw_ghost, draw_hint, draw_lights, draw_still, label_font
from crosstie.viewers.waveform.pointer import WavePointer
from crosstie.viewers.waveform.span_bars import SpanBars
from crosstie.viewers.waveform.spans import SpanView
from crosstie.viewers.waveform.wave import Wave, WaveQuery

RULER_FROM_PX: Final = 150
STEREO_FROM_PX: Final = 110
_LEAST_ROW_PX: Final = 12
_NOTCH: Final = 120


class WaveformPane(Pane):
    """Shows an audio asset. The wave is drawn on a thread of its own; what stands is kept as one picture.

    `prepared` carries the Sound once it can be played; the context's `sounds` has it too.
    """

    prepared = Signal(object)

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(56)
        self._spans = SpanBars(context, asset.id)
        self._view: SpanView | None = None
        self._done = 0.0
        self._still: QPixmap | None = None
        self._painted_ns = -1
        self._playhead = PlayheadTrail()
        self.pointer = WavePointer(context, asset.id, self.span_view)
        self.ruler = Ruler(context, f"ruler_{asset.id}", self)
        self._notice = Notice(f"wave_{asset.id}", self)
        self._feed = WaveFeed(context, asset, self)
        self.look_button = LookButton(context.sound_looks, asset.id, self)
        axis_hand = AxisHand(context.time_axis, self.scale)
        hand = HandFilter(self, self.pointer, axis_hand, self._tip, wheel_from_px=GUTTER_PX)
        hand.pressed.connect(self.focused)
        hand.hovered.connect(self.update)
        hand.dragged.connect(self.update)
        # What is installed last is asked first: the wheel with Ctrl is the pane's own.
        self.installEventFilter(self)
        self._listen_to_context()
        self._listen_to_feed()
        self._on_labels_replaced()
        self._say(NoticeText(f"Reading {asset.id}…"))
        self._feed.begin(asset)

    # What a pane owes

    def sizeHint(self) -> QSize:
        """As wide as there is room, and as high as a wave is read well."""
        return QSize(640, 120)

    def is_settled(self) -> bool:
        """Whether the wave and the playhead on the screen are those of now."""
        if self.status != "ready":
            return self.status == "failed"
        drawn = self._still is not None and self._feed.is_current
        return drawn and self._painted_ns == self.context.timeline.now_ns

    def reveal(self, annotation_id: str) -> None:
        """Brings a span into view."""
        annotation = self.context.state.annotations.get(annotation_id)
        extent = annotation and annotation_span_ns(annotation, self.asset)
        if extent:
            self.context.time_axis.reveal(*extent)

    def areas_of(self, annotation_id: str) -> tuple[QRectF, ...]:
        """A span from its bar down through the wave, as far as it is in view."""
        view = self.span_view()
        if annotation_id not in view.bars:
            return ()
        left, top, right, _ = view.bar_rect(view.bars.place_of(annotation_id))
        left, right = max(left, float(GUTTER_PX)), min(right, view.width)
        return (QRectF(left, top, right - left, view.height - top),) if right > left else ()

    def spots(self) -> dict[str, QRectF]:
        """The spans' bars in view."""
        view = self.span_view()
        room = QRectF(GUTTER_PX, 0, self.width() - GUTTER_PX, self.height())
        found: dict[str, QRectF] = {}
        for place in view.in_view:
            left, top, right, bottom = view.bar_rect(place)
            shown = QRectF(left, top, right - left, bottom - top) & room
            if not shown.isEmpty():
                found[view.bars.bars[place].id] = shown
        return found

    def fit(self) -> None:
        """Shows the whole sample."""
        self.context.time_axis.fit()

    def close_media(self) -> None:
        """Ends the thread that draws the wave; the sound itself belongs to the context."""
        self._feed.close()

    @property
    def wave(self) -> Wave | None:
        """The picture of the sound that is shown."""
        return self._feed.wave

    # How it is looked at

    @property
    def look(self) -> SoundLook:
        """Wave or spectrogram, and how."""
        return self.context.sound_looks.of(self.asset_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel with Ctrl held makes the sound larger or smaller."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.wheelEvent(event)
            return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the name, or with Ctrl, the wheel makes the sound larger or smaller."""
        event.accept()
        look = self.look.louder(event.angleDelta().y() / _NOTCH)
        self.context.sound_looks.set(self.asset_id, look)

    def _on_look_changed(self, asset_id: str) -> None:
        if asset_id == self.asset_id:
            self._on_axis_changed()

    # What is shown

    def scale(self) -> Scale:
        """Time to pixels of this widget."""
        return self.context.time_axis.scale(GUTTER_PX, self.width())

    def span_view(self) -> SpanView:
        """The spans as they lie on the screen."""
        if self._view is None:
            top = self.ruler.height() if self.ruler.isVisibleTo(self) else 0
            self._view = SpanView(self._spans.bars, self.scale(), self.width(), self.height(), top)
        return self._view

    def _listen_to_context(self) -> None:
        context = self.context
        context.labels_changed.connect(self._on_labels_changed)
        for replaced in (context.sample_opened, context.hidden_changed):
            replaced.connect(self._on_labels_replaced)
        context.theme_changed.connect(self._on_theme_changed)
        context.time_axis.changed.connect(self._on_axis_changed)
        context.timeline.moved.connect(self._on_timeline_moved)
        context.said.connect(self._on_said)
        context.sound_looks.changed.connect(self._on_look_changed)
        for lit in (context.highlight_changed, context.tie_changed, context.timeline.loop_changed):
            lit.connect(self.update)

    def _listen_to_feed(self) -> None:
        self._feed.prepared.connect(self.prepared)
        self._feed.ready.connect(self._on_ready)
        self._feed.drawn.connect(self._forget_still)
        self._feed.failed.connect(self._on_failed)
        self._feed.progressed.connect(self._on_progressed)

    @property
    def _is_present(self) -> bool:
        """Whether the asset is in the sample: a pane lives on for a moment when another one is opened."""
        return self.asset_id in self.context.state.assets

    def _say(self, text: NoticeText | None) -> None:
        self._notice.say(text, self.context.theme)

    def _on_progressed(self, done: float, what: str) -> None:
        self._done = done
        if self.status == "ready":
            self._show_detail()
            return
        self._say(NoticeText(f"Reading {self.asset_id}…", what, done=done))

    def _on_failed(self, reason: str) -> None:
        self._set_status("failed", reason)
        self._say(NoticeText(reason, "The rest of the sample is fine.", tone="bad"))

    def _on_ready(self) -> None:
        self._say(None)
        self._set_status("ready")
        if self._feed.sound is not None:
            self.look_button.show_channels(self._feed.sound.channels)
        self._show_detail()
        self._ask_wave()

    def _ask_wave(self) -> None:
        sound = self._feed.sound
        if sound is not None and self.status == "ready" and self._is_present:
            self._feed.ask(self._query(sound))

    def _query(self, sound: Sound) -> WaveQuery:
        ratio, view = self.devicePixelRatioF(), self.span_view()
        height = max(view.height - view.wave_top, 2.0)
        look, theme = self.look, self.context.theme
        rows = _rows(look, sound.channels, height)
        spectrum = SpectrumLook(look.scale, look.range_db, LEVEL_RAMPS[theme.name])
        return WaveQuery(
            start_ns=view.scale.ns(GUTTER_PX),
            end_ns=view.scale.ns(view.width),
            width=max(round((view.width - GUTTER_PX) * ratio), 1),
            height=max(round(height * ratio / rows), 2),
            rows=rows,
            gain=self._feed.gain * look.gain,
            rgb=theme.color("quiet").rgb() & 0xFFFFFF,
            clock=self.asset.clock,
            spectrum=spectrum if look.view == "spectrogram" else None,
        )

    def _on_labels_replaced(self) -> None:
        self._spans.rebuild()
        self._on_axis_changed()

    def _on_theme_changed(self) -> None:
        self.look_button.dress(self.context.theme)
        self._say(self._notice.text)
        self._on_labels_replaced()

    def _on_labels_changed(self, changes: Changes) -> None:
        self._spans.take(changes)
        self.pointer.hand.settle()
        self._on_axis_changed()

    def _on_axis_changed(self) -> None:
        self._view = None
        self._forget_still()
        self._ask_wave()

    def _on_timeline_moved(self) -> None:
        self._show_detail()
        self.update(self._playhead.moved_to(self.scale().x(self.context.timeline.now_ns), self.rect()))

    def _on_said(self) -> None:
        # A gesture that was refused is answered by a message: what was drawn ahead of it goes.
        self.pointer.hand.settle()
        self.update()

    def _show_detail(self) -> None:
        if self._feed.sound is not None and self._is_present:
            at_ns = self.asset.clock.asset_from_sample(self.context.timeline.now_ns)
            reading = f" · {self._reading()}" if self._reading() else ""
            self._set_detail(f"{clock_text(at_ns)} · {_sound_text(self._feed.sound)}{reading}")

    def _reading(self) -> str:
        """How much of a long sound has been read, while the rest of it is still to come."""
        sound = self._feed.sound
        return f"reading {self._done:.0%}" if sound is not None and sound.so_far else ""

    def _forget_still(self) -> None:
        self._still = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.ruler.setVisible(self.height() >= RULER_FROM_PX)
        self.ruler.setGeometry(0, 0, self.width(), self.ruler.height())
        self._notice.place(self.rect())
        self.look_button.place(self.ruler.height() if self.ruler.isVisibleTo(self) else 0)
        self._on_axis_changed()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        view, context = self.span_view(), self.context
        if self._still is None:
            self._still = self._draw_still(view)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        content = QRectF(GUTTER_PX, view.top, view.width - GUTTER_PX, view.height - view.top)
        painter.setClipRect(content)
        painter.setFont(label_font(self.font()))
        draw_loop(painter, content, view.scale, context.timeline.loop, context.theme)
        draw_lights(painter, view, context, self.pointer.hit)
        for ghost in self.pointer.hand.ghosts:
            draw_ghost(painter, view, ghost, self._ghost_color(ghost), context.theme)
        draw_playhead(painter, content, view.scale.x(context.timeline.now_ns), context.theme)
        painter.end()
        self._painted_ns = context.timeline.now_ns
        if self.is_settled():
            self.drawn.emit(self._painted_ns)

    def _draw_still(self, view: SpanView) -> QPixmap:
        ratio, feed = self.devicePixelRatioF(), self._feed
        still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        still.setDevicePixelRatio(ratio)
        painter = QPainter(still)
        painter.setFont(label_font(self.font()))
        gain = feed.gain * self.look.gain
        notes = [
            self.asset_id,
            *([] if 0.95 < gain < 1.05 else [f"×{gain:.1f}" if gain < 10 else f"×{gain:.0f}"]),
            *filter(None, [self._reading()]),
        ]
        draw_still(painter, view, feed.wave, self.context.theme, notes)
        if not len(view.bars) and self.status == "ready" and self.pointer.makes_spans:
            draw_hint(painter, view, "Drag over the wave to mark a span.", self.context.theme)
        painter.end()
        return still

    def _tip(self) -> str:
        return plain_tip(annotation_lines(self.context, self.pointer.hit.annotation_id))

    def _ghost_color(self, ghost: Ghost) -> QColor:
        annotation = self.context.state.annotations.get(ghost.annotation_id)
        if annotation is not None:
            return self.context.color_of(annotation)
        return self.context.class_color(self.context.class_for("time_span"))


def _rows(look: SoundLook, channels: int, height: float) -> int:
    """How many channels are drawn below each other; 1 for all of them in one."""
    if channels == 1 or look.channels == "together":
        return 1
    if look.channels == "auto":
        return 2 if channels == 2 and height >= STEREO_FROM_PX else 1
    return max(1, min(channels, int(height / _LEAST_ROW_PX)))


def _sound_text(sound: Sound) -> str:
    count = {1: "mono", 2: "stereo"}.get(sound.channels, f"{sound.channels} channels")
    return f"{sound.sample_rate / 1000:g} kHz {count}"
