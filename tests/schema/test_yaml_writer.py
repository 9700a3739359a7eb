"""What is written as YAML is read back as just the same."""

from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.yaml_reader import Plain, read_yaml
from crosstie.schema.yaml_writer import yaml_bytes

words = st.sampled_from(
    ("yes", "no", "on", "1e3", "12:30", "null", "~", "true", "", "0x1", "1_000", "- a", "a: b")
)
texts = words | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
leaves = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_reading_gives_what_was_written(value: Plain) -> None:
    assert read_yaml(yaml_bytes(value, "a heading\nof two lines")) == value
