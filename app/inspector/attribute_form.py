"""A form of typed attributes, made from their specs."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from crosstie.app.inspector.choice_fields import ChoiceField, MultiChoice, SwitchField
from crosstie.app.inspector.number_field import NumberField
from crosstie.app.inspector.text_field import TextField
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec
from crosstie.schema.records import AttributeValue

Field = ChoiceField | MultiChoice | SwitchField | TextField


class AttributeForm(QWidget):
    """Shows values and tells each change as a whole new set of attributes, or why a value cannot be.

    As long as the specs are the same the fields stay, so that the keyboard stays where it is.
    """

    edited = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, AttributeValue] = {}
        self._fields: dict[str, Field] = {}
        self._made_for: tuple[object, ...] = ()
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 2, 0, 0)
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(5)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def show_values(
        self,
        document: SchemaDocument,
        language: str,
        specs: Mapping[str, AttributeSpec],
        values: Mapping[str, AttributeValue],
    ) -> None:
        """Shows a row for each spec; a value that the schema does not know is kept."""
        self._values = dict(values)
        made_for = (document, language, *specs.values())
        if made_for != self._made_for:
            self._made_for = made_for
            self._make_rows(document, language, specs)
        for name, field in self._fields.items():
            field.show_value(values.get(name))
        self.setVisible(bool(specs))

    def finish(self) -> None:
        """Commits what was typed and not yet committed, or drops it where it does not fit: another thing is
        about to be shown, and must not get it.
        """
        for field in self._fields.values():
            if isinstance(field, TextField):
                field.finish()
                field.setModified(False)

    def _make_rows(self, document: SchemaDocument, language: str, specs: Mapping[str, AttributeSpec]) -> None:
        self._fields.clear()
        while self._form.rowCount():
            self._form.removeRow(0)
        for spec in specs.values():
            name = document.attribute_name(spec, language)
            label = QLabel(f"{name}, {spec.unit}" if spec.unit else name, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
            field = _field(spec, [document.choice_name(spec, word, language) for word in spec.of])
            field.setObjectName(f"attribute_{spec.name}")
            field.setAccessibleName(name)
            field.edited.connect(partial(self._put, spec.name))
            if isinstance(field, TextField):
                field.left.connect(self.left)
                field.refused.connect(partial(self._tell_refused, name))
            self._fields[spec.name] = field
            self._form.addRow(label, field)

    def _tell_refused(self, name: str, problem: str) -> None:
        self.refused.emit(f"{name}: {problem}.")

    def _put(self, name: str, value: AttributeValue) -> None:
        if self._values.get(name) == value:
            return
        self._values = {**self._values, name: value}
        if value is None:
            del self._values[name]
        self.edited.emit(dict(self._values))


def _field(spec: AttributeSpec, words: list[str]) -> Field:
    match spec.type:
        case "bool":
            return SwitchField(None)
        case "choice":
            return ChoiceField(spec.of, words, None)
        case "multi_choice":
            return MultiChoice(spec.of, words, None)
        case "number" | "integer":
            return NumberField(spec, None)
        case _:
            return TextField(spec, None)
