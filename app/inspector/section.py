"""Small parts that the inspector's pages share."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLayout, QToolButton, QVBoxLayout, QWidget

from crosstie.app.plain import plain_label, tip

_ICON_PX = 14


class Section(QWidget):
    """A heading with a body below it; the heading may count what is in the body."""

    def __init__(self, heading: str, body: QWidget) -> None:
        super().__init__()
        self._heading = heading
        self._label = plain_label(heading.upper(), "section")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._label)
        column.addWidget(body)

    def set_count(self, count: int) -> None:
        """Writes the number of things beside the heading."""
        self.set_note(f"({count})" if count else "")

    def set_note(self, note: str) -> None:
        """Writes a few letters beside the heading."""
        self._label.setText(" ".join(filter(None, (self._heading.upper(), note))))


def tool_button(name: str, words: str) -> QToolButton:
    """A small flat button that shows an icon and says in words what it does."""
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(tip(words))
    button.setProperty("role", "flat")
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def emptied(layout: QLayout) -> None:
    """Takes all widgets out of a layout and frees them."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
