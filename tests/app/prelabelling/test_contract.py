"""What holds of every maker, whatever the labels: allowed links, scores, reasons, and no way to cheat."""

import subprocess
import sys
from collections.abc import Sequence

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.app.prelabelling.maker import LEAST_SCORE, Maker, Proposal
from crosstie.app.prelabelling.media import Wave
from crosstie.app.prelabelling.registry import MAKERS
from crosstie.schema.anchors import Anchor, Box, Cuboid, Keyframe, PageRegion, TimeSpan, Track
from crosstie.schema.edits import AddLink, OpenPass
from crosstie.schema.endpoints import annotation_problem
from crosstie.schema.links import link_problem
from crosstie.schema.records import Annotation, Entity, Link, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.schema.text import span_of
from crosstie.storage.media.queries import Word
from tests.app.prelabelling.small_jobs import (
    LENS,
    PASS,
    SAMPLE,
    SECOND,
    FakeMedia,
    Tried,
    asset,
    document,
    entity,
    label,
    lens_at,
    state_of,
    transcript,
)

ASSETS = (
    asset("cam", "video", LENS),
    asset("side", "video", lens_at(0.0, 1.5, 0.2)),
    asset("bare", "image"),
    asset("lidar", "pointcloud", frames=2),
    asset("mic", "audio"),
    asset("words", "transcript", of="mic"),
    asset("form", "document"),
    asset("answer", "output"),
)
TALK = transcript((0, 2, "S1", "a white truck"), (2, 4, "S2", "รถสีแดง V-01"), (4, 4, "", ""))
CLOUD = np.random.default_rng(5).normal(10, 6, (500, 3)).astype(np.float32)
GREY = np.full((72, 128, 4), 90, np.uint8)
MEDIA = FakeMedia(
    transcripts={"words": TALK, "answer": transcript((0, 0, "", "a red car"))},
    words={"form": (Word("Name:", 10, 10, 30, 10), Word("V-01", 60, 10, 30, 10))},
    frames={"cam": lambda _at_ns: GREY},
    clouds={"lidar": CLOUD},
    sounds={"mic": Wave(100, np.zeros((400, 1), np.int16))},
)

small = st.integers(-30, 1100).map(float)
side = st.integers(30, 600).map(float)
boxes = st.one_of(
    st.builds(Box, small, small, side, side),
    # Where a cuboid straight ahead is seen, more or less.
    st.builds(Box, st.floats(480, 560), st.floats(260, 300), st.floats(150, 300), st.floats(100, 180)),
)
cuboids = st.one_of(
    st.builds(Cuboid, st.tuples(*[st.floats(-40, 40)] * 3), st.tuples(*[st.floats(0.1, 10)] * 3)),
    st.builds(Cuboid, st.tuples(st.floats(8, 12), st.floats(-1, 1), st.just(0.0)), st.just((4.0, 2.0, 1.5))),
)
starts = st.sampled_from((0, 2 * SECOND, 3 * SECOND))
cells = st.builds(
    lambda column, row: PageRegion(0, 10.0 + 80 * column, 10.0 + 20 * row, 60, 12),
    st.integers(0, 3),
    st.integers(0, 3),
)


def tracks(shapes: st.SearchStrategy[Box] | st.SearchStrategy[Cuboid]) -> st.SearchStrategy[Track]:
    def track(start_ns: int, shape: Box | Cuboid) -> Track:
        return Track((Keyframe(start_ns, shape), Keyframe(start_ns + SECOND, shape)))

    return st.builds(track, starts, shapes)


def placed(
    asset_ids: Sequence[str], class_ids: Sequence[str], anchors: st.SearchStrategy[Anchor]
) -> st.SearchStrategy[Annotation]:
    return st.builds(
        lambda asset_id, class_id, anchor, about: label("", asset_id, class_id, anchor, about),
        st.sampled_from(asset_ids),
        st.sampled_from(class_ids),
        anchors,
        st.sampled_from(["", "e1"]) if class_ids[0] == "c_car" else st.just(""),
    )


