"""A form of typed attributes, made from their specs."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from crosstie.app.inspector.multi_choice import MultiChoice
from crosstie.app.inspector.number_field import NumberField
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import AttributeValue


class AttributeForm(QWidget):
    """Shows values and tells each change as a whole new set of attributes."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, AttributeValue] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(5)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_values(
        self,
        document: SchemaDocument,
        language: str,
        specs: Mapping[str, AttributeSpec],
        values: Mapping[str, AttributeValue],
    ) -> None:
        """Builds a row for each spec; a value that the schema does not know is shown and kept."""
        self._values = dict(values)
        while self._form.rowCount():
            self._form.removeRow(0)
        for spec in specs.values():
            name = document.attribute_name(spec, language)
            label = QLabel(f"{name}, {spec.unit}" if spec.unit else name, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "quiet")
            words = [document.choice_name(spec, word, language) for word in spec.of]
            field = self._field(spec, words, values.get(spec.name))
            field.setObjectName(f"attribute_{spec.name}")
            field.setAccessibleName(name)
            self._form.addRow(label, field)
        self.setVisible(bool(specs))

    def _field(self, spec: AttributeSpec, words: list[str], value: AttributeValue) -> QWidget:
        put = partial(self._put, spec.name)
        if spec.type == "bool":
            return _switch(bool(value), put)
        if spec.type == "choice":
            return _choice(spec, words, value, put)
        if spec.type == "multi_choice":
            field = MultiChoice(spec.of, words, value if isinstance(value, tuple) else ())
            field.edited.connect(put)
            return field
        if spec.type in ("number", "integer"):
            number = NumberField(spec, value)
            number.edited.connect(put)
            return number
        return _text(str(value or ""), put)

    def _put(self, name: str, value: AttributeValue) -> None:
        if self._values.get(name) == value:
            return
        self._values = {**self._values, name: value}
        if value is None:
            del self._values[name]
        self.edited.emit(dict(self._values))


def _switch(value: bool, put: Callable[[AttributeValue], None]) -> QWidget:
    field = QCheckBox()
    field.setChecked(value)
    field.toggled.connect(put)
    return field


def _choice(
    spec: AttributeSpec, words: list[str], value: AttributeValue, put: Callable[[AttributeValue], None]
) -> QWidget:
    field = QComboBox()
    field.addItem("not said", None)
    for key, word in zip(spec.of, words, strict=True):
        field.addItem(word, key)
    field.setCurrentIndex(max(field.findData(value), 0))
    field.activated.connect(lambda index: put(field.itemData(index)))
    return field


def _text(value: str, put: Callable[[AttributeValue], None]) -> QWidget:
    field = QLineEdit(value)
    field.editingFinished.connect(lambda: put(field.text() or None))
    return field
