"""Kappa of many labels of any kind is that of counting them one by one."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.agreement.confusion import confusion_sums
from crosstie.qa.labels import Label, missing

LABELS = ("a", "b", "", "ไทย", "a" * 40, 1, 2.5, -3, ("x", 1), None, float("nan"))
REPEATED = 300


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1, max_size=30))
def test_codes_count_as_counting_does(pairs: list[tuple[Label | None, Label | None]]) -> None:
    a, b = ([pair[side] for pair in pairs] * REPEATED for side in (0, 1))
    assert confusion_sums(a, b).cells == _counted(a, b)


@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=9)), min_size=1, max_size=20))
def test_text_of_fixed_width_too(pairs: list[tuple[str, str]]) -> None:
    a, b = (np.array([pair[side] for pair in pairs] * REPEATED) for side in (0, 1))
    found = confusion_sums(a, b)
    assert found.cells == _counted(a.tolist(), b.tolist())
    assert {type(label) for _, *labels in found.cells for label in labels} <= {str}


@pytest.mark.parametrize("kind", [str, int])
def test_many_different_labels(kind: type[str | int]) -> None:
    a, b = ([kind(number % most) for number in range(3_000)] for most in (700, 900))
    assert confusion_sums(a, b).cells == _counted(a, b)


def _counted(a: Sequence[Label | None], b: Sequence[Label | None]) -> dict[tuple[object, ...], int]:
    pairs = Counter((x, y) for x, y in zip(a, b, strict=True) if not missing(x) and not missing(y))
    return {("cell", *pair): n for pair, n in pairs.items()}
