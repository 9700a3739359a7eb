"""Which passes are compared with which, who is judged, and what is refused."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from crosstie.qa.bias.anchoring import finish_anchoring
from crosstie.qa.crossmodal.consistency import finish_consistency
from crosstie.qa.crossmodal.links import finish_links
from crosstie.qa.drift.divergence import finish_divergence
from crosstie.qa.matching.matched import finish_matched
from crosstie.qa.study.pairing import Pairs
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.row import Comparison
from crosstie.schema.document import load_schema
from crosstie.schema.records import Actor, Pass, PassKind, SchemaRef
from crosstie.storage.migrating import migrate_project
from tests.qa.study.projects import (
    SCHEMA,
    Draft,
    Shop,
    Thing,
    Tied,
    box,
    cell,
    counted,
    rows,
    shop,
    the_row,
    turn,
    words,
)

CUPS: list[Draft] = [box("a", 0), box("b", 100), box("c", 200, "c_jar")]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Shop]:
    with shop(tmp_path / "p") as found:
        found.sample("s1")
        yield found


def reasons(made: Shop) -> set[str]:
    return {one.reason for one in counted(made).refused}


def test_each_two_people_are_compared_once_and_the_first_by_name_comes_first(made: Shop) -> None:
    for name in ("Cy", "An", "Bo"):
        made.label("s1", name, labels=CUPS)
    found = rows(counted(made), "agreement")
    assert [row.annotators for row in found] == [("An", "Cy"), ("Bo", "Cy"), ("An", "Bo")]
    assert found[0].passes == ("s1 An assisted", "s1 Cy assisted")
    assert all(row.passes == tuple(f"s1 {name} assisted" for name in row.annotators) for row in found)


def test_rows_carry_the_samples_slices_and_the_pods(made: Shop) -> None:
    made.sample("s2", "b7", "th")
    for name in ("An", "Bo"):
        made.label("s2", name, labels=CUPS)
    row = the_row(counted(made, "s2", pods={"hue": ["Bo"], "hanoi": ["An"]}), "agreement")
    assert (row.sample_id, row.language, row.batch, row.site) == ("s2", "th", "b7", "lab")
    assert row.pods == ("hanoi", "hue")


def test_the_newest_pass_of_a_person_and_kind_counts(made: Shop) -> None:
    made.label("s1", "An", labels=CUPS[:1], key="old")
    made.label("s1", "An", labels=CUPS, key="new")
    made.label("s1", "Bo", labels=CUPS)
    row = the_row(counted(made), "agreement")
    assert row.passes == ("new", "s1 Bo assisted")
    assert finish_matched(cell(row, "matched_f1")).value == 1.0


def test_one_person_agrees_with_nobody(made: Shop) -> None:
    made.label("s1", "An", labels=CUPS)
    made.label("s1", "An", "blind", CUPS)
    assert not rows(counted(made), "agreement")
    assert "only one person labelled it, so nobody agrees or disagrees" in reasons(made)


def test_a_sample_without_a_pass_has_no_row_and_nothing_to_refuse(made: Shop) -> None:
    found = counted(made)
    assert (found.rows, found.refused) == ((), ())


def test_a_copy_of_a_persons_labels_is_not_independent_of_them(made: Shop) -> None:
    first = made.label("s1", "An", labels=CUPS)
    made.label("s1", "Bo", "review", CUPS, started_from=first)
    assert not rows(counted(made), "agreement")
    assert any("not independent" in reason for reason in reasons(made))


def test_two_who_began_with_one_models_labels_are_compared(made: Shop) -> None:
    bot = made.label("s1", "Bot", "model", CUPS)
    for name in ("An", "Bo"):
        made.label("s1", name, labels=CUPS, started_from=bot)
    assert len(rows(counted(made), "agreement")) == 1


def test_references_and_models_are_no_parties_to_an_agreement(made: Shop) -> None:
    kinds: Sequence[PassKind] = ("gold", "adjudicated", "model")
    for name, kind in zip("GDM", kinds, strict=True):
        made.label("s1", name, kind, CUPS)
    made.label("s1", "An", labels=CUPS)
    assert not rows(counted(made), "agreement")


def test_accuracy_is_against_gold_else_against_the_adjudicated_pass(made: Shop) -> None:
    made.label("s1", "An", labels=CUPS[:2])
    assert any("neither a gold nor" in reason for reason in reasons(made))
    made.label("s1", "Di", "adjudicated", CUPS)
    assert the_row(counted(made), "accuracy").passes == ("s1 Di adjudicated", "s1 An assisted")
    made.label("s1", "Go", "gold", CUPS)
    row = the_row(counted(made), "accuracy")
    assert row.passes == ("s1 Go gold", "s1 An assisted")
    assert row.annotators == ("An",)
    figures = finish_matched(cell(row, "matched_f1")).figures
    assert (figures["recall"], figures["precision"]) == (2 / 3, 1.0)


def test_a_persons_newest_pass_is_held_against_gold_unless_it_began_with_it(made: Shop) -> None:
    gold = made.label("s1", "Go", "gold", CUPS)
    made.label("s1", "An", "blind", CUPS)
    made.label("s1", "An", "assisted", CUPS)
    made.label("s1", "Bo", "assisted", CUPS, started_from=gold)
    assert the_row(counted(made), "accuracy").passes[-1] == "s1 An assisted"
    assert any("began with a copy of the gold" in reason for reason in reasons(made))


def test_the_most_settled_pass_is_held_to_its_rules(made: Shop) -> None:
    made.label("s1", "An", labels=[box("a", 0)])
    row = the_row(counted(made), "settled")
    found = finish_consistency(cell(row, "cross_modal_consistency"))
    assert (found.value, found.figures["per_rule"]) == (0.0, {"r_named": 0.0})
    assert finish_consistency(cell(row, "cross_modal_consistency", "rule", "r_named")).value == 0.0
    labels = [Thing("cup"), box("a", 0, about="cup"), words("w", 0, 3), Tied("l", "l_names", "w", "a")]
    made.label("s1", "Go", "gold", labels)
    row = the_row(counted(made), "settled")
    assert (row.passes, row.annotators) == (("s1 Go gold",), ("Go",))
    found = finish_consistency(cell(row, "cross_modal_consistency"))
    assert (found.value, found.figures["per_rule"]) == (1.0, {"r_named": 1.0, "r_tied": 1.0})


def test_a_sample_to_which_no_rule_applies_is_not_in_n(made: Shop) -> None:
    made.label("s1", "An", labels=[turn("t", 0, 1)])
    found = finish_consistency(cell(the_row(counted(made), "settled"), "cross_modal_consistency"))
    assert (found.value, found.status, found.figures["not_applicable"]) == (None, "no_applicable_rule", 1)


def test_two_pods_are_a_team_comparison_with_the_classes_of_linked_labels(made: Shop) -> None:
    drawn: list[Draft] = [words("w", 0, 5), Tied("l", "l_names", "w", "a")]
    made.label("s1", "An", labels=[*CUPS, *drawn])
    made.label("s1", "Bo", labels=[box("a", 0, "c_jar"), *CUPS[1:], *drawn])
    made.label("s1", "Cy", labels=CUPS)
    found = counted(made, pods={"hanoi": ["An", "Cy"], "hue": ["Bo"]})
    teams = rows(found, "team")
    assert [row.annotators for row in teams] == [("An", "Bo"), ("Bo", "Cy")]
    assert teams[0].pods == ("hanoi", "hue")
    co_labels = cell(teams[0], "co_label_confusion")
    assert co_labels.cells == {("cell", "c_cup", "c_jar"): 1, ("cell", "c_words", "c_words"): 1}
    assert cell(teams[0], "co_label_confusion", "class", "c_cup").count("cell", "c_cup", "c_jar") == 1
    used = cell(teams[0], "jensen_shannon")
    assert used.count("labels", "hue", "c_jar") == 2
    divergence = finish_divergence(used, "hanoi", "hue").value
    assert divergence is not None
    assert divergence > 0


def test_without_pods_there_is_no_team(made: Shop) -> None:
    for name in ("An", "Bo"):
        made.label("s1", name, labels=CUPS)
    assert not rows(counted(made), "team")
    assert not rows(counted(made, pods={"hue": ["An", "Bo"]}), "team")


def test_a_model_is_held_against_the_most_settled_pass(made: Shop) -> None:
    made.label("s1", "Bot", "model", [*CUPS, box("more", 300)])
    assert any("no settled pass" in reason for reason in reasons(made))
    made.label("s1", "An", labels=CUPS)
    row = the_row(counted(made), "model")
    assert (row.passes, row.annotators) == (("s1 An assisted", "s1 Bot model"), ("Bot",))
    assert finish_matched(cell(row, "matched_f1")).figures["precision"] == 3 / 4
    assert cell(row, "matched_f1", "maker", "Bot") == cell(row, "matched_f1")
    made.label("s1", "Di", "adjudicated", [*CUPS, box("more", 300)])
    assert finish_matched(cell(the_row(counted(made), "model"), "matched_f1")).value == 1.0


def test_candidate_links_are_held_against_the_certain_links_of_their_types(made: Shop) -> None:
    heard: list[Draft] = [words("w", 0, 5), words("v", 10, 15), *CUPS, Tied("s", "l_same", "a", "b")]
    about = made.label("s1", "An", labels=heard)
    made.label("s1", "Go", "gold", [*heard, Tied("1", "l_names", "w", "a"), Tied("2", "l_names", "v", "b")])
    proposed = [
        Tied("1", "l_names", "w", "a", "candidate", within=about, score=0.9),
        Tied("2", "l_names", "v", "c", "candidate", within=about, score=0.7),
        Tied("3", "l_names", "v", "b", "candidate", within=about, score=0.3),
    ]
    made.label("s1", "Maker", "model", proposed, started_from=about)
    row = the_row(counted(made), "model")
    assert row.annotators == ("Maker",)
    assert {one.metric for one in row.cells} == {"link_prf"}
    found = finish_links(cell(row, "link_prf", "maker", "Maker")).figures["unconditional"]
    assert found == {"tp": 1, "fp": 1, "fn": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_anchoring_tells_wrong_suggestions_that_were_taken_over(made: Shop) -> None:
    suggested = [box("a", 0), box("b", 100, "c_jar"), box("c", 200, "c_jar")]
    bot = made.label("s1", "Bot", "model", suggested)
    made.label("s1", "Go", "gold", CUPS)
    made.label("s1", "An", "blind", CUPS)
    assert not rows(counted(made), "bias")
    made.label("s1", "Bo", "assisted", suggested, started_from=bot)
    row = the_row(counted(made), "bias")
    assert row.annotators == ("An", "Bo")
    assert row.passes == ("s1 Go gold", bot, "s1 An blind", "s1 Bo assisted")
    found = finish_anchoring(cell(row, "anchoring_bias"))
    assert found.figures["gap_when_suggestion_wrong"] == 1.0
    assert found.figures["gap_when_suggestion_right"] == 0.0
    assert cell(row, "anchoring_bias", "modality", "image").cells == {
        ("wrong", False, True): 1,
        ("right", True, True): 2,
    }


def test_suggested_links_are_items_too(made: Shop) -> None:
    heard: list[Draft] = [words("w", 0, 5), *CUPS]
    right, wrong = Tied("l", "l_names", "w", "a"), Tied("l", "l_names", "w", "b")
    made.label("s1", "Go", "gold", [*heard, right])
    made.label("s1", "An", "blind", [*heard, right])
    about = made.label("s1", "Bo", "assisted", [*heard, wrong])
    link = Tied("l", "l_names", "w", "b", "candidate", within=about, score=0.8)
    made.label("s1", "Maker", "model", [link], started_from=about)
    row = the_row(counted(made), "bias")
    assert cell(row, "anchoring_bias", "link_type", "l_names").cells == {("wrong", False, True): 1}
    assert cell(row, "anchoring_bias").cells == {("wrong", False, True): 1}


def test_a_suggested_link_without_a_direction_is_the_same_either_way_round(made: Shop) -> None:
    one, other = Tied("l", "l_same", "a", "b"), Tied("l", "l_same", "b", "a")
    made.label("s1", "Go", "gold", [*CUPS, one])
    made.label("s1", "An", "blind", [*CUPS, other])
    bot = made.label("s1", "Bot", "model", [*CUPS, other])
    made.label("s1", "Bo", "assisted", CUPS, started_from=bot)
    row = the_row(counted(made), "bias")
    assert cell(row, "anchoring_bias", "link_type", "l_same").cells == {("right", True, False): 1}


def test_bias_needs_to_know_what_was_right_and_what_was_suggested(made: Shop) -> None:
    made.label("s1", "An", "blind", CUPS)
    made.label("s1", "Bo", "assisted", CUPS)
    assert "no gold or adjudicated pass says which suggestions were right" in reasons(made)
    made.label("s1", "Go", "gold", CUPS)
    assert any("no pass of a model" in reason for reason in reasons(made))


def test_only_what_is_asked_for_is_counted(made: Shop) -> None:
    for name in ("An", "Bo"):
        made.label("s1", name, labels=CUPS)
    made.label("s1", "Go", "gold", CUPS)
    found = counted(made, asked=("accuracy",))
    assert {row.comparison for row in found.rows} == {"accuracy"}
    assert not found.refused


def test_after_a_migration_the_continuations_are_compared(made: Shop) -> None:
    for name in ("An", "Bo"):
        made.label("s1", name, labels=CUPS)
    newer = SCHEMA.replace(b"version: 1.0.0", b"version: 1.1.0")
    load_schema(newer, "newer")
    migrate_project(made.store, newer, "newer")
    row = the_row(counted(made), "agreement")
    assert not set(row.passes) & {"s1 An assisted", "s1 Bo assisted"}
    assert finish_matched(cell(row, "matched_f1")).value == 1.0


REFS = [SchemaRef("shop", f"1.{n}.0", str(n) * 64) for n in range(3)]
AGREEMENT: tuple[Comparison, ...] = ("agreement",)
PEOPLE = {name: Actor(name, "human", name) for name in ("An", "Bo")}


def paired(*passes: Pass) -> tuple[list[tuple[str, ...]], set[str]]:
    pairs = Pairs({one.id: one for one in passes}, PEOPLE, Pods({}))
    return [one.passes for one in pairs.of(AGREEMENT)], pairs.refused


def test_passes_under_two_schemas_are_refused_by_name() -> None:
    mine = Pass("a", "s1", "assisted", "An", REFS[0])
    other = Pass("b", "s1", "assisted", "Bo", REFS[1])
    why = "passes under shop 1.0.0 and shop 1.1.0 are not compared; migrate the project first"
    assert paired(mine, other) == ([], {why})
    again = msgspec.structs.replace(other, schema=SchemaRef("shop", "1.0.0", "9" * 64))
    why = "passes under two documents of shop 1.0.0 are not compared; migrate the project first"
    assert paired(mine, again) == ([], {why})


def test_a_pass_that_went_on_is_not_counted_beside_its_continuation() -> None:
    mine = Pass("a", "s1", "assisted", "An", REFS[0])
    later = Pass("a2", "s1", "assisted", "An", REFS[1], migrated_from="a")
    other = Pass("b", "s1", "assisted", "Bo", REFS[1])
    assert paired(mine, other, later) == ([("a2", "b")], set())


def test_a_copy_is_known_as_one_after_a_migration() -> None:
    mine = Pass("a", "s1", "assisted", "An", REFS[0])
    copy = Pass("b", "s1", "review", "Bo", REFS[0], started_from="a")
    later = Pass("a2", "s1", "assisted", "An", REFS[1], migrated_from="a")
    copied = Pass("b2", "s1", "review", "Bo", REFS[1], started_from="a2", migrated_from="b")
    pairs, refused = paired(mine, copy, later, copied)
    assert pairs == []
    assert len(refused) == 1
