"""A project of still scenes, each with three cuboids, the boxes of one camera and what is said of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from crosstie.schema.anchors import Box, Cuboid
from crosstie.schema.edits import (
    AddActor,
    AddAnnotation,
    AddAsset,
    AddEntity,
    AddLink,
    AddSample,
    Edit,
    OpenPass,
)
from crosstie.schema.ids import new_id
from crosstie.schema.records import (
    Actor,
    Annotation,
    Asset,
    End,
    Entity,
    Link,
    MediaFacts,
    MediaFile,
    Pass,
    PassKind,
    Sample,
)
from crosstie.schema.text import span_of
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.app.prelabelling.small_jobs import LENS, SCHEMA, seen_box

IMPORTER: Final = Actor("labels", "importer", "Labels")
SOLIDS: Final = {
    "near": Cuboid((12.0, 0.0, 0.0), (4.0, 1.8, 1.5)),
    "left": Cuboid((15.0, 5.0, 0.0), (4.0, 1.8, 1.5)),
    "right": Cuboid((18.0, -5.0, 0.0), (4.0, 1.8, 1.5)),
}
NOWHERE: Final = (MediaFile("/nowhere/at/all", 1, "0" * 64),)


def make_street(root: Path, sample_ids: Sequence[str] = ("s1",)) -> Store:
    """A project of scenes without passes; Anna works in it."""
    store = create_project(root, SCHEMA, "ties.yaml", "Anna")
    store.apply([AddActor(IMPORTER)])
    for sample_id in sample_ids:
        store.apply([AddSample(Sample(sample_id, "en", "b1")), *map(AddAsset, _assets(sample_id))])
    return store


def label_street(
    store: Store,
    sample_id: str = "s1",
    kind: PassKind = "assisted",
    *,
    tied: bool = False,
    shift_px: float = 4.0,
) -> Pass:
    """Opens a pass and labels the scene in it: Anna's own, or for gold the importer's, with links if `tied`.

    The boxes are off by `shift_px`. The truck is an entity that a mention in the answer names.
    """
    actor_id = IMPORTER.id if kind == "gold" else store.actor.id
    opened = Pass(new_id(), sample_id, kind, actor_id, store.schema_ref())
    store.apply([OpenPass(opened), *_labels(opened, tied=tied, shift_px=shift_px)], actor_id=actor_id)
    return opened


def _assets(sample_id: str) -> list[Asset]:
    facts = MediaFacts(width=LENS.width, height=LENS.height)
    return [
        Asset("cam", sample_id, "image", NOWHERE, calibration=LENS, facts=facts),
        Asset("lidar", sample_id, "pointcloud", NOWHERE),
        Asset("answer", sample_id, "output", NOWHERE),
    ]


def _labels(opened: Pass, *, tied: bool, shift_px: float) -> Iterator[Edit]:
    sample_id, pass_id = opened.sample_id, opened.id

    def key(name: str) -> str:
        return f"{pass_id}/{name}"

    def end(name: str) -> End:
        return End("entity" if name.startswith("entity") else "annotation", key(name))

    for name in SOLIDS:
        yield AddEntity(Entity(key(f"entity {name}"), sample_id, pass_id, "e_vehicle", f"{name} truck"))
    for name, solid in SOLIDS.items():
        about = key(f"entity {name}")
        box: Box = seen_box(LENS, solid, shift_px)
        for asset_id, anchor in (("lidar", solid), ("cam", box)):
            yield AddAnnotation(
                Annotation(
                    key(f"{asset_id} {name}"), sample_id, pass_id, asset_id, "c_truck", anchor, {}, about
                )
            )
    mention = span_of("the left truck", 0, 14)
    yield AddAnnotation(Annotation(key("mention"), sample_id, pass_id, "answer", "c_mention", mention))
    if tied:
        for type_id, origin, target in (
            *(("l_same", f"cam {name}", f"lidar {name}") for name in SOLIDS),
            ("l_mentions", "mention", "entity left"),
        ):
            yield AddLink(Link(new_id(), sample_id, pass_id, type_id, end(origin), end(target)))
