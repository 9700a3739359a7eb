from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import yaml

from crosstie.resources.demo import SAMPLE_ID, SIMULATOR, gold_edits, gold_records, lidar
from crosstie.resources.demo.camera import transform
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.gold_words import transcript_text
from crosstie.resources.demo.report import row_places
from crosstie.resources.demo.street import street
from crosstie.schema.anchors import Box, Cuboid, PageRegion, PointSet, TextSpan, TimeSpan, Track, anchor_kind
from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.geometry.boxes import iou
from crosstie.schema.geometry.cuboids import points_inside
from crosstie.schema.geometry.point_ranges import indices_in
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.geometry.tracks import shape_at
from crosstie.schema.records import Annotation, Calibration, Entity, Link, MediaFile, Pass
from crosstie.schema.rules.evaluate import judge
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit
from crosstie.storage.manifest import read_manifest

PASS_ID = "gold"
OFFSETS = {"cam_front": 40_000_000}


@cache
def annotations() -> dict[str, Annotation]:
    return {record.id: record for record in gold_records(PASS_ID) if isinstance(record, Annotation)}


@cache
def entities() -> dict[str, Entity]:
    return {record.id: record for record in gold_records(PASS_ID) if isinstance(record, Entity)}


@cache
def links() -> tuple[Link, ...]:
    return tuple(record for record in gold_records(PASS_ID) if isinstance(record, Link))


def schema(manifest: Path) -> SchemaDocument:
    return load_schema((manifest.parent / "driving.yaml").read_bytes(), "driving.yaml")


def calibration(manifest: Path, asset_id: str) -> Calibration:
    written = yaml.safe_load((manifest.parent / "calib" / f"{asset_id}.yaml").read_text())
    fx, fy, cx, cy = (written[name] for name in ("fx", "fy", "cx", "cy"))
    return msgspec.convert(
        {
            "model": written["model"],
            "width": written["width"],
            "height": written["height"],
            "intrinsics": [[fx, 0.0, cx], [0.0, fy, cy], [0.0, 0.0, 1.0]],
            "camera_from_lidar": written["camera_from_lidar"],
            "distortion": written["distortion"],
        },
        Calibration,
    )


def registered(manifest: Path) -> SampleState:
    """The sample as the store would hold it, with an empty gold pass."""
    (entry,) = read_manifest(manifest)
    files = {
        one.asset.id: tuple(MediaFile(str(path), 1, "0" * 64) for path in one.files) for one in entry.assets
    }
    assets = [
        msgspec.structs.replace(
            one.asset,
            files=files[one.asset.id],
            calibration=calibration(manifest, one.asset.id) if one.asset.kind == "video" else None,
        )
        for one in entry.assets
    ]
    opened = Pass(PASS_ID, SAMPLE_ID, "gold", SIMULATOR.id, schema_ref(schema(manifest)))
    return SampleState(SAMPLE_ID, [entry.sample, *assets, opened])


def track_of(annotation: Annotation) -> Track:
    assert isinstance(annotation.anchor, Track)
    return annotation.anchor


def test_every_edit_fits_the_schema_and_applies(demo_media: Path) -> None:
    document, state = schema(demo_media), registered(demo_media)
    for edit in gold_edits(PASS_ID):
        check_edit(document, state, edit)
        state.apply([edit])
    assert len(state.annotations) == len(annotations()) > 60
    assert len(state.links) == len(links()) > 50


def test_the_gold_breaks_no_rule(demo_media: Path) -> None:
    document, state = schema(demo_media), registered(demo_media)
    state.apply(gold_edits(PASS_ID))
    report = judge(document, state)
    assert report.violations == ()
    kept = {rule_id for rule_id, verdict in report.states.items() if verdict == "kept"}
    assert {"r_same_class", "r_projects", "r_mention", "r_row", "r_written", "r_seen_when_said"} <= kept


def test_every_class_entity_type_and_link_type_is_used(demo_media: Path) -> None:
    document = schema(demo_media)
    used = {record.class_id for record in annotations().values()}
    assert used == {spec.id for spec in document.classes} - {"c_vehicle"}
    assert {entity.type_id for entity in entities().values()} == {spec.id for spec in document.entities}
    assert {link.type_id for link in links()} == {spec.id for spec in document.links}


def test_the_points_of_a_cuboid_can_be_labelled_as_what_the_cuboid_is(demo_media: Path) -> None:
    document = schema(demo_media)
    anchors = {spec.id: document.anchors_of(spec.id) for spec in document.classes}
    assert {key for key, kinds in anchors.items() if "cuboid" in kinds} == {
        key for key, kinds in anchors.items() if "point_set" in kinds
    } - {"c_vegetation"}


def test_the_records_are_the_same_on_every_run_and_apart_in_other_passes() -> None:
    assert gold_records(PASS_ID) == gold_records(PASS_ID)
    ids = {record.id for record in gold_records(PASS_ID)}
    assert len(ids) == len(gold_records(PASS_ID))
    assert ids.isdisjoint(record.id for record in gold_records("another"))


def test_a_vehicle_is_one_entity_in_every_modality() -> None:
    truck = next(entity for entity in entities().values() if "V-01" in entity.name)
    assets = {record.asset_id for record in annotations().values() if record.entity_id == truck.id}
    assert assets == {"cam_front", "cam_right", "lidar", "subtitles", "report"}


def test_every_vehicle_has_a_box_a_cuboid_and_a_row() -> None:
    for actor in ACTORS:
        entity = next(entity for entity in entities().values() if entity.name.startswith(actor.id))
        own = [record for record in annotations().values() if record.entity_id == entity.id]
        assert any(record.asset_id.startswith("cam_") for record in own)
        assert any(record.asset_id == "lidar" for record in own)
        assert any(record.asset_id == "report" for record in own) is not actor.is_person


