"""Point sets as sets of indices."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.geometry.point_ranges import indices_in, joined, point_count, point_set_of, without

index_lists = st.lists(st.integers(0, 40), max_size=60)


@given(index_lists)
def test_a_set_holds_its_indices_in_the_fewest_ranges(indices: list[int]) -> None:
    made = point_set_of(np.array(indices, dtype=np.int64))
    if not indices:
        assert made is None
        return
    assert made is not None
    assert indices_in(made).tolist() == sorted(set(indices))
    assert point_count(made) == len(set(indices))
    ends, starts = [end for _, end in made.ranges], [start for start, _ in made.ranges]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))


@given(index_lists.filter(bool), index_lists)
def test_indices_can_be_added_and_taken_away(first: list[int], second: list[int]) -> None:
    held, other = point_set_of(np.array(first)), np.array(second, dtype=np.int64)
    assert held is not None
    assert set(indices_in(joined(held, other)).tolist()) == set(first) | set(second)
    left = without(held, other)
    assert (set() if left is None else set(indices_in(left).tolist())) == set(first) - set(second)
