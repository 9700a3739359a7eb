"""Which annotations live at a frame."""

from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Keyframe, Polygon, Track
from crosstie.schema.records import Annotation
from crosstie.viewers.video.frames import Frame
from crosstie.viewers.video.keyframing import moment_in
from crosstie.viewers.video.living import Living

BOX = Box(0, 0, 10, 10)
times = st.integers(0, 500)
tracks = st.lists(times, min_size=1, max_size=4, unique=True).map(
    lambda found: Track(tuple(Keyframe(at_ns, BOX) for at_ns in sorted(found)))
)
frames = st.builds(lambda start, length: Frame(start, start + length), times, st.integers(0, 60))


def label(annotation_id: str, anchor: Track | Polygon) -> Annotation:
    return Annotation(annotation_id, "s1", "p1", "cam", "c", anchor)


@given(st.lists(tracks, max_size=8), frames, st.sets(st.integers(0, 9)))
def test_all_that_show_at_a_frame_live_and_so_do_those_asked_for(
    found: list[Track], frame: Frame, asked: set[int]
) -> None:
    labels = [label(str(number), track) for number, track in enumerate(found)]
    living = [one.id for one in Living(labels).at(frame, {str(number) for number in asked})]
    showing = {str(n) for n, track in enumerate(found) if moment_in(track, frame) is not None}
    wanted = showing | {str(number) for number in asked if number < len(found)}
    assert wanted <= set(living)
    assert living == sorted(living, key=int)
    assert Living([]).at(frame, ()) is not None


@given(st.lists(tracks, max_size=8), st.builds(lambda s, n: Frame(s, s + n), times, st.integers(1, 60)))
def test_nothing_else_lives(found: list[Track], frame: Frame) -> None:
    labels = [label(str(number), track) for number, track in enumerate(found)]
    for one in Living(labels).at(frame, ()):
        assert isinstance(one.anchor, Track)
        assert one.anchor.start_ns < frame.end_ns
        assert one.anchor.end_ns >= frame.start_ns


def test_what_has_no_time_always_lives() -> None:
    still = label("still", Polygon(((0, 0), (1, 0), (0, 1))))
    assert [one.id for one in Living([still]).at(Frame(10**15, 10**15 + 1), ())] == ["still"]
