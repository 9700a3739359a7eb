import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.viewers.timeaxis.span_drag import MovingSpan, SpanPart, allowed_ns, nearest_ns, snapped_ns

parts: st.SearchStrategy[SpanPart] = st.sampled_from(["body", "start", "end"])


def moving(part: SpanPart, start_ns: int = 40, end_ns: int = 60, shortest_ns: int = 5) -> MovingSpan:
    return MovingSpan("a", part, start_ns, end_ns, 0, 100, shortest_ns)


@given(parts, st.integers(-500, 500))
def test_a_span_never_leaves_its_asset_nor_turns_over(part: SpanPart, by_ns: int) -> None:
    span = moving(part)
    start_ns, end_ns = span.moved(allowed_ns([span], by_ns))
    assert 0 <= start_ns <= end_ns - 5
    assert end_ns <= 100
    if part == "body":
        assert end_ns - start_ns == 20


def test_neighbours_that_share_an_edge_keep_sharing_it_as_far_as_both_can() -> None:
    left, right = MovingSpan("l", "end", 0, 40, 0, 100, 5), MovingSpan("r", "start", 40, 50, 0, 100, 5)
    by_ns = allowed_ns([left, right], 30)
    assert left.moved(by_ns) == (0, 45)
    assert right.moved(by_ns) == (45, 50)
    by_ns = allowed_ns([left, right], -90)
    assert left.moved(by_ns)[1] == right.moved(by_ns)[0] == 5


def test_a_span_that_already_sticks_out_can_stay_and_go_back_but_not_further_out() -> None:
    span = MovingSpan("a", "body", 90, 120, 0, 100)
    assert allowed_ns([span], 10) == 0
    assert allowed_ns([span], -15) == -15


def test_the_nearer_of_two_edges_snaps() -> None:
    targets = np.array([10, 33, 67], np.int64)
    assert moving("body").moved(snapped_ns(moving("body"), 5, targets, 4)) == (47, 67)
    assert snapped_ns(moving("start"), -5, targets, 4) == -7
    assert snapped_ns(moving("end"), 20, targets, 4) == 20


@given(st.lists(st.integers(0, 1000), max_size=30), st.integers(-10, 1010))
def test_the_nearest_target_is_nearest(targets: list[int], time_ns: int) -> None:
    found = nearest_ns(np.array(sorted(targets), np.int64), time_ns)
    if not targets:
        assert found is None
    else:
        assert found is not None
        assert abs(found - time_ns) == min(abs(target - time_ns) for target in targets)
