"""Hypothesis strategies: anchors of every kind, and samples with labels and edits that fit them."""

import math
from itertools import pairwise
from typing import Final, get_args

import msgspec
from hypothesis import assume
from hypothesis import strategies as st

from crosstie.schema import edits as ed
from crosstie.schema.anchors import (
    Anchor,
    Box,
    Cuboid,
    Interpolation,
    Keyframe,
    Keypoint,
    Keypoints,
    Mask,
    PageRegion,
    Point2,
    PointSet,
    Polygon,
    Polyline,
    Quaternion,
    RotatedBox,
    Spatial,
    TextSpan,
    TimeSpan,
    Track,
    Visibility,
    WholeAsset,
)
from crosstie.schema.clock import AssetClock
from crosstie.schema.geometry.rotations import normalized
from crosstie.schema.records import Annotation, AttributeValue, End, Entity, Link, LinkStatus, Provenance
from crosstie.schema.sample_state import SampleState
from tests.schema.samples import ASSETS, PASS, SAMPLE, sample_state

CENTURY_NS: Final = 100 * 365 * 86400 * 10**9

times_ns = st.integers(-CENTURY_NS, CENTURY_NS)
coordinates = st.floats(-1e6, 1e6)
lengths = st.floats(1e-3, 1e6)
points = st.tuples(coordinates, coordinates)
visibilities: Final = st.sampled_from(get_args(Visibility))
interpolations: Final = st.sampled_from(get_args(Interpolation))
clocks = st.builds(AssetClock, times_ns, st.integers(1, 10**6), st.integers(1, 10**6))
# Any code point that UTF-8 can hold, so that every script and every combining mark turns up.
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@st.composite
def rotations(draw: st.DrawFn) -> Quaternion:
    """Unit quaternions."""
    part = st.floats(-1, 1)
    parts = draw(st.tuples(part, part, part, part))
    assume(math.hypot(*parts) > 1e-3)
    return normalized(parts)


def outlines(least: int, most: int = 6) -> st.SearchStrategy[tuple[Point2, ...]]:
    """Tuples of points."""
    return st.lists(points, min_size=least, max_size=most).map(tuple)


@st.composite
def keypoints(draw: st.DrawFn) -> Keypoints:
    """Bodies whose points have different names."""
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    return Keypoints(tuple(Keypoint(name, *draw(points), draw(visibilities)) for name in names))


@st.composite
def masks(draw: st.DrawFn) -> Mask:
    """Masks whose runs add up."""
    width, height = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    edges = sorted(draw(st.lists(st.integers(0, width * height), max_size=8)))
    bounds = [0, *edges, width * height]
    return Mask(width, height, tuple(b - a for a, b in pairwise(bounds)))


