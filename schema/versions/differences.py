"""What differs between two schema documents, by stable id, and which of it labels need a step for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import ClassSpec, EntityTypeSpec, LinkTypeSpec, Names, RuleSpec

DifferenceKind = Literal["added", "removed", "renamed", "moved", "narrowed", "widened", "retyped", "changed"]
"""`changed` is what no label has to do with, such as a colour or a rule."""

Spec = TypeVar("Spec", ClassSpec, EntityTypeSpec, LinkTypeSpec, RuleSpec)


class Difference(msgspec.Struct, frozen=True):
    """One difference: where, in words, and whether labels need a migration step for it."""

    kind: DifferenceKind
    place: str
    what: str
    needs_step: bool = False


def diff(old: SchemaDocument, new: SchemaDocument) -> tuple[Difference, ...]:
    """Every difference, in the order of the documents; empty when they say the same."""
    # These read this module's Difference.
    from crosstie.schema.versions.class_differences import class_differences
    from crosstie.schema.versions.link_differences import entity_differences, link_differences

    return (
        *_heads(old, new),
        *compared("classes", old.classes, new.classes, lambda a, b: class_differences(old, new, a, b)),
        *compared("entities", old.entities, new.entities, lambda a, b: entity_differences(old, new, a, b)),
        *compared("links", old.links, new.links, lambda a, b: link_differences(old, new, a, b)),
        *compared("rules", old.rules, new.rules, _rule_differences, needs_step=False),
        *_units(old, new),
    )


def compared(
    section: str,
    old: Sequence[Spec],
    new: Sequence[Spec],
    inside: Callable[[Spec, Spec], Iterator[Difference]],
    *,
    needs_step: bool = True,
) -> Iterator[Difference]:
    """What went, what came, and what differs within what stayed."""
    before, after = {spec.id: spec for spec in old}, {spec.id: spec for spec in new}
    for spec_id, spec in before.items():
        place = f"{section}.{spec_id}"
        if spec_id not in after:
            yield Difference("removed", place, f"{_called(spec)}is gone", needs_step)
            continue
        yield from names_differences(place, spec.names, after[spec_id].names)
        yield from inside(spec, after[spec_id])
    for spec_id, spec in after.items():
        if spec_id not in before:
            yield Difference("added", f"{section}.{spec_id}", f"{_called(spec)}is new")


def names_differences(place: str, old: Names, new: Names) -> Iterator[Difference]:
    """Display names that came, went or changed, each by its language."""
    for language in dict.fromkeys((*old, *new)):
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Difference("renamed", f"{place}.name.{language}", _from_to(before, after))


def lists_differences(
    place: str, what: str, old: Sequence[str], new: Sequence[str], *, needs_step: bool = True
) -> Iterator[Difference]:
    """What a list no longer allows, and what it allows now."""
    if gone := [word for word in old if word not in new]:
        yield Difference("narrowed", place, f"{what} no longer {_listed(gone)}", needs_step)
    if came := [word for word in new if word not in old]:
        yield Difference("widened", place, f"{what} now also {_listed(came)}")


def value_difference(place: str, old: object, new: object) -> Iterator[Difference]:
    """One value that labels have nothing to do with."""
    if old != new:
        yield Difference("changed", place, _from_to(_word(old), _word(new)))


def _heads(old: SchemaDocument, new: SchemaDocument) -> Iterator[Difference]:
    yield from value_difference("schema", old.id, new.id)
    yield from value_difference("version", old.version, new.version)
    yield from names_differences("", old.names, new.names)
    yield from lists_differences(
        "languages", "names are given in", old.languages, new.languages, needs_step=False
    )


def _rule_differences(old: RuleSpec, new: RuleSpec) -> Iterator[Difference]:
    bare = (msgspec.structs.replace(one, names={}) for one in (old, new))
    first, second = bare
    if first != second:
        yield Difference("changed", f"rules.{old.id}", "asks something else")


def _units(old: SchemaDocument, new: SchemaDocument) -> Iterator[Difference]:
    said: list[Mapping[str, str]] = [
        {unit: ", ".join(parts) for unit, parts in document.units.items()} for document in (old, new)
    ]
    first, second = said
    for unit in dict.fromkeys((*first, *second)):
        yield from value_difference(f"units.{unit}", first.get(unit, ""), second.get(unit, ""))


def _called(spec: ClassSpec | EntityTypeSpec | LinkTypeSpec | RuleSpec) -> str:
    name = next(iter(spec.names.values()), "")
    return f"'{name}' " if name else ""


def _from_to(before: str, after: str) -> str:
    if not before:
        return f"'{after}', which was not there"
    return f"'{before}' → '{after}'" if after else f"'{before}' is gone"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
