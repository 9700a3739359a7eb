"""The gold pass: entities, annotations and links of the whole drive, computed from the simulation."""

import uuid
from functools import lru_cache
from typing import Final

from crosstie.resources.demo.camera import CAMERAS
from crosstie.resources.demo.cast import ACTORS
from crosstie.resources.demo.gold_points import vegetation
from crosstie.resources.demo.gold_tracks import GoldTrack, all_tracks
from crosstie.resources.demo.gold_words import Spoken, spoken
from crosstie.resources.demo.narration import SPEAKERS
from crosstie.resources.demo.report import row_places
from crosstie.resources.demo.rows import top_speed_kph
from crosstie.resources.demo.scene import Actor
from crosstie.schema.anchors import Anchor, PageRegion, TimeSpan
from crosstie.schema.edits import AddAnnotation, AddEntity, AddLink
from crosstie.schema.records import (
    Actor as Labeller,
)
from crosstie.schema.records import (
    Annotation,
    AttributeValue,
    End,
    Entity,
    Link,
    Provenance,
)

SAMPLE_ID: Final = "drive-0001"
SIMULATOR: Final = Labeller("demo-simulator", "importer", "Demo simulator")
"""Who made the gold pass."""
_PROVENANCE: Final = Provenance(source="import", reason="computed from the simulation")
_NAMESPACE: Final = uuid.UUID("6f0d9c1e-3b1a-5c7e-9d52-7a4f0b8e2c11")
_CAMERA_OFFSETS: Final = {camera.id: camera.offset_ns for camera in CAMERAS}

GoldRecord = Entity | Annotation | Link


def gold_records(pass_id: str, sample_id: str = SAMPLE_ID) -> tuple[GoldRecord, ...]:
    """Everything the gold pass holds: entities, then annotations, then links, each after what it names.

    The ids follow from the sample, the pass and what is labelled, so they are the same on every run.
    """
    return _GoldPass(pass_id, sample_id).records()


def gold_edits(pass_id: str, sample_id: str = SAMPLE_ID) -> tuple[AddEntity | AddAnnotation | AddLink, ...]:
    """The gold pass as the edits that make it, in the order in which they apply."""
    return tuple(_adding(record) for record in gold_records(pass_id, sample_id))


def _adding(record: GoldRecord) -> AddEntity | AddAnnotation | AddLink:
    match record:
        case Entity():
            return AddEntity(record)
        case Annotation():
            return AddAnnotation(record)
        case Link():
            return AddLink(record)


@lru_cache(maxsize=1)
def _tracks() -> tuple[GoldTrack, ...]:
    return tuple(all_tracks())


