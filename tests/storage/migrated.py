"""Projects under an older schema, for migrations to be tried on."""

from pathlib import Path
from typing import TypeVar

import msgspec

from crosstie.schema.edits import AddAnnotation, AddAsset, AddEntity, AddLink, AddSample, Edit, OpenPass
from crosstie.schema.records import Annotation, Asset, Entity, Link, Pass, PassKind, Sample
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from tests.schema.versions import fleet
from tests.storage.projects import ANNA

LABELS: tuple[Annotation | Entity | Link, ...] = (
    fleet.entity("E1"),
    fleet.entity("D", "e_dream"),
    fleet.mark("truck", "c_car", {"kind": "truck", "colour": "red", "parked": True, "doors": 3}, "E1"),
    fleet.mark("grey", "c_car", {"kind": "car", "colour": "grey", "note": "seen twice"}),
    fleet.mark("van", "c_van"),
    fleet.mark("lorry", "c_lorry"),
    fleet.mark("ghost", "c_ghost", {}, "D"),
    fleet.mark("word", "c_word"),
    fleet.mark("speech", "c_speech"),
    fleet.tie("about", "l_about", "word", "truck"),
    fleet.tie("says", "l_says", "speech", "word"),
    fleet.tie("near", "l_near", "grey", "lorry"),
)


Record = TypeVar("Record", Annotation, Asset, Entity, Link, Pass)


def _in(sample_id: str, record: Record) -> Record:
    return msgspec.structs.replace(record, sample_id=sample_id)


def added(label: Annotation | Entity | Link, sample_id: str) -> Edit:
    match label:
        case Annotation():
            return AddAnnotation(_in(sample_id, label))
        case Entity():
            return AddEntity(_in(sample_id, label))
        case Link():
            return AddLink(_in(sample_id, label))


def old_project(root: Path, kind: PassKind = "assisted", samples: int = 1) -> Store:
    """Make a project of samples `drive`, `drive-1`, …, each with Anna's pass of all LABELS."""
    store = create_project(root, fleet.OLD_SOURCE, "old.yaml", ANNA)
    for number in range(samples):
        name = fleet.SAMPLE if not number else f"{fleet.SAMPLE}-{number}"
        store.apply([AddSample(Sample(name, "vi"))])
        store.apply([AddAsset(_in(name, asset)) for asset in (fleet.PICTURE, fleet.SOUND, fleet.WORDS)])
        opened = _in(name, fleet.old_pass(store.actor.id))
        store.apply([OpenPass(msgspec.structs.replace(opened, kind=kind))])
        store.apply([added(label, name) for label in LABELS], "test")
    return store
