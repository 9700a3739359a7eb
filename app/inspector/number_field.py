"""A field for a number that may also be left unsaid: a plain field, because a spin box cannot be empty."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QDoubleValidator

from crosstie.app.inspector.text_field import TextField
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import AttributeValue


class NumberField(TextField):
    """Takes a number with a point, whatever the system's locale, as labels are kept."""

    def __init__(self, spec: AttributeSpec, value: AttributeValue) -> None:
        super().__init__(spec, value)
        validator = QDoubleValidator(self)
        validator.setNotation(QDoubleValidator.Notation.StandardNotation)
        validator.setLocale(QLocale.c())
        self.setValidator(validator)

    def text_of(self, value: AttributeValue) -> str:
        return f"{value:g}" if isinstance(value, float) else super().text_of(value)

    def value_of(self, text: str) -> AttributeValue:
        number = float(text)
        return int(number) if self._spec.type == "integer" and number.is_integer() else number
