"""How many labels a change of the schema would touch. No Qt."""

from collections.abc import Iterable, Mapping

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.versions.differences import Difference

Counts = Mapping[str, int]
"""How many labels there are of each class, entity type and link type."""


class Touched(msgspec.Struct, frozen=True):
    """One difference and how many labels it concerns."""

    difference: Difference
    count: int


def touched(differences: Iterable[Difference], old: SchemaDocument, counts: Counts) -> tuple[Touched, ...]:
    """Each difference with the labels of its class (those below it included) or type."""
    return tuple(Touched(one, _count(one, old, counts)) for one in differences)


def touch_line(found: Iterable[Touched]) -> str:
    """The whole in one line."""
    listed = tuple(found)
    needing = [one for one in listed if one.difference.needs_step]
    if not listed:
        return "Nothing differs from the version in use."
    if not needing:
        return f"{len(listed)} changes, and no label has to change."
    labels = sum(one.count for one in needing)
    return f"{len(listed)} changes; {len(needing)} of them need a step, for up to {labels_word(labels)}."


def labels_word(count: int) -> str:
    """A number of labels: "1 label", "2,000 labels"."""
    return "1 label" if count == 1 else f"{count:,} labels"


def _count(one: Difference, old: SchemaDocument, counts: Counts) -> int:
    section, _, rest = one.place.partition(".")
    any_id = rest.partition(".")[0]
    if one.kind == "added" or section not in ("classes", "entities", "links"):
        return 0
    whole = section == "classes" and rest != any_id
    ids = old.taxonomy.descendants(any_id) if whole else (any_id,)
    return sum(counts.get(one_id, 0) for one_id in ids)
