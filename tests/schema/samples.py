"""A small sample with an asset of every kind, and short ways to put labels into it."""

from typing import Final

from crosstie.schema.anchors import Anchor, Box, Cuboid, Keyframe, PageRegion, TextSpan, TimeSpan, Track
from crosstie.schema.clock import AssetClock
from crosstie.schema.document import SchemaDocument, schema_ref
from crosstie.schema.edits import AddAnnotation, AddAsset, AddEntity, AddLink, AddSample, OpenPass
from crosstie.schema.records import (
    Annotation,
    Asset,
    AttributeValue,
    End,
    Entity,
    Link,
    LinkStatus,
    MediaFacts,
    MediaFile,
    Pass,
    Sample,
)
from crosstie.schema.sample_state import SampleState
from tests.schema.documents import example

SAMPLE: Final = "s1"
PASS: Final = "p1"
SECOND: Final = 1_000_000_000

BOX: Final = Box(10, 20, 30, 40)
BOX_TRACK: Final = Track((Keyframe(0, BOX), Keyframe(SECOND, Box(20, 20, 30, 40))))
CUBOID: Final = Cuboid((10.0, 1.0, 0.5), (4.0, 2.0, 1.5))
CUBOID_TRACK: Final = Track(
    (Keyframe(0, CUBOID), Keyframe(SECOND, Cuboid((12.0, 1.0, 0.5), (4.0, 2.0, 1.5))))
)
SPEECH: Final = TimeSpan(0, SECOND)
WORDS: Final = TextSpan(4, 9, "truck", "red ", " left")
REGION: Final = PageRegion(0, 72, 72, 100, 12, "AB-123")


def _file(name: str) -> MediaFile:
    return MediaFile(name, 1, "0" * 64)


_HD: Final = MediaFacts(width=640, height=360)
ASSETS: Final = (
    Asset(
        "cam",
        SAMPLE,
        "video",
        (_file("cam.mp4"),),
        AssetClock(SECOND // 2),
        facts=MediaFacts(width=640, height=360),
    ),
    Asset("photo", SAMPLE, "image", (_file("photo.png"),), facts=MediaFacts(width=4, height=3)),
    Asset("photos", SAMPLE, "image", (_file("1.png"), _file("2.png")), times_ns=(0, SECOND)),
    Asset("mic", SAMPLE, "audio", (_file("mic.wav"),), facts=MediaFacts(duration_ns=9 * SECOND)),
    Asset("words", SAMPLE, "transcript", (_file("words.vtt"),), of="mic"),
    Asset("report", SAMPLE, "document", (_file("report.pdf"),), facts=MediaFacts(page_count=2)),
    Asset("lidar", SAMPLE, "pointcloud", (_file("0.bin"), _file("1.bin")), times_ns=(0, SECOND)),
    Asset("scan", SAMPLE, "pointcloud", (_file("scan.bin"),)),
    Asset("radar", SAMPLE, "radar", (_file("radar.csv"),)),
    Asset("answer", SAMPLE, "output", (_file("answer.txt"),)),
)


def sample_state(document: SchemaDocument | None = None) -> SampleState:
    """The sample with its assets and one open pass, unlabelled."""
    state = SampleState(SAMPLE)
    state.apply(
        [AddSample(Sample(SAMPLE, "vi")), *map(AddAsset, ASSETS), OpenPass(open_pass(document=document))]
    )
    return state


def open_pass(pass_id: str = PASS, document: SchemaDocument | None = None) -> Pass:
    """A pass under the example schema unless told otherwise."""
    return Pass(pass_id, SAMPLE, "assisted", "actor", schema_ref(document or example()))


def annotation(
    key: str,
    class_id: str,
    asset_id: str,
    anchor: Anchor,
    attributes: dict[str, AttributeValue] | None = None,
    entity_id: str = "",
    pass_id: str = PASS,
) -> Annotation:
    """An annotation of the sample."""
    return Annotation(key, SAMPLE, pass_id, asset_id, class_id, anchor, attributes or {}, entity_id)


def entity(key: str, type_id: str = "e_vehicle", name: str = "V-01", pass_id: str = PASS) -> Entity:
    """An entity of the sample."""
    return Entity(key, SAMPLE, pass_id, type_id, name)


def link(
    key: str, type_id: str, from_end: End, to_end: End, status: LinkStatus = "certain", place: int = 0
) -> Link:
    """A link of the sample."""
    return Link(key, SAMPLE, PASS, type_id, from_end, to_end, status, place=place)


def mark(key: str) -> End:
    """The end at an annotation."""
    return End("annotation", key)


def thing(key: str) -> End:
    """The end at an entity."""
    return End("entity", key)


def labelled_state() -> SampleState:
    """One vehicle seen by camera and LiDAR and spoken of, a lone truck, a speaker; one mention is tied."""
    state = sample_state()
    state.apply(
        [
            AddEntity(entity("v1")),
            AddEntity(entity("v2", name="V-02")),
            AddEntity(entity("sp", "e_speaker", "Linh")),
            AddAnnotation(annotation("box", "c_vehicle", "cam", BOX_TRACK, entity_id="v1")),
            AddAnnotation(annotation("cuboid", "c_truck", "lidar", CUBOID_TRACK, entity_id="v1")),
            AddAnnotation(annotation("lone", "c_truck", "lidar", CUBOID_TRACK)),
            AddAnnotation(annotation("speech", "c_speech", "mic", SPEECH, {"language": "vi"}, "sp")),
            AddAnnotation(annotation("mention", "c_mention", "words", WORDS)),
            AddAnnotation(annotation("region", "c_vehicle", "report", REGION, entity_id="v1")),
            AddLink(link("tie", "l_mentions", mark("mention"), thing("v1"))),
        ]
    )
    return state
