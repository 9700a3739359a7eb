"""Samples at odds come first, the others stay as they were."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from crosstie.app.prelabelling.board import update_board
from crosstie.app.prelabelling.ordering import most_at_odds_first
from crosstie.storage.errors import StoreFailed
from crosstie.storage.queries import SampleSummary

SAMPLES = tuple(SampleSummary(key, "en", "", "", 0, 0, 0) for key in "abcd")


def ordered(root: Path) -> list[str]:
    coming: Future[tuple[SampleSummary, ...]] = Future()
    future = most_at_odds_first(coming, root)
    assert not future.done()
    coming.set_result(SAMPLES)
    return [one.id for one in future.result(1)]


def test_by_disagreement_and_then_as_they_were(tmp_path: Path) -> None:
    assert ordered(tmp_path) == ["a", "b", "c", "d"]
    update_board(tmp_path, {"c": 2.5, "b": 0.0, "d": 0.3, "gone": 9.0}, None)
    assert ordered(tmp_path) == ["c", "d", "a", "b"]


def test_a_list_that_could_not_be_read_stays_unread(tmp_path: Path) -> None:
    coming: Future[tuple[SampleSummary, ...]] = Future()
    future = most_at_odds_first(coming, tmp_path)
    coming.set_exception(StoreFailed("the disk is full"))
    with pytest.raises(StoreFailed):
        future.result(1)
