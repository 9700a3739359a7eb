"""A row of switches for an attribute that may have several words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget


class MultiChoice(QWidget):
    """One switch a word; `edited` carries the chosen words in the schema's order."""

    edited = Signal(object)

    def __init__(self, keys: Sequence[str], words: Sequence[str], chosen: Sequence[str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._boxes: dict[str, QCheckBox] = {}
        for key, word in zip(keys, words, strict=True):
            box = QCheckBox(word, self)
            box.setObjectName(f"choice_{key}")
            box.setAccessibleName(word)
            box.setChecked(key in chosen)
            box.toggled.connect(self._on_toggled)
            column.addWidget(box)
            self._boxes[key] = box

    def _on_toggled(self, _on: bool) -> None:
        chosen = tuple(key for key, box in self._boxes.items() if box.isChecked())
        self.edited.emit(chosen or None)
