"""Pilots to measure: small multimodal samples with gold, labelled by vendors through the real store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crosstie.schema.anchors import Anchor, Box, TimeSpan
from crosstie.schema.edits import AddActor, AddAnnotation, AddAsset, AddLink, AddSample, Edit, OpenPass
from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    AssetKind,
    End,
    Link,
    MediaFile,
    Pass,
    PassKind,
    Sample,
    SchemaRef,
)
from crosstie.storage.project import create_project
from crosstie.storage.recorder import Gesture
from crosstie.storage.writer import Writer

SCHEMA: Final = b"""
schema: talk
version: 1.0.0
languages: [en, th]
classes:
  - {id: c_turn, anchors: [time_span]}
  - {id: c_face, anchors: [box]}
  - {id: c_noise, anchors: [time_span]}
links:
  - {id: l_face, from: {classes: [c_turn]}, to: {classes: [c_face]}, cardinality: one-to-one}
  - {id: l_hides, from: {classes: [c_noise]}, to: {classes: [c_turn]}}
rules:
  - {id: r_faced, for_each: c_turn, require: {link: l_face, count: 1}}
"""
SECOND: Final = 1_000_000_000
TURNS: Final = 4
"""Turns in the sound of each sample, each with a face in the picture."""


class Clock:
    """What the device's clock shows, in milliseconds since 1970."""

    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def __call__(self) -> int:
        """Return the time."""
        return self.ms


@dataclass
class Vendor:
    """A person: how many links they leave out, which samples they label, how long each edit takes them."""

    name: str
    missing: Callable[[int], int] = lambda _number: 0
    labels: Callable[[int], bool] = lambda _number: True
    pace_ms: int = 10_000
    kind: PassKind = "assisted"


@dataclass
class Wanted:
    """What a project is to hold."""

    vendors: tuple[Vendor, ...]
    samples: int = 100
    pods: str = ""
    gold: bool = True
    kinds: Callable[[int], tuple[AssetKind, ...]] = lambda _number: ("audio", "image")
    tied: Callable[[int], bool] = lambda _number: True
    clock: Clock = field(default_factory=Clock)


def make_project(root: Path, wanted: Wanted) -> Path:
    """Make the project; samples are s000, s001, …, every second one Thai, in batches of 50."""
    with create_project(root, SCHEMA, "talk.yaml", "Lead") as store:
        for one in wanted.vendors:
            store.apply([AddActor(Actor(one.name, "human", one.name))])
        lead, ref = store.actor.id, store.schema_ref()

        def write(writer: Writer) -> None:
            with writer.whole():
                for number in range(wanted.samples):
                    for edits, actor, pause_ms in _gestures(number, wanted, lead, ref):
                        wanted.clock.ms += pause_ms
                        writer.apply(Gesture(edits, actor))

        store.with_writer(write)
    if wanted.pods:
        (root / "pods.yaml").write_text(wanted.pods, encoding="utf-8")
    return root


def _gestures(
    number: int, wanted: Wanted, lead: str, ref: SchemaRef
) -> Iterator[tuple[tuple[Edit, ...], str, int]]:
    sample_id, kinds = f"s{number:03d}", wanted.kinds(number)
    sample = Sample(sample_id, "th" if number % 2 else "en", f"b{number // 50 + 1}")
    assets = (Asset(kind, sample_id, kind, (MediaFile(f"/{kind}", 1, "0" * 64),)) for kind in kinds)
    yield (AddSample(sample), *map(AddAsset, assets)), lead, 0
    links = TURNS if {"audio", "image"} <= set(kinds) and wanted.tied(number) else 0
    if wanted.gold:
        opened = Pass(f"{sample_id} gold", sample_id, "gold", lead, ref)
        yield (OpenPass(opened), *_labels(opened, kinds), *_links(opened, links)), lead, 0
    for vendor in wanted.vendors:
        if vendor.labels(number):
            opened = Pass(f"{sample_id} {vendor.name}", sample_id, vendor.kind, vendor.name, ref)
            # An hour passes between two passes.
            yield (OpenPass(opened),), vendor.name, 3_600_000
            yield tuple(_labels(opened, kinds)), vendor.name, vendor.pace_ms
            for link in _links(opened, max(links - vendor.missing(number), 0)):
                yield (link,), vendor.name, vendor.pace_ms


def _labels(opened: Pass, kinds: tuple[AssetKind, ...]) -> Iterator[Edit]:
    for place in range(TURNS):
        spots: dict[AssetKind, tuple[str, Anchor]] = {
            "audio": ("c_turn", TimeSpan(place * SECOND, (place + 1) * SECOND)),
            "image": ("c_face", Box(place * 100.0, 0.0, 80.0, 80.0)),
        }
        for kind in spots.keys() & set(kinds):
            class_id, anchor = spots[kind]
            key = f"{opened.id}/{class_id}{place}"
            yield AddAnnotation(Annotation(key, opened.sample_id, opened.id, kind, class_id, anchor))


def _links(opened: Pass, count: int) -> Iterator[Edit]:
    for place in range(count):
        turn, face = (
            End("annotation", f"{opened.id}/{class_id}{place}") for class_id in ("c_turn", "c_face")
        )
        yield AddLink(Link(f"{opened.id}/l{place}", opened.sample_id, opened.id, "l_face", turn, face))
