"""Codes of pick mode: short, different, and none begins another one."""

from hypothesis import given as examples
from hypothesis import strategies as st

from crosstie.viewers.picking.codes import ALPHABET, MOST, codes, given


@examples(st.integers(0, MOST + 50))
def test_no_code_begins_another_and_none_is_longer_than_two(count: int) -> None:
    found = codes(count)
    assert len(found) == len(set(found)) == min(count, MOST)
    assert {len(code) for code in found} <= {1, 2}
    single = {code for code in found if len(code) == 1}
    assert not any(code[0] in single for code in found if len(code) == 2)


def test_as_many_as_there_are_signs_take_one_each() -> None:
    assert codes(9) == list("123456789")
    assert all(len(code) == 1 for code in codes(len(ALPHABET)))
    assert "T" not in ALPHABET


def test_codes_stay_as_long_as_nothing_new_is_in_sight() -> None:
    before = given(["a", "b", "c"], {})
    assert given(["c", "a"], before) == {"c": before["c"], "a": before["a"]}
    assert given(["d", "a"], before) == {"d": "1", "a": "2"}
