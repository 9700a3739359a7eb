"""A window beside the main one, with a thread of its own that ends with it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from crosstie.app.plain import plain_label
from crosstie.app.schema_editor.background import Background


class ToolWindow(QDialog):
    """Closes with the window that it belongs to; says in a line how things went."""

    def __init__(self, name: str, words: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setWindowTitle(words)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.background = Background(self)
        self.verdict = plain_label(role="message", wrap=True)
        self.verdict.setObjectName(f"{name}_verdict")
        if parent is not None:
            parent.installEventFilter(self)

    def say(self, words: str, level: str = "info") -> None:
        """Says a line; `level` is info, good, warn or bad."""
        self.verdict.setProperty("level", level)
        self.verdict.setText(words)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def say_bad(self, words: str) -> None:
        """Says what went wrong."""
        self.say(words, "bad")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Goes with the main window: nobody would be left to end the thread."""
        if watched is self.parent() and event.type() == QEvent.Type.Close:
            self.close()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:  # Qt's name
        """Ends the thread before the window goes."""
        self.background.close()
        super().closeEvent(event)


def row(*parts: QWidget) -> QWidget:
    """Widgets beside each other."""
    whole = QWidget()
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for part in parts:
        layout.addWidget(part, 1)
    return whole


def stacked(*parts: QWidget) -> QWidget:
    """Widgets below each other."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(6, 6, 6, 6)
    layout.setSpacing(6)
    for part in parts:
        layout.addWidget(part)
    return whole
