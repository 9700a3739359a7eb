"""Tracks under a hand: what is begun, where it is read, and what moving it changes."""

from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema.anchors import Box, Keyframe, Track
from crosstie.schema.edits import AddAnnotation
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.records import Annotation, Asset, MediaFacts, MediaFile, Pass, Sample, SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.storage.media.sequence import Times
from crosstie.viewers.video.frames import Frame
from crosstie.viewers.video.keyframing import instant_in, moment_in, new_track, reshape

SECOND = 1_000_000_000
STEP = 40_000_000
TIMES = Times([STEP * n for n in range(100)], STEP * 100)
ONE, OTHER, THIRD = Box(0, 0, 10, 10), Box(50, 0, 10, 10), Box(90, 20, 10, 10)
frames = st.integers(0, 99).map(lambda n: Frame(STEP * n, STEP * (n + 1)))


def frame(number: int) -> Frame:
    return Frame(STEP * number, STEP * (number + 1))


def after(track: Track, at: Frame, shape: Box) -> Track:
    """The track once the edits of reshaping it are applied."""
    ref = SchemaRef("s", "1", "0")
    label = Annotation("a", "s1", "p1", "cam", "c", track)
    camera = Asset("cam", "s1", "video", (MediaFile("x", 1, ""),), facts=MediaFacts(duration_ns=TIMES.end_ns))
    state = SampleState("s1", [Sample("s1", "en"), camera, Pass("p1", "s1", "gold", "an", ref)])
    state.apply([AddAnnotation(label)])
    state.apply(reshape(label, track, at, shape))
    anchor = state.annotations["a"].anchor
    assert isinstance(anchor, Track)
    return anchor


@given(frames)
def test_a_new_track_begins_at_its_frame_and_ends_at_one_within_a_second(at: Frame) -> None:
    track = new_track(ONE, at, TIMES)
    assert track.start_ns == at.start_ns
    assert track.end_ns in TIMES.starts_ns
    assert track.end_ns - track.start_ns <= SECOND
    assert track.end_ns == min(at.start_ns + SECOND, TIMES.starts_ns[-1])
    assert {keyframe.shape for keyframe in track.keyframes} == {ONE}


def test_at_the_last_frame_a_new_track_is_one_keyframe() -> None:
    assert new_track(ONE, frame(99), TIMES).keyframes == (Keyframe(STEP * 99, ONE),)


@given(frames, frames)
def test_a_reshaped_track_has_the_shape_where_it_was_put(drawn: Frame, at: Frame) -> None:
    track = after(new_track(ONE, drawn, TIMES), at, OTHER)
    moment = moment_in(track, at)
    assert moment is not None
    assert (moment.shape, moment.exact) == (OTHER, True)


def test_a_still_tail_goes_along_and_a_moving_one_stays() -> None:
    drawn = new_track(ONE, frame(10), TIMES)
    moved = after(drawn, frame(20), OTHER)
    assert [k.shape for k in moved.keyframes] == [ONE, OTHER, OTHER]
    # The tail stands still once more, now after the second keyframe.
    again = after(moved, frame(30), THIRD)
    assert [k.shape for k in again.keyframes] == [ONE, OTHER, THIRD, THIRD]
    earlier = after(again, frame(15), THIRD)
    assert [k.shape for k in earlier.keyframes] == [ONE, THIRD, OTHER, THIRD, THIRD]


def test_at_its_first_frame_a_new_box_is_moved_as_a_whole() -> None:
    moved = after(new_track(ONE, frame(10), TIMES), frame(10), OTHER)
    assert [k.shape for k in moved.keyframes] == [OTHER, OTHER]


def test_beyond_its_tail_a_track_is_drawn_out() -> None:
    longer = after(new_track(ONE, frame(10), TIMES), frame(60), OTHER)
    assert [k.at_ns for k in longer.keyframes] == [STEP * 10, STEP * 35, STEP * 60]
    between = shape_at(longer, (STEP * 35 + STEP * 60) // 2)
    assert between is not None
    assert between.shape == Box(25, 0, 10, 10)


def test_a_keyframe_within_a_frame_is_the_one_that_is_set() -> None:
    track = Track((Keyframe(STEP * 10 + 5, ONE), Keyframe(STEP * 20 + 9, OTHER)))
    assert instant_in(track, frame(10)) == STEP * 10 + 5
    assert instant_in(track, frame(15)) == STEP * 15
    assert moment_in(track, frame(21)) is None
    moved = after(track, frame(20), THIRD)
    assert [(k.at_ns, k.shape) for k in moved.keyframes] == [(STEP * 10 + 5, ONE), (STEP * 20 + 9, THIRD)]


def test_a_track_that_ends_within_a_frame_is_seen_in_it() -> None:
    track = Track((Keyframe(STEP * 2 + 7, ONE), Keyframe(STEP * 5 + 7, OTHER)))
    assert moment_in(track, frame(1)) is None
    first, last = moment_in(track, frame(2)), moment_in(track, frame(5))
    assert first is not None
    assert last is not None
    assert (first.shape, last.shape) == (ONE, OTHER)
