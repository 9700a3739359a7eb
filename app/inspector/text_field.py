"""A field for text that may also be left unsaid; Enter commits, Escape takes back what was typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from crosstie.schema.attributes import attribute_problem
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import AttributeValue


class TextField(QLineEdit):
    """`edited` carries a value that fits; one that does not is marked, with the reason as its tooltip.

    `refused` tells the reason in a few words; `left` says that the person is done with the keyboard here.
    """

    edited = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, spec: AttributeSpec, value: AttributeValue) -> None:
        super().__init__()
        self._spec = spec
        self._shown: AttributeValue = None
        self.setPlaceholderText("not said")
        self.show_value(value)
        self.editingFinished.connect(self.finish)

    def show_value(self, value: AttributeValue) -> None:
        """Shows the value as it stands, unless the person is typing another one."""
        typing = self.hasFocus() and self.isModified()
        self._shown = value
        if not typing:
            self._put_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what stood there."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_text()
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.property("level"):
            self.left.emit()

    def finish(self) -> None:
        """Commits what was typed, what is still being composed too; what does not fit is marked and stays."""
        if self.hasFocus():
            QGuiApplication.inputMethod().commit()
        if not self.isModified():
            return
        text = self.text().strip()
        value = self.value_of(text) if text else None
        problem = attribute_problem(self._spec, value)
        self._mark(problem)
        if problem:
            self.refused.emit(problem)
        else:
            self.setModified(False)
            self.edited.emit(value)

    def text_of(self, value: AttributeValue) -> str:
        """The value as it is written here."""
        return "" if value is None else str(value)

    def value_of(self, text: str) -> AttributeValue:
        """The value that a text, not empty, means."""
        return text

    def _put_text(self) -> None:
        self.setText(self.text_of(self._shown))
        self._mark("")

    def _mark(self, problem: str) -> None:
        self.setToolTip(problem[:1].upper() + problem[1:])
        self.setProperty("level", "bad" if problem else "")
        self.style().unpolish(self)
        self.style().polish(self)
