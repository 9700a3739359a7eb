"""Samples counted in any order and in any split give the same figure, to the last bit."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.qa.agreement.alpha import krippendorff_alpha
from crosstie.qa.agreement.cohen import cohen_kappa
from crosstie.qa.agreement.confusion import confusion_sums
from crosstie.qa.agreement.ratings import rating_sums
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.registry import METRICS
from crosstie.qa.result import Result
from crosstie.qa.sums import NOTHING, Sums, exact, sums, total
from tests.qa.strategies import SAMPLES, missing_labels


@pytest.mark.parametrize("name", SAMPLES)
def test_any_order_and_any_split_is_the_whole(name: str) -> None:
    samples, finish = SAMPLES[name]

    @given(st.lists(samples, max_size=6), st.data())
    def holds(parts: list[Sums], data: st.DataObject) -> None:
        whole = total(parts)
        shuffled = data.draw(st.permutations(parts))
        cut = data.draw(st.integers(0, len(parts)))
        apart = total(shuffled[:cut]) + total(shuffled[cut:])
        one_by_one = NOTHING
        for part in shuffled:
            one_by_one = part + one_by_one
        assert apart == whole == one_by_one
        assert told(finish(apart)) == told(finish(whole)) == told(finish(one_by_one))

    holds()


def told(result: Result) -> bytes:
    """Every bit of a result, less the sums that it carries."""
    return msgspec.json.encode(msgspec.structs.replace(result, sums=NOTHING))


def test_every_mergeable_metric_is_tried() -> None:
    counted = {name for name, metric in METRICS.items() if metric.count}
    tried = {name.split()[0] for name in SAMPLES}
    same_sums = {"fleiss_kappa", "gamma", "matched_f1_polygons", "matched_f1_masks", "matched_f1_cuboids"}
    assert counted - tried == same_sums | {"co_label_confusion", "grounding_accuracy"}


@given(st.lists(st.tuples(missing_labels, missing_labels), max_size=12), st.integers(0, 12))
def test_counting_parts_is_counting_the_whole(rows: list[tuple[int | None, int | None]], cut: int) -> None:
    a, b = [pair[0] for pair in rows], [pair[1] for pair in rows]
    assert confusion_sums(a[:cut], b[:cut]) + confusion_sums(a[cut:], b[cut:]) == confusion_sums(a, b)
    assert rating_sums([a[:cut], b[:cut]]) + rating_sums([a[cut:], b[cut:]]) == rating_sums([a, b])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.randoms())
def test_floats_add_without_rounding(values: list[float], order: object) -> None:
    parts = [sums({("x",): exact(value)}) for value in values]
    assert total(parts) == total(reversed(parts)) == total([*parts[1:], parts[0]])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(QualityInvalid, match="finite"):
        exact(value)


def test_a_weight_is_that_many_copies() -> None:
    part = confusion_sums([1, 2], [1, 1])
    assert part.times(3) == part + part + part
    assert part.times(0) == NOTHING


def test_a_result_can_be_finished_again_with_more_samples() -> None:
    first, second = cohen_kappa([1, 2, 1], [1, 2, 2]), cohen_kappa([2, 2], [2, 1])
    assert METRICS["cohen_kappa"].finish is not None
    joint = METRICS["cohen_kappa"].finish(first.sums + second.sums)
    assert joint == cohen_kappa([1, 2, 1, 2, 2], [1, 2, 2, 2, 1])
    alone = krippendorff_alpha([[1, 2], [1, 2]])
    assert alone.value == 1
