"""A second person's pass of the street, and a gold one, which differ from the first in every way there is."""

from pathlib import Path
from typing import Final

import msgspec

from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track
from crosstie.schema.edits import AddActor, AddAnnotation, AddEntity, AddLink, Edit, OpenPass
from crosstie.schema.records import Actor, Annotation, End, Link, Pass, PassKind
from crosstie.storage.store import Store
from tests.ui.small_project import ACTOR, STREET, labels

BINH: Final = Actor("binh", "human", "Bình")
SECOND: Final = "second"
"""Bình's pass; the ids of its labels begin with "b_"."""
GOLD: Final = "gold"
"""The gold pass, equal to An's; the ids of its labels begin with "g_"."""
_MS: Final = 1_000_000


def add_second_pass(project: Path, kind: PassKind = "assisted") -> None:
    """Adds Bình's pass of the street: one box moved, one of another class, a turn less, a noise more.

    A mention is of other words, a link goes to another vehicle, and one is not there.
    """
    with Store.open(project, ACTOR) as store:
        store.apply([AddActor(BINH)], "test")
        opened = Pass(SECOND, STREET, kind, BINH.id, store.schema_ref())
        copied = [edit for one in labels(STREET, SECOND, "b_") for edit in _otherwise(one)]
        noise = Annotation("b_noise", STREET, SECOND, "mic", "c_noise", TimeSpan(950 * _MS, 1_050 * _MS))
        store.apply([OpenPass(opened), *copied, AddAnnotation(noise)], "test", actor_id=BINH.id)


def add_gold_pass(project: Path) -> None:
    """Adds a gold pass of the street by Bình, equal to An's pass."""
    with Store.open(project, ACTOR) as store:
        if BINH.id not in store.actors:
            store.apply([AddActor(BINH)], "test")
        opened = Pass(GOLD, STREET, "gold", BINH.id, store.schema_ref())
        store.apply([OpenPass(opened), *labels(STREET, GOLD, "g_")], "test", actor_id=BINH.id)


def _otherwise(edit: Edit) -> tuple[Edit, ...]:
    match edit:
        case AddAnnotation(annotation=one):
            changed = _changed(one)
            return (AddAnnotation(changed),) if changed is not None else ()
        case AddLink(link=link):
            other = _tied_otherwise(link)
            return (AddLink(other),) if other is not None else ()
        case AddEntity():
            return (edit,)
    return (edit,)


def _changed(one: Annotation) -> Annotation | None:
    replace = msgspec.structs.replace
    match one.id:
        case "b_turn_2":
            return None
        case "b_box_van" if isinstance(one.anchor, Track):
            return replace(one, anchor=_moved(one.anchor, 8), attributes={**one.attributes, "colour": "red"})
        case "b_box_car":
            return replace(one, class_id="c_person", entity_id="")
    return one


def _moved(track: Track, by: float) -> Track:
    frames = []
    for one in track.keyframes:
        box = one.shape
        assert isinstance(box, Box)
        frames.append(Keyframe(one.at_ns, Box(box.x + by, box.y + by / 2, box.width, box.height)))
    return Track(tuple(frames))


def _tied_otherwise(link: Link) -> Link | None:
    match link.id:
        case "b_said":
            return msgspec.structs.replace(link, to_end=End("entity", "b_car"))
        case "b_same":
            return None
    return link
