"""What each figure is counted from: labels of every modality, what they say, and what they are about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crosstie.qa.agreement.cohen import finish_cohen
from crosstie.qa.crossmodal.grounding import finish_grounding
from crosstie.qa.crossmodal.keyvalue import finish_kv
from crosstie.qa.crossmodal.links import finish_links
from crosstie.qa.entities.coreference import finish_coreference
from crosstie.qa.matching.matched import finish_matched
from crosstie.qa.speakers.diarization import finish_diarization
from crosstie.qa.study.row import Row
from crosstie.qa.tracking.tracks import finish_tracks
from crosstie.qa.transcripts.characters import finish_cer
from crosstie.qa.transcripts.words import finish_wer
from crosstie.qa.unitizing.spans import Span
from crosstie.qa.unitizing.u_alpha import finish_u_alpha, u_alpha_family
from crosstie.schema.anchors import Box, Keyframe, Track
from tests.qa.study.projects import (
    SECOND,
    Draft,
    Mark,
    Shop,
    Thing,
    Tied,
    box,
    cell,
    counted,
    region,
    shop,
    the_row,
    turn,
    words,
)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path / "p") as found:
        found.sample("s1")
        yield found


def accuracy(made: Shop, gold: list[Draft], judged: list[Draft]) -> Row:
    """How one person does against gold."""
    made.label("s1", "Go", "gold", gold)
    made.label("s1", "An", labels=judged)
    return the_row(counted(made, asked=("accuracy",)), "accuracy")


def test_missing_and_added_labels_are_told_by_modality_class_and_anchor(made: Shop) -> None:
    row = accuracy(made, [box("a", 0), turn("t", 0, 1)], [box("a", 0), box("b", 300, "c_jar")])
    assert cell(row, "matched_f1").cells == {
        ("tp", 0.5): 1,
        ("fn", 0.5): 1,
        ("fp", 0.5): 1,
        ("similarity", 0.5): 1,
    }
    assert cell(row, "matched_f1", "modality", "audio").cells == {("fn", 0.5): 1}
    assert cell(row, "matched_f1", "class", "c_jar").cells == {("fp", 0.5): 1}
    assert finish_matched(cell(row, "matched_f1", "anchor", "box")).value == 2 / 3


def test_a_label_of_another_class_is_found_in_place_and_confused(made: Shop) -> None:
    row = accuracy(made, [box("a", 0), box("b", 100)], [box("a", 0), box("b", 100, "c_jar")])
    assert finish_matched(cell(row, "matched_f1")).value == 1.0
    assert cell(row, "class_agreement").cells == {
        ("cell", "c_cup", "c_cup"): 1,
        ("cell", "c_cup", "c_jar"): 1,
    }
    assert cell(row, "class_agreement", "class", "c_cup") == cell(row, "class_agreement")
    assert cell(row, "krippendorff_alpha").count("pair", 2, "c_jar", "c_cup") == 1


def test_disjoint_sets_of_classes_agree_in_place_alone(made: Shop) -> None:
    row = accuracy(made, [box("a", 0)], [box("a", 0, "c_jar")])
    found = finish_cohen(cell(row, "class_agreement"))
    assert (found.value, found.number("po")) == (0.0, 0.0)


def test_one_class_throughout_has_no_kappa(made: Shop) -> None:
    row = accuracy(made, [box("a", 0), box("b", 100)], [box("a", 0), box("b", 100)])
    assert finish_cohen(cell(row, "class_agreement")).status == "undefined_no_variation"


def test_labels_of_other_assets_and_families_are_other_labels(made: Shop) -> None:
    row = accuracy(made, [box("a", 0)], [box("a", 0, asset_id="other")])
    assert finish_matched(cell(row, "matched_f1")).value == 0.0


def test_of_labels_in_one_place_those_of_one_class_and_words_are_the_same(made: Shop) -> None:
    first = [turn("t", 0, 5, "c_noise"), turn("u", 0, 5, said="yes"), turn("v", 0, 5, said="no")]
    second = [turn("1", 0, 5, said="no"), turn("2", 0, 5, "c_noise"), turn("3", 0, 5, said="yes")]
    row = accuracy(made, [*first], [*second])
    assert finish_cohen(cell(row, "class_agreement")).value == 1.0
    assert finish_cer(cell(row, "cer_grapheme")).value == 0.0


def test_a_wrong_link_costs_a_link_and_no_label(made: Shop) -> None:
    scene: list[Draft] = [words("w", 0, 5), words("v", 10, 15), box("a", 0), box("b", 100)]
    right: list[Draft] = [Tied("1", "l_names", "w", "a"), Tied("2", "l_names", "v", "b")]
    wrong: list[Draft] = [Tied("1", "l_names", "w", "b"), Tied("2", "l_names", "v", "b")]
    row = accuracy(made, [*scene, *right], [*scene, *wrong])
    assert finish_matched(cell(row, "matched_f1")).value == 1.0
    found = finish_links(cell(row, "link_prf"))
    assert (found.value, found.figures["endpoint_recall"]) == (0.5, 1.0)
    assert cell(row, "link_prf", "link_type", "l_names") == cell(row, "link_prf")
    assert cell(row, "link_prf", "link_modalities", "image–transcript") == cell(row, "link_prf")


def test_a_link_whose_end_was_not_found_is_lost_unconditionally_alone(made: Shop) -> None:
    scene: list[Draft] = [words("w", 0, 5), words("v", 10, 15), box("a", 0)]
    ties: list[Draft] = [Tied("1", "l_names", "w", "a"), Tied("2", "l_names", "v", "a")]
    row = accuracy(made, [*scene, *ties], [scene[0], scene[2], ties[0]])
    found = finish_links(cell(row, "link_prf"))
    assert found.value == 2 / 3
    conditional = found.figures["conditional"]
    assert isinstance(conditional, dict)
    assert conditional["f1"] == 1.0
    assert found.figures["endpoint_recall"] == 2 / 3


def test_a_symmetric_link_is_right_either_way_round_and_another_is_not(made: Shop) -> None:
    scene: list[Draft] = [box("a", 0), box("b", 100), region("k", 0), region("v", 20, "c_value")]
    gold: list[Draft] = [Tied("1", "l_same", "a", "b")]
    row = accuracy(made, [*scene, *gold], [*scene, Tied("1", "l_same", "b", "a")])
    assert finish_links(cell(row, "link_prf")).value == 1.0


def test_only_certain_links_are_compared(made: Shop) -> None:
    scene: list[Draft] = [words("w", 0, 5), box("a", 0)]
    doubt = Tied("1", "l_names", "w", "a", "unsure")
    row = accuracy(made, [*scene, Tied("1", "l_names", "w", "a")], [*scene, doubt])
    assert finish_links(cell(row, "link_prf")).value == 0.0


def test_entities_are_the_same_by_what_is_about_them_whatever_their_names(made: Shop) -> None:
    gold: list[Draft] = [
        Thing("x", name="cup"),
        Thing("y", name="pot"),
        box("a", 0, about="x"),
        box("b", 100, about="y"),
        turn("t", 0, 1),
        Tied("1", "l_about", "t", "x", to_entity=True),
    ]
    judged: list[Draft] = [
        Thing("p", name="pot"),
        Thing("q", name="cup"),
        box("a", 0, about="p"),
        box("b", 100, about="q"),
        turn("t", 0, 1),
        Tied("1", "l_about", "t", "p", to_entity=True),
    ]
    row = accuracy(made, gold, judged)
    assert finish_links(cell(row, "link_prf")).value == 1.0
    assert finish_links(cell(row, "link_prf", "link_modalities", "audio–entity")).value == 1.0
    assert finish_coreference(cell(row, "coreference")).figures["b_cubed"] == [1.0, 1.0, 1.0]


def test_entities_that_nothing_is_about_are_the_same_by_name(made: Shop) -> None:
    drafts: list[Draft] = [Thing("x"), Thing("y"), turn("t", 0, 1)]
    right, wrong = (Tied("1", "l_about", "t", key, to_entity=True) for key in "xy")
    row = accuracy(made, [*drafts, right], [*drafts, wrong])
    assert finish_links(cell(row, "link_prf")).value == 0.0
    assert finish_links(cell(row, "link_prf")).figures["endpoint_recall"] == 1.0


def test_two_things_taken_for_one_cost_coreference(made: Shop) -> None:
    gold: list[Draft] = [Thing("x"), Thing("y"), box("a", 0, about="x"), box("b", 100, about="y")]
    judged: list[Draft] = [Thing("x"), box("a", 0, about="x"), box("b", 100, about="x")]
    found = finish_coreference(cell(accuracy(made, gold, judged), "coreference"))
    assert found.figures["b_cubed"] == [1.0, 0.5, 2 / 3]


def test_what_labels_say_is_compared_by_attribute(made: Shop) -> None:
    gold = Mark("a", "photo", "c_cup", Box(0, 0, 9, 9), {"colour": "red", "broken": True, "price": 4})
    judged = Mark("a", "photo", "c_cup", Box(0, 0, 9, 9), {"colour": "blue", "broken": True, "price": 4.0})
    row = accuracy(made, [gold], [judged])
    metric = "attribute_agreement"
    assert cell(row, metric, "attribute", "c_cup.colour").cells == {("cell", "red", "blue"): 1}
    assert cell(row, metric, "attribute", "c_cup.broken").cells == {("cell", "yes", "yes"): 1}
    assert finish_cohen(cell(row, metric, "attribute", "c_cup.price")).number("po") == 1.0
    assert finish_cohen(cell(row, metric)).number("po") == 2 / 3


def test_numbers_that_are_nearly_equal_are_not_and_one_left_open_is_left_out(made: Shop) -> None:
    gold = Mark("a", "photo", "c_cup", Box(0, 0, 9, 9), {"price": 4.0, "colour": "red"})
    row = accuracy(made, [gold], [Mark("a", "photo", "c_cup", Box(0, 0, 9, 9), {"price": 4.1})])
    assert finish_cohen(cell(row, "attribute_agreement")).number("po") == 0.0
    assert not cell(row, "attribute_agreement", "attribute", "c_cup.colour").cells


def test_written_words_have_error_rates_and_none_written_are_all_lost(made: Shop) -> None:
    gold = [turn("t", 0, 5, said="two red cups"), turn("u", 6, 9, said="abc")]
    row = accuracy(made, [*gold], [turn("t", 0, 5, said="two red cup"), turn("u", 6, 9)])
    assert finish_cer(cell(row, "cer_grapheme", "attribute", "c_turn.said")).value == 4 / 15
    assert finish_wer(cell(row, "wer")).value == 2 / 4


def test_spans_of_time_have_u_alpha_over_the_whole_recording(made: Shop) -> None:
    row = accuracy(
        made,
        [turn("t", 0, 20), turn("n", 30, 40, "c_noise")],
        [turn("t", 2, 20), turn("n", 30, 41, "c_noise")],
    )
    spans = [
        [Span(0, 20 * SECOND, "c_turn"), Span(30 * SECOND, 40 * SECOND, "c_noise")],
        [Span(2 * SECOND, 20 * SECOND, "c_turn"), Span(30 * SECOND, 41 * SECOND, "c_noise")],
    ]
    assert finish_u_alpha(cell(row, "u_alpha_family")).value == u_alpha_family(spans, 60 * SECOND).value
    assert cell(row, "u_alpha_family", "modality", "audio") == cell(row, "u_alpha_family")


def test_overlapping_spans_have_a_tier_for_each_class_and_are_refused_within_one(made: Shop) -> None:
    both = [turn("t", 0, 20), turn("n", 10, 40, "c_noise")]
    row = accuracy(made, [*both], [*both])
    assert finish_u_alpha(cell(row, "u_alpha_family")).value == 1.0
    made.sample("s2")
    for name in ("An", "Bo"):
        made.label("s2", name, labels=[turn("t", 0, 20), turn("n", 10, 40)])
    found = counted(made, "s2", ("agreement",))
    assert not cell(the_row(found, "agreement"), "u_alpha_family").cells
    assert [one.reason for one in found.refused] == [
        "spans of one class overlap within a pass: u-alpha leaves them out"
    ]


def test_who_speaks_when_is_compared_where_turns_are_about_somebody(made: Shop) -> None:
    people: list[Draft] = [Thing("x", "e_person"), Thing("y", "e_person")]
    gold = [turn("t", 0, 10, about="x"), turn("u", 10, 20, about="y"), turn("v", 20, 25)]
    judged = [turn("t", 0, 10, about="y"), turn("u", 10, 16, about="x")]
    found = finish_diarization(cell(accuracy(made, [*people, *gold], [*people, *judged]), "diarization"))
    assert found.value == 4 / 20
    assert found.number("confusion") == 0.0


def test_tracks_are_the_same_by_their_mean_overlap_and_have_hota(made: Shop) -> None:
    def track(key: str, x: float, *seconds: int) -> Mark:
        frames = tuple(Keyframe(s * SECOND, Box(x + s, 0, 40, 40)) for s in seconds)
        return Mark(key, "film", "c_cup", Track(frames))

    row = accuracy(
        made, [track("a", 0, 0, 9), track("b", 300, 0, 9)], [track("a", 0, 0, 4, 9), track("b", 300, 0, 3)]
    )
    counts = cell(row, "matched_f1", "modality", "video")
    assert (counts.count("tp", 0.5), counts.count("fn", 0.5), counts.count("fp", 0.5)) == (2, 0, 0)
    assert float(counts["similarity", 0.5]) == pytest.approx(1 + 2 / 3)
    found = finish_tracks(cell(row, "track_agreement", "modality", "video"))
    assert (found.figures["IDF1"], found.number("HOTA_FN_50")) == (pytest.approx(12 / 14), 2)


def test_a_phrase_tied_to_the_wrong_place_is_not_grounded(made: Shop) -> None:
    scene: list[Draft] = [words("w", 0, 5), words("v", 10, 15), box("a", 0), box("b", 100)]
    gold: list[Draft] = [Tied("1", "l_names", "w", "a"), Tied("2", "l_names", "v", "b")]
    judged: list[Draft] = [Tied("1", "l_names", "w", "a"), Tied("2", "l_names", "v", "a")]
    found = finish_grounding(cell(accuracy(made, [*scene, *gold], [*scene, *judged]), "grounding_accuracy"))
    assert (found.value, found.figures["n"]) == (0.5, 2)


def test_a_phrase_that_points_nowhere_is_a_case_of_its_own(made: Shop) -> None:
    scene: list[Draft] = [words("w", 0, 5), box("a", 0)]
    row = accuracy(made, scene, [*scene, Tied("1", "l_names", "w", "a")])
    assert finish_grounding(cell(row, "grounding_accuracy")).figures["not_in_image"] == {
        "n": 1,
        "correct": 0,
        "accuracy": 0.0,
    }


def test_keys_and_values_of_a_page_are_pairs_with_a_direction(made: Shop) -> None:
    scene: list[Draft] = [region("k", 0), region("v", 20, "c_value"), region("w", 40, "c_value")]
    gold: list[Draft] = [Tied("1", "l_has", "k", "v")]
    row = accuracy(made, [*scene, *gold], [*scene, *gold, Tied("2", "l_has", "k", "w")])
    found = finish_kv(cell(row, "document_kv_linking"))
    assert found.figures["boundaries"] == {
        "tp": 1,
        "fp": 1,
        "fn": 0,
        "precision": 0.5,
        "recall": 1.0,
        "f1": 2 / 3,
    }


def test_a_modality_that_only_gold_labelled_is_missed_and_one_that_nobody_did_has_no_cell(made: Shop) -> None:
    row = accuracy(made, [box("a", 0), turn("t", 0, 1)], [box("a", 0)])
    assert finish_matched(cell(row, "matched_f1", "modality", "audio")).value == 0.0
    assert not cell(row, "matched_f1", "modality", "transcript").cells


def test_two_empty_passes_have_nothing_to_count(made: Shop) -> None:
    row = accuracy(made, [], [])
    assert row.cells == {}
