import pytest

from crosstie.schema.anchors import Box, Keyframe, Track, Visibility
from crosstie.schema.clock import AssetClock
from crosstie.viewers.lanes.track_marks import keyframes_ns, room_for_name, unseen_ns


def track(*seen: Visibility) -> Track:
    return Track(tuple(Keyframe(10 * at, Box(0, 0, 1, 1), how) for at, how in enumerate(seen)))


def test_keyframes_are_told_in_sample_time() -> None:
    assert keyframes_ns(track("visible", "visible"), AssetClock(offset_ns=5)) == [5, 15]


def test_what_is_not_seen_lasts_until_the_next_keyframe_and_neighbours_are_one() -> None:
    shown = track("visible", "occluded", "out", "visible", "occluded", "visible", "out")
    assert unseen_ns(shown, AssetClock()) == [(10, 30), (40, 50)]
    assert unseen_ns(track("visible", "visible"), AssetClock()) == []


@pytest.mark.parametrize(
    ("unseen", "room"),
    [
        ([], (0, 100)),
        ([(40, 60)], (0, 40)),
        ([(10, 30)], (30, 100)),
        ([(35, 50)], (50, 100)),
        ([(-20, 50)], (50, 100)),
        ([(10, 30), (50, 90)], None),
        ([(10, 30), (65, 90)], (30, 65)),
        ([(0, 100)], None),
        ([(70, 400)], (0, 70)),
    ],
)
def test_a_name_stands_where_its_thing_is_seen(
    unseen: list[tuple[float, float]], room: tuple[float, float] | None
) -> None:
    assert room_for_name(0, 100, unseen, 34, 36) == room
