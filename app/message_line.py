"""The window's line for messages: what happened, or what to do."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStatusBar, QWidget

from crosstie.app.plain import ElidedLabel, plain_label

_STAYS_MS: Final = {"info": 6_000, "warn": 12_000, "bad": 0}


class MessageLine(QStatusBar):
    """Shows one message at a time; a bad one stays until the next. Never takes the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_line")
        self.setSizeGripEnabled(False)
        # A long message must never make the window wider than it is.
        self._label = ElidedLabel("", "message")
        self._label.setObjectName("message")
        self._facts = plain_label(role="quiet")
        self.addWidget(self._label, 1)
        self._facts.setContentsMargins(8, 0, 10, 0)
        self._label.setContentsMargins(8, 0, 0, 0)
        self.addPermanentWidget(self._facts)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(lambda: self.say("", "info"))

    def hideEvent(self, event: QHideEvent) -> None:
        """A window that has closed says nothing any more."""
        self._fade.stop()
        super().hideEvent(event)

    @property
    def text(self) -> str:
        """What the line says now."""
        return self._label.text()

    @property
    def facts(self) -> str:
        """The quiet facts at the right."""
        return self._facts.text()

    def say(self, message: str, level: str) -> None:
        """Shows a message in the colour of its level."""
        self._label.setText(message)
        self._label.setProperty("level", level)
        self._label.style().unpolish(self._label)
        self._label.style().polish(self._label)
        self._fade.stop()
        if message and _STAYS_MS[level]:
            self._fade.start(_STAYS_MS[level])

    def show_facts(self, text: str) -> None:
        """Quiet facts at the right: how much stands in the pass."""
        self._facts.setText(text)
