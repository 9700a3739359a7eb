"""Brings a link's ends over: to the labels that took the old ones' place, turned as steps say."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec
from crosstie.schema.endpoints import annotation_problem
from crosstie.schema.records import End, Link, Replaced
from crosstie.schema.sample_state import SampleState
from crosstie.schema.versions import steps as st
from crosstie.schema.versions.moving import Issue, Moving, PlacedStep
from crosstie.schema.versions.taking_back import SWAPPED


def with_new_ends(link: Link, label: Moving, new_ids: Mapping[str, str]) -> Link | None:
    """The link between the labels that took its ends' place; None, and an issue, where one waits itself."""
    missing = [end for end in link.ends if end.id not in new_ids]
    if missing:
        waits = f"its {missing[0].kind} {missing[0].id} waits for a person itself"
        label.issues.append(Issue("", "needs_human", waits, stays_out=True))
        return None
    from_end, to_end = (End(end.kind, new_ids[end.id]) for end in link.ends)
    return msgspec.structs.replace(link, from_end=from_end, to_end=to_end)


def remapped(
    link: Link, label: Moving, steps: Sequence[PlacedStep], target: SchemaDocument, trial: SampleState
) -> Link:
    """The link with its ends turned by the steps that concern its type; `trial` holds its ends."""
    for placed in steps:
        step = placed.step
        if not isinstance(step, st.RemapEnds) or step.id not in label.ids:
            continue
        if step.swap:
            link = msgspec.structs.replace(link, from_end=link.to_end, to_end=link.from_end)
            label.replaced.append(Replaced(placed.place, "ends", SWAPPED, SWAPPED))
        spec = target.find_link_type(label.type_id)
        if spec is not None:
            from_end = _turned(
                link.from_end, step.from_end, ("from", spec.from_end), label, placed, trial, target
            )
            to_end = _turned(link.to_end, step.to_end, ("to", spec.to_end), label, placed, trial, target)
            link = msgspec.structs.replace(link, from_end=from_end, to_end=to_end)
    return link


def note_crowded(links: Sequence[tuple[Link, Moving]], target: SchemaDocument) -> None:
    """Where the new version allows one link and several stand, which one is right is a person's to say."""
    crowds = Counter(key for link, label in links for key in _single_places(link, label, target))
    for link, label in links:
        if any(crowds[key] > 1 for key in _single_places(link, label, target)):
            name = target.display_name(label.type_id, target.languages[0])
            reason = f"the new version allows one '{name}' link there, and several stand"
            label.issues.append(Issue("", "needs_human", reason, stays_out=True))


def _single_places(link: Link, label: Moving, target: SchemaDocument) -> list[tuple[str, str, End]]:
    """The places that this link fills alone, by type, end and side."""
    spec = target.find_link_type(label.type_id)
    if spec is None or link.status != "certain" or label.stays_out:
        return []
    from_side, to_side = ("both", "both") if spec.symmetric else ("from", "to")
    found = [(spec.id, from_side, link.from_end)] if spec.one_to else []
    return found + ([(spec.id, to_side, link.to_end)] if spec.one_from else [])


def _turned(
    end: End,
    form: st.EndForm,
    where: tuple[str, EndpointSpec],
    label: Moving,
    placed: PlacedStep,
    trial: SampleState,
    target: SchemaDocument,
) -> End:
    if not form or form == end.kind:
        return end
    side, spec = where
    if form == "entity":
        about = trial.annotations[end.id].entity_id
        fitting = [about] if about else []
        why = "its annotation is about no entity"
    else:
        fitting = [
            one.id
            for one in trial.annotations_of(end.id)
            if not annotation_problem(target, spec, one, trial.assets[one.asset_id].kind)
        ]
        why = f"{len(fitting)} annotations of its entity could stand there"
    if len(fitting) != 1:
        label.wait(placed, "needs_human", f"its '{side}' end cannot become the {form}: {why}", stays_out=True)
        return end
    label.replaced.append(Replaced(placed.place, side, f"{end.kind} {end.id}", f"{form} {fitting[0]}"))
    return End(form, fitting[0])
