"""The list of samples begins with those whose candidates are most at odds."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.app.prelabelling.board import update_board
from tests.ui.conftest import SIZE
from tests.ui.small_project import ACTOR, PHOTO, STREET, TALK
from tests.ui.workstation import opened


@pytest.mark.parametrize(
    ("at_odds", "order"),
    [
        ({}, [PHOTO, STREET, TALK]),
        ({TALK: 0.4, STREET: 1.7}, [STREET, TALK, PHOTO]),
    ],
)
def test_samples_at_odds_come_first(
    qtbot: QtBot, small_project: Path, at_odds: dict[str, float], order: list[str]
) -> None:
    if at_odds:
        update_board(small_project, at_odds, None)
    with opened(qtbot, small_project, ACTOR, PHOTO, SIZE) as station:
        queue = station.window.parts.queue
        station.until(lambda: bool(queue.samples.samples))
        assert [one.id for one in queue.samples.samples] == order
        station.key("N")
        following = order[min(order.index(PHOTO) + 1, 2)]
        station.until(lambda: station.window.session.sample_id == following)
