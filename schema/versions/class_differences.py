"""What differs between two versions of a class: parent, anchors, attributes, keypoints."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import AttributeSpec, ClassSpec
from crosstie.schema.versions.differences import (
    Difference,
    lists_differences,
    names_differences,
    value_difference,
)

_SAFE: Final = {("integer", "number"), ("choice", "text"), ("language", "text")}
"""Types whose every value the other type also takes as it is."""


def class_differences(
    old: SchemaDocument, new: SchemaDocument, before: ClassSpec, after: ClassSpec
) -> Iterator[Difference]:
    """Everything but the names. What a class inherits is told at the class that gives it."""
    place = f"classes.{before.id}"
    if before.parent != after.parent:
        told = f"from under {before.parent or 'the top'} to under {after.parent or 'the top'}"
        yield Difference("moved", place, told)
    yield from lists_differences(
        f"{place}.aliases", "known as", before.aliases, after.aliases, needs_step=False
    )
    if before.anchors or after.anchors or before.parent != after.parent:
        anchors = (document.anchors_of(before.id) for document in (old, new))
        yield from lists_differences(f"{place}.anchors", "drawn as", *anchors)
    yield from value_difference(f"{place}.colour", before.colour, after.colour)
    yield from _keypoints(place, before, after)
    inherited = (document.attributes_of(before.id) for document in (old, new))
    yield from _own_attributes(place, before, after, *inherited)


def attributes_differences(
    place: str, before: Sequence[AttributeSpec], after: Sequence[AttributeSpec]
) -> Iterator[Difference]:
    """Attributes that came, went or changed, where nothing is inherited."""
    old, new = ({spec.name: spec for spec in specs} for specs in (before, after))
    yield from _attributes(place, old, new, old, new)


def _own_attributes(
    place: str,
    before: ClassSpec,
    after: ClassSpec,
    inherited_before: Mapping[str, AttributeSpec],
    inherited_after: Mapping[str, AttributeSpec],
) -> Iterator[Difference]:
    old, new = ({spec.name: spec for spec in one.attributes} for one in (before, after))
    yield from _attributes(place, old, new, inherited_before, inherited_after)
    if before.parent != after.parent:
        for name in inherited_before:
            if name not in inherited_after and name not in old:
                told = f"is no longer inherited from above {before.parent}"
                yield Difference("removed", f"{place}.attributes.{name}", told, needs_step=True)


def _attributes(
    place: str,
    old: Mapping[str, AttributeSpec],
    new: Mapping[str, AttributeSpec],
    all_old: Mapping[str, AttributeSpec],
    all_new: Mapping[str, AttributeSpec],
) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        where = f"{place}.attributes.{name}"
        before, after = all_old.get(name), all_new.get(name)
        if before is None:
            yield Difference("added", where, f"a new {new[name].type}")
        elif after is None:
            yield Difference("removed", where, f"the {before.type} is gone", needs_step=True)
        else:
            if (name in old) != (name in new):
                yield Difference("moved", where, "is given by another class above or below")
            yield from _attribute(where, before, after)


def _attribute(place: str, before: AttributeSpec, after: AttributeSpec) -> Iterator[Difference]:
    yield from names_differences(place, before.names, after.names)
    for word in before.of:
        if word in after.of:
            named = (spec.choice_names.get(word, {}) for spec in (before, after))
            yield from names_differences(f"{place}.of.{word}", *named)
    if before.type != after.type:
        safe = (before.type, after.type) in _SAFE
        yield Difference("retyped", place, f"{before.type} → {after.type}", needs_step=not safe)
    else:
        yield from lists_differences(f"{place}.of", "says", before.of, after.of)
        yield from _range(place, before, after)
    if before.unit != after.unit:
        told = f"in {after.unit or 'no unit'} instead of {before.unit or 'no unit'}"
        yield Difference("retyped", f"{place}.unit", told, needs_step=True)
    if before.required != after.required:
        yield _required(place, after)
    yield from value_difference(f"{place}.default", before.default, after.default)


def _required(place: str, after: AttributeSpec) -> Difference:
    if after.required:
        return Difference("narrowed", f"{place}.required", "must be said now")
    return Difference("widened", f"{place}.required", "need not be said any more")


def _range(place: str, before: AttributeSpec, after: AttributeSpec) -> Iterator[Difference]:
    for key, sign in (("min", 1), ("max", -1)):
        old, new = getattr(before, key), getattr(after, key)
        if old == new:
            continue
        told = f"{key} {'none' if old is None else f'{old:g}'} → {'none' if new is None else f'{new:g}'}"
        narrower = old is None or (new is not None and (new - old) * sign > 0)
        yield Difference("narrowed" if narrower else "widened", f"{place}.{key}", told, needs_step=narrower)


def _keypoints(place: str, before: ClassSpec, after: ClassSpec) -> Iterator[Difference]:
    if before.keypoints == after.keypoints:
        return
    old, new = (spec.keypoints.points if spec.keypoints else () for spec in (before, after))
    # Without named points any name may stand, so naming some is what narrows.
    if not old and new:
        yield Difference(
            "narrowed", f"{place}.keypoints", f"points must be {', '.join(new)}", needs_step=True
        )
    elif old and not new:
        yield Difference("widened", f"{place}.keypoints", "points may have any name")
    else:
        yield from lists_differences(f"{place}.keypoints", "points", old, new)
        edges = (spec.keypoints.edges if spec.keypoints else () for spec in (before, after))
        first, second = edges
        if set(first) != set(second):
            yield Difference("changed", f"{place}.keypoints.edges", "other points are joined")