texts = st.one_of(
    st.sampled_from((span_of(TALK.text, 0, 13), span_of(TALK.text, 14, 21), span_of(TALK.text, 22, 26))),
    st.integers(0, len(TALK.text) - 2).map(lambda start: span_of(TALK.text, start, len(TALK.text) - 1)),
)
LABELS = st.one_of(
    placed(["cam", "side"], ["c_car", "c_truck"], tracks(boxes)),
    placed(["cam"], ["c_face"], tracks(boxes)),
    placed(["bare"], ["c_car"], boxes),
    placed(["lidar"], ["c_car", "c_truck"], tracks(cuboids)),
    placed(["mic"], ["c_speech"], starts.map(lambda start: TimeSpan(start, start + 2 * SECOND))),
    placed(["words"], ["c_words", "c_mention"], texts),
    placed(["form"], ["c_row", "c_key", "c_value"], cells),
    placed(["answer"], ["c_caption", "c_field"], texts),
)
ENTITIES: list[Entity] = [
    entity("e1", "V-01 white truck"),
    entity("e2", "white truck"),
    entity("s1", "S1", "e_speaker"),
]


def state_with(labels: list[Annotation]) -> SampleState:
    named = [msgspec.structs.replace(one, id=f"a{number}") for number, one in enumerate(labels)]
    return state_of(ASSETS, [*ENTITIES, *named])


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
@settings(max_examples=30)
@given(labels=st.lists(LABELS, min_size=12, max_size=24))
def test_every_proposal_could_be_accepted_and_says_why(maker: Maker, labels: list[Annotation]) -> None:
    state = state_with(labels)
    tried = Tried(maker, state, MEDIA)
    opened = Pass("m", SAMPLE, "model", "maker", state.passes[PASS].schema, PASS)
    state.apply([OpenPass(opened)])
    for number, one in enumerate(tried.proposals):
        link = Link(f"l{number}", SAMPLE, "m", one.type_id, one.from_end, one.to_end, "candidate")
        assert link_problem(document(), state, link) == ""
        state.apply([AddLink(link)])
        assert LEAST_SCORE <= one.score < 1
        assert msgspec.json.decode(msgspec.json.encode(one), type=Proposal) == one
        assert one.reason.endswith(".")
        assert "\n" not in one.reason
    assert all("\n" not in note for note in tried.notes)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
@settings(max_examples=30)
@given(labels=st.lists(LABELS, min_size=12, max_size=24))
def test_entities_of_what_could_be_tied_change_nothing(maker: Maker, labels: list[Annotation]) -> None:
    """With the answers written on the ends, a maker proposes the very same."""
    if not maker.hides_entities:
        return
    types = [spec for spec in document().links if maker.fits(document(), spec)]
    ends = [end for spec in types for end in (spec.from_end, spec.to_end)]
    kinds = {one.id: one.kind for one in ASSETS}

    def told(one: Annotation) -> Annotation:
        may_stand = any(not annotation_problem(document(), end, one, kinds[one.asset_id]) for end in ends)
        about = {"e_vehicle": "e1", "e_speaker": "s1"}
        types_of = [about[kind.id] for kind in document().entity_types_for(one.class_id)]
        return msgspec.structs.replace(one, entity_id=types_of[0]) if may_stand and types_of else one

    answered = Tried(maker, state_with([told(one) for one in labels]), MEDIA).proposals
    assert answered == Tried(maker, state_with(labels), MEDIA).proposals


def test_names_tell_makers_apart() -> None:
    assert len({maker.name for maker in MAKERS}) == len(MAKERS) == 9
    assert all(maker.title and maker.ties for maker in MAKERS)


def test_nothing_of_it_needs_a_window_or_decodes_in_this_process() -> None:
    program = (
        "import sys; import crosstie.app.prelabelling.worker, crosstie.app.prelabelling.making;"
        "sys.exit(sorted({'PySide6', 'cv2', 'av', 'pymupdf', 'vispy'} & set(sys.modules)).__repr__())"
    )
    told = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, check=False)
    assert told.stderr.strip() == "[]"