@st.composite
def point_sets(draw: st.DrawFn) -> PointSet:
    """Ascending ranges that do not overlap."""
    edges = sorted(draw(st.lists(st.integers(0, 10**6), min_size=2, max_size=8, unique=True)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return PointSet(tuple(pairs))


@st.composite
def time_spans(draw: st.DrawFn) -> TimeSpan:
    """Spans of at least a nanosecond."""
    start_ns = draw(times_ns)
    return TimeSpan(start_ns, start_ns + draw(st.integers(1, CENTURY_NS)))


@st.composite
def text_spans(draw: st.DrawFn) -> TextSpan:
    """Spans as long as their quote."""
    start, quote = draw(st.integers(0, 10**6)), draw(texts)
    return TextSpan(start, start + len(quote), quote, draw(st.text(max_size=5)), draw(st.text(max_size=5)))


regions = st.builds(
    PageRegion, st.integers(0, 1), coordinates, coordinates, lengths, lengths, st.text(max_size=5)
)
cuboids = st.builds(
    Cuboid,
    st.tuples(coordinates, coordinates, coordinates),
    st.tuples(lengths, lengths, lengths),
    rotations(),
)
SHAPES: Final[dict[str, st.SearchStrategy[Spatial]]] = {
    "box": st.builds(Box, coordinates, coordinates, lengths, lengths),
    "rotated_box": st.builds(RotatedBox, coordinates, coordinates, lengths, lengths, st.floats(-7, 7)),
    "polygon": st.builds(Polygon, outlines(3), st.lists(outlines(3), max_size=2).map(tuple)),
    "polyline": st.builds(Polyline, outlines(2)),
    "keypoints": keypoints(),
    "mask": masks(),
    "page_region": regions,
    "cuboid": cuboids,
    "point_set": point_sets(),
}


@st.composite
def tracks(draw: st.DrawFn, kind: str = "") -> Track:
    """Tracks of one kind of shape, or of any."""
    shapes = SHAPES[kind or draw(st.sampled_from(sorted(SHAPES)))]
    times = sorted(draw(st.lists(times_ns, min_size=1, max_size=5, unique=True)))
    return Track(
        tuple(Keyframe(at_ns, draw(shapes), draw(visibilities), draw(interpolations)) for at_ns in times)
    )


anchors: Final[st.SearchStrategy[Anchor]] = st.one_of(
    *SHAPES.values(), time_spans(), text_spans(), st.just(WholeAsset()), tracks()
)
provenances = st.builds(
    Provenance,
    st.sampled_from(("human", "model", "import", "pass")),
    st.text(max_size=5),
    st.text(max_size=5),
    st.none() | st.floats(0, 1),
    st.text(max_size=5),
)
attribute_values: Final[st.SearchStrategy[AttributeValue]] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.lists(st.text(max_size=4), max_size=3).map(tuple),
)
attributes = st.dictionaries(st.text(min_size=1, max_size=6), attribute_values, max_size=3)
statuses: Final = st.sampled_from(get_args(LinkStatus))


@st.composite
def annotations(draw: st.DrawFn, key: str, entity_ids: tuple[str, ...] = ()) -> Annotation:
    """Annotations on any asset of the test sample, with any anchor: the state does not ask the schema."""
    return Annotation(
        key,
        SAMPLE,
        PASS,
        draw(st.sampled_from(ASSETS)).id,
        draw(st.sampled_from(("c_vehicle", "c_truck", "c_speech"))),
        draw(anchors),
        draw(attributes),
        draw(st.sampled_from(("", *entity_ids))),
        draw(provenances),
    )


@st.composite
def entities(draw: st.DrawFn, key: str) -> Entity:
    """Entities of the test sample."""
    type_id = draw(st.sampled_from(("e_vehicle", "e_speaker")))
    return Entity(key, SAMPLE, PASS, type_id, draw(texts), draw(provenances))


@st.composite
def links(draw: st.DrawFn, key: str, ends: tuple[End, ...]) -> Link:
    """Links between any two of `ends`."""
    from_end, to_end = draw(st.sampled_from(ends)), draw(st.sampled_from(ends))
    type_id = draw(st.sampled_from(("l_mentions", "l_same_object")))
    status = draw(statuses)
    return Link(key, SAMPLE, PASS, type_id, from_end, to_end, status, draw(attributes), draw(provenances))


@st.composite
def labelled_states(draw: st.DrawFn) -> SampleState:
    """The test sample with a few random labels."""
    state = sample_state()
    for edit_at in range(draw(st.integers(0, 8))):
        state.apply([draw(additions(state, f"made-{edit_at}"))])
    return state


def ends_of(state: SampleState) -> tuple[End, ...]:
    """Everything in a state that a link may end at."""
    marks = (End("annotation", key) for key in state.annotations)
    return (*marks, *(End("entity", key) for key in state.entities))


def additions(state: SampleState, key: str) -> st.SearchStrategy[ed.ReversibleEdit]:
    """Edits that add a label with the id `key`."""
    made: list[st.SearchStrategy[ed.ReversibleEdit]] = [
        annotations(key, tuple(state.entities)).map(ed.AddAnnotation),
        entities(key).map(ed.AddEntity),
    ]
    if ends := ends_of(state):
        made.append(links(key, ends).map(ed.AddLink))
    return st.one_of(made)


def edits_on(state: SampleState, key: str) -> st.SearchStrategy[ed.ReversibleEdit]:
    """Any edit that `state` takes; `key` is the id of a label that it may add."""
    found = [additions(state, key), _clock_edits(state)]
    if state.annotations:
        chosen = st.sampled_from(list(state.annotations.values()))
        found.append(chosen.flatmap(lambda annotation: _annotation_edits(state, annotation)))
    if state.entities:
        about = st.sampled_from(list(state.entities.values()))
        found.append(about.flatmap(lambda entity: _entity_edits(state, entity)))
    if state.links:
        found.append(st.sampled_from(list(state.links.values())).flatmap(_link_edits))
    return st.one_of(found)


def _clock_edits(state: SampleState) -> st.SearchStrategy[ed.ReversibleEdit]:
    return st.sampled_from(list(state.assets.values())).flatmap(
        lambda asset: clocks.map(lambda clock: ed.SetAssetClock(SAMPLE, asset.id, asset.clock, clock))
    )


def _annotation_edits(state: SampleState, label: Annotation) -> st.SearchStrategy[ed.ReversibleEdit]:
    standing = ed.Meaning(label.class_id, label.attributes)
    abouts = st.sampled_from(("", *state.entities))
    found: list[st.SearchStrategy[ed.ReversibleEdit]] = [
        anchors.map(lambda anchor: ed.SetAnchor(SAMPLE, label.id, label.anchor, anchor)),
        st.builds(ed.Meaning, st.just("c_truck"), attributes).map(
            lambda meaning: ed.SetMeaning(SAMPLE, label.id, standing, meaning)
        ),
        abouts.map(lambda about: ed.SetEntityOf(SAMPLE, label.id, label.entity_id, about)),
    ]
    if isinstance(label.anchor, Track):
        found.append(_keyframe_edits(label.id, label.anchor))
    if not any(state.links_of(label.id)):
        found.append(st.just(ed.RemoveAnnotation(label)))
    return st.one_of(found)


def _keyframe_edits(key: str, track: Track) -> st.SearchStrategy[ed.ReversibleEdit]:
    kind = track.keyframes[0].shape.__struct_config__.tag
    standing = {keyframe.at_ns: keyframe for keyframe in track.keyframes}
    shapes = SHAPES[str(kind)]
    put = st.tuples(times_ns | st.sampled_from(sorted(standing)), shapes, visibilities, interpolations).map(
        lambda parts: ed.SetKeyframe(SAMPLE, key, parts[0], standing.get(parts[0]), Keyframe(*parts))
    )
    if len(standing) == 1:
        return put
    taken = st.sampled_from(track.keyframes).map(
        lambda keyframe: ed.SetKeyframe(SAMPLE, key, keyframe.at_ns, keyframe, None)
    )
    return put | taken


def _entity_edits(state: SampleState, entity: Entity) -> st.SearchStrategy[ed.ReversibleEdit]:
    renamed = texts.map(lambda name: ed.SetEntity(entity, msgspec.structs.replace(entity, name=name)))
    used = any(state.links_of(entity.id)) or any(state.annotations_of(entity.id))
    return renamed if used else renamed | st.just(ed.RemoveEntity(entity))


def _link_edits(link: Link) -> st.SearchStrategy[ed.ReversibleEdit]:
    standing = ed.LinkState(link.status, link.attributes)
    changed = st.builds(ed.LinkState, statuses, attributes).map(
        lambda after: ed.SetLink(SAMPLE, link.id, standing, after)
    )
    return changed | st.just(ed.RemoveLink(link))
