"""One value of every kind that is kept as JSON, in the order of data/golden.jsonl."""

from typing import Final

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.anchors import (
    Anchor,
    Box,
    Cuboid,
    Keyframe,
    Keypoint,
    Keypoints,
    Mask,
    PageRegion,
    PointSet,
    Polygon,
    Polyline,
    RotatedBox,
    Spatial,
    TextSpan,
    TimeSpan,
    Track,
    WholeAsset,
)
from crosstie.schema.clock import AssetClock
from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    Calibration,
    End,
    Entity,
    Leftover,
    Link,
    MediaFacts,
    MediaFile,
    Pass,
    Provenance,
    Record,
    Replaced,
    Sample,
    SchemaRef,
)

_SHAPES: Final[tuple[Spatial, ...]] = (
    Box(10.0, 20.5, 30.0, 40.25),
    RotatedBox(100.0, 50.0, 30.0, 10.0, 0.5),
    Polygon(((0.0, 0.0), (9.0, 0.0), (0.0, 9.0)), (((1.0, 1.0), (2.0, 1.0), (1.0, 2.0)),)),
    Polyline(((0.0, 0.0), (9.5, 3.0))),
    Keypoints((Keypoint("head", 1.0, 2.0), Keypoint("hand", 3.0, 4.0, "occluded"))),
    Mask(4, 3, (2, 3, 7)),
    PageRegion(1, 72.0, 144.0, 200.0, 12.5, "สาย ๑๒"),
    Cuboid((10.0, -2.0, 0.75), (4.5, 1.75, 1.5), (0.6, 0.0, 0.0, 0.8)),
    PointSet(((0, 4), (9, 12))),
)
ANCHORS: Final[tuple[Anchor, ...]] = (
    TimeSpan(-500_000_000, 1_250_000_001),
    TextSpan(4, 9, "truck", "red ", " left"),
    *_SHAPES,
    WholeAsset(),
    Track((Keyframe(0, _SHAPES[0]), Keyframe(40_000_000, Box(11.0, 20.5, 30.0, 40.25), "out", "hold"))),
    *(Track((Keyframe(1, shape, "occluded", "hold"),)) for shape in _SHAPES[1:]),
)
_SCHEMA: Final = SchemaRef("driving", "2.1.0", "ab" * 32)
_LENS: Final = Calibration(
    "fisheye",
    640,
    360,
    ((400.0, 0.0, 320.0), (0.0, 400.0, 180.0), (0.0, 0.0, 1.0)),
    ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.5), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
    (0.01, -0.02, 0.003, -0.0005),
)
_CAMERA: Final = Asset(
    "cam",
    "s1",
    "video",
    (MediaFile("media/cam.mp4", 123456, "cd" * 32, True),),
    AssetClock(40_000_000, 1001, 1000),
    stream="video:1",
    times_ns=(0, 40_000_000),
    calibration=_LENS,
    facts=MediaFacts(duration_ns=2_000_000_000, width=640, height=360, frame_count=50, codec="h264"),
)
_BOX: Final = Annotation(
    "a1",
    "s1",
    "p1",
    "cam",
    "c_truck",
    ANCHORS[12],
    {
        "colour": "red",
        "axles": 3,
        "speed_kph": 12.5,
        "occluded": True,
        "marks": ("ad", "dent"),
        "plate": None,
    },
    "e1",
    Provenance("model", "m7", "det-3", 0.875, "IoU 0.9"),
)
_TRUCK: Final = Entity("e1", "s1", "p1", "e_vehicle", "V-01", Provenance("pass", "e0"))
_TIE: Final = Link(
    "l1", "s1", "p1", "l_mentions", End("annotation", "a2"), End("entity", "e1"), "candidate", {"sure": 0.5}
)
_PASS: Final = Pass("p1", "s1", "review", "actor", _SCHEMA, "p0")
_MIGRATED: Final = Pass("p2", "s1", "review", "actor", _SCHEMA, "p0", "p1")
_STEP: Final = "driving 2.1.0 migrations[0].steps[1].split_class"
_CONTINUED: Final = Entity(
    "e2",
    "s1",
    "p2",
    "e_vehicle",
    "V-01",
    Provenance(
        "pass",
        "e1",
        steps=(
            Replaced(_STEP, "type", "e_car", "e_vehicle"),
            Replaced(_STEP, "attributes.kind", now="truck", added=True),
            Replaced(_STEP, "attributes.seats", was=4, removed=True),
        ),
    ),
)
_LEFT: Final = Leftover("n1", "s1", "p2", "annotation", "a1", _STEP, "needs_human", "it does not say kind")
RECORDS: Final[tuple[Record, ...]] = (
    Actor("actor", "human", "Linh"),
    Sample("s1", "vi", "2026-11-A", "da-nang", "2026-11-03T09:14:02.120+07:00"),
    _CAMERA,
    _PASS,
    _BOX,
    _TRUCK,
    _TIE,
    _MIGRATED,
    _CONTINUED,
    _LEFT,
)
EDITS: Final[tuple[ed.Edit, ...]] = (
    ed.AddActor(Actor("actor", "human", "Linh")),
    ed.UseSchema(None, _SCHEMA),
    ed.AddSample(Sample("s1", "vi")),
    ed.AddAsset(_CAMERA),
    ed.OpenPass(_PASS),
    ed.SetAssetClock("s1", "cam", AssetClock(), AssetClock(40_000_000, 1001, 1000)),
    ed.AddAnnotation(_BOX),
    ed.RemoveAnnotation(_BOX),
    ed.SetAnchor("s1", "a1", ANCHORS[0], ANCHORS[1]),
    ed.SetKeyframe("s1", "a1", 5, None, Keyframe(5, _SHAPES[0])),
    ed.SetMeaning("s1", "a1", ed.Meaning("c_truck", {"colour": "red"}), ed.Meaning("c_bus", {})),
    ed.SetEntityOf("s1", "a1", "", "e1"),
    ed.AddEntity(_TRUCK),
    ed.RemoveEntity(_TRUCK),
    ed.SetEntity(_TRUCK, Entity("e1", "s1", "p1", "e_vehicle", "xe tải đỏ")),
    ed.AddLink(_TIE),
    ed.RemoveLink(_TIE),
    ed.SetLink("s1", "l1", ed.LinkState("candidate", {"sure": 0.5}), ed.LinkState("certain", {})),
    ed.AddLeftover(_LEFT),
    ed.RemoveLeftover(_LEFT),
    ed.SetLeftover(_LEFT, msgspec.structs.replace(_LEFT, label_id="a9", decision="placed")),
)
