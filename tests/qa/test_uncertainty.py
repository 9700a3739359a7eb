"""A figure over samples comes with the interval that its kind calls for."""

import numpy as np
import pytest

from crosstie.qa.agreement.cohen import finish_cohen
from crosstie.qa.agreement.confusion import confusion_sums
from crosstie.qa.crossmodal.consistency import consistency_sums
from crosstie.qa.crossmodal.grounding import grounding_sums
from crosstie.qa.crossmodal.keyvalue import Relation, kv_sums
from crosstie.qa.crossmodal.links import LinkEnds, link_sums
from crosstie.qa.matching.boxes import box_table
from crosstie.qa.matching.matched import matched_sums
from crosstie.qa.registry import METRICS
from crosstie.qa.sums import Sums, total
from crosstie.qa.uncertainty import leave_one_annotator_out, with_interval


def linked(right: int, wrong: int) -> Sums:
    gold = [LinkEnds(f"a{i}", f"b{i}") for i in range(right + wrong)]
    pred = [LinkEnds(f"a{i}", f"b{i}" if i < right else "b0") for i in range(right + wrong)]
    return link_sums(gold, pred, {end: end for link in gold for end in (link.origin, link.target)})


def test_a_share_has_the_interval_of_its_samples() -> None:
    metric = METRICS["link_prf"]
    assert metric.finish is not None
    rng = np.random.default_rng(5)
    samples = {f"s{i}": linked(int(rng.integers(1, 5)), int(rng.integers(0, 3))) for i in range(40)}
    found = with_interval(samples, metric.finish, metric.share)
    assert found.ci is not None
    assert found.ci.low is not None
    assert found.ci.high is not None
    assert found.value is not None
    assert found.ci.low < found.value < found.ci.high
    assert found.ci.n_clusters == 40
    assert "Wilson" in found.ci.method


@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.share])
def test_a_share_is_the_value(name: str) -> None:
    metric = METRICS[name]
    counted = {
        "link_prf": linked(2, 1),
        "cross_modal_consistency": total(consistency_sums({"r": n}) for n in (0, 1, 0)),
        "grounding_accuracy": grounding_sums([0, 0, 1, 1], [[0, 0, 1, 1]]),
        "document_kv_linking": kv_sums([Relation((0, 1), (2, 3))], [Relation((0, 1), (2, 3))]),
    }
    parts = counted.get(name) or matched_sums(box_table([[0, 0, 9, 9], [20, 0, 9, 9]], [[0, 0, 9, 8]]))
    assert metric.share is not None
    assert metric.finish is not None
    part, whole = metric.share(parts)
    value = metric.finish(parts).value
    assert (part / whole if whole else None) == value


def test_kappa_has_a_bootstrap_and_nothing_has_none() -> None:
    rng = np.random.default_rng(6)
    samples = {f"s{i}": confusion_sums(rng.integers(0, 2, 6), rng.integers(0, 2, 6)) for i in range(12)}
    found = with_interval(samples, finish_cohen, replicates=60)
    assert found.ci is not None
    assert "bootstrap" in found.ci.method
    empty = with_interval({}, finish_cohen)
    assert empty.ci is not None
    assert (empty.value, empty.ci.low, empty.ci.status) == (None, None, "insufficient_pairable")


def test_one_annotator_can_carry_a_figure() -> None:
    good, bad = confusion_sums([1, 2, 1, 2], [1, 2, 1, 2]), confusion_sums([1, 2, 1, 2], [2, 1, 2, 1])
    without = leave_one_annotator_out(
        {("an", "bo"): good, ("an", "cy"): bad, ("bo", "cy"): bad}, finish_cohen
    )
    assert without == {"an": -1.0, "bo": -1.0, "cy": 1.0}
