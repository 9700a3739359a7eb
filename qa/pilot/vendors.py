"""Who a vendor is: a pod, or one person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.study.lineage import Lineage
from crosstie.qa.study.pairing import PEOPLES_KINDS
from crosstie.qa.study.pods import Pods
from crosstie.schema.records import Actor, Pass
from crosstie.schema.yaml_node import did_you_mean


class Vendor(msgspec.Struct, frozen=True):
    """A name as it was asked for, and the names of the people who stand for it."""

    name: str
    kind: Literal["pod", "person"]
    people: tuple[str, ...]


def vendors_named(names: Sequence[str], actors: Iterable[Actor], pods: Pods) -> tuple[Vendor, ...]:
    """The vendors asked for. A name is a pod's where there is such a pod, else a person's.

    Raises QualityInvalid for a name that is nobody's, and for two vendors that share a person.
    """
    known = {actor.name: actor for actor in actors if actor.kind != "importer"}
    members: dict[str, list[str]] = {}
    for person, pod in pods.of_person.items():
        members.setdefault(pod, []).append(person)
    found = tuple(_vendor(name, known, members) for name in dict.fromkeys(names))
    taken: dict[str, str] = {}
    for vendor in found:
        for person in vendor.people:
            other = taken.setdefault(person, vendor.name)
            if other != vendor.name:
                raise QualityInvalid(
                    f"{person} works for {other} and for {vendor.name}: vendors that share people cannot be "
                    "told apart; name others, or mend pods.yaml"
                )
    return found


def passes_of(vendor: Vendor, passes: Mapping[str, Pass], actors: Mapping[str, Actor]) -> tuple[Pass, ...]:
    """The vendor's passes of one sample: the newest that each of its people labelled by themselves."""
    gone_on = Lineage(passes).gone_on
    newest = {
        actors[one.actor_id].name: one
        for one in passes.values()
        if one.id not in gone_on and one.kind in PEOPLES_KINDS and actors[one.actor_id].kind == "human"
    }
    return tuple(newest[person] for person in vendor.people if person in newest)


def _vendor(name: str, known: Mapping[str, Actor], members: Mapping[str, Sequence[str]]) -> Vendor:
    if name in members:
        return Vendor(name, "pod", tuple(members[name]))
    actor = known.get(name)
    if actor is None:
        choices = [*members, *(one.name for one in known.values() if one.kind == "human")]
        near = did_you_mean(name, choices)
        there = f"; there are {', '.join(sorted(choices))}" if not near and choices else ""
        raise QualityInvalid(f"--vendor {name}: no pod of pods.yaml and nobody in the project{near}{there}")
    if actor.kind == "model":
        raise QualityInvalid(
            f"--vendor {name}: a model, not a vendor; `crosstie qa DIR --compare model` measures it"
        )
    return Vendor(name, "person", (name,))
