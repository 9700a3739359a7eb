"""Gestures on where labels sit."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Box, Keyframe, TextSpan, TimeSpan, Track
from crosstie.schema.errors import EditRefused
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, End
from crosstie.schema.sample_state import SampleState
from crosstie.schema.shaping import (
    add_keyframe,
    delete_keyframe,
    extend_track,
    merge_time_spans,
    set_anchor,
    set_interpolation,
    set_shape,
    set_visibility,
    split_time_span,
)
from tests.schema.samples import SECOND, annotation, labelled_state, link, mark
from tests.schema.strategies import CENTURY_NS

NEW = Box(50, 60, 70, 80)


def _track_after(edits: Edits) -> Track:
    state = labelled_state()
    state.apply(edits)
    anchor = state.annotations["box"].anchor
    assert isinstance(anchor, Track)
    state.apply(ed.inverses(edits))
    assert state.same_as(labelled_state())
    return anchor


def _box() -> Annotation:
    return labelled_state().annotations["box"]


def test_moving_a_track_puts_a_keyframe_there() -> None:
    track = _track_after(set_shape(_box(), SECOND // 2, NEW))
    assert [keyframe.at_ns for keyframe in track.keyframes] == [0, SECOND // 2, SECOND]
    assert track.keyframes[1].shape == NEW


def test_moving_a_track_at_a_keyframe_changes_that_one() -> None:
    track = _track_after(set_shape(_box(), SECOND, NEW))
    assert [keyframe.at_ns for keyframe in track.keyframes] == [0, SECOND]
    assert track.keyframes[1].shape == NEW


@given(st.integers(-CENTURY_NS, CENTURY_NS))
def test_a_track_stands_where_it_was_moved_to_whenever_that_is(at_ns: int) -> None:
    moment = shape_at(_track_after(set_shape(_box(), at_ns, NEW)), at_ns)
    assert moment is not None
    assert moment.shape == NEW


def test_moving_a_still_shape_moves_it_as_a_whole() -> None:
    still = annotation("a", "c_vehicle", "photo", Box(0, 0, 1, 1))
    assert set_shape(still, 77, NEW) == (ed.SetAnchor("s1", "a", Box(0, 0, 1, 1), NEW),)
    assert set_anchor(still, Box(0, 0, 1, 1)) == ()


def test_a_pinned_keyframe_changes_nothing_that_is_seen() -> None:
    track = _track_after(add_keyframe(_box(), SECOND // 2))
    assert track.keyframes[1].shape == Box(15, 20, 30, 40)
    assert shape_at(track, SECOND // 4) == (Box(12.5, 20, 30, 40), "visible", False)
    assert add_keyframe(_box(), SECOND) == ()


def test_visibility_and_interpolation_begin_where_they_are_set() -> None:
    track = _track_after(set_visibility(_box(), SECOND // 2, "occluded"))
    assert [keyframe.visibility for keyframe in track.keyframes] == ["visible", "occluded", "visible"]
    track = _track_after(set_interpolation(_box(), 0, "hold"))
    assert track.keyframes[0].interpolation == "hold"
    assert len(track.keyframes) == 2


def test_a_keyframe_is_taken_away_but_not_the_last() -> None:
    track = _track_after(delete_keyframe(_box(), 0))
    assert [keyframe.at_ns for keyframe in track.keyframes] == [SECOND]
    assert delete_keyframe(_box(), 5) == ()
    with pytest.raises(EditRefused, match="delete the annotation itself"):
        delete_keyframe(annotation("a", "c_vehicle", "cam", Track((Keyframe(0, NEW),))), 0)


def test_a_track_is_lengthened_with_its_nearest_shape() -> None:
    track = _track_after(extend_track(_box(), 3 * SECOND))
    assert track.end_ns == 3 * SECOND
    assert track.keyframes[-1].shape == track.keyframes[-2].shape
    assert _track_after(extend_track(_box(), -SECOND)).start_ns == -SECOND
    assert extend_track(_box(), SECOND // 2) == ()


@pytest.mark.parametrize(
    ("gesture", "message"),
    [
        (lambda state: add_keyframe(state.annotations["box"], 2 * SECOND), "not there at the playhead"),
        (lambda state: add_keyframe(state.annotations["speech"], 0), "is no track"),
        (
            lambda state: split_time_span(state.annotations["speech"], SECOND),
            "playhead is not inside the time span",
        ),
        (lambda state: split_time_span(state.annotations["mention"], 0), "is no time span"),
        (
            lambda state: merge_time_spans(state, state.annotations["speech"], state.annotations["mention"]),
            "only two time spans of one asset",
        ),
    ],
)
def test_a_gesture_that_makes_no_sense_is_refused(
    gesture: Callable[[SampleState], Edits], message: str
) -> None:
    with pytest.raises(EditRefused, match=message):
        gesture(labelled_state())


def test_a_time_span_is_cut_in_two_that_say_the_same() -> None:
    state = labelled_state()
    edits = split_time_span(state.annotations["speech"], SECOND // 4, lambda: "later")
    state.apply(edits)
    earlier, later = state.annotations["speech"], state.annotations["later"]
    assert earlier.anchor == TimeSpan(0, SECOND // 4)
    assert later.anchor == TimeSpan(SECOND // 4, SECOND)
    assert (later.class_id, later.attributes, later.entity_id) == ("c_speech", {"language": "vi"}, "sp")
    state.apply(ed.inverses(edits))
    assert state.same_as(labelled_state())


def test_merged_time_spans_keep_the_links_of_both() -> None:
    state = labelled_state()
    state.apply(
        [
            ed.AddAnnotation(annotation("next", "c_speech", "mic", TimeSpan(SECOND, 3 * SECOND))),
            ed.AddAnnotation(annotation("other", "c_mention", "words", TextSpan(20, 21, "x"))),
            ed.AddLink(link("both-a", "l_any", mark("speech"), mark("mention"))),
            ed.AddLink(link("both-b", "l_any", mark("next"), mark("mention"))),
            ed.AddLink(link("only-b", "l_any", mark("other"), mark("next"))),
            ed.AddLink(link("between", "l_any", mark("speech"), mark("next"))),
        ]
    )
    before = state.copy()
    edits = merge_time_spans(state, state.annotations["next"], state.annotations["speech"], lambda: "moved")
    state.apply(edits)
    assert "next" not in state.annotations
    assert state.annotations["speech"].anchor == TimeSpan(0, 3 * SECOND)
    kept = {(entry.from_end, entry.to_end) for entry in state.links_of("speech")}
    assert kept == {(mark("speech"), mark("mention")), (End("annotation", "other"), mark("speech"))}
    state.apply(ed.inverses(edits))
    assert state.same_as(before)
