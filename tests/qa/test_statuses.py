"""Nothing is never 0: each metric says why it has no value, and keeps what it can."""

from collections.abc import Callable

import pytest

from crosstie.qa.bias.anchoring import anchoring_bias
from crosstie.qa.bias.proportions import mcnemar, two_proportion_gap
from crosstie.qa.bias.rollout import Outcome, did_from_outcomes
from crosstie.qa.charts.control import ewma_chart, p_chart
from crosstie.qa.crossmodal.consistency import consistency_sums, cross_modal_consistency, finish_consistency
from crosstie.qa.crossmodal.grounding import grounding_accuracy
from crosstie.qa.crossmodal.keyvalue import Relation, document_kv_linking
from crosstie.qa.crossmodal.links import LinkEnds, link_prf
from crosstie.qa.drift.convergence import co_label_confusion, taxonomy_convergence
from crosstie.qa.drift.divergence import jensen_shannon, schema_drift_permutation
from crosstie.qa.entities.coreference import coreference
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.families import benjamini_hochberg
from crosstie.qa.intervals.wilson import slice_rates
from crosstie.qa.matching.matched import matched_f1_boxes, matched_f1_time_spans
from crosstie.qa.matching.text_spans import matched_f1_text_spans
from crosstie.qa.models.disagreement import bald, vote_entropy
from crosstie.qa.preferences.choices import bradley_terry
from crosstie.qa.preferences.kendall import kendall_tau_b, kendall_w
from crosstie.qa.result import Result
from crosstie.qa.sampling.acceptance import acceptance_oc, find_plan, zero_acceptance_n
from crosstie.qa.sampling.sizes import allocate, design_effect, sample_size_proportion, stratified_allocation
from crosstie.qa.speakers.diarization import diarization
from crosstie.qa.speakers.turns import Turn
from crosstie.qa.sums import total
from crosstie.qa.tracking.frames import Frame
from crosstie.qa.tracking.tracks import track_agreement
from crosstie.qa.transcripts.characters import SEGMENTER, cer_grapheme
from crosstie.qa.transcripts.speakers import cpwer
from crosstie.qa.transcripts.words import finish_wer, wer
from crosstie.qa.unitizing.alpha_u import alpha_u_2004
from crosstie.qa.unitizing.gamma import gamma
from crosstie.qa.unitizing.spans import Span
from crosstie.qa.unitizing.u_alpha import u_alpha_family


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda: alpha_u_2004([[], []], 0, 10), "no_units"),
        (lambda: alpha_u_2004([[Span(0, 1, "a")]], 0, 10), "insufficient_pairable"),
        (lambda: alpha_u_2004([[Span(3, 3, "a")], []], 0, 10), "no_units"),
        (lambda: u_alpha_family([[], []], 10), "no_units"),
        (lambda: u_alpha_family([[Span(0, 1, "a")]], 10), "insufficient_pairable"),
        (lambda: gamma({"a": [Span(0, 1, "x")]}), "insufficient_pairable"),
        (lambda: gamma({"a": [], "b": []}), "no_units"),
        (lambda: matched_f1_boxes([], []), "no_instances"),
        (lambda: matched_f1_time_spans([], []), "no_instances"),
        (lambda: matched_f1_text_spans([], []), "no_instances"),
        (lambda: track_agreement([]), "no_instances"),
        (lambda: track_agreement([Frame([], [], [])]), "no_instances"),
        (lambda: wer("", "a b"), "empty_reference"),
        (lambda: cer_grapheme("", "a"), "empty_reference"),
        (lambda: cpwer({}, {"x": "a"}), "empty_reference"),
        (lambda: diarization([], [Turn(0, 1, "a")]), "empty_reference"),
        (lambda: coreference([], []), "no_mentions"),
        (lambda: kendall_w([[1, 2, 3]]), "needs_two_raters"),
        (lambda: kendall_w([[1, 1], [1, 1]]), "undefined_no_variation"),
        (lambda: kendall_tau_b([1], [1]), "insufficient_pairable"),
        (lambda: kendall_tau_b([1, 1], [1, 2]), "undefined_no_variation"),
        (lambda: bradley_terry("ab", [[0, 1], [0, 0]]), "not_strongly_connected"),
        (lambda: cross_modal_consistency([None, None]), "no_applicable_rule"),
        (lambda: link_prf([], [], {}), "no_links"),
        (lambda: document_kv_linking([], []), "no_links"),
        (lambda: grounding_accuracy([], []), "empty"),
        (lambda: jensen_shannon([0, 0], [1, 1]), "empty"),
        (lambda: schema_drift_permutation([], [[1, 0]]), "empty"),
        (lambda: co_label_confusion([None], ["a"]), "empty"),
        (lambda: taxonomy_convergence(["a", "a"], ["a", "b"]), "undefined_no_variation"),
        (lambda: two_proportion_gap(1, 2, 0, 0), "empty"),
        (lambda: did_from_outcomes([Outcome("t", "treated", "pre", 1.0)]), "empty"),
        (lambda: anchoring_bias([], [], []), "empty"),
        (lambda: vote_entropy([]), "empty"),
        (lambda: bald([]), "empty"),
        (lambda: p_chart([], 50), "empty"),
        (lambda: ewma_chart([], 0, 1), "empty"),
        (lambda: slice_rates([]), "empty"),
        (lambda: stratified_allocation([], [], 5), "empty"),
        (lambda: benjamini_hochberg([None]), "empty"),
    ],
)
def test_no_value_has_a_reason(make: Callable[[], Result], status: str) -> None:
    found = make()
    assert found.value is None
    assert found.status == status


