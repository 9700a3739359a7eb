"""Writes the corpus: a project of many samples, each labelled by several people of several pods."""

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import yaml

from crosstie.resources import demo
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.edits import (
    AddActor,
    AddAnnotation,
    AddAsset,
    AddEntity,
    AddLink,
    AddSample,
    Edit,
    Meaning,
    OpenPass,
    RemoveLink,
    SetMeaning,
)
from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    AssetKind,
    End,
    Entity,
    Link,
    MediaFile,
    Pass,
    PassKind,
    Provenance,
    Sample,
    SchemaRef,
)
from crosstie.storage.project import create_project, open_project
from crosstie.storage.recorder import Gesture
from crosstie.storage.writer import Writer
from tests.qa.planted.faults import Fault, Where, kept_wrong, with_faults
from tests.qa.planted.noise import MODEL, PERSON, corrected, seen
from tests.qa.planted.spoken import SENTENCES, vtt_of
from tests.qa.planted.things import Labels, Tie
from tests.qa.planted.truth import truth_of, whole_drive

SAMPLES: Final = 500
BATCHES: Final = 10
LANGUAGES: Final = {"vi": 0.3, "en": 0.24, "th": 0.16, "ja": 0.12, "km": 0.1, "zh": 0.08}
SITES: Final = ("da-nang", "bangkok")
PODS: Final = {
    "hanoi": ("An", "Bình", "Chi"),
    "bangkok": ("Dao", "Ekachai"),
    "osaka": ("Fumi", "Goro", "Hana"),
}
PANEL: Final = "Gold panel"
PEOPLE: Final = tuple(Actor(name, "human", name) for names in PODS.values() for name in names)
DETECTOR: Final = Actor("detector", "model", "detector 1")
BLIND_SHARE: Final = 0.4
SECOND_SHARE: Final = 0.6
TURNS_NS: Final = (0, 100_000_000)
_KINDS: Final[dict[str, AssetKind]] = {
    "cam_front": "video",
    "lidar": "pointcloud",
    "mic": "audio",
    "subtitles": "transcript",
    "report": "document",
}


@dataclass(frozen=True)
class Made:
    """One pass in the making: who made it, its kind, what it says, and the pass that it began with."""

    kind: PassKind
    actor: str
    labels: Labels
    suggested: "Made | None" = None

    def pass_id(self, sample_id: str) -> str:
        """Return the id of the pass."""
        return f"{sample_id[6:]}.{self.kind[0]}.{self.actor}"


def make_corpus(root: Path, samples: int = SAMPLES, seed: int = 1) -> Path:
    """Make a project without faults; the same one for the same seed."""
    source = (Path(demo.__file__).parent / "driving.yaml").read_bytes()
    with create_project(root, source, "driving.yaml", PANEL) as store:
        ref, panel = store.schema_ref(), store.actor.id
        media = _media(root)
        store.apply([AddActor(one) for one in (DETECTOR, *PEOPLE)])

        def write(writer: Writer) -> None:
            with writer.whole():
                for number in range(samples):
                    sample = sample_of(number, samples, seed)
                    writer.apply(Gesture(_founding(sample, media), panel))
                    for made in passes_of(sample, frozenset(), seed):
                        maker = panel if made.kind == "gold" else made.actor
                        writer.apply(Gesture(_edits(sample.id, made, maker, ref), maker))

        store.with_writer(write)
    pods = {pod: list(names) for pod, names in PODS.items()}
    (root / "pods.yaml").write_text(yaml.safe_dump(pods, allow_unicode=True), encoding="utf-8")
    return root


def plant(root: Path, faults: Iterable[Fault], samples: int = SAMPLES, seed: int = 1) -> Path:
    """Let people change their passes as the faults have it. Whatever no fault touches stays as it is."""
    planted = frozenset(faults)
    with open_project(root, PANEL) as store:

        def write(writer: Writer) -> None:
            with writer.whole():
                for number in range(samples):
                    sample = sample_of(number, samples, seed)
                    before, after = (passes_of(sample, which, seed) for which in (frozenset(), planted))
                    for old, new in zip(before, after, strict=True):
                        if edits := changing(sample.id, old, new):
                            writer.apply(Gesture(edits, new.actor))

        store.with_writer(write)
    return root


def sample_of(number: int, samples: int, seed: int) -> Sample:
    """Return a sample: its batch follows from its number, its language and site are drawn."""
    rng = random.Random(f"{seed}/{number}/sample")
    language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    batch = f"batch-{number * BATCHES // samples + 1}"
    return Sample(f"drive-{number + 1:04d}", language, batch, rng.choice(SITES))


@lru_cache(maxsize=4 * SAMPLES)
def passes_of(sample: Sample, faults: frozenset[Fault], seed: int) -> tuple[Made, ...]:
    """Return the passes of a sample: gold, the model's, one or two assisted ones, on some a blind one."""

    def rng(what: str) -> random.Random:
        return random.Random(f"{seed}/{sample.id}/{what}")

    chance = rng("who")
    pods = chance.sample(list(PODS), 3)
    truth = truth_of(sample.language, rng("truth"))
    made = [Made("gold", "panel", truth), Made("model", DETECTOR.id, seen(truth, MODEL, rng("model")))]
    assisted = pods[: 2 if chance.random() < SECOND_SHARE else 1]
    blind = pods[2:] if chance.random() < BLIND_SHARE else []
    for pod in (*assisted, *blind):
        person, where = chance.choice(PODS[pod]), Where(sample.language, _number(sample.batch), pod)
        own = with_faults(seen(truth, PERSON, rng(person)), where, faults, rng(f"{person}/fault"))
        if pod in blind:
            made.append(Made("blind", person, own))
        else:
            labels = corrected(made[1].labels, own, kept_wrong(faults), rng(f"{person}/correcting"))
            made.append(Made("assisted", person, labels, made[1]))
    return tuple(made)


