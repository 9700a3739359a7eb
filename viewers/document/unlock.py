"""The plate over a protected document, with a field for its password."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crosstie.viewers.theme import BODY_PX, SMALL_PX, Theme

_WIDE_PX: Final = 300


class Unlock(QFrame):
    """Stands in the middle of its parent. What is typed goes out by `given` and is not kept here."""

    given = Signal(str)

    def __init__(self, name: str, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName(f"unlock_{name}")
        self.setFixedWidth(_WIDE_PX)
        self._title = QLabel("", self)
        self._title.setObjectName(f"unlock_title_{name}")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setObjectName(f"password_{name}")
        self.field.setAccessibleName(f"Password of {name}")
        self.field.setPlaceholderText("Password")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self._on_given)
        self._button = QPushButton("Open", self)
        self._button.setObjectName(f"unlock_button_{name}")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._on_given)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for widget in (self._title, self.field, self._button):
            column.addWidget(widget)
        self.hide()

    def ask(self, reason: str) -> None:
        """Says why, and waits for a password."""
        self._title.setText(reason)
        self.field.setEnabled(True)
        self._button.setEnabled(True)
        self.show()
        self.place()
        if self.field.text():
            self.field.clear()
            self.field.setFocus()

    def end(self) -> None:
        """It is open: what was typed is forgotten."""
        self.field.clear()
        self.hide()

    def place(self) -> None:
        """Keeps to the middle."""
        self.setFixedWidth(max(min(_WIDE_PX, self._over.width() - 24), 80))
        self.adjustSize()
        self.move(self._over.rect().center() - self.rect().center())
        self.raise_()

    def dress(self, theme: Theme) -> None:
        """Takes a theme's colours."""
        self.setStyleSheet(
            f"#{self.objectName()} {{ background: {theme.panel}; border: 1px solid {theme.line};"
            f" border-radius: 8px; }}"
            f"QLabel {{ color: {theme.text}; font-size: {BODY_PX}px; background: transparent; }}"
            f"QLineEdit {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 4px; padding: 4px 6px; }}"
            f"QLineEdit:focus {{ border-color: {theme.accent}; }}"
            f"QPushButton {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 4px; padding: 4px 12px; font-size: {SMALL_PX}px; }}"
            f"QPushButton:hover {{ border-color: {theme.accent}; }}"
        )

    def _on_given(self) -> None:
        if self.field.text():
            self.field.setEnabled(False)
            self._button.setEnabled(False)
            self.given.emit(self.field.text())
