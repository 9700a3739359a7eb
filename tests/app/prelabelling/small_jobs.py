"""Small samples for makers: a schema with every kind of tie, labels in a line, media from memory."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from crosstie.app.prelabelling.about import shown_to, types_for
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.media import Media, MediaMissing, Wave
from crosstie.schema.anchors import Anchor, Box, Cuboid
from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.edits import AddAnnotation, AddAsset, AddEntity, AddSample, OpenPass
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.records import (
    Annotation,
    Asset,
    AssetKind,
    AttributeValue,
    Calibration,
    End,
    Entity,
    MediaFacts,
    MediaFile,
    Pass,
    Sample,
)
from crosstie.schema.sample_state import SampleState
from crosstie.storage.media.queries import Cloud, Picture, Segment, Transcript, Word

SECOND: Final = 1_000_000_000
SAMPLE: Final = "s1"
PASS: Final = "p1"
SCHEMA: Final = (Path(__file__).parent / "ties.yaml").read_bytes()

FORWARD: Final = ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
"""A camera in the LiDAR's place that looks along the LiDAR's x."""
LENS: Final = Calibration(
    "pinhole", 1280, 720, ((800.0, 0.0, 640.0), (0.0, 800.0, 360.0), (0.0, 0.0, 1.0)), FORWARD
)


@cache
def document() -> SchemaDocument:
    """The schema with every kind of tie."""
    return load_schema(SCHEMA, "ties.yaml")


def lens_at(x: float, y: float, yaw_rad: float = 0.0) -> Calibration:
    """A camera at a place of the LiDAR's frame, turned to the left by an angle."""
    cos, sin = np.cos(yaw_rad), np.sin(yaw_rad)
    own_from_lidar = np.array(
        ((cos, sin, 0, -(cos * x + sin * y)), (-sin, cos, 0, sin * x - cos * y), (0, 0, 1, 0), (0, 0, 0, 1.0))
    )
    matrix = (np.array(FORWARD) @ own_from_lidar).tolist()
    return msgspec.structs.replace(
        LENS, camera_from_lidar=msgspec.convert(matrix, type(LENS).__annotations__["camera_from_lidar"])
    )


def asset(
    key: str, kind: AssetKind, calibration: Calibration | None = None, of: str = "", frames: int = 1
) -> Asset:
    """An asset whose files are nowhere: fake media answer for them."""
    files = tuple(MediaFile(f"{key}{number}", 1, "0" * 64) for number in range(frames))
    facts = MediaFacts(duration_ns=60 * SECOND, width=1280, height=720, page_count=2)
    return Asset(key, SAMPLE, kind, files, of=of, calibration=calibration, facts=facts)


def label(
    key: str,
    asset_id: str,
    class_id: str,
    anchor: Anchor,
    about: str = "",
    **attributes: AttributeValue,
) -> Annotation:
    """An annotation of the sample."""
    return Annotation(key, SAMPLE, PASS, asset_id, class_id, anchor, attributes, about)


def entity(key: str, name: str, type_id: str = "e_vehicle") -> Entity:
    """An entity of the sample."""
    return Entity(key, SAMPLE, PASS, type_id, name)


def state_of(assets: Iterable[Asset], labels: Iterable[Annotation | Entity]) -> SampleState:
    """The sample with one gold pass."""
    state = SampleState(SAMPLE)
    opened = Pass(PASS, SAMPLE, "gold", "someone", schema_ref(document()))
    state.apply([AddSample(Sample(SAMPLE, "en", "b1")), *map(AddAsset, assets), OpenPass(opened)])
    for one in sorted(labels, key=lambda label: isinstance(label, Annotation)):
        state.apply([AddAnnotation(one) if isinstance(one, Annotation) else AddEntity(one)])
    return state


class FakeMedia:
    """Media from memory; what is not given cannot be read."""

    def __init__(
        self,
        transcripts: dict[str, Transcript] | None = None,
        words: dict[str, tuple[Word, ...]] | None = None,
        frames: dict[str, Callable[[int], np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]]]
        | None = None,
        clouds: dict[str, np.ndarray[tuple[int, int], np.dtype[np.float32]]] | None = None,
        sounds: dict[str, Wave] | None = None,
    ) -> None:
        self._transcripts, self._words = transcripts or {}, words or {}
        self._frames, self._clouds, self._sounds = frames or {}, clouds or {}, sounds or {}

    def transcript(self, asset: Asset) -> Transcript:
        _require(asset, self._transcripts)
        return self._transcripts[asset.id]

    def words(self, asset: Asset, page: int) -> tuple[Word, ...]:
        _require(asset, self._words)
        return self._words[asset.id]

    def frame(self, asset: Asset, asset_ns: int, max_width: int = 0) -> Picture:
        _require(asset, self._frames)
        pixels = self._frames[asset.id](asset_ns)
        return Picture(asset_ns, asset_ns + 1, 0, 1280, 720, pixels)

    def cloud(self, asset: Asset, asset_ns: int) -> Cloud:
        _require(asset, self._clouds)
        points = self._clouds[asset.id]
        return Cloud(0, 1, 0, points, points[:, 0], "", {}, np.empty(0, np.uint32), 0)

    def sound(self, asset: Asset) -> Wave:
        _require(asset, self._sounds)
        return self._sounds[asset.id]


def transcript(*lines: tuple[float, float, str, str]) -> Transcript:
    """A transcript of (start in seconds, end, speaker, text) lines."""
    segments, at = [], 0
    for start, end, speaker, text in lines:
        segments.append(Segment(round(start * SECOND), round(end * SECOND), speaker, at, at + len(text)))
        at += len(text) + 1
    return Transcript("\n".join(text for *_, text in lines), tuple(segments))


class Tried:
    """What a maker made of a sample."""

    def __init__(self, maker: Maker, state: SampleState, media: Media | None = None) -> None:
        told: list[str] = []
        shown = shown_to(maker, document(), state, PASS)
        types = types_for(maker, document())
        job = Job(document(), shown, PASS, types, media or FakeMedia(), told.append)
        self.proposals: list[Proposal] = list(maker.candidates(job))
        self.notes = list(dict.fromkeys(told))

    def of(self, type_id: str) -> dict[tuple[str, str], Proposal]:
        """The proposals of one type by the ids of their ends."""
        return {(one.from_end.id, one.to_end.id): one for one in self.proposals if one.type_id == type_id}

    def held(self, type_id: str) -> set[tuple[str, str]]:
        """The pairs that the maker holds to be right."""
        return {pair for pair, one in self.of(type_id).items() if one.score >= 0.5}


def seen_box(calibration: Calibration, cuboid: Cuboid, shift_px: float = 0.0) -> Box:
    """The box around a cuboid in a camera, moved to the right."""
    box = cuboid_box(calibration, cuboid)
    assert box is not None
    return Box(box.x + shift_px, box.y, box.width, box.height)


def mark(key: str) -> End:
    """The end at an annotation."""
    return End("annotation", key)


def _require(asset: Asset, given: dict[str, object] | object) -> None:
    if not isinstance(given, dict) or asset.id not in given:
        raise MediaMissing(f"{asset.id} is not there")
