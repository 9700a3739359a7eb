"""Entities that may be one thing are told by name and looks, in one sample and across a batch."""

import numpy as np

from crosstie.app.prelabelling.alike import Portrait, portrait
from crosstie.app.prelabelling.batches import same_across
from crosstie.app.prelabelling.found import SampleFound
from crosstie.app.prelabelling.makers.same_entity import MAKER
from crosstie.schema.anchors import Box, Keyframe, Track
from crosstie.schema.records import Annotation, Entity
from tests.app.prelabelling.small_jobs import (
    SECOND,
    FakeMedia,
    Tried,
    asset,
    document,
    entity,
    label,
    state_of,
)

CAMERA = asset("cam", "video")
RED_AT, BLUE_AT, ALSO_RED_AT = Box(0, 0, 400, 700), Box(440, 0, 400, 700), Box(880, 0, 400, 700)


def street(_at_ns: int) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Red on the left, blue in the middle, red on the right, BGRA."""
    picture = np.zeros((72, 128, 4), np.uint8)
    picture[:, :42] = picture[:, 86:] = (20, 20, 210, 255)
    picture[:, 42:86] = (210, 40, 20, 255)
    return picture


MEDIA = FakeMedia(frames={"cam": street})


def seen(key: str, box: Box, about: str, start_s: float, end_s: float) -> Annotation:
    keyframes = (Keyframe(round(start_s * SECOND), box), Keyframe(round(end_s * SECOND), box))
    return label(key, "cam", "c_car", Track(keyframes), about)


def test_two_that_share_a_name_and_look_alike_may_be_one() -> None:
    labels: list[Annotation | Entity] = [
        entity("a", "red taxi"),
        entity("b", "the taxi, red"),
        entity("c", "blue taxi"),
        seen("1", RED_AT, "a", 0, 2),
        seen("2", ALSO_RED_AT, "b", 3, 5),
        seen("3", BLUE_AT, "c", 3, 5),
    ]
    tried = Tried(MAKER, state_of((CAMERA,), labels), MEDIA)
    assert tried.held("l_one") == {("a", "b")}
    assert tried.of("l_one")["a", "b"].reason == (
        "“red taxi” and “the taxi, red” share 67% of their names, and they look 100% alike."
    )
    assert tried.of("l_one").get(("a", "c")) is None


def test_two_that_are_seen_at_once_are_two() -> None:
    labels: list[Annotation | Entity] = [
        entity("a", "red taxi"),
        entity("b", "red taxi"),
        seen("1", RED_AT, "a", 0, 2),
        seen("2", ALSO_RED_AT, "b", 1, 3),
    ]
    assert Tried(MAKER, state_of((CAMERA,), labels), MEDIA).proposals == []


def test_looks_alone_are_a_weak_word_and_kinds_do_not_mix() -> None:
    labels: list[Annotation | Entity] = [
        entity("a", "V-01"),
        entity("b", "V-02"),
        entity("c", "V-01", "e_speaker"),
        seen("1", RED_AT, "a", 0, 2),
        seen("2", ALSO_RED_AT, "b", 3, 5),
    ]
    tried = Tried(MAKER, state_of((CAMERA,), labels), MEDIA)
    assert set(tried.of("l_one")) == {("a", "b")}
    assert 0.2 < tried.proposals[0].score < 0.5


def looked_at(sample_id: str, batch: str, name: str, box: Box) -> SampleFound:
    state = state_of((CAMERA,), [entity("e", name), seen("1", box, "e", 0, 2)])
    drawn: dict[str, Portrait] = {"e": portrait(document(), state, MEDIA, state.entities["e"])}
    return SampleFound(sample_id, batch, "p", portraits=drawn)


def test_across_a_batch_like_names_and_looks_are_told_of() -> None:
    told = same_across(
        [
            looked_at("s1", "b1", "V-01 red taxi", RED_AT),
            looked_at("s2", "b1", "V-07 red taxi", ALSO_RED_AT),
            looked_at("s3", "b1", "V-01 blue van", BLUE_AT),
            looked_at("s4", "b2", "V-01 red taxi", RED_AT),
            looked_at("s5", "", "V-01 red taxi", RED_AT),
        ]
    )
    (pair,) = told
    assert (pair.batch, pair.first.sample, pair.second.sample) == ("b1", "s1", "s2")
    assert pair.score > 0.9
    assert pair.reason == (
        "“V-01 red taxi” and “V-07 red taxi” share 100% of their names, and they look 100% alike."
    )
