"""Fields of the schema editor's form, each with its name for screen readers and tests."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from crosstie.app.inspector.choice_fields import Box
from crosstie.app.plain import button_text


def line(name: str, words: str, text: str, on_text: Callable[[str], None]) -> QLineEdit:
    """One line of text; what was typed counts when the field is left or Enter is pressed."""
    field = QLineEdit(text)
    field.setObjectName(name)
    field.setAccessibleName(words)
    field.editingFinished.connect(lambda: on_text(field.text()))
    return field


def choice(
    name: str, words: str, options: Sequence[tuple[str, str]], value: str, on_value: Callable[[str], None]
) -> Box:
    """One of several ids, shown by name."""
    field = Box()
    field.setObjectName(name)
    field.setAccessibleName(words)
    for any_id, title in options:
        field.addItem(title, any_id)
    field.setCurrentIndex(max(field.findData(value), 0))
    field.activated.connect(lambda place: on_value(str(field.itemData(place))))
    return field


def ticks(
    name: str, words: str, options: Sequence[str], value: Sequence[str], on_value: Callable[[list[str]], None]
) -> QWidget:
    """Any number of a few words."""
    whole = QWidget()
    whole.setObjectName(name)
    whole.setAccessibleName(words)
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    boxes: list[QCheckBox] = []
    for place, option in enumerate(options):
        box = QCheckBox(button_text(option.replace("_", " ")))
        box.setObjectName(f"{name}_{option}")
        box.setAccessibleName(f"{words}: {option.replace('_', ' ')}")
        box.setChecked(option in value)
        grid.addWidget(box, place // 2, place % 2)
        boxes.append(box)
    for box in boxes:
        box.toggled.connect(
            lambda _on: on_value(
                [option for option, one in zip(options, boxes, strict=True) if one.isChecked()]
            )
        )
    return whole


class Lines(QPlainTextEdit):
    """Several lines of text; they count when the field is left. Tab leaves it."""

    def __init__(self, name: str, words: str, text: str, on_text: Callable[[str], None]) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._said, self._on_text = text, on_text

    def focusOutEvent(self, event: QFocusEvent) -> None:  # Qt's name
        """Hands on what was typed."""
        super().focusOutEvent(event)
        self.hand_on()

    def hand_on(self) -> None:
        """Hands on what was typed, once."""
        if self.toPlainText() != self._said:
            self._said = self.toPlainText()
            self._on_text(self._said)


def button(name: str, words: str, act: Callable[[], object]) -> QPushButton:
    """A button with words."""
    made = QPushButton(button_text(words))
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked=False: act())
    return made
