"""Takes back what steps did to a label, from what it remembers of them."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from crosstie.schema.records import Annotation, AttributeValue, End, Entity, Link, Replaced
from crosstie.schema.versions.moving import same

OldId = Callable[[str], str]
"""The id that an annotation or entity had in the pass that this one was migrated from."""


def taken_back(label: Annotation | Entity | Link, places: Iterable[str]) -> Annotation | Entity | Link:
    """A label as it was before the steps at `places`, under the ids that it has now.

    What a person changed since then stays as they left it.
    """
    wanted = frozenset(places)
    undone = [one for one in reversed(label.provenance.steps) if one.step in wanted]
    kept = tuple(one for one in label.provenance.steps if one.step not in wanted)
    steps = msgspec.structs.replace(label.provenance, steps=kept)
    match label:
        case Annotation():
            type_id, attributes = _back(label.class_id, label.attributes, undone)
            about = next((str(one.was) for one in undone if one.part == "entity"), "")
            return msgspec.structs.replace(
                label,
                class_id=type_id,
                attributes=attributes,
                entity_id=label.entity_id or about,
                provenance=steps,
            )
        case Entity():
            type_id, _ = _back(label.type_id, {}, undone)
            return msgspec.structs.replace(label, type_id=type_id, provenance=steps)
        case Link():
            type_id, attributes = _back(label.type_id, label.attributes, undone)
            back = msgspec.structs.replace(label, type_id=type_id, attributes=attributes, provenance=steps)
            return _ends_back(back, undone)


def _back(
    type_id: str, attributes: Mapping[str, AttributeValue], undone: Iterable[Replaced]
) -> tuple[str, dict[str, AttributeValue]]:
    values = dict(attributes)
    for one in undone:
        name = one.part.removeprefix("attributes.")
        if one.part in ("class", "type"):
            type_id = str(one.was) if type_id == one.now else type_id
        elif name == one.part:
            continue
        elif one.removed:
            values.setdefault(name, one.was)
        elif name in values and same(values[name], one.now):
            del values[name]
            if not one.added:
                values[name] = one.was
    return type_id, values


def _ends_back(link: Link, undone: Iterable[Replaced]) -> Link:
    for one in undone:
        if one.part == "ends" and one.was == SWAPPED:
            link = msgspec.structs.replace(link, from_end=link.to_end, to_end=link.from_end)
        elif one.part in ("from", "to") and isinstance(one.was, str):
            kind, _, key = one.was.partition(" ")
            end = End("entity" if kind == "entity" else "annotation", key)
            link = msgspec.structs.replace(link, **{f"{one.part}_end": end})
    return link


SWAPPED = "swapped"
"""What a step notes that turned a link round."""