class _GoldPass:
    """Collects the records of one pass."""

    def __init__(self, pass_id: str, sample_id: str) -> None:
        self.pass_id, self.sample_id = pass_id, sample_id
        self.entities = {actor.id: self._entity(actor.id, *_entity_of(actor)) for actor in ACTORS}
        for speaker, role in SPEAKERS.items():
            self.entities[speaker] = self._entity(speaker, "e_speaker", f"{speaker} {role}")
        self.annotations: list[Annotation] = []
        self.links: list[Link] = []

    def records(self) -> tuple[GoldRecord, ...]:
        """All records, each after those it names."""
        tracks = [(gold, self._track(gold, number)) for number, gold in enumerate(_tracks())]
        self._tie_same(tracks)
        self._annotate("vegetation", "lidar", "c_vegetation", vegetation())
        self._add_rows()
        for number, said in enumerate(spoken()):
            self._add_speech(number, said, tracks)
        return (*self.entities.values(), *self.annotations, *self.links)

    def _id(self, *parts: str) -> str:
        return str(uuid.uuid5(_NAMESPACE, "/".join((self.sample_id, self.pass_id, *parts))))

    def _entity(self, key: str, type_id: str, name: str) -> Entity:
        return Entity(self._id("entity", key), self.sample_id, self.pass_id, type_id, name, _PROVENANCE)

    def _annotate(
        self,
        key: str,
        asset_id: str,
        class_id: str,
        anchor: Anchor,
        about: str = "",
        attributes: dict[str, AttributeValue] | None = None,
    ) -> Annotation:
        annotation = Annotation(
            self._id("annotation", asset_id, key),
            self.sample_id,
            self.pass_id,
            asset_id,
            class_id,
            anchor,
            attributes or {},
            self.entities[about].id if about else "",
            _PROVENANCE,
        )
        self.annotations.append(annotation)
        return annotation

    def _tie(self, type_id: str, origin: Annotation, target: Annotation | Entity) -> None:
        kind: Final = "entity" if isinstance(target, Entity) else "annotation"
        self.links.append(
            Link(
                self._id("link", type_id, origin.id, target.id),
                self.sample_id,
                self.pass_id,
                type_id,
                End("annotation", origin.id),
                End(kind, target.id),
                provenance=_PROVENANCE,
            )
        )

    def _track(self, gold: GoldTrack, number: int) -> Annotation:
        actor = gold.actor
        attributes: dict[str, AttributeValue] = {"crossing": actor.id == "P-01"}
        if not actor.is_person:
            attributes = {"colour": actor.colour, "parked": actor.is_parked}
        key = f"{actor.id}#{number}"
        return self._annotate(key, gold.asset_id, f"c_{actor.kind}", gold.track, actor.id, attributes)

    def _tie_same(self, tracks: list[tuple[GoldTrack, Annotation]]) -> None:
        """Each box with the cuboid of the same actor that it shares most time with."""
        cuboids = [pair for pair in tracks if pair[0].asset_id == "lidar"]
        for gold, box in tracks:
            if gold.asset_id == "lidar":
                continue
            own = [
                (_shared_ns(gold, other), cuboid) for other, cuboid in cuboids if other.actor is gold.actor
            ]
            best = max(own, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] > 0:
                self._tie("l_same_object", box, best[1])

    def _add_rows(self) -> None:
        actors = {actor.id: actor for actor in ACTORS}
        for row in row_places():
            actor = actors[row.actor_id]
            region = PageRegion(row.page, *row.rectangle, row.text)
            facts: dict[str, AttributeValue] = {
                "plate": actor.plate,
                "speed_kph": float(top_speed_kph(actor)),
            }
            annotation = self._annotate(actor.id, "report", "c_report_row", region, actor.id, facts)
            self._tie("l_row_of", annotation, self.entities[actor.id])

    def _add_speech(self, number: int, said: Spoken, tracks: list[tuple[GoldTrack, Annotation]]) -> None:
        utterance, speaker = said.utterance, self.entities[said.utterance.speaker]
        channel = "cabin" if utterance.speaker == "S1" else "radio"
        speech = self._annotate(
            str(number),
            "mic",
            "c_speech",
            TimeSpan(utterance.start_ns, utterance.end_ns),
            utterance.speaker,
            {"language": "en", "channel": channel},
        )
        text = self._annotate(f"u{number}", "subtitles", "c_utterance", said.span, utterance.speaker)
        mention = self._annotate(f"m{number}", "subtitles", "c_mention", said.mention, said.actor_id)
        self._tie("l_spoken_as", speech, text)
        self._tie("l_speaks", speech, speaker)
        self._tie("l_mentions", mention, self.entities[said.actor_id])
        if seen := _seen_while(utterance.start_ns, utterance.end_ns, said.actor_id, tracks):
            self._tie("l_about", speech, seen)


def _entity_of(actor: Actor) -> tuple[str, str]:
    return ("e_person" if actor.is_person else "e_vehicle"), f"{actor.id} {actor.name}"


def _span_ns(gold: GoldTrack) -> tuple[int, int]:
    """The track's life on the sample's clock."""
    offset = _CAMERA_OFFSETS.get(gold.asset_id, 0)
    return gold.track.start_ns + offset, gold.track.end_ns + offset


def _shared_ns(one: GoldTrack, other: GoldTrack) -> int:
    (a, b), (c, d) = _span_ns(one), _span_ns(other)
    return min(b, d) - max(a, c)


def _seen_while(
    start_ns: int, end_ns: int, actor_id: str, tracks: list[tuple[GoldTrack, Annotation]]
) -> Annotation | None:
    """The actor's track that covers most of the time; a picture before the cloud, the front one first."""
    rank = {"cam_front": 3, "cam_left": 2, "cam_right": 1, "lidar": 0}
    found = []
    for gold, annotation in tracks:
        first, last = _span_ns(gold)
        share = (min(end_ns, last) - max(start_ns, first)) / (end_ns - start_ns)
        if gold.actor.id == actor_id and share >= 0.6:
            found.append((rank[gold.asset_id], share, annotation))
    return max(found, key=lambda item: item[:2])[2] if found else None
