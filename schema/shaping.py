"""Gestures on where labels sit: shapes at a time, keyframes, time spans. Nothing is applied here."""

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.anchors import Anchor, Interpolation, Keyframe, Spatial, TimeSpan, Track, Visibility
from crosstie.schema.errors import EditRefused
from crosstie.schema.geometry.tracks import keyframe_at, keyframe_for, shape_at
from crosstie.schema.gestures import Edits, MakeId
from crosstie.schema.ids import new_id
from crosstie.schema.links import own_links
from crosstie.schema.records import Annotation, End
from crosstie.schema.sample_state import SampleState


def set_shape(annotation: Annotation, at_ns: int, shape: Spatial) -> Edits:
    """Moves or resizes a label as it stands at an asset time.

    On a track this puts or changes the keyframe there, which before the first or after the last one
    lengthens the track; elsewhere `at_ns` does not matter.
    """
    if not isinstance(annotation.anchor, Track):
        return set_anchor(annotation, shape)
    return _keyframe_set(annotation, keyframe_for(annotation.anchor, at_ns, shape))


def set_anchor(annotation: Annotation, anchor: Anchor) -> Edits:
    """Moves or reshapes a label as a whole."""
    if anchor == annotation.anchor:
        return ()
    return (ed.SetAnchor(annotation.sample_id, annotation.id, annotation.anchor, anchor),)


def set_visibility(annotation: Annotation, at_ns: int, visibility: Visibility) -> Edits:
    """Says from an asset time on, until the next keyframe, how well a track's thing is seen."""
    keyframe = _keyframe_within(annotation, at_ns)
    return _keyframe_set(annotation, msgspec.structs.replace(keyframe, visibility=visibility))


def set_interpolation(annotation: Annotation, at_ns: int, interpolation: Interpolation) -> Edits:
    """Says how a track goes on from an asset time to the next keyframe."""
    keyframe = _keyframe_within(annotation, at_ns)
    return _keyframe_set(annotation, msgspec.structs.replace(keyframe, interpolation=interpolation))


def add_keyframe(annotation: Annotation, at_ns: int) -> Edits:
    """Pins a track to the shape that it has at an asset time."""
    return _keyframe_set(annotation, _keyframe_within(annotation, at_ns))


def delete_keyframe(annotation: Annotation, at_ns: int) -> Edits:
    """Takes the keyframe at an asset time away; nothing where none stands.

    Raises EditRefused for a track's only keyframe.
    """
    track = _track(annotation)
    standing = keyframe_at(track, at_ns)
    if standing is None:
        return ()
    if len(track.keyframes) == 1:
        raise EditRefused("a track needs one keyframe; delete the annotation itself instead")
    return (ed.SetKeyframe(annotation.sample_id, annotation.id, at_ns, standing, None),)


def extend_track(annotation: Annotation, to_ns: int) -> Edits:
    """Lengthens a track to an asset time, its first or last shape held; nothing where it reaches there."""
    track = _track(annotation)
    if track.start_ns <= to_ns <= track.end_ns:
        return ()
    nearest = track.keyframes[0 if to_ns < track.start_ns else -1]
    return _keyframe_set(annotation, msgspec.structs.replace(nearest, at_ns=to_ns))


def split_time_span(annotation: Annotation, at_ns: int, make_id: MakeId = new_id) -> Edits:
    """Cuts a time span in two at an asset time. The later part is new; the links stay at the earlier one.

    Raises EditRefused when the time is not inside the span.
    """
    span = _time_span(annotation)
    if not span.start_ns < at_ns < span.end_ns:
        raise EditRefused("the playhead is not inside the time span; move it to where the span should be cut")
    later = msgspec.structs.replace(annotation, id=make_id(), anchor=TimeSpan(at_ns, span.end_ns))
    return (*set_anchor(annotation, TimeSpan(span.start_ns, at_ns)), ed.AddAnnotation(later))


def merge_time_spans(
    state: SampleState, first: Annotation, second: Annotation, make_id: MakeId = new_id
) -> Edits:
    """Makes one time span of two on one asset: the earlier one takes over the time and links of the other.

    Raises EditRefused when they lie on different assets or in different passes.
    """
    if (first.asset_id, first.pass_id) != (second.asset_id, second.pass_id) or first.id == second.id:
        raise EditRefused("only two time spans of one asset and one pass can be merged")
    kept, gone = sorted((first, second), key=lambda annotation: _time_span(annotation).start_ns)
    whole = TimeSpan(_time_span(kept).start_ns, max(_time_span(kept).end_ns, _time_span(gone).end_ns))
    removed = tuple(map(ed.RemoveLink, own_links(state, gone)))
    moved = _moved_links(state, gone, kept, make_id)
    return (*removed, ed.RemoveAnnotation(gone), *set_anchor(kept, whole), *moved)


def _moved_links(state: SampleState, gone: Annotation, kept: Annotation, make_id: MakeId) -> Edits:
    """The links at one annotation made anew at another, where no such link stands already."""
    standing = {(link.type_id, link.ends) for link in own_links(state, kept)}
    moved: list[ed.ReversibleEdit] = []
    for link in own_links(state, gone):
        ends = tuple(End("annotation", kept.id) if end.id == gone.id else end for end in link.ends)
        if ends[0] != ends[1] and (link.type_id, ends) not in standing:
            copy = msgspec.structs.replace(link, id=make_id(), from_end=ends[0], to_end=ends[1])
            moved.append(ed.AddLink(copy))
    return tuple(moved)


def _keyframe_set(annotation: Annotation, keyframe: Keyframe) -> Edits:
    standing = keyframe_at(_track(annotation), keyframe.at_ns)
    if standing == keyframe:
        return ()
    edit = ed.SetKeyframe(annotation.sample_id, annotation.id, keyframe.at_ns, standing, keyframe)
    return (edit,)


def _keyframe_within(annotation: Annotation, at_ns: int) -> Keyframe:
    track = _track(annotation)
    moment = shape_at(track, at_ns)
    if moment is None:
        raise EditRefused("the track is not there at the playhead; extend it to there first")
    return keyframe_for(track, at_ns, moment.shape)


def _track(annotation: Annotation) -> Track:
    if not isinstance(annotation.anchor, Track):
        raise EditRefused("this annotation is no track and has no keyframes")
    return annotation.anchor


def _time_span(annotation: Annotation) -> TimeSpan:
    if not isinstance(annotation.anchor, TimeSpan):
        raise EditRefused("this annotation is no time span")
    return annotation.anchor
