"""Over the list of samples: which figure it stands behind, and the way back to all of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crosstie.app.plain import plain_label, tip


class BehindStrip(QWidget):
    """Hidden while all samples are listed."""

    all_asked = Signal()

    def __init__(self, below: QWidget) -> None:
        super().__init__()
        self.setObjectName("samples_behind")
        self._words = plain_label(role="small", wrap=True)
        self._words.setObjectName("behind_words")
        self.back_button = QPushButton("← All samples")
        self.back_button.setObjectName("behind_all")
        self.back_button.setAccessibleName("Back to all samples")
        self.back_button.clicked.connect(self.all_asked)
        self._strip = QWidget()
        inner = QVBoxLayout(self._strip)
        inner.setContentsMargins(0, 0, 0, 4)
        inner.setSpacing(4)
        inner.addWidget(self.back_button)
        inner.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(below, 1)
        self._strip.hide()

    @property
    def words(self) -> str:
        """What the list stands behind; empty for all samples."""
        return self._words.text() if not self._strip.isHidden() else ""

    def show_words(self, words: str) -> None:
        """Says what the list stands behind; nothing for all samples."""
        self._words.setText(words)
        self._words.setToolTip(tip(words))
        self._strip.setVisible(bool(words))
