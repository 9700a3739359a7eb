"""A plan made from a project: how many, which, and from what that follows."""

from pathlib import Path

import pytest

from crosstie.qa.checking.results import Checked
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.plan.asked import Asked
from crosstie.qa.plan.making import SamplePlan, make_plan, plan_of
from crosstie.qa.plan.risk import RiskBook, band_of
from crosstie.qa.plan.strata import strata_of
from crosstie.schema.rules.verdict import Tally
from crosstie.storage.makeup import Makeup, makeups
from crosstie.storage.project import reading_project
from tests.qa.pilot.project import Vendor, Wanted, make_project


def planned(root: Path, asked: Asked) -> SamplePlan:
    return make_plan(root, asked, 1, lambda _share: None)


def makeup(number: int, language: str = "en", *, gold: bool = False, batch: str = "b1") -> Makeup:
    return Makeup(f"s{number:04d}", language, batch, "", ("audio", "image"), gold)


def checked(number: int, **rules: tuple[int, int]) -> Checked:
    """A pass in which each rule is kept by so many and broken by so many."""
    tallies = {name: Tally(kept, broken, 0 if kept + broken else 1) for name, (kept, broken) in rules.items()}
    return Checked(f"s{number:04d}", "p", "assisted", "talk", "1.0.0", tallies, ())


def book_of(*passes: Checked) -> RiskBook:
    made = RiskBook()
    for one in passes:
        made.add(one)
    return made


def test_risk_is_the_chance_that_one_rule_that_asks_something_breaks() -> None:
    passes = [checked(n, often=(1, int(n < 3)), seldom=(1, int(n == 9)), never=(0, 0)) for n in range(10)]
    passes.append(checked(10, seldom=(1, 0)))
    found = book_of(*passes).risks()
    # often breaks in 3 of 10 passes, seldom in 1 of 11.
    assert found["s0000"] == pytest.approx(1 - 0.7 * 10 / 11)
    assert found["s0010"] == pytest.approx(1 / 11)
    assert [band_of(one) for one in (0.0, 0.049, 0.05, 0.2, 1.0, None)] == [
        "low", "low", "medium", "high", "high", "unknown",
    ]  # fmt: skip


def test_a_sample_without_labels_has_the_risk_of_those_like_it_and_unlike_any_is_unknown() -> None:
    book = book_of(*(checked(n, rule=(1, int(n % 2))) for n in range(10)))
    samples = [*(makeup(n) for n in range(12)), Makeup("x", "en", "b1", "", ("document",), False)]
    strata = strata_of(samples, book)
    assert [(one.modalities, one.band, one.size, one.checked) for one in strata] == [
        (("audio", "image"), "high", 12, 10),
        (("document",), "unknown", 1, 0),
    ]
    assert strata[0].risk == pytest.approx(0.5)
    assert strata[1].spread == 0.5


def test_385_samples_and_a_floor_of_30_from_each_stratum() -> None:
    samples = [makeup(n, "th" if n % 100 == 0 else "en") for n in range(6000)]
    plan = plan_of("p", samples, RiskBook(), Asked())
    assert plan.needed.unlimited == 385
    # Cochran's correction for 6,000 samples: 384.1 / (1 + 383.1 / 6000).
    assert (plan.needed.for_samples, plan.planned, plan.chosen) == (362, 362, 362)
    # 30 of each, then the other 302 by Neyman: 99 in 100 of them English.
    assert {one.language: one.chosen for one in plan.strata} == {"en": 329, "th": 33}
    assert all(len(one.review) == one.chosen for one in plan.strata)


def test_a_share_of_labels_pays_the_design_effect_of_the_project() -> None:
    # Each sample is all right or all wrong: its ten labels say no more than one.
    book = book_of(*(checked(n, rule=(0, 10) if n % 3 == 0 else (10, 0)) for n in range(3000)))
    samples = [makeup(n) for n in range(3000)]
    plan = plan_of("p", samples, book, Asked(of="labels"))
    assert plan.needed.icc == pytest.approx(1)
    assert plan.needed.design_effect == pytest.approx(10)
    assert plan.needed.for_labels == plan.needed.for_samples
    told = plan_of("p", samples, book, Asked(of="labels", icc=0.0))
    assert (told.needed.design_effect, told.needed.icc_from) == (1, "--icc")
    # 384.1 labels, ten in each sample, of 3,000 samples.
    assert told.planned == 38


