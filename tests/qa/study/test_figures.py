"""Figures of a tally: numbers, intervals that cover, the rest, tests that find what is there and no more."""

import math
import random

import numpy as np
import pytest

from crosstie.qa import status as said
from crosstie.qa.intervals.bootstrap import replicate_sums
from crosstie.qa.intervals.moments import Moments, of_cluster
from crosstie.qa.reports.report import Dimension, Figure
from crosstie.qa.study.figures import CROSSED, figure_id, figures_of, slice_of
from crosstie.qa.study.figures_intervals import draws_of_rows
from crosstie.qa.study.figures_tests import share_p
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.study.resampled import RESAMPLED
from crosstie.qa.study.row import Cell, Counted, Row
from crosstie.qa.study.slices import SliceKey
from crosstie.qa.study.tally import Tally
from crosstie.qa.sums import Key, Number, Sums, sums, total
from crosstie.qa.tracking.hota import ALPHAS
from crosstie.qa.uncertainty import with_interval
from tests.qa.study.counts import counted, name, tally_of

SITE: tuple[Dimension, ...] = ("site",)
LANGUAGE: tuple[Dimension, ...] = ("language",)
SAMPLES = [counted(number) for number in range(40)]
_SIDES = [
    (name, side, part) for name in ("muc", "b_cubed", "ceaf_e") for side in "rp" for part in ("num", "den")
]
_KEYS: dict[str, list[Key]] = {
    "matched_f1": [("similarity", 0.5), ("tp", 0.5)],
    "cer_grapheme": [("grapheme_edits",), ("grapheme_ref_len",)],
    "wer": [("hits",), ("substitutions",), ("deletions",), ("insertions",)],
    "diarization": [
        (part,) for part in ("false_alarm", "missed", "confusion", "total", "jer", "speakers", "heard")
    ],
    "coreference": [*_SIDES, ("mentions", "key"), ("mentions", "response")],
    "track_agreement": [
        *((part, alpha) for part in ("tp", "fn", "fp", "association") for alpha in ALPHAS),
        *((part,) for part in ("gold_tracks", "pred_tracks", "IDTP", "IDFP", "IDFN")),
    ],
    "anchoring_bias": [
        (kind, b, a) for kind in ("wrong", "right") for b in (False, True) for a in (False, True)
    ],
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return tally_of(SAMPLES)


@pytest.fixture(scope="module")
def figures(tally: Tally) -> dict[str, Figure]:
    return {one.id: one for one in figures_of(tally)}


def _crosses(key: SliceKey) -> bool:
    return key.by[0][0] in CROSSED[key.cell.facet]


def test_every_number_of_every_slice_is_told_once(tally: Tally, figures: dict[str, Figure]) -> None:
    wanted = {
        figure_id(key, told.name)
        for key in tally.slices()
        if key.cell.metric in TOLD and (not key.by or (len(key.by) == 1 and _crosses(key)))
        for told in TOLD[key.cell.metric]
    }
    assert set(figures) == wanted
    assert len(figures_of(tally)) == len(wanted)
    slices = set(tally.slices())
    for one in figures.values():
        assert slice_of(one) in slices
        assert (one.number is None) == (one.status != said.OK)
    assert "agreement/link_f1/class=c_cup/language=th" in figures
    assert {dimension for one in figures_of(tally, SITE) for dimension in one.by} == {"site"}


def test_numbers_and_intervals_are_those_of_keeping_every_sample(figures: dict[str, Figure]) -> None:
    for metric, chosen in (
        ("link_prf", "link_f1"),
        ("class_agreement", "class_kappa"),
        ("diarization", "der"),
    ):
        for language in ("th", "vi"):
            told = next(one for one in TOLD[metric] if one.name == chosen)
            kept = with_interval(_by_sample(metric, language), told.finish, told.share)
            mine = figures[f"accuracy/{chosen}/language={language}"]
            assert mine.number == pytest.approx(kept.value, rel=1e-12)
            assert mine.ci is not None
            assert kept.ci is not None
            assert (mine.ci.low, mine.ci.high) == pytest.approx((kept.ci.low, kept.ci.high), rel=1e-9)
            assert (mine.ci.n_clusters, mine.ci.status) == (kept.ci.n_clusters, kept.ci.status)
    kappa = figures["accuracy/class_kappa/language=th"]
    assert kappa.ci is not None
    assert "bootstrap, B=1000" in kappa.ci.method


def test_the_rest_is_every_sample_outside(figures: dict[str, Figure]) -> None:
    one, other = (figures[f"agreement/class_kappa/language={language}"] for language in ("th", "vi"))
    assert (one.rest, other.rest) == (other.number, one.number)
    assert figures["agreement/class_kappa"].rest is None


def test_too_few_undefined_and_not_kept_are_said(figures: dict[str, Figure]) -> None:
    few = figures["agreement/link_f1/batch=b0"]
    assert few.ci is not None
    assert few.ci.status == said.TOO_FEW_CLUSTERS
    assert few.p_adjusted is None
    not_kept = next(one for key, one in figures.items() if "class_kappa/class=c_cup/pod=" in key)
    assert not_kept.ci is not None
    assert (not_kept.ci.low, not_kept.ci.status) == (None, said.NOT_KEPT)
    cells = {Cell("link_prf"): sums({("endpoints",): 2})}
    row = Row("s", "th", "b", "", "agreement", ("p",), ("An",), (), cells)
    (f1,) = (one for one in figures_of(tally_of([Counted((row,))]), ()) if one.name == "link_f1")
    assert (f1.number, f1.status, f1.n_samples) == (None, said.NO_LINKS, 1)
    assert f1.ci is not None
    assert (f1.ci.low, f1.ci.status) == (None, said.NO_LINKS)


def test_one_person_left_out_is_every_pair_without_them(figures: dict[str, Figure]) -> None:
    told = next(one for one in TOLD["class_agreement"] if one.name == "class_kappa")
    without = total(
        row.cells[Cell("class_agreement")]
        for one in SAMPLES
        for row in one.rows
        if row.comparison == "agreement" and "Chi" not in row.annotators
    )
    found = figures["agreement/class_kappa"].leave_one_out
    assert set(found) == {"Anh", "Bình", "Chi", "Dũng"}
    assert found["Chi"] == told.number(told.finish(without))
    assert figures["agreement/class_kappa/language=th"].leave_one_out == {}


def test_a_slice_that_differs_is_found_and_the_others_are_not() -> None:
    tally = tally_of(
        [_links(number, 0.6 if number % 4 == 0 else 0.9, f"l{number % 4}") for number in range(400)]
    )
    found = {
        one.by["language"]: one for one in figures_of(tally, LANGUAGE) if one.name == "link_f1" and one.by
    }
    worst = found["l0"]
    assert worst.p_adjusted is not None
    assert worst.p_adjusted < 1e-6
    assert worst.rest is not None
    assert worst.rest > 0.85
    even = tally_of([_links(number, 0.9, f"l{number % 4}") for number in range(400)])
    assert all(one.p_adjusted is None or one.p_adjusted > 0.05 for one in figures_of(even, LANGUAGE))


@pytest.mark.parametrize("metric", sorted(RESAMPLED))
def test_all_replicates_at_once_are_those_that_finish_one_by_one(metric: str) -> None:
    rng = random.Random(metric)
    by_sample = {name(number): _of_metric(metric, rng) for number in range(12)}
    resampled = RESAMPLED[metric]
    drawn = draws_of_rows({key: resampled.linear(parts) for key, parts in by_sample.items()})
    at_once = {told: values(drawn.drawn) for told, values in resampled.values.items()}
    for replicate in range(0, 1000, 97):
        parts = total(replicate_sums(key, one).at(replicate) for key, one in by_sample.items())
        for told in TOLD[metric]:
            if told.name in at_once:
                value = told.number(told.finish(parts))
                mine = at_once[told.name][replicate]
                assert (math.isnan(mine) and value is None) or mine == pytest.approx(value, abs=1e-7)
    assert {told.name for told in TOLD[metric] if told.share is None} == set(resampled.values)


def test_intervals_of_shares_cover_what_they_say() -> None:
    rng = np.random.default_rng(20)
    covered, runs = 0, 600
    for _ in range(runs):
        rates = rng.beta(3.6, 0.4, 40)
        n = rng.integers(3, 8, 40)
        hits = rng.binomial(n, rates)
        found = _interval(hits.tolist(), n.tolist())
        covered += found[0] <= 0.9 <= found[1]
    assert 0.93 <= covered / runs <= 0.97


def test_p_of_equal_rates_is_even() -> None:
    rng = np.random.default_rng(7)
    found = []
    for _ in range(400):
        sides = [_moments(rng.binomial(5, rng.beta(3.6, 0.4, g)).tolist(), [5] * g) for g in (40, 120)]
        found.append(share_p(sides[0], sides[1]))
    values = [p for p in found if p is not None]
    assert len(values) == len(found)
    assert 0.02 <= np.mean(np.array(values) < 0.05) <= 0.08


def _interval(hits: list[int], n: list[int]) -> tuple[float, float]:
    tally = Tally()
    for at, (x, d) in enumerate(zip(hits, n, strict=True)):
        row = {Cell("grounding_accuracy"): sums({("correct",): x, ("n",): d})}
        tally.add(Counted((Row(name(at), "th", "b", "", "accuracy", ("p",), ("An",), (), row),)))
    (figure,) = figures_of(tally, ())
    assert figure.ci is not None
    assert figure.ci.low is not None
    assert figure.ci.high is not None
    return figure.ci.low, figure.ci.high


def _moments(hits: list[int], n: list[int]) -> Moments:
    return sum((of_cluster(x, d) for x, d in zip(hits, n, strict=True)), Moments())


def _links(number: int, rate: float, language: str) -> Counted:
    rng = random.Random(number)
    right = sum(rng.random() < rate for _ in range(6))
    parts = sums({("unconditional", "tp"): right, ("unconditional", "fn"): 6 - right})
    row = Row(name(number), language, "b", "", "accuracy", ("p",), ("An",), (), {Cell("link_prf"): parts})
    return Counted((row,))


def _by_sample(metric: str, language: str) -> dict[str, Sums]:
    found: dict[str, list[Sums]] = {}
    for one in SAMPLES:
        for row in one.rows:
            if row.comparison == "accuracy" and row.language == language:
                found.setdefault(row.sample_id, []).append(row.cells[Cell(metric)])
    return {key: total(parts) for key, parts in found.items()}


def _of_metric(metric: str, rng: random.Random) -> Sums:
    """Sums as one sample of a metric may have them, with every key that its finish reads."""
    keys: list[Key] = []
    if metric in ("class_agreement", "attribute_agreement", "co_label_confusion"):
        keys = [("cell", a, b) for a in "xyz" for b in "xyz"]
    elif metric == "krippendorff_alpha":
        keys = [("pair", m, a, b) for m in (2, 3) for a in "xy" for b in "xy"]
    else:
        keys = list(_KEYS.get(metric, ()))
    values: dict[Key, Number] = {key: rng.randrange(4) for key in keys}
    if metric == "u_alpha_family":
        values = {("do", "u"): rng.randrange(5), ("de", "u"): 5, ("seen", "a"): 1, ("documents",): 1}
    if metric == "krippendorff_alpha":
        values = {key: n * 2 for key, n in values.items()}
        for m in (2, 3):
            values["pair", m, "x", "y"] = values["pair", m, "y", "x"]
    return sums(values)
