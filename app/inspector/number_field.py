"""A field for a number that may also be left unsaid: a plain field, because a spin box cannot be empty."""

from decimal import Decimal

from crosstie.app.inspector.text_field import TextField
from crosstie.schema.records import AttributeValue


class NumberField(TextField):
    """Takes a number with a point or, as many write it, a comma; shows it with a point, every digit of it.

    No key is swallowed: "1,5" whose comma went nowhere would be 15, and nobody would see it.
    """

    def text_of(self, value: AttributeValue) -> str:
        return _written(value) if isinstance(value, float) else super().text_of(value)

    def value_of(self, text: str) -> AttributeValue:
        try:
            number = float(text.replace(",", ".", 1))
        except ValueError:
            return text
        return int(number) if self._spec.type == "integer" and number.is_integer() else number


def _written(number: float) -> str:
    """Without an exponent, and without a fraction that is none: 1e-07 as 0.0000001, 30.0 as 30."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