def test_more_is_drawn_where_more_varies() -> None:
    passes = [checked(n, rule=(1, int(n % 2))) for n in range(1000)]
    passes += [checked(n, other=(1, 0)) for n in range(1000, 2000)]
    plan = plan_of("p", [makeup(n) for n in range(2000)], book_of(*passes), Asked())
    low, high = plan.strata
    assert (low.risk_band, high.risk_band) == ("low", "high")
    assert 30 <= low.chosen < 50
    assert low.chosen + high.chosen == plan.planned


def test_a_second_share_and_blind_passes_are_drawn_apart() -> None:
    samples = [makeup(n) for n in range(4000)]
    plan = plan_of("p", samples, RiskBook(), Asked(second_share=0.25, blind_share=0.1))
    assert plan.chosen == 1000
    assert 330 < len(plan.blind) < 470
    both = set(plan.blind) & set(plan.strata[0].review)
    assert 60 < len(both) < 140


def test_the_same_seed_draws_the_same_and_new_samples_change_little() -> None:
    old = [makeup(n) for n in range(4000)]
    first, again = (plan_of("p", old, RiskBook(), Asked()) for _ in range(2))
    assert first == again
    assert plan_of("p", old, RiskBook(), Asked(seed=2)).blind != first.blind
    grown = plan_of("p", [*old, *(makeup(n) for n in range(4000, 4100))], RiskBook(), Asked())
    assert set(first.blind) <= set(grown.blind)
    kept = set(first.strata[0].review) & set(grown.strata[0].review)
    assert len(kept) > 0.95 * first.chosen


def test_overlap_sets_are_gold_of_the_language_and_say_what_is_missing() -> None:
    samples = [makeup(n, "en", gold=n < 50, batch=f"b{n % 3}") for n in range(100)]
    samples += [makeup(n, "th", gold=n < 110, batch="b2") for n in range(100, 120)]
    english, thai = plan_of("p", samples, RiskBook(), Asked()).overlap
    golden = {one.sample_id for one in samples if one.has_gold}
    assert len(english.sample_ids) == 30
    assert set(english.sample_ids) <= golden
    assert (english.missing, english.to_make_gold, english.batches) == (0, (), ("b0", "b1", "b2"))
    assert (len(thai.sample_ids), thai.missing, len(thai.to_make_gold)) == (10, 20, 10)
    assert not set(thai.to_make_gold) & golden
    into = plan_of("p", samples, RiskBook(), Asked()).seed_into
    assert into["b0"] == english.sample_ids
    assert set(into["b2"]) == {*english.sample_ids, *thai.sample_ids}


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (Asked(margin=0.0), "--margin 0:"),
        (Asked(confidence=1.0), "--confidence 1:"),
        (Asked(icc=1.5), "--icc 1.5:"),
        (Asked(floor=0), "--floor 0:"),
        (Asked(overlap=29), "--overlap 29: fewer than 30"),
        (Asked(aql=0.5), "--gate: ISO 2859-1 has no plan for an AQL of 0.5"),
        (Asked(blind_share=1.1), "--blind-share 1.1:"),
        (Asked(second_share=-0.1), "--second-share -0.1:"),
        (Asked(of="labels"), "--of labels: no rule has judged"),
    ],
)
def test_what_no_plan_can_be_made_from_is_refused(asked: Asked, complaint: str) -> None:
    with pytest.raises(QualityInvalid) as refused:
        plan_of("p", [makeup(1)], RiskBook(), asked)
    assert str(refused.value).startswith(complaint)


def test_a_plan_of_a_real_project_reads_its_rules_and_gold(tmp_path: Path) -> None:
    careless = Vendor("An", lambda number: int(number % 3 == 0))
    root = make_project(tmp_path / "p", Wanted((careless,), 60, gold=False))
    with reading_project(root) as database:
        assert next(makeups(database.driver)) == Makeup("s000", "en", "b1", "", ("audio", "image"), False)
    plan = planned(root, Asked())
    assert (plan.samples, plan.checked, plan.chosen) == (60, 60, 60)
    assert plan.rules["r_faced"].broken == 20
    assert {(one.language, one.risk_band, one.samples) for one in plan.strata} == {
        ("en", "high", 30),
        ("th", "high", 30),
    }
    assert [one.missing for one in plan.overlap] == [30, 30]
    # Beside four turns under r_faced, one-to-one links are judged at both their ends.
    assert plan.needed.m == pytest.approx(4 + 2 * (4 - 20 / 60))


def test_an_empty_project_has_nothing_to_plan_for(tmp_path: Path) -> None:
    root = make_project(tmp_path / "p", Wanted((), 0))
    with pytest.raises(QualityInvalid, match="holds no sample"):
        planned(root, Asked())