def test_insertions_against_an_empty_reference_still_count_in_the_sum_of_many() -> None:
    alone, more = wer("", "a b"), wer("one two", "one two")
    assert alone.figures["insertions"] == 2
    assert finish_wer(alone.sums + more.sums).value == 1.0


def test_a_character_rate_keeps_its_segmenter() -> None:
    found = cer_grapheme("ភាសាខ្មែរ", "ភាសាខមែរ")
    assert SEGMENTER in found.method
    assert {"regex", "rapidfuzz"} <= set(found.lib_versions)


@pytest.mark.parametrize(("text", "dependent"), [("สวัสดีครับ", True), ("ភាសាខ្មែរ", True), ("xin chào", False)])
def test_scripts_without_spaces_make_words_the_tokenizers(text: str, dependent: bool) -> None:
    assert wer(text, text).figures["tokenizer_dependent"] is dependent
    assert wer(text, text, tokenizer=list).value == 0


def test_no_prediction_scores_nothing_and_no_gold_is_all_false() -> None:
    gold_only = track_agreement([Frame([1], [], [[]])])
    assert (gold_only.value, gold_only.figures["LocA"], gold_only.figures["IDF1"]) == (0, 1, 0)
    assert track_agreement([Frame([], [1], [])]).value == 0


def test_silence_on_both_sides_has_no_jaccard_error() -> None:
    assert diarization([], []).figures["jer"] == 0
    assert diarization([], [Turn(0, 1, "a")]).figures["jer"] == 1


def test_time_with_two_voices_can_be_left_out() -> None:
    both = [Turn(0, 4, "A"), Turn(2, 6, "B")]
    assert diarization(both, [Turn(0, 4, "x"), Turn(4, 6, "y")]).value == 2 / 8
    assert diarization(both, [Turn(0, 4, "x"), Turn(4, 6, "y")], skip_overlap=True).value == 0


def test_a_collar_is_left_out_on_each_side() -> None:
    found = diarization([Turn(1, 5, "A")], [Turn(1.25, 5, "x")], collar_per_side=0.25)
    assert (found.value, found.figures["total"]) == (0, 3.5)


def test_one_model_cannot_disagree_and_says_so() -> None:
    assert (vote_entropy(["a"]).value, vote_entropy(["a"]).status) == (0, "one_member")
    assert (bald([[0.5, 0.5]]).value, bald([[0.5, 0.5]]).status) == (0, "one_member")


def test_no_discordant_pair_proves_nothing() -> None:
    found = mcnemar([[5, 0], [0, 5]])
    assert (found.value, found.status, found.figures["chi2"]) == (1, "no_discordant_pairs", None)


def test_a_ridge_makes_unconnected_wins_finite() -> None:
    found = bradley_terry("ab", [[0, 3], [0, 0]], ridge=0.5)
    assert found.status == "ok"
    assert found.figures["log_ability"] == pytest.approx([0.97295507, -0.97295507])


def test_consistency_is_told_by_rule_and_leaves_out_what_no_rule_spoke_of() -> None:
    samples = [{"r1": 0, "r2": 1}, {"r1": 0}, {}]
    found = finish_consistency(total(consistency_sums(sample) for sample in samples))
    assert (found.value, found.n_units) == (0.5, 2)
    assert found.figures["per_rule"] == {"r1": 1.0, "r2": 0.0}
    assert found.figures["not_applicable"] == 1


