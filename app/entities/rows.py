"""What the entity panel lists, as plain values: entities with their counts, and one entity's appearances."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec

from crosstie.app.inspector.describe import short
from crosstie.schema.anchors import PageRegion, TextSpan
from crosstie.schema.changes import Changes
from crosstie.schema.clock import clock_text
from crosstie.schema.records import Annotation, AssetKind, Entity
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.rows import KIND_ORDER
from crosstie.viewers.timeaxis.extent import extent_ns

KIND_WORDS: Final[dict[AssetKind, str]] = {
    "audio": "sound",
    "transcript": "text",
    "video": "video",
    "image": "image",
    "pointcloud": "cloud",
    "radar": "radar",
    "document": "page",
    "output": "output",
}


class EntityRow(msgspec.Struct, frozen=True):
    """One entity as it is listed."""

    id: str
    name: str
    type_name: str
    counts: str
    total: int


class AppearanceRow(msgspec.Struct, frozen=True):
    """One place where an entity appears."""

    id: str
    class_id: str
    title: str
    where: str
    when: str


class EntityCounts:
    """How often each entity of the current pass appears in each modality, kept in step with the labels."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._counts: dict[str, Counter[AssetKind]] = {}

    def rebuild(self) -> None:
        """Counts everything: another sample or pass."""
        self._counts = {}
        for annotation in self._context.state.annotations.values():
            self._add(annotation, +1)

    def take(self, changes: Changes) -> None:
        """Follows a gesture."""
        for item in changes.items:
            if isinstance(item.before, Annotation):
                self._add(item.before, -1)
            if isinstance(item.after, Annotation):
                self._add(item.after, +1)

    def row(self, entity: Entity) -> EntityRow:
        """An entity as it is listed."""
        context = self._context
        counts = self._counts.get(entity.id, Counter())
        words = " · ".join(f"{KIND_WORDS[kind]} {counts[kind]}" for kind in KIND_ORDER if counts[kind])
        type_name = context.class_name(entity.type_id)
        return EntityRow(entity.id, entity.name, type_name, words or "appears nowhere", counts.total())

    def _add(self, annotation: Annotation, sign: int) -> None:
        if annotation.entity_id and annotation.pass_id == self._context.pass_id:
            kind = self._context.state.assets[annotation.asset_id].kind
            self._counts.setdefault(annotation.entity_id, Counter())[kind] += sign


def matching(rows: Iterable[EntityRow], typed: str) -> list[EntityRow]:
    """Rows whose name or type holds every word that was typed, by name, numbers in it as numbers."""
    words = typed.casefold().split()
    kept = (
        row
        for row in rows
        if all(word in row.name.casefold() or word in row.type_name.casefold() for word in words)
    )
    return sorted(kept, key=lambda row: (_natural(row.name), row.id))


def appearances(context: PaneContext, entity_id: str) -> list[AppearanceRow]:
    """Where an entity appears in the current pass, in order of time; what has no time comes last."""
    found = [one for one in context.state.annotations_of(entity_id) if one.pass_id == context.pass_id]
    timed = [(_start_ns(context, one), one) for one in found]
    in_order = sorted(timed, key=lambda pair: (pair[0] is None, pair[0] or 0, _place(context, pair[1])))
    return [_appearance(context, one, start_ns) for start_ns, one in in_order]


def _appearance(context: PaneContext, annotation: Annotation, start_ns: int | None) -> AppearanceRow:
    match annotation.anchor:
        case TextSpan(quote=quote):
            title = f"“{short(quote)}”"
        case _:
            title = context.class_name(annotation.class_id)
    when = "" if start_ns is None else clock_text(start_ns)
    if isinstance(annotation.anchor, PageRegion):
        when = f"page {annotation.anchor.page + 1}"
    return AppearanceRow(annotation.id, annotation.class_id, title, annotation.asset_id, when)


def _start_ns(context: PaneContext, annotation: Annotation) -> int | None:
    asset = context.state.assets[annotation.asset_id]
    extent = extent_ns(annotation, asset, context.transcripts.get(asset.id))
    return None if extent is None else extent[0]


def _place(context: PaneContext, annotation: Annotation) -> tuple[int, str, int]:
    page = annotation.anchor.page if isinstance(annotation.anchor, PageRegion) else 0
    kind = context.state.assets[annotation.asset_id].kind
    return KIND_ORDER.index(kind), annotation.asset_id, page


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key that puts V-2 before V-10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
