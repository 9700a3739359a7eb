"""Kappa and alpha: what must not matter does not, and what has no answer says so."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crosstie.qa.agreement.alpha import finish_alpha, krippendorff_alpha
from crosstie.qa.agreement.cohen import cohen_kappa, weighted_kappa
from crosstie.qa.agreement.distances import masi_distance, masi_distances
from crosstie.qa.agreement.fleiss import finish_fleiss, fleiss_kappa
from crosstie.qa.agreement.gwet import gwet_ac
from crosstie.qa.agreement.ratings import count_sums, rating_sums
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.labels import label_set

SCALE = [1, 2, 3, 4]
labels = st.sampled_from(SCALE)
pairs = st.lists(st.tuples(labels, labels), min_size=2, max_size=30)
tables = st.integers(2, 8).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([*SCALE, None]), min_size=n, max_size=n), min_size=2, max_size=4
    )
)
Ratings = list[list[int | None]]
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


def split(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [a for a, _ in rows], [b for _, b in rows]


@given(pairs, st.permutations(SCALE))
def test_kappa_knows_no_names(rows: list[tuple[int, int]], names: list[int]) -> None:
    a, b = split(rows)
    renamed = dict(zip(SCALE, map(str, names), strict=True))
    found = cohen_kappa([renamed[v] for v in a], [renamed[v] for v in b])
    assert found.value == cohen_kappa(a, b).value
    assert found.number("se") == pytest.approx(cohen_kappa(a, b).number("se"), abs=1e-9)


@given(pairs)
def test_kappa_knows_no_order_of_raters(rows: list[tuple[int, int]]) -> None:
    a, b = split(rows)
    assert cohen_kappa(a, b).value == cohen_kappa(b, a).value
    for weights in ("linear", "quadratic"):
        forth, back = weighted_kappa(a, b, SCALE, weights), weighted_kappa(b, a, SCALE, weights)
        assert forth.value == pytest.approx(back.value, abs=1e-12)


@given(pairs)
def test_kappa_is_one_only_for_equal_labels(rows: list[tuple[int, int]]) -> None:
    a, b = split(rows)
    found = cohen_kappa(a, b)
    assert found.value is None or found.value <= 1
    assert (found.value == 1) == (a == b and len(set(a)) > 1)


@given(pairs)
def test_nominal_weights_are_plain_kappa(rows: list[tuple[int, int]]) -> None:
    a, b = split(rows)
    plain, weighted = cohen_kappa(a, b), weighted_kappa(a, b, SCALE, "nominal")
    assert weighted.value == pytest.approx(plain.value, abs=1e-12)
    assert weighted.number("se") == pytest.approx(plain.number("se"), abs=1e-7)


@given(pairs)
def test_arrays_count_as_lists_do(rows: list[tuple[int, int]]) -> None:
    a, b = split(rows)
    assert cohen_kappa(np.array(a), np.array(b)) == cohen_kappa(a, b)
    assert rating_sums(np.array([a, b])) == rating_sums([a, b])


@given(tables)
def test_negative_numbers_of_an_array_are_missing(rows: Ratings) -> None:
    coded = np.array([[-1 if v is None else v for v in row] for row in rows])
    assert rating_sums(coded) == rating_sums(rows)


@given(tables, st.data(), st.sampled_from(LEVELS))
def test_alpha_knows_no_order_of_annotators_or_units(rows: Ratings, data: st.DataObject, level: str) -> None:
    units = data.draw(st.permutations(range(len(rows[0]))))
    shuffled = [[row[i] for i in units] for row in data.draw(st.permutations(rows))]
    assert krippendorff_alpha(shuffled, level).value == krippendorff_alpha(rows, level).value


@given(tables, st.permutations(SCALE))
def test_nominal_alpha_knows_no_names(rows: Ratings, names: list[int]) -> None:
    renamed = dict(zip(SCALE, map(str, names), strict=True))
    other = [[None if v is None else renamed[v] for v in row] for row in rows]
    assert krippendorff_alpha(other).value == pytest.approx(krippendorff_alpha(rows).value, abs=1e-12)


@given(tables)
def test_ordinal_alpha_knows_ranks_alone_and_interval_alpha_no_unit(rows: Ratings) -> None:
    grown = [[None if v is None else v**3 for v in row] for row in rows]
    assert krippendorff_alpha(grown, "ordinal").value == krippendorff_alpha(rows, "ordinal").value
    shifted = [[None if v is None else 5 * v + 7 for v in row] for row in rows]
    found, expected = (krippendorff_alpha(r, "interval").value for r in (shifted, rows))
    assert found == pytest.approx(expected, abs=1e-9)


@given(tables)
def test_units_with_one_label_change_nothing(rows: Ratings) -> None:
    more = [[*row, *([1] if i == 0 else [None])] for i, row in enumerate(rows)]
    assert krippendorff_alpha(more).value == krippendorff_alpha(rows).value


@given(tables, st.sampled_from(LEVELS))
def test_alpha_is_the_textbook_sum(rows: Ratings, level: str) -> None:
    """Over all pairs of labels, written out as in Krippendorff 2011."""
    units = [[row[i] for row in rows if row[i] is not None] for i in range(len(rows[0]))]
    kept = [[v for v in unit if v is not None] for unit in units if len(unit) > 1]
    values = [v for unit in kept for v in unit]
    assume(len(set(values)) > 1)

    def delta(c: int, k: int) -> float:
        mass = {v: values.count(v) for v in SCALE}
        between = sum(mass[v] for v in range(min(c, k), max(c, k) + 1)) - (mass[c] + mass[k]) / 2
        apart = {"nominal": float(c != k), "ordinal": between, "interval": c - k, "ratio": (c - k) / (c + k)}
        return 0.0 if c == k else apart[level] ** 2

    observed = sum(delta(c, k) / (len(unit) - 1) for unit in kept for c in unit for k in unit) / len(values)
    expected = sum(delta(c, k) for c in values for k in values) / (len(values) * (len(values) - 1))
    assert krippendorff_alpha(rows, level).value == pytest.approx(1 - observed / expected, abs=1e-9)


def test_many_values_of_interval_alpha_take_the_short_way() -> None:
    values = np.random.default_rng(1).normal(size=2500)
    rows = [values.tolist(), np.roll(values, -1).tolist()]
    apart = np.mean((values - np.roll(values, -1)) ** 2)
    expected = 2 * np.var(values) * 5000 / 4999
    assert krippendorff_alpha(rows, "interval").value == pytest.approx(1 - apart / expected, abs=1e-9)


@pytest.mark.parametrize("categories", [2, 5, 60])
def test_few_and_many_categories_are_counted_alike(categories: int) -> None:
    rng = np.random.default_rng(categories)
    codes = np.where(rng.random((4, 50)) < 0.3, -1, rng.integers(0, categories, (4, 50)))
    expected: Counter[tuple[object, ...]] = Counter()
    for unit in codes.T.tolist():
        given = [label for label in unit if label >= 0]
        expected.update(("pair", len(given), a, b) for a, b in itertools.permutations(given, 2))
        expected.update(("mass", len(given), a) for a in given)
    counted = {key: n for key, n in rating_sums(codes).cells.items() if key[0] in ("pair", "mass")}
    assert counted == dict(expected)


def test_ordinal_labels_that_are_no_numbers_need_their_order() -> None:
    rows = [["low", "mid", "high"], ["low", "high", "high"]]
    with pytest.raises(QualityInvalid, match="order"):
        krippendorff_alpha(rows, "ordinal")
    numbered = [[1, 2, 3], [1, 3, 3]]
    found = krippendorff_alpha(rows, "ordinal", order=["low", "mid", "high"])
    assert found.value == krippendorff_alpha(numbered, "ordinal").value


def test_alpha_of_sets_pays_for_overlap_in_part() -> None:
    rows = [
        [label_set("a"), label_set("ab"), label_set("c")],
        [label_set("a"), label_set("bc"), label_set("d")],
    ]
    assert krippendorff_alpha(rows, "masi").value != krippendorff_alpha(rows, "nominal").value
    assert masi_distance("ab", "bc") == pytest.approx(1 - 1 / 9)
    assert masi_distances([("a", "a"), ("a", "b")]).value == 0.5


def test_a_level_that_is_not_known_is_refused() -> None:
    with pytest.raises(QualityInvalid, match="nominal, ordinal"):
        krippendorff_alpha([[1, 2], [2, 1]], "cosmic")
    with pytest.raises(QualityInvalid, match="numbers"):
        krippendorff_alpha([["a", "b"], ["b", "a"]], "interval")


def test_a_label_beyond_the_scale_is_refused() -> None:
    with pytest.raises(QualityInvalid, match="not on the scale"):
        weighted_kappa([1, 9], [1, 1], SCALE)
    with pytest.raises(QualityInvalid, match="weights"):
        weighted_kappa([1, 2], [1, 1], SCALE, "cubic")


def test_categories_nobody_used_stay_on_the_scale() -> None:
    a, b = [1, 2, 4, 4, 1], [1, 1, 4, 2, 4]
    assert weighted_kappa(a, b, SCALE, "quadratic").value == pytest.approx(1 - 14 / 5 / (92 / 25))
    assert weighted_kappa(a, b, [1, 2, 4], "quadratic").value == pytest.approx(1 - 6 / 5 / (40 / 25))


def test_fleiss_from_counts_and_from_labels_is_the_same() -> None:
    rows = [[0, 0, 1, 2], [0, 1, 1, 2], [0, 0, 1, 1]]
    counts = [[sum(row[i] == c for row in rows) for c in range(3)] for i in range(4)]
    assert finish_fleiss(count_sums(counts)).value == fleiss_kappa(rows).value == pytest.approx(7 / 15)
    assert finish_alpha(count_sums(counts)).value == krippendorff_alpha(rows).value


def test_gwet_stays_high_where_one_label_is_nearly_all_there_is() -> None:
    rows = [[1] * 49 + [2], [1] * 48 + [2, 1]]
    kappa, ac = cohen_kappa(rows[0], rows[1]).value, gwet_ac(rows).value
    assert kappa is not None
    assert ac is not None
    assert kappa < 0.05
    assert ac > 0.9


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (cohen_kappa([], []), "insufficient_pairable"),
        (cohen_kappa([1, None], [None, 1]), "insufficient_pairable"),
        (cohen_kappa([1, 1], [1, 1]), "undefined_no_variation"),
        (weighted_kappa([1, 1], [1, 1], SCALE), "undefined_no_variation"),
        (krippendorff_alpha([]), "insufficient_pairable"),
        (krippendorff_alpha([[1, 2, 3]]), "insufficient_pairable"),
        (krippendorff_alpha([[1, None], [None, 2]]), "insufficient_pairable"),
        (krippendorff_alpha([[1, 1], [1, None]]), "undefined_no_variation"),
        (fleiss_kappa([[1, 1], [1, None]]), "unequal_raters"),
        (fleiss_kappa([[1, 2]]), "insufficient_pairable"),
        (fleiss_kappa([[1, 1], [1, 1]]), "undefined_no_variation"),
        (gwet_ac([[1, 1], [1, 1]]), "undefined_no_variation"),
        (gwet_ac([[1, 2]]), "insufficient_pairable"),
        (masi_distances([]), "empty"),
    ],
)
def test_what_has_no_value_says_why(found: object, status: str) -> None:
    assert getattr(found, "value", 0) is None
    assert getattr(found, "status", "") == status


def test_agreement_stands_beside_an_alpha_that_has_no_value() -> None:
    assert krippendorff_alpha([[1, 1], [1, 1]]).number("po") == 1
    assert krippendorff_alpha([["a", "b"], ["c", "d"]]).number("po") == 0


def test_disjoint_label_sets_are_worse_than_chance() -> None:
    found = cohen_kappa(["a", "b", "a"], ["x", "y", "x"])
    assert (found.value, found.number("po")) == (0, 0)
    alpha = krippendorff_alpha([["a", "b", "a"], ["x", "y", "x"]]).value
    assert alpha is not None
    assert alpha < 0
