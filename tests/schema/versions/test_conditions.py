"""Conditions are read without running anything, and answer true, false or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.records import AttributeValue
from crosstie.schema.versions.condition_parser import ConditionInvalid, read_condition

FACTS: dict[str, AttributeValue] = {
    "attributes.kind": "truck",
    "attributes.speed": 12.5,
    "attributes.parked": True,
    "attributes.colours": ("red", "white"),
    "anchor": "box",
    "language": "vi",
}


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("attributes.kind == 'truck'", True),
        ('attributes.kind != "truck"', False),
        ("attributes.speed > 12 and attributes.speed <= 12.5", True),
        ("attributes.speed < -1e3", False),
        ("attributes.parked", True),
        ("not attributes.parked", False),
        ("attributes.parked == 1", False),
        ("anchor in ['box', 'cuboid']", True),
        ("language not in ['en', 'vi']", False),
        ("'red' in attributes.colours", True),
        ("'blue' in attributes.colours", False),
        ("attributes.age == 3", None),
        ("attributes.age == none", True),
        ("attributes.kind != none", True),
        ("attributes.age > 3 or anchor == 'box'", True),
        ("attributes.age > 3 and anchor == 'mask'", False),
        ("attributes.age > 3 and anchor == 'box'", None),
        ("not (attributes.age > 3)", None),
        ("attributes.kind > 3", None),
        ("attributes.age < none", None),
        ("language == 'en' or language == 'vi' and anchor == 'mask'", False),
        ("(language == 'en' or language == 'vi') and not anchor == 'mask'", True),
    ],
)
def test_a_condition_holds_or_not_or_cannot_be_told(text: str, truth: bool | None) -> None:
    assert read_condition(text).truth(FACTS) is truth


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("attributes.kind = 'truck'", "column 17: cannot read .* compare with =="),
        ("attributes.kind ==", "column 19: a value or a name is expected, not the end"),
        ("kind == 'a' 'b'", "column 13: the end is expected"),
        ("(kind == 'a'", r"column 13: '\)' is expected"),
        ("__import__('os')", "column 11: the end is expected"),
        ("kind in 3", "column 9: a list"),
        ("kind in [1, 2", r"'\]' is expected"),
        ("not " * 40 + "kind", "nested deeper"),
        ("(" * 40 + "kind", "nested deeper"),
        ("a" * 3000, "longer than"),
        ("a == 'b' and", "a value or a name is expected"),
        ("lambda: 1", "column 7: cannot read"),
    ],
)
def test_what_is_no_condition_is_refused_with_its_column(text: str, problem: str) -> None:
    with pytest.raises(ConditionInvalid, match=problem):
        read_condition(text)


@given(st.text(max_size=60) | st.text("()[]'=<>!,. andornit01", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = read_condition(text)
    except ConditionInvalid:
        return
    assert condition.truth(FACTS) in (True, False, None)
