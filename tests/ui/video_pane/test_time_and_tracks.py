"""The video pane in a real window: exact frames on the clock, and tracks."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Box, Keyframe, Track
from crosstie.schema.clock import AssetClock
from crosstie.schema.edits import SetKeyframe
from crosstie.viewers.media import AssetMedia
from crosstie.viewers.selection import Ref
from tests.storage.media.clips import number_in
from tests.ui.picture_bench import SECOND
from tests.ui.video_pane.clip import (
    BOX,
    LATE,
    PLAIN,
    STEPS,
    Bench,
    MakeBench,
    drawn,
    start_ns,
    still_from,
    track,
)

# Time


@pytest.mark.parametrize("clock", [PLAIN, LATE], ids=["plain", "late and drifting"])
def test_the_frame_painted_is_the_one_presented_at_the_instant(
    make_bench: MakeBench, clock: AssetClock
) -> None:
    bench = make_bench(clock=clock)
    for frame in np.random.default_rng(5).integers(0, 241, 12).tolist():
        lasts_ns = round(STEPS[min(frame, 239)] * SECOND / 90_000)
        for asset_ns in (start_ns(frame), start_ns(frame) + lasts_ns // 2):
            bench.seek(clock.sample_from_asset(asset_ns))
            assert number_in(bench.picture()) == frame
            assert bench.pane.detail.endswith(f" · frame {frame}")


@pytest.mark.parametrize("clock", [PLAIN, LATE], ids=["plain", "late and drifting"])
def test_steps_visit_every_frame_once_and_lead_back(make_bench: MakeBench, clock: AssetClock) -> None:
    bench = make_bench(clock=clock)
    forward = [clock.sample_from_asset(0)]
    while (instant := bench.pane.step_instant(forward[-1], +1)) is not None:
        forward.append(instant)
    assert len(forward) == 241
    back = [forward[-1]]
    while (instant := bench.pane.step_instant(back[-1], -1)) is not None:
        back.append(instant)
    assert back == forward[::-1]
    for frame in (1, 2, 3, 120, 240):
        bench.seek(forward[frame])
        assert number_in(bench.picture()) == frame


def test_steps_come_in_from_outside_of_the_asset(make_bench: MakeBench) -> None:
    pane = make_bench(clock=LATE).pane
    first = LATE.sample_from_asset(0)
    assert pane.step_instant(0, +1) == first
    assert pane.step_instant(0, -1) is None
    last = pane.step_instant(19 * SECOND, -1)
    assert last is not None
    assert pane.step_instant(last, +1) is None
    assert pane.step_instant(19 * SECOND, +1) is None


def test_the_pane_tells_when_an_instant_is_painted(bench: Bench, qtbot: QtBot) -> None:
    told: list[object] = []
    bench.pane.drawn.connect(told.append)
    bench.seek(start_ns(100))
    within = start_ns(100) + 1000
    bench.context.timeline.seek(within)
    qtbot.waitUntil(lambda: within in told, timeout=10_000)
    assert start_ns(100) in told


def test_before_it_begins_and_after_it_ended_the_pane_says_so(make_bench: MakeBench) -> None:
    bench = make_bench(clock=LATE)
    bench.seek(SECOND)
    assert bench.said() == "cam_front begins at 00:02.000"
    bench.seek(19 * SECOND)
    assert bench.said().startswith("cam_front ended at 00:13.")
    bench.seek(LATE.sample_from_asset(start_ns(9)))
    assert bench.said() == ""
    assert number_in(bench.picture()) == 9


def test_nothing_is_drawn_where_there_is_no_picture(make_bench: MakeBench) -> None:
    bench = make_bench(clock=LATE)
    bench.seek(SECOND)
    bench.drag((20, 20), (80, 60))
    assert not bench.session.gestures


def test_play_goes_on_through_the_pictures(bench: Bench, qtbot: QtBot) -> None:
    timeline, seen = bench.context.timeline, set[str]()
    timeline.play()
    for frame in range(40):
        timeline.follow(start_ns(frame))
        qtbot.waitUntil(bench.pane.is_settled, timeout=10_000)
        seen.add(bench.pane.detail.split()[-1])
    timeline.pause()
    assert seen == {str(frame) for frame in range(40)}


def test_while_playing_the_next_frame_is_there_when_it_is_due(bench: Bench, qtbot: QtBot) -> None:
    timeline, media = bench.context.timeline, bench.pane.findChild(AssetMedia)
    assert isinstance(media, AssetMedia)
    decoded = set[int]()
    media.replied.connect(lambda _number, reply: decoded.add(getattr(reply, "pts_ns", -1)))
    timeline.play()
    for frame in range(3, 9):
        timeline.follow(start_ns(frame))
        next_ns = start_ns(frame + 1)
        qtbot.waitUntil(partial(decoded.__contains__, next_ns), timeout=10_000)
        timeline.follow(next_ns + 1)
        # Within the turn that each pane waits for, which is no time to decode anything in.
        QCoreApplication.processEvents()
        assert bench.pane.frame.start_ns == next_ns
    timeline.pause()
    bench.settle()


def test_play_that_jumps_back_shows_the_frame_of_there(bench: Bench) -> None:
    timeline = bench.context.timeline
    timeline.play()
    for frame in (100, 101, 20, 21, 200, 3):
        timeline.seek(start_ns(frame))
        timeline.follow(start_ns(frame) + 1)
    timeline.pause()
    bench.settle()
    assert bench.pane.frame.start_ns == start_ns(3)


# Tracks


def test_a_drawn_box_lasts_a_second_from_its_frame_on(bench: Bench) -> None:
    bench.seek(start_ns(50) + 1000)
    bench.drag((20.2, 20), (80, 60))
    annotation_id, keyframes = drawn(bench)
    last = max(frame for frame in range(241) if start_ns(frame) <= start_ns(50) + SECOND)
    assert [at_ns for at_ns, _ in keyframes] == [start_ns(50), start_ns(last)]
    first, tail = keyframes[0][1], keyframes[1][1]
    assert first == tail
    assert (first.x, first.y, first.width, first.height) == pytest.approx((20.2, 20, 59.8, 40), abs=0.3)
    assert bench.selected() == [annotation_id]
    assert len(bench.session.gestures) == 1


def test_a_box_drawn_at_the_end_lasts_no_longer_than_the_asset(bench: Bench) -> None:
    bench.seek(start_ns(236))
    bench.drag((20, 20), (80, 60))
    _, keyframes = drawn(bench)
    assert [at_ns for at_ns, _ in keyframes] == [start_ns(236), start_ns(240)]


def test_moving_at_another_time_puts_a_keyframe_and_takes_the_still_tail_along(bench: Bench) -> None:
    bench.add("car", still_from(40, 80))
    bench.seek(start_ns(60))
    bench.drag((70, 50), (80, 56))
    (first, old), (second, new), (tail, after) = track(bench, "car")
    assert (first, second, tail) == (start_ns(40), start_ns(60), start_ns(80))
    assert old == BOX
    assert (new.x, new.y) == pytest.approx((50, 36), abs=0.3)
    assert after == new
    assert len(bench.session.gestures) == 2


def test_a_tail_that_moves_is_left_where_it_was_put(bench: Bench) -> None:
    there = Box(90, 50, 60, 40)
    bench.add("car", Track((Keyframe(start_ns(40), BOX), Keyframe(start_ns(80), there))))
    bench.seek(start_ns(40))
    bench.drag((70, 50), (60, 50))
    assert [at_ns for at_ns, _ in track(bench, "car")] == [start_ns(40), start_ns(80)]
    assert track(bench, "car")[1][1] == there


def test_resizing_at_a_keyframe_changes_that_one(bench: Bench) -> None:
    bench.add("car", still_from(40, 80))
    bench.context.pick(Ref("annotation", "car"))
    bench.seek(start_ns(80))
    bench.drag((100, 70), (110, 80))
    (_, first), (at_ns, last) = track(bench, "car")
    assert first == BOX
    assert at_ns == start_ns(80)
    assert (last.x, last.y, last.width, last.height) == pytest.approx((40, 30, 70, 50), abs=0.3)
    assert isinstance(bench.session.gestures[-1][0], SetKeyframe)


def test_a_selected_track_outside_of_its_time_is_a_ghost_that_can_be_drawn_out(bench: Bench) -> None:
    bench.add("car", still_from(40, 60))
    bench.seek(start_ns(100))
    assert not bench.canvas.scene.items
    bench.context.pick(Ref("annotation", "car"))
    (ghost,) = bench.canvas.scene.items
    assert (ghost.stroke, ghost.name) == ("dotted", "car · until 00:02.750")
    bench.drag((70, 50), (76, 50))
    assert [at_ns for at_ns, _ in track(bench, "car")] == [start_ns(40), start_ns(60), start_ns(100)]
    (item,) = bench.canvas.scene.items
    assert item.stroke == "solid"


def test_occluded_is_dashed_and_between_keyframes_is_told(bench: Bench) -> None:
    bench.add("car", Track((Keyframe(start_ns(40), BOX, "occluded"), Keyframe(start_ns(60), BOX))))
    bench.seek(start_ns(50))
    (item,) = bench.canvas.scene.items
    assert (item.stroke, item.between) == ("dashed", True)
    bench.seek(start_ns(60))
    (item,) = bench.canvas.scene.items
    assert (item.stroke, item.between) == ("solid", False)


def test_a_label_between_two_frames_belongs_to_the_frame_presented_then(bench: Bench) -> None:
    at_ns = start_ns(50) + 2_000_000
    bench.add("car", Track((Keyframe(at_ns, BOX),)))
    bench.seek(start_ns(50))
    assert [item.id for item in bench.canvas.scene.items] == ["car"]
    bench.drag((70, 50), (80, 50))
    assert [at for at, _ in track(bench, "car")] == [at_ns]
    bench.seek(start_ns(51))
    assert not bench.canvas.scene.items or bench.canvas.scene.items[0].stroke == "dotted"
