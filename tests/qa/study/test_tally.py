"""The reduce: exact, the same in any order and split, in bounded memory, and asked by slice."""

import random
from collections import Counter
from functools import reduce
from itertools import pairwise
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.intervals.clusters import cluster_interval
from crosstie.qa.intervals.moments import share_interval
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.study.row import Cell, Counted, Row
from crosstie.qa.study.row_wire import decode_counted, encode_counted
from crosstie.qa.study.slices import SliceKey
from crosstie.qa.study.tally import SOME, Tally
from crosstie.qa.study.tally_part import GROUPS
from crosstie.qa.study.tally_wire import decode, encode
from crosstie.qa.sums import sums, total
from tests.qa.study.counts import counted, name, tally_of

SAMPLES = [counted(number) for number in range(20)]
WHOLE = encode(tally_of(SAMPLES))
LINKS = Cell("link_prf")


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.lists(st.integers(0, 20), max_size=4))
def test_any_order_and_any_split_is_the_whole(rng: random.Random, cuts: list[int]) -> None:
    order = rng.sample(SAMPLES, len(SAMPLES))
    edges = [0, *sorted(cuts), len(order)]
    parts = [tally_of(order[a:b]) for a, b in pairwise(edges)]
    rng.shuffle(parts)
    assert encode(reduce(add, parts, Tally())) == WHOLE


def test_more_samples_than_groups_are_the_same_in_any_order_too() -> None:
    many = [_one(number, wrong=number % 3) for number in range(GROUPS + 90)]
    whole = tally_of(many)
    parts = [decode(encode(tally_of(many[at::3]))) for at in (2, 0, 1)]
    assert encode(parts[0] + parts[1] + parts[2]) == encode(whole)
    clusters = whole.clusters(SliceKey("agreement", Cell("class_agreement")))
    assert clusters is not None
    assert clusters.n == len(many)
    assert not clusters.rows
    assert max(cells.shape[1] for cells in clusters.groups.values()) == GROUPS


def test_bytes_and_back_are_the_same_tally() -> None:
    again = decode(WHOLE)
    assert encode(again) == WHOLE
    whole = tally_of(SAMPLES)
    for key in whole.slices():
        assert again.sums(key) == whole.sums(key)
        assert again.behind(key) == whole.behind(key)
    for one in SAMPLES:
        assert decode_counted(encode_counted(one)) == one


@pytest.mark.parametrize("data", [b"", b"nonsense", WHOLE[:-9], encode(Tally()).replace(b"\x02", b"\x63", 1)])
def test_other_bytes_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(QualityInvalid, match=r"tally"):
        decode(data)


def test_slices_hold_the_rows_that_they_say() -> None:
    tally = tally_of(SAMPLES)
    rows = [row for one in SAMPLES for row in one.rows if row.comparison == "team"]
    for key in tally.slices():
        if key.comparison == "team" and key.cell == LINKS:
            mine = [
                row for row in rows if all(_value(row, dimension) == value for dimension, value in key.by)
            ]
            assert tally.sums(key) == total(row.cells[LINKS] for row in mine), key
            assert tally.n_samples(key) == len({row.sample_id for row in mine}), key
    told = {dimension for key in tally.slices() for dimension, _ in key.by}
    assert told == {"language", "batch", "site", "pod", "annotators"}
    assert {tuple(d for d, _ in key.by) for key in tally.slices() if len(key.by) == 2} == {
        ("pod", "batch"),
        ("language", "batch"),
    }


def test_moments_give_the_interval_that_keeping_every_cluster_gives() -> None:
    tally = tally_of(SAMPLES)
    told = next(one for one in TOLD["link_prf"] if one.name == "link_recall")
    assert told.share is not None
    for key in tally.slices():
        if key.cell != LINKS or key.comparison != "agreement" or len(key.by) > 1:
            continue
        by_sample: dict[str, list[Row]] = {}
        for one in SAMPLES:
            for row in one.rows:
                if row.comparison == "agreement" and all(_value(row, d) == v for d, v in key.by):
                    by_sample.setdefault(row.sample_id, []).append(row)
        shares = [told.share(total(row.cells[LINKS] for row in rows)) for rows in by_sample.values()]
        kept = cluster_interval([float(x) for x, _ in shares], [float(d) for _, d in shares])
        assert share_interval(tally.moments(key, told.name)) == kept


def test_the_worst_samples_stand_first_and_equal_ones_by_id() -> None:
    tally = tally_of([_one(number, wrong=number % 3) for number in range(140)])
    behind = tally.behind(SliceKey("agreement", LINKS))
    assert [(one.badness, one.sample_id) for one in behind[:2]] == [(2.0, name(2)), (2.0, name(5))]
    assert len(behind) == 100
    assert list(behind) == sorted(behind, key=lambda one: (-one.badness, one.sample_id))
    assert behind[0].passes == ("p", "q")


def test_swaps_keep_each_samples_sum_and_are_fair() -> None:
    tally = tally_of(SAMPLES)
    key = next(
        key
        for key in tally.slices()
        if key.cell.metric == "jensen_shannon" and key.by == (("pod", "hanoi × huế"),)
    )
    swapped = tally.swapped(key)
    assert swapped is not None
    counts = tally.sums(key).under("labels")
    both = [counts["hanoi", label] + counts["huế", label] for label in swapped.labels]
    assert swapped.first.shape == (999, 3)
    assert ((swapped.first + swapped.second) == both).all()
    assert len(set(map(tuple, swapped.first.tolist()))) > 900
    assert abs(swapped.first.mean(0) * 2 / both - 1).max() < 0.05
    assert tally.swapped(SliceKey("team", Cell("jensen_shannon"))) is None


def test_reasons_are_counted_with_a_few_ids() -> None:
    tally = tally_of([Counted((), counted(number).refused) for number in range(0, 200, 5)])
    (one,) = tally.refused()
    assert (one.reason, one.samples, len(one.some)) == ("two schemas", 40, SOME)
    assert one.some[:2] == (name(0), name(5))


def test_what_is_kept_does_not_grow_with_the_samples() -> None:
    sizes = []
    for n in (1_000, 3_000):
        tally = tally_of([_one(number, wrong=number % 3) for number in range(n)])
        sizes.append(len(encode(tally)))
    assert sizes[1] < 1.1 * sizes[0]


def _one(number: int, wrong: int) -> Counted:
    parts = sums({("unconditional", "tp"): 4, ("unconditional", "fn"): wrong})
    classes = sums({("cell", "x", "x"): 3, ("cell", "y", "y"): 2, ("cell", "x", "y"): wrong})
    cells = {LINKS: parts, Cell("class_agreement"): classes}
    row = Row(name(number), "th", "b", "", "agreement", ("p", "q"), ("Anh", "Chi"), ("hanoi", "huế"), cells)
    return Counted((row,))


def _value(row: Row, dimension: str) -> str:
    found = {"language": row.language, "batch": row.batch, "site": row.site}
    found |= {"pod": " × ".join(row.pods), "annotators": " × ".join(row.annotators)}
    return found[dimension]


def test_a_sample_is_one_cluster_however_many_pairs_worked_on_it() -> None:
    tally = tally_of(SAMPLES)
    rows = Counter(row.sample_id for one in SAMPLES for row in one.rows if row.comparison == "agreement")
    assert max(rows.values()) > 1
    assert tally.moments(SliceKey("agreement", LINKS), "endpoint_recall").clusters == len(rows)