def test_a_link_of_another_type_or_the_wrong_way_round_is_wrong() -> None:
    gold = [LinkEnds("a", "b", "says")]
    match = {"A": "a", "B": "b"}
    assert link_prf(gold, [LinkEnds("A", "B", "says")], match).value == 1
    assert link_prf(gold, [LinkEnds("A", "B", "shows")], match).value == 0
    assert link_prf(gold, [LinkEnds("B", "A", "says")], match).value == 0
    assert link_prf(gold, [LinkEnds("B", "A", "says")], match, directed=False).value == 1
    found = link_prf(gold, [LinkEnds("A", "X", "says")], {"A": "a"})
    assert found.figures["endpoint_recall"] == 0.5
    assert found.figures["conditional"] == {
        "tp": 0, "fp": 0, "fn": 0, "precision": None, "recall": None, "f1": None,
    }  # fmt: skip


def test_a_reversed_pair_of_key_and_value_is_wrong_twice() -> None:
    forth, back = Relation((0, 1), (2, 3)), Relation((2, 3), (0, 1))
    found = document_kv_linking([[forth]], [[back]]).figures["boundaries"]
    assert isinstance(found, dict)
    assert (found["fp"], found["fn"]) == (1, 1)
    assert document_kv_linking([[forth]], [[back]], directed=False).value == 1


def test_not_in_the_image_is_a_class_of_its_own() -> None:
    found = grounding_accuracy([None, None, [0, 0, 1, 1]], [[], [[0, 0, 1, 1]], []])
    assert found.figures["not_in_image"] == {"n": 2, "correct": 1, "accuracy": 0.5}
    assert found.value == pytest.approx(1 / 3)


def test_a_chart_without_twenty_batches_is_not_settled() -> None:
    assert p_chart([1] * 19, 50).status == "phase_1"
    assert p_chart([1] * 20, 50).status == "ok"
    frozen = p_chart([*[5] * 20, 30], 50, baseline=20)
    assert frozen.value == 0.1
    assert frozen.figures["out_of_control_index0"] == [20]


def test_a_plan_keeps_both_promises() -> None:
    plan = find_plan(0.01, 0.05)
    n, c = plan.figures["n"], plan.figures["c"]
    assert isinstance(n, int)
    assert isinstance(c, int)
    accepted = acceptance_oc(n, c, [0.01, 0.05]).figures["pa"]
    assert isinstance(accepted, list)
    assert accepted[0] >= 0.95
    assert accepted[1] <= 0.10
    assert zero_acceptance_n(0.95, 0.05).value == 59
    assert acceptance_oc(10, 0, [0.1], lot=10).figures["pa"] == [0.0]


def test_samples_are_shared_out_with_a_floor_and_never_beyond_a_stratum() -> None:
    taken = allocate([400, 300, 20], [0.1, 0.5, 0.5], 200)
    assert sum(taken) == 200
    assert taken[2] == 20
    assert min(taken[:2]) >= 30
    assert taken[1] > taken[0]
    assert sum(allocate([10, 10], [0.0, 0.0], 50)) == 20


def test_clusters_cost_samples() -> None:
    plain = sample_size_proportion(0.05)
    assert plain.value == 385
    assert sample_size_proportion(0.05, design_effect=design_effect(5, 0.2)).value == 692


@pytest.mark.parametrize(
    "refused",
    [
        lambda: jensen_shannon([1, 2], [1]),
        lambda: jensen_shannon([1, -1], [1, 1]),
        lambda: kendall_w([[1.0, float("nan")], [1.0, 2.0]]),
        lambda: kendall_tau_b([1, 2], [1]),
        lambda: bald([[0.9, 0.3]]),
        lambda: vote_entropy(["x"], ["a"]),
        lambda: p_chart([51], 50),
        lambda: ewma_chart([float("inf")], 0, 1),
        lambda: acceptance_oc(5, 0, [2]),
        lambda: find_plan(0.05, 0.05),
        lambda: sample_size_proportion(0),
        lambda: track_agreement([Frame([1, 1], [], [[], []])]),
        lambda: track_agreement([Frame([1], [1], [])]),
        lambda: u_alpha_family([[Span(0, 5, "a"), Span(3, 8, "b")], []], 10),
        lambda: u_alpha_family([[Span(0, 50, "a")], []], 10),
        lambda: Span(3, 1, "a"),
        lambda: Span(0, float("nan"), "a"),
        lambda: diarization([Turn(3, 1, "a")], []),
        lambda: anchoring_bias([1], [], []),
        lambda: benjamini_hochberg([1.5]),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(refused: Callable[[], object]) -> None:
    with pytest.raises(QualityInvalid) as error:
        refused()
    assert "\n" not in str(error.value)