def _number(batch: str) -> int:
    return int(batch.rpartition("-")[2])


def _founding(sample: Sample, media: dict[str, MediaFile]) -> tuple[Edit, ...]:
    assets = (
        Asset(
            asset_id,
            sample.id,
            kind,
            _files(asset_id, sample.language, media),
            times_ns=TURNS_NS if kind == "pointcloud" else (),
            of="mic" if kind == "transcript" else "",
        )
        for asset_id, kind in _KINDS.items()
    )
    return (AddSample(sample), *map(AddAsset, assets))


def _edits(sample_id: str, made: Made, maker: str, ref: SchemaRef) -> tuple[Edit, ...]:
    """Return the edits that make one pass."""
    pass_id, started = made.pass_id(sample_id), made.suggested.pass_id(sample_id) if made.suggested else ""
    opened = Pass(pass_id, sample_id, made.kind, maker, ref, started)
    labels = made.labels
    entities = (
        AddEntity(Entity(f"{pass_id}/{key}", sample_id, pass_id, kind, name))
        for key, (kind, name) in labels.entities.items()
    )
    annotations = (AddAnnotation(_annotation(sample_id, made, key, started)) for key in labels.things)
    links = (AddLink(_link(sample_id, made, tie)) for tie in labels.ties)
    return (OpenPass(opened), *entities, *annotations, *links)


def changing(sample_id: str, old: Made, new: Made) -> tuple[Edit, ...]:
    """Return the edits that turn one pass into what a fault makes of it: other links, other classes."""
    gone = (RemoveLink(_link(sample_id, old, tie)) for tie in old.labels.ties if tie not in new.labels.ties)
    come = (AddLink(_link(sample_id, new, tie)) for tie in new.labels.ties if tie not in old.labels.ties)
    renamed = (
        SetMeaning(
            sample_id,
            f"{old.pass_id(sample_id)}/{key}",
            Meaning(thing.class_id, thing.attributes),
            Meaning(new.labels.things[key].class_id, thing.attributes),
        )
        for key, thing in old.labels.things.items()
        if new.labels.things[key].class_id != thing.class_id
    )
    return (*gone, *come, *renamed)


def _annotation(sample_id: str, made: Made, key: str, started: str) -> Annotation:
    pass_id, thing = made.pass_id(sample_id), made.labels.things[key]
    return Annotation(
        f"{pass_id}/{key}",
        sample_id,
        pass_id,
        thing.asset_id,
        thing.class_id,
        thing.anchor,
        thing.attributes,
        f"{pass_id}/{thing.about}",
        _provenance(made, key, started),
    )


def _link(sample_id: str, made: Made, tie: Tie) -> Link:
    pass_id = made.pass_id(sample_id)
    kind: Literal["entity", "annotation"] = "entity" if tie.target in made.labels.entities else "annotation"
    ends = End("annotation", f"{pass_id}/{tie.origin}"), End(kind, f"{pass_id}/{tie.target}")
    return Link(f"{pass_id}/{tie.origin}>{tie.target}/{tie.type_id}", sample_id, pass_id, tie.type_id, *ends)


def _provenance(made: Made, key: str, started: str) -> Provenance:
    if made.kind == "model":
        return Provenance("model", model=made.actor, score=0.9)
    if made.suggested is not None and key in made.suggested.labels.things:
        return Provenance("pass", origin_id=f"{started}/{key}", model=made.suggested.actor)
    return Provenance()


def _media(root: Path) -> dict[str, MediaFile]:
    """Write the transcripts, one a language, and stand-ins for what no figure reads; each file once."""
    spoken = [thing.anchor for key, thing in whole_drive().things.items() if key.startswith("speech")]
    times = [(span.start_ns, span.end_ns) for span in spoken if isinstance(span, TimeSpan)]
    texts = {f"subtitles.{language}": vtt_of(language, times) for language in SENTENCES}
    texts |= {asset_id: f"{asset_id} of the drive\n" for asset_id in _KINDS}
    return {name: _file(root, name, text) for name, text in texts.items()}


def _files(asset_id: str, language: str, media: dict[str, MediaFile]) -> tuple[MediaFile, ...]:
    if asset_id == "lidar":
        return (media[asset_id],) * len(TURNS_NS)
    return (media.get(f"{asset_id}.{language}") or media[asset_id],)


@cache
def _bytes(text: str) -> tuple[bytes, str]:
    content = text.encode()
    return content, hashlib.sha256(content).hexdigest()


def _file(root: Path, name: str, text: str) -> MediaFile:
    content, digest = _bytes(text)
    suffix = "vtt" if name.startswith("subtitles.") else "txt"
    path = root / "media" / f"{name}.{suffix}"
    path.write_bytes(content)
    return MediaFile(f"media/{path.name}", len(content), digest, copied=True)
