"""Counts of a sample's labels, kept with its chain so that opening a project need not count them."""

from collections.abc import Iterable
from typing import Final

import msgspec

from crosstie.schema.changes import Change
from crosstie.schema.records import Annotation, Entity, Link, LinkStatus

Counts = tuple[int, int, int, int]
"""Annotations, entities, links, and links that still wait for a person's decision.

What a model proposes waits in the pass that it is about, not in the model's own: it is not counted here.
"""

NO_COUNTS: Final[Counts] = (0, 0, 0, 0)
COUNT_COLUMNS: Final = ("annotation_count", "entity_count", "link_count", "open_link_count")
OPEN_STATUSES: Final[tuple[LinkStatus, ...]] = ("candidate", "unsure")


def counted(counts: Counts, changes: Iterable[Change]) -> Counts:
    """The counts after these changes."""
    sums = list(counts)
    for change in changes:
        _add(sums, change.before, -1)
        _add(sums, change.after, 1)
    annotations, entities, links, open_links = sums
    return (annotations, entities, links, open_links)


def _add(sums: list[int], record: msgspec.Struct | None, sign: int) -> None:
    match record:
        case Annotation():
            sums[0] += sign
        case Entity():
            sums[1] += sign
        case Link(status=status, provenance=provenance):
            sums[2] += sign
            sums[3] += sign * (status in OPEN_STATUSES and provenance.source != "model")
