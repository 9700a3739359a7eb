"""Captions and remarks are tied to the region that they describe, in the view that shows it best."""

from crosstie.app.prelabelling.makers.caption_region import MAKER
from crosstie.schema.anchors import Box, Cuboid, Keyframe, TimeSpan, Track, WholeAsset
from crosstie.schema.records import Annotation
from crosstie.schema.text import span_of
from tests.app.prelabelling.small_jobs import (
    SECOND,
    FakeMedia,
    Tried,
    asset,
    document,
    label,
    state_of,
    transcript,
)

PHOTO, ANSWER = asset("photo", "image"), asset("answer", "output")
SMALL, LARGE = Box(10, 10, 50, 50), Box(400, 200, 400, 300)


def caption(text: str) -> Annotation:
    return label("c", "answer", "c_caption", span_of(text, 0, len(text)))


def regions() -> list[Annotation]:
    return [
        label("truck", "photo", "c_truck", SMALL, colour="white"),
        label("red car", "photo", "c_car", LARGE, colour="red"),
        label("white car", "photo", "c_car", SMALL, colour="white"),
    ]


def test_a_caption_is_tied_to_what_it_describes() -> None:
    tried = Tried(MAKER, state_of((PHOTO, ANSWER), [*regions(), caption("There is a red car.")]))
    assert tried.held("l_shows") == {("c", "red car")}
    told = tried.of("l_shows")["c", "red car"]
    assert told.reason == "“There is a red car.” says the colour “red”, the class “car” of this region."
    wrong = tried.of("l_shows").get(("c", "truck"))
    assert wrong is None or wrong.score < 0.3


def test_a_whole_answer_is_read_from_its_file() -> None:
    labels = [*regions(), label("c", "answer", "c_caption", WholeAsset())]
    media = FakeMedia(transcripts={"answer": transcript((0, 0, "", "トラックが見えます。"))})
    assert Tried(MAKER, state_of((PHOTO, ANSWER), labels), media).held("l_shows") == {("c", "truck")}
    unread = Tried(MAKER, state_of((PHOTO, ANSWER), labels), FakeMedia())
    assert unread.proposals == []
    assert "answer could not be read: answer is not there" in unread.notes


def test_what_is_true_of_a_thing_describes_it() -> None:
    labels = [
        label("parked", "photo", "c_car", SMALL, parked=True),
        label("driving", "photo", "c_car", LARGE, parked=False),
        caption("the parked car"),
    ]
    assert Tried(MAKER, state_of((PHOTO, ANSWER), labels)).held("l_shows") == {("c", "parked")}


def test_a_remark_is_about_what_is_seen_meanwhile_in_the_picture_that_shows_it_largest() -> None:
    def track(box: Box | Cuboid, start_s: int, end_s: int) -> Track:
        return Track((Keyframe(start_s * SECOND, box), Keyframe(end_s * SECOND, box)))

    labels = [
        label("speech", "mic", "c_speech", TimeSpan(2 * SECOND, 4 * SECOND)),
        label("large", "cam", "c_truck", track(LARGE, 0, 5)),
        label("small", "cam2", "c_truck", track(SMALL, 0, 5)),
        label("solid", "lidar", "c_truck", track(Cuboid((9, 0, 0), (6, 2, 3)), 0, 5)),
        label("later", "cam", "c_truck", track(LARGE, 5, 9), colour="red"),
    ]
    assets = (
        asset("mic", "audio"),
        asset("words", "transcript", of="mic"),
        asset("cam", "video"),
        asset("cam2", "video"),
        asset("lidar", "pointcloud", frames=2),
    )
    media = FakeMedia(transcripts={"words": transcript((2, 4, "S1", "A truck ahead"), (5, 6, "S1", "A car"))})
    tried = Tried(MAKER, state_of(assets, labels), media)
    assert tried.held("l_about") == {("speech", "large")}
    assert tried.of("l_about")["speech", "large"].reason == (
        "“A truck ahead” says the class “truck” of this region, which is seen for 100% of that time."
    )
    assert set(tried.of("l_about")) == {("speech", "large")}


def test_a_voice_and_its_face_are_not_for_it() -> None:
    fitting = [spec.id for spec in document().links if MAKER.fits(document(), spec)]
    assert fitting == ["l_shows", "l_about"]
