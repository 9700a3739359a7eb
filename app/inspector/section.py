"""Small parts that the inspector's pages share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label that never takes its text for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


class Section(QWidget):
    """A heading with a body below it; the heading may count what is in the body."""

    def __init__(self, heading: str, body: QWidget) -> None:
        super().__init__()
        self._heading = heading
        self._label = plain_label(heading.upper(), "section")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._label)
        column.addWidget(body)

    def set_count(self, count: int) -> None:
        """Writes the number of things beside the heading."""
        self._label.setText(f"{self._heading.upper()} ({count})" if count else self._heading.upper())
