"""The transport bar: commands to the timeline, and what it says of itself."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from crosstie.schema.clock import clock_text
from crosstie.viewers.context import PaneContext
from crosstie.viewers.timeline import RATES
from crosstie.viewers.transport.icons import IconName, transport_icon
from crosstie.viewers.transport.looping import toggle_loop
from crosstie.viewers.transport.slider import ScrubSlider

ICON_PX: Final = 18
HINTS: Final[dict[str, str]] = {
    "go_start": "Go to the start",
    "step_back": "One frame back",
    "play": "Play or pause",
    "step_on": "One frame on",
    "go_end": "Go to the end",
    "loop": "Loop the selection, or leave the loop",
    "rate": "Play speed: click for the next, right-click for normal",
}


class TransportBar(QWidget):
    """Buttons, time, rate, loop and slider. It commands the timeline and keeps no time of its own."""

    def __init__(self, context: PaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setAccessibleName("transport")
        self._context = context
        self._frame_of: Callable[[int], int | None] | None = None
        self._icons: dict[str, IconName] = {}
        timeline = context.timeline
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 4, 10, 4)
        self._row.setSpacing(2)
        self._add_button("go_start", lambda: timeline.seek(0))
        self._add_button("step_back", lambda: timeline.step(-1))
        self._play = self._add_button("play", timeline.toggle_play)
        self._add_button("step_on", lambda: timeline.step(1))
        self._add_button("go_end", lambda: timeline.seek(timeline.duration_ns))
        self._time = self._add_label("time", "time at the playhead", "00:00.000")
        self._frame = self._add_label("frame", "frame at the playhead", "frame 00000")
        self._rate = self._add_rate()
        self._loop = self._add_button("loop", self._on_loop_clicked)
        self._loop.setCheckable(True)
        self._row.addWidget(ScrubSlider(context, self), 1)
        self._duration = self._add_label("duration", "length of the sample", "00:00.000")
        self._listen()
        self._on_theme_changed()
        self._on_moved(timeline.now_ns)
        self._on_duration_changed(timeline.duration_ns)

    def set_action_hints(self, hints: Mapping[str, str]) -> None:
        """Tool tips by button ("play", "step_on", …): what the action registry says, its key included."""
        for name, hint in {**HINTS, **hints}.items():
            button = self.findChild(QToolButton, f"transport_{name}")
            if button is not None:
                button.setToolTip(hint)

    def use_frames_of(self, frame_of: Callable[[int], int | None] | None) -> None:
        """Says whose frame number stands beside the time: sample time → number, or None where it has none."""
        self._frame_of = frame_of
        self._on_moved(self._context.timeline.now_ns)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._context.theme
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))

    def _add_button(self, name: IconName, command: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"transport_{name}")
        button.setAccessibleName(HINTS[name])
        button.setToolTip(HINTS[name])
        button.setProperty("role", "flat")
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setFixedSize(30, 28)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked: command())
        self._icons[button.objectName()] = name
        self._row.addWidget(button)
        return button

    def _add_label(self, name: str, spoken: str, widest: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"transport_{name}")
        label.setAccessibleName(spoken)
        label.setTextFormat(Qt.TextFormat.PlainText)
        font = QFont(label.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        if name == "time":
            font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
        label.setContentsMargins(8, 0, 4, 0)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest) + 14)
        label.setProperty("role", "" if name == "time" else "quiet")
        self._row.addWidget(label)
        return label

    def _add_rate(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("transport_rate")
        button.setAccessibleName("play speed")
        button.setToolTip(HINTS["rate"])
        button.setProperty("role", "flat")
        button.setFixedHeight(28)
        button.setMinimumWidth(52)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._next_rate)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(lambda _point: self._context.timeline.set_rate(1.0))
        self._row.addWidget(button)
        return button

    def _listen(self) -> None:
        timeline = self._context.timeline
        timeline.moved.connect(self._on_moved)
        timeline.play_changed.connect(self._on_play_changed)
        timeline.rate_changed.connect(self._on_rate_changed)
        timeline.loop_changed.connect(self._on_loop_changed)
        timeline.duration_changed.connect(self._on_duration_changed)
        timeline.length_changed.connect(self._on_duration_changed)
        self._context.theme_changed.connect(self._on_theme_changed)
        self._on_rate_changed(timeline.rate)

    def _next_rate(self) -> None:
        timeline = self._context.timeline
        if timeline.rate >= RATES[-1]:
            timeline.set_rate(RATES[0])
        else:
            timeline.change_rate(1)

    def _on_loop_clicked(self) -> None:
        toggle_loop(self._context)
        self._on_loop_changed()

    def _on_moved(self, now_ns: int) -> None:
        self._time.setText(clock_text(now_ns))
        frame = self._frame_of(now_ns) if self._frame_of else None
        self._frame.setText("" if frame is None else f"frame {frame}")
        self._frame.setVisible(self._frame_of is not None)

    def _on_play_changed(self, playing: bool) -> None:
        self._icons[self._play.objectName()] = "pause" if playing else "play"
        self._play.setIcon(transport_icon(self._icons[self._play.objectName()], self._context.theme))

    def _on_rate_changed(self, rate: float) -> None:
        self._rate.setText(f"{rate:g}×" if rate % 1 else f"{rate:.1f}×")

    def _on_loop_changed(self) -> None:
        self._loop.setChecked(self._context.timeline.loop is not None)

    def _on_duration_changed(self, duration_ns: int) -> None:
        self._duration.setText(clock_text(duration_ns))
        self.setEnabled(duration_ns > 0)

    def _on_theme_changed(self) -> None:
        for name, icon in self._icons.items():
            button = self.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(transport_icon(icon, self._context.theme))
