"""A small drive in memory: sound, transcript, camera, cloud and report about the same three vehicles."""

from pathlib import Path
from typing import Final

import msgspec

from crosstie.schema.anchors import (
    Anchor,
    Box,
    Cuboid,
    Keyframe,
    PageRegion,
    TextSpan,
    TimeSpan,
    Track,
    Visibility,
)
from crosstie.schema.edits import AddAnnotation, AddEntity, AddLink, Edit
from crosstie.schema.records import (
    Annotation,
    Asset,
    AssetKind,
    End,
    Entity,
    Link,
    LinkStatus,
    MediaFacts,
    MediaFile,
)
from tests.ui.memory_session import PASS_ID, SAMPLE_ID, MemorySession

SECOND: Final = 1_000_000_000
DURATION_NS: Final = 18 * SECOND
SCHEMA: Final = b"""
schema: driving
version: 1.0.0
languages: [en]
classes:
  - {id: c_vehicle, name: {en: vehicle}, anchors: [box, cuboid, page_region]}
  - {id: c_speech, name: {en: speech}, anchors: [time_span]}
  - {id: c_mention, name: {en: mention}, anchors: [text_span]}
  - {id: c_event, name: {en: event}, anchors: [time_span]}
entities:
  - {id: e_vehicle, name: {en: vehicle}, classes: [c_vehicle, c_mention]}
  - {id: e_speaker, name: {en: speaker}, classes: [c_speech]}
links:
  - id: l_mentions
    name: {en: mentions}
    from: {classes: [c_mention]}
    to: {entities: [e_vehicle], classes: [c_vehicle]}
  - id: l_same
    name: {en: same object}
    from: {classes: [c_vehicle]}
    to: {classes: [c_vehicle]}
    symmetric: true
  - id: l_said
    name: {en: said in}
    from: {classes: [c_mention]}
    to: {classes: [c_speech]}
"""
LINES: Final = (
    (1.0, 3.4, "Dispatch", "A white truck is ahead of us, turning left."),
    (4.0, 6.8, "Driver", "The red car behind it brakes hard."),
    (8.2, 11.0, "Driver", "The truck stops; the red car hits it from behind."),
    (13.0, 15.5, "Dispatch", "A police van is on its way."),
)
TEXT: Final = "\n".join(line[3] for line in LINES)


def write_transcript(folder: Path) -> Path:
    """The narration as WebVTT."""
    cues = [f"00:{start:06.3f} --> 00:{end:06.3f}\n<v {who}>{text}\n" for start, end, who, text in LINES]
    path = folder / "narration.vtt"
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    return path


def drive_assets(folder: Path) -> list[Asset]:
    """The assets; only the transcript has a file."""
    vtt = write_transcript(folder)
    talk = (MediaFile(str(vtt), vtt.stat().st_size, ""),)
    return [
        _asset("cam_front", "video"),
        _asset("lidar", "pointcloud"),
        _asset("report", "document", 0),
        _asset("mic", "audio"),
        _asset("transcript", "transcript", files=talk),
    ]


def drive_session(folder: Path) -> MemorySession:
    """A session that shows the drive with its labels."""
    session = MemorySession(SCHEMA, drive_assets(folder), folder, folder / "cache")
    session.state.apply(drive_labels())
    session.show(DURATION_NS)
    return session


def drive_labels() -> list[Edit]:
    """Labels in every modality, three vehicles and two speakers as entities, and links between them."""
    names = {"V1": "V-07", "V2": "V-08", "V3": "V-09"}
    entities = [Entity(key, SAMPLE_ID, PASS_ID, "e_vehicle", name) for key, name in names.items()]
    entities += [Entity(key, SAMPLE_ID, PASS_ID, "e_speaker", key) for key in ("Dispatch", "Driver")]
    labels = [
        label(
            "box1",
            "cam_front",
            "c_vehicle",
            box_track((0.5, 4, 9, 12), ("visible", "occluded", "visible")),
            "V1",
        ),
        label("box2", "cam_front", "c_vehicle", box_track((3, 6, 11.5)), "V2"),
        label("box3", "cam_front", "c_vehicle", box_track((12.5, 17.5)), "V3"),
        label("cub1", "lidar", "c_vehicle", cuboid_track(tuple(0.4 + 0.5 * i for i in range(24))), "V1"),
        label("cub2", "lidar", "c_vehicle", cuboid_track((2.5, 7, 12)), "V2"),
        label("row1", "report", "c_vehicle", PageRegion(0, 72, 200, 400, 20), "V1"),
        label("row2", "report", "c_vehicle", PageRegion(0, 72, 220, 400, 20), "V2"),
        label("row3", "report", "c_vehicle", PageRegion(0, 72, 240, 400, 20), "V3"),
        *(
            label(f"turn{i}", "mic", "c_speech", TimeSpan(round(start * SECOND), round(end * SECOND)), who)
            for i, (start, end, who, _) in enumerate(LINES)
        ),
        label("m1", "transcript", "c_mention", text_span("white truck"), "V1"),
        label("m2", "transcript", "c_mention", text_span("red car"), "V2"),
        label("m3", "transcript", "c_mention", text_span("police van"), "V3"),
        label("m4", "transcript", "c_mention", text_span("The truck"), "V1"),
    ]
    links = [
        tie("k1", "l_mentions", "m1", "V1"),
        tie("k2", "l_mentions", "m2", "V2"),
        tie("k3", "l_mentions", "m3", "V3", "candidate"),
        tie("k4", "l_same", "box1", "cub1"),
        tie("k5", "l_same", "box2", "cub2", "unsure"),
        tie("k6", "l_said", "m4", "turn2"),
        tie("k7", "l_mentions", "m4", "row1"),
    ]
    return [*map(AddEntity, entities), *map(AddAnnotation, labels), *map(AddLink, links)]


def label(key: str, asset_id: str, class_id: str, anchor: Anchor, entity_id: str = "") -> Annotation:
    """One annotation of the drive."""
    return Annotation(key, SAMPLE_ID, PASS_ID, asset_id, class_id, anchor, entity_id=entity_id)


def text_span(quote: str) -> TextSpan:
    """The first place where the transcript says `quote`."""
    start = TEXT.index(quote)
    return TextSpan(start, start + len(quote), quote)


def box_track(times_s: tuple[float, ...], seen: tuple[Visibility, ...] = ()) -> Track:
    """A box with keyframes at these seconds, and how it is seen from each of them on."""
    frames = [Keyframe(round(at * SECOND), Box(10, 10, 50, 40)) for at in times_s]
    for place, how in enumerate(seen):
        frames[place] = msgspec.structs.replace(frames[place], visibility=how)
    return Track(tuple(frames))


def cuboid_track(times_s: tuple[float, ...]) -> Track:
    """A cuboid with keyframes at these seconds."""
    return Track(tuple(Keyframe(round(at * SECOND), Cuboid((10, 0, 0), (4, 2, 2))) for at in times_s))


def tie(key: str, type_id: str, from_id: str, to_id: str, status: LinkStatus = "certain") -> Link:
    """A link; an end that begins with V is a vehicle."""
    return Link(key, SAMPLE_ID, PASS_ID, type_id, _end(from_id), _end(to_id), status)


def _end(key: str) -> End:
    return End("entity" if key.startswith("V") else "annotation", key)


def _asset(
    key: str, kind: AssetKind, duration_ns: int = DURATION_NS, files: tuple[MediaFile, ...] = ()
) -> Asset:
    return Asset(key, SAMPLE_ID, kind, files, facts=MediaFacts(duration_ns=duration_ns))
