"""What to do where nothing is selected: a line, and the keys that are worth knowing."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crosstie.app.inspector.section import emptied
from crosstie.app.plain import plain_label

_EMPTY = "Nothing selected. Click an annotation in any pane, or drag to draw one."


class KeyHints(QWidget):
    """Teaches quietly; the keys are those in force."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("key_hints")
        rows = QWidget()
        self._rows = QGridLayout(rows)
        self._rows.setContentsMargins(0, 8, 0, 0)
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(7)
        self._rows.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(_EMPTY, "quiet", wrap=True))
        column.addWidget(rows)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Shows a row for each action that has a key: what it does → the key."""
        emptied(self._rows)
        for place, (words, key) in enumerate(keys.items()):
            if key:
                cap = plain_label(key, "key")
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                self._rows.addWidget(cap, place, 0)
                self._rows.addWidget(plain_label(words, "quiet", wrap=True), place, 1)
