import pytest
from pytestqt.qtbot import QtBot

from crosstie.viewers.timeaxis.axis import TimeAxis
from crosstie.viewers.timeline import Timeline

SECOND = 1_000_000_000


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    timeline.set_duration(60 * SECOND)
    return timeline


@pytest.fixture
def axis(timeline: Timeline) -> TimeAxis:
    axis = TimeAxis(timeline)
    axis.show(0, 10 * SECOND)
    return axis


def test_a_new_sample_is_shown_whole(timeline: Timeline, axis: TimeAxis) -> None:
    timeline.set_duration(30 * SECOND)
    assert (axis.view.start_ns, axis.view.end_ns) == (0, 30 * SECOND)


def test_play_turns_pages_and_does_not_move_the_view_at_each_tick(timeline: Timeline, axis: TimeAxis) -> None:
    views = []
    axis.changed.connect(lambda: views.append(axis.view))
    timeline.play()
    for tick in range(250):
        timeline.follow(tick * SECOND // 10)
        assert axis.view.holds(timeline.now_ns)
    assert len(views) == 2
    assert all(view.length_ns == 10 * SECOND for view in views)


def test_a_reader_who_looks_elsewhere_while_it_plays_is_left_alone(
    timeline: Timeline, axis: TimeAxis
) -> None:
    timeline.play()
    timeline.follow(2 * SECOND)
    axis.show(40 * SECOND, 50 * SECOND)
    elsewhere = axis.view
    timeline.follow(3 * SECOND)
    timeline.follow(11 * SECOND)
    assert axis.view == elsewhere
    timeline.follow(41 * SECOND)
    timeline.follow(51 * SECOND)
    assert axis.view.holds(51 * SECOND)


def test_a_loop_that_begins_out_of_view_is_followed_back(timeline: Timeline, axis: TimeAxis) -> None:
    axis.show(20 * SECOND, 30 * SECOND)
    timeline.seek(29 * SECOND)
    timeline.play()
    timeline.follow(5 * SECOND)
    assert axis.view.holds(5 * SECOND)


def test_a_seek_out_of_view_is_centred_and_one_within_moves_nothing(
    timeline: Timeline, axis: TimeAxis
) -> None:
    timeline.seek(9 * SECOND)
    assert axis.view.start_ns == 0
    timeline.seek(30 * SECOND)
    assert axis.view.start_ns == 25 * SECOND


def test_a_scrub_past_the_edge_moves_just_as_far(timeline: Timeline, axis: TimeAxis) -> None:
    timeline.scrub(11 * SECOND)
    assert (axis.view.start_ns, axis.view.end_ns) == (SECOND, 11 * SECOND)


def test_reveal_moves_nothing_that_is_in_view_and_makes_room_for_what_is_long(axis: TimeAxis) -> None:
    axis.reveal(SECOND, 9 * SECOND)
    assert axis.view.start_ns == 0
    axis.reveal(20 * SECOND, 50 * SECOND)
    assert axis.view.holds(20 * SECOND)
    assert axis.view.holds(50 * SECOND)