def test_projected_cuboids_fit_the_boxes_they_are_tied_to(demo_media: Path) -> None:
    found = []
    for link in (link for link in links() if link.type_id == "l_same_object"):
        box, cuboid = annotations()[link.from_end.id], annotations()[link.to_end.id]
        camera = calibration(demo_media, box.asset_id)
        for keyframe in track_of(box).keyframes:
            at_ns = keyframe.at_ns + OFFSETS.get(box.asset_id, 0)
            moment = shape_at(track_of(cuboid), at_ns)
            if moment is None or keyframe.visibility != "visible":
                continue
            assert isinstance(moment.shape, Cuboid)
            assert isinstance(keyframe.shape, Box)
            projected = cuboid_box(camera, moment.shape)
            assert projected is not None
            found.append(iou(projected, keyframe.shape))
    assert len(found) > 300
    assert np.median(found) > 0.85
    assert min(found) > 0.5  # what the schema's r_projects asks


def test_points_lie_in_every_cuboid_that_is_seen(demo_media: Path) -> None:
    clouds: dict[int, np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = {}
    for record in (one for one in annotations().values() if anchor_kind(one.anchor) == "cuboid"):
        counts = []
        for keyframe in track_of(record).keyframes:
            if keyframe.visibility != "visible":
                continue
            number = keyframe.at_ns // 100_000_000
            if number not in clouds:
                path = demo_media.parent / "lidar" / f"{number:06d}.bin"
                clouds[number] = np.fromfile(path, np.float32).reshape(-1, 4)[:, :3]
            assert isinstance(keyframe.shape, Cuboid)
            counts.append(int(points_inside(keyframe.shape, clouds[number]).sum()))
        assert min(counts) >= 1, record
        assert np.percentile(counts, 10) >= 3, record
        assert np.median(counts) >= 10, record


def test_the_points_of_trees_are_those_of_the_clouds_labelled(demo_media: Path) -> None:
    (trees,) = [one for one in annotations().values() if anchor_kind(one.anchor) == "point_set"]
    keyframes = track_of(trees).keyframes
    assert [keyframe.at_ns for keyframe in keyframes] == [number * 100_000_000 for number in range(10)]
    crowns = np.array([(tree.x, tree.y) for tree in street().trees])
    for number, keyframe in enumerate(keyframes):
        assert isinstance(keyframe.shape, PointSet)
        path = demo_media.parent / "lidar" / f"{number:06d}.bin"
        cloud = np.fromfile(path, np.float32).reshape(-1, 4)
        places = indices_in(keyframe.shape)
        assert places[-1] < len(cloud)
        ground = transform(lidar.pose(number / 10), cloud[places, :3].astype(float))
        gaps = np.linalg.norm(ground[:, None, :2] - crowns[None], axis=2).min(axis=1)
        # A crown reaches 2.1 m at most, and light comes back from behind its edge.
        assert np.percentile(gaps, 99) < 2.5
        others = np.delete(cloud, places, axis=0)
        # What is left out of a crown are the few returns of what stands before it.
        above = transform(lidar.pose(number / 10), others[:, :3].astype(float))
        near = np.linalg.norm(above[:, None, :2] - crowns[None], axis=2).min(axis=1) < 1.0
        assert not (near & (above[:, 2] > 3.5) & (above[:, 2] < 4.5)).sum() > 5


def test_tracks_lie_on_the_frames_of_their_asset() -> None:
    for record in annotations().values():
        if isinstance(record.anchor, Track):
            step = 100_000_000 if record.asset_id == "lidar" else 50_000_000
            times = [keyframe.at_ns for keyframe in record.anchor.keyframes]
            assert all(time % step == 0 for time in times)
            assert max(np.diff(times)) <= 500_000_000
            assert times[0] >= 0
            assert times[-1] < 16_000_000_000


def test_boxes_stay_in_the_picture() -> None:
    for record in annotations().values():
        if record.asset_id.startswith("cam_"):
            for keyframe in track_of(record).keyframes:
                box = keyframe.shape
                assert isinstance(box, Box)
                assert box.x >= 0
                assert box.y >= 0
                assert box.x + box.width <= 960.01
                assert box.y + box.height <= 540.01


def test_text_spans_quote_the_transcript() -> None:
    text = transcript_text()
    spans = [record.anchor for record in annotations().values() if isinstance(record.anchor, TextSpan)]
    assert len(spans) == 12
    for span in spans:
        assert text[span.start : span.end] == span.quote
        assert text[: span.start].endswith(span.prefix)
        assert text[span.end :].startswith(span.suffix)


def test_what_is_said_is_seen_while_it_is_said() -> None:
    about = [link for link in links() if link.type_id == "l_about"]
    assert len(about) == 6
    for link in about:
        speech, shown = annotations()[link.from_end.id], annotations()[link.to_end.id]
        offset = OFFSETS.get(shown.asset_id, 0)
        span, track = speech.anchor, track_of(shown)
        assert isinstance(span, TimeSpan)
        start, end = span.start_ns, span.end_ns
        overlap = min(end, track.end_ns + offset) - max(start, track.start_ns + offset)
        assert overlap / (end - start) >= 0.5


def test_page_regions_are_the_reports_rows() -> None:
    regions = [record for record in annotations().values() if isinstance(record.anchor, PageRegion)]
    assert len(regions) == len(row_places()) == 10
    for record, place in zip(regions, row_places(), strict=True):
        assert isinstance(record.anchor, PageRegion)
        assert record.anchor.text == place.text
        assert str(record.attributes["plate"]) in place.text
        assert place.text.startswith(entities()[record.entity_id].name[:4])
