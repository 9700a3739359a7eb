"""The strip of review: what is asked, both ends and the reason in words, how far one is, and the keys."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from crosstie.app.icons import dot
from crosstie.app.plain import ElidedLabel, button_text, plain_label, tip
from crosstie.app.review.agenda import Progress
from crosstie.viewers.spotlight import Letter, letter_color
from crosstie.viewers.theme import DARK, Theme, ink_on

_PLATE_PX: Final = 18
_SCALE: Final = 3


class EndWords(msgspec.Struct, frozen=True):
    """One end as the strip names it; `color` is that of its entity or class."""

    words: str
    color: QColor


class Asked(msgspec.Struct, frozen=True):
    """A candidate in words. `note` says what is special about it, `decided` how it was decided on before."""

    question: str
    ends: tuple[EndWords, EndWords]
    score: str
    reason: str
    note: str = ""
    decided: str = ""


class ReviewStrip(QFrame):
    """Two lines over the panes, so that it never covers what is asked about.

    `acted` carries the id of the action whose key was clicked. It takes the keyboard for the window's plain
    keys; its own buttons take none.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review_strip")
        self.setAccessibleName("Link review")
        self.setProperty("role", "review")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = DARK
        self._buttons: dict[str, QToolButton] = {}
        self._shown_keys: tuple[tuple[tuple[str, str, str], ...], dict[str, str]] | None = None
        self.question = _elided("review_question", "name")
        self.question.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.ends = (_End("A"), _End("B"))
        self.score = _label("review_score", "name")
        self.decided = _label("review_decided", "quiet")
        self.progress = _label("review_progress", "quiet")
        self.reason = _elided("review_reason", "small")
        self.note = _elided("review_note", "message")
        self.note.setProperty("level", "warn")
        self.note.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(3)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(10)
        first.addWidget(self.question, 0)
        for end in self.ends:
            first.addWidget(end, 1)
        for label in (self.score, self.decided, self.progress):
            first.addWidget(label)
        second.addWidget(self.note, 0)
        second.addWidget(self.reason, 1)
        second.addLayout(self._keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)

    # What is shown

    def show_asked(self, asked: Asked) -> None:
        """Shows a candidate."""
        self.question.setText(asked.question)
        for part, end in zip(self.ends, asked.ends, strict=True):
            part.show_end(end)
            part.show()
        self.score.setText(asked.score)
        self.score.setVisible(bool(asked.score))
        self.decided.setText(asked.decided)
        self.decided.setVisible(bool(asked.decided))
        self.reason.setText(asked.reason)
        self.say(asked.note)

    def show_empty(self, title: str, advice: str) -> None:
        """There is no candidate: says so, and what to do."""
        self.question.setText(title)
        for part in (*self.ends, self.score, self.decided):
            part.hide()
        self.reason.setText(advice)
        self.say("")

    def say(self, note: str) -> None:
        """What is special about the candidate, or went wrong with it."""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def show_progress(self, progress: Progress) -> None:
        """How far one is."""
        words = f"{progress.done} / {progress.total}"
        if progress.per_minute:
            words += f"  ·  {progress.per_minute:.0f} per min"
        self.progress.setText(words)
        self.progress.setVisible(progress.total > 0)

    def show_keys(self, keys: Sequence[tuple[str, str, str]], hints: Mapping[str, str]) -> None:
        """The keys that apply now: (action's id, key as it is written, one word); tooltips by action."""
        if (tuple(keys), dict(hints)) == self._shown_keys:
            return
        self._shown_keys = (tuple(keys), dict(hints))
        for button in self._buttons.values():
            button.hide()
        for action_id, key, word in keys:
            button = self._button(action_id)
            button.setText(button_text(f"{key}  {word}" if key else word))
            button.setAccessibleName(f"{word} ({key})" if key else word)
            button.setToolTip(tip(hints.get(action_id, word)))
            button.show()

    def dress(self, theme: Theme) -> None:
        """Takes the theme's colours."""
        if theme is self._theme:
            return
        self._theme = theme
        for end in self.ends:
            end.dress(theme)

    def _button(self, action_id: str) -> QToolButton:
        if action_id not in self._buttons:
            button = QToolButton(self)
            button.setObjectName(f"review_key_{action_id}")
            button.setProperty("role", "key")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._on_clicked, action_id))
            self._keys.addWidget(button)
            self._buttons[action_id] = button
        return self._buttons[action_id]

    def _on_clicked(self, action_id: str, _checked: bool = False) -> None:
        self.acted.emit(action_id)


class _End(QWidget):
    """A letter's plate, the colour of what stands there, and its words."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self._letter: Letter = letter
        self._plate, self._dot = QLabel(), QLabel()
        self.words = _elided(f"review_end_{letter.lower()}", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._plate)
        row.addWidget(self._dot)
        row.addWidget(self.words, 1)
        self.dress(DARK)

    def show_end(self, end: EndWords) -> None:
        self.words.setText(end.words)
        self.words.setAccessibleName(f"End {self._letter}: {end.words}")
        self._dot.setPixmap(dot(end.color))

    def dress(self, theme: Theme) -> None:
        self._plate.setPixmap(_plate(self._letter, letter_color(self._letter, theme)))


def _plate(letter: Letter, color: QColor) -> QPixmap:
    pixmap = QPixmap(QSize(_PLATE_PX, _PLATE_PX) * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(0, 0, _PLATE_PX, _PLATE_PX, 4, 4)
    font = painter.font()
    font.setPixelSize(12)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(ink_on(color))
    painter.drawText(0, 0, _PLATE_PX, _PLATE_PX, int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.end()
    return pixmap


def _label(name: str, role: str) -> QLabel:
    label = plain_label(role=role)
    label.setObjectName(name)
    return label


def _elided(name: str, role: str) -> ElidedLabel:
    label = ElidedLabel("", role)
    label.setObjectName(name)
    return label
