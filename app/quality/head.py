"""The first line of the quality page: how fresh the figures are, and what can be done about it."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from crosstie.app.plain import ElidedLabel, button_text, counted, plain_label
from crosstie.app.quality.maker import Maker
from crosstie.app.quality.words import counted_samples

_PROGRESS_PX: Final = 120
_STALE: Final = "Labels have changed: these figures are out of date."


class Head(QWidget):
    """Says in words what the maker is at."""

    count_asked = Signal()
    stop_asked = Signal()
    look_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quality_head")
        self.state = ElidedLabel("", "quiet")
        self.state.setObjectName("quality_state")
        self.progress = QProgressBar()
        self.progress.setObjectName("quality_progress")
        self.progress.setAccessibleName("How much is counted")
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(_PROGRESS_PX)
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        self.look_button = _button("quality_look", "Samples to look at")
        self.count_button = _button("quality_count", "Count again")
        self.leave_button = _button("quality_leave", "Back to the sample")
        self.look_button.clicked.connect(self.look_asked)
        self.leave_button.clicked.connect(self.left)
        self.count_button.clicked.connect(self._on_count)
        self._is_counting = False
        title = plain_label("Quality", "title")
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(title)
        row.addWidget(self.state, 1)
        for widget in (self.progress, self.look_button, self.count_button, self.leave_button):
            row.addWidget(widget)

    def show_state(self, maker: Maker) -> None:
        """Shows how things stand."""
        report = maker.made.report if maker.made is not None else None
        self._is_counting = maker.state == "counting"
        self.progress.setVisible(self._is_counting)
        self.progress.setValue(round(maker.done * 100))
        self.count_button.setText("Stop" if self._is_counting else "Count again")
        spoken = "Stop counting" if self._is_counting else "Count the figures again"
        self.count_button.setAccessibleName(spoken)
        many = len(report.to_look_at) if report is not None else 0
        self.look_button.setVisible(many > 0)
        self.look_button.setText(button_text(f"{counted(many, 'sample')} to look at"))
        self._say(*self._words(maker))

    def _words(self, maker: Maker) -> tuple[str, str]:
        report = maker.made.report if maker.made is not None else None
        made = ""
        if report is not None:
            passes = sum(report.contents.passes.values())
            counts = f"{counted_samples(report.contents.samples)}, {counted(passes, 'pass', 'passes')}"
            made = f"{counts}, counted at {datetime.fromisoformat(report.made_at).astimezone():%H:%M}"
        if maker.state == "failed":
            return f"{maker.problem}  {made}".strip(), "bad"
        if maker.state == "counting":
            return (f"{made}. Counting again…" if made else "Counting…"), "info"
        if maker.state == "given up":
            return (f"Counting was stopped. {made}", "warn")
        if maker.state == "stale":
            return f"{_STALE} {made}", "warn"
        return made, "info"

    def _say(self, words: str, level: str) -> None:
        self.state.setText(words)
        self.state.setToolTip("")
        if self.state.property("level") != level:
            self.state.setProperty("level", level)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)

    def _on_count(self) -> None:
        if self._is_counting:
            self.stop_asked.emit()
        else:
            self.count_asked.emit()


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
