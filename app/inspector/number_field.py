"""A field for a number that may also be left unsaid."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from crosstie.schema.attributes import attribute_problem
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import AttributeValue


class NumberField(QLineEdit):
    """A plain field, because a spin box cannot be empty; what does not fit is marked and not sent."""

    edited = Signal(object)

    def __init__(self, spec: AttributeSpec, value: AttributeValue, parent: QWidget | None = None) -> None:
        super().__init__(
            "" if value is None else f"{value:g}" if isinstance(value, float) else str(value), parent
        )
        self._spec = spec
        self.setPlaceholderText("not said")
        validator = QDoubleValidator(self)
        validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        validator.setLocale(self.locale().c())
        self.setValidator(validator)
        self.editingFinished.connect(self._on_editing_finished)

    def _on_editing_finished(self) -> None:
        value = self._value()
        problem = attribute_problem(self._spec, value)
        self.setToolTip(problem)
        self.setProperty("level", "bad" if problem else "")
        self.style().polish(self)
        if not problem:
            self.edited.emit(value)

    def _value(self) -> AttributeValue:
        text = self.text().strip()
        if not text:
            return None
        number = float(text)
        return int(number) if self._spec.type == "integer" and number.is_integer() else number
