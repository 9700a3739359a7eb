import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import TextSpan
from crosstie.storage.media.queries import Segment
from crosstie.viewers.transcript.marks import Mark, Marks, span_mark
from crosstie.viewers.transcript.row_heights import RowHeights
from crosstie.viewers.transcript.timing import SegmentTimes

heights = st.lists(st.integers(1, 80), min_size=1, max_size=40)
times = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), max_size=30)


@given(heights, st.lists(st.tuples(st.integers(0, 39), st.integers(1, 80)), max_size=20))
def test_learnt_heights_move_what_is_below_and_nothing_above(
    guesses: list[int], learnt: list[tuple[int, int]]
) -> None:
    rows = RowHeights(np.array(guesses, float))
    true = dict(enumerate(guesses))
    for row, height in learnt:
        if row < len(guesses):
            above = [rows.top(other) for other in range(row + 1)]
            assert rows.learn(row, height) == height - true[row]
            assert [rows.top(other) for other in range(row + 1)] == above
            true[row] = height
    assert rows.total == sum(true.values())
    for row in range(len(guesses)):
        assert rows.row_at(rows.top(row)) == row
        assert rows.row_at(rows.top(row) + rows.height(row) - 0.5) == row


def test_outside_of_the_rows_the_nearest_is_meant() -> None:
    rows = RowHeights(np.array([10.0, 20.0]))
    assert rows.row_at(-5) == 0
    assert rows.row_at(500) == 1
    assert RowHeights(np.array([])).row_at(3) == 0


@given(times, st.integers(-5, 140))
def test_the_segment_said_now_is_the_one_that_began_last(spans: list[tuple[int, int]], at_ns: int) -> None:
    segments = tuple(Segment(start, start + length, "", 0, 0) for start, length in spans)
    said = [(start, row) for row, (start, length) in enumerate(spans) if start <= at_ns < start + length]
    found = SegmentTimes(segments).current(at_ns)
    assert (found is None) == (not said)
    if found is not None:
        assert spans[found][0] == max(start for start, _ in said)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=25), st.integers(0, 80))
def test_marks_that_overlap_never_share_a_level(spans: list[tuple[int, int]], offset: int) -> None:
    marks = Marks(Mark(f"m{i}", start, start + length, 0, "") for i, (start, length) in enumerate(spans))
    for at in range(80):
        levels = [mark.level for mark in marks.marks if mark.start <= at < mark.end]
        assert len(levels) == len(set(levels)) or max(levels) >= 23
    around = {mark.annotation_id for mark in marks.between(offset, offset + 1)}
    assert around == {f"m{i}" for i, (start, length) in enumerate(spans) if start <= offset < start + length}


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=20),
    st.lists(st.tuples(st.integers(0, 25), st.none() | st.tuples(st.integers(0, 60), st.integers(1, 20)))),
)
def test_marks_follow_changes_and_what_did_not_change_stays_at_its_level(
    spans: list[tuple[int, int]], changes: list[tuple[int, tuple[int, int] | None]]
) -> None:
    standing = {f"m{i}": (start, start + length) for i, (start, length) in enumerate(spans)}
    marks = Marks(Mark(key, *span, 0, "") for key, span in standing.items())
    for number, span in changes:
        key = f"m{number}"
        standing.pop(key, None)
        come = []
        if span is not None:
            standing[key] = (span[0], span[0] + span[1])
            come = [Mark(key, *standing[key], 0, "")]
        levels = {mark.annotation_id: mark.level for mark in marks.marks if mark.annotation_id != key}
        marks = marks.with_changes([key], come)
        assert levels == {one.annotation_id: one.level for one in marks.marks if one.annotation_id != key}
    fresh = Marks(Mark(key, *span, 0, "") for key, span in standing.items())
    assert [(one.annotation_id, one.start) for one in marks.marks] == [
        (one.annotation_id, one.start) for one in fresh.marks
    ]
    for at in range(80):
        assert [one.annotation_id for one in marks.between(at, at + 3)] == [
            one.annotation_id for one in fresh.between(at, at + 3)
        ]
        levels_here = [mark.level for mark in marks.marks if mark.start <= at < mark.end]
        assert len(levels_here) == len(set(levels_here)) or max(levels_here) >= 23


def test_a_click_means_the_shortest_mark_and_the_next_one_the_one_around_it() -> None:
    marks = Marks([Mark("outer", 0, 20, 0, ""), Mark("inner", 5, 9, 0, "")])
    assert marks.at(6) == marks.get("inner")
    assert marks.at(6, ("inner",)) == marks.get("outer")
    assert marks.at(12, ("outer",)) == marks.get("outer")
    assert marks.at(25) is None


def test_a_span_that_reaches_past_the_text_is_cut_and_one_beyond_it_has_no_mark() -> None:
    cut = span_mark("m", TextSpan(3, 9, "abcdef"), 5, 0, "")
    assert cut is not None
    assert (cut.start, cut.end) == (3, 5)
    assert span_mark("m", TextSpan(7, 9, "ab"), 5, 0, "") is None


@pytest.mark.parametrize("offset", [0, 3, 9])
def test_no_marks_are_no_trouble(offset: int) -> None:
    assert Marks().between(offset, offset + 3) == []
