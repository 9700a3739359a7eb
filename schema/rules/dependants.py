"""Who looked at what: from a label that changes to the verdicts that it may change."""

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from crosstie.schema.records import Annotation, Entity, Link
from crosstie.schema.rules.span_grid import SpanGrid
from crosstie.schema.rules.times import Spans
from crosstie.schema.rules.traced import InAsset, InTime, Seen
from crosstie.schema.taxonomy import Taxonomy

Who = TypeVar("Who", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)


class Dependants(Generic[Who]):
    """Who looked at each record, at an end's links, at an entity's annotations, and at a stretch of time."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._records: dict[str, dict[Who, None]] = {}
        self._ties: dict[str, dict[Who, None]] = {}
        self._mentions: dict[str, dict[Who, None]] = {}
        self._assets: dict[InAsset, dict[Who, None]] = {}
        self._times: dict[InTime, SpanGrid[Who]] = {}

    def put(self, who: Who, seen: Seen) -> None:
        """Notes what somebody looked at."""
        for index, keys in self._plain(seen):
            for key in keys:
                index.setdefault(key, {})[who] = None
        for place in seen.assets:
            self._assets.setdefault(place, {})[who] = None
        for asked, spans in seen.times.items():
            self._times.setdefault(asked, SpanGrid()).put(who, spans)

    def drop(self, who: Who, seen: Seen) -> None:
        """Forgets what was noted."""
        for index, keys in self._plain(seen):
            for key in keys:
                _take(index, key, who)
        for place in seen.assets:
            _take(self._assets, place, who)
        for asked in seen.times:
            self._times[asked].drop(who)

    def of(self, record: Annotation | Entity | Link, spans: Spans) -> Iterator[Who]:
        """Who looked at a label as it stands here; `spans` are when an annotation is there."""
        match record:
            case Link():
                for end in record.ends:
                    yield from self._ties.get(end.id, ())
            case Entity():
                yield from self._records.get(record.id, ())
            case Annotation():
                yield from self._records.get(record.id, ())
                yield from self._mentions.get(record.entity_id, ())
                yield from self._there(record, spans)

    def _there(self, annotation: Annotation, spans: Spans) -> Iterator[Who]:
        for spec in self._taxonomy.line(annotation.class_id):
            yield from self._assets.get((annotation.pass_id, spec.id, annotation.asset_id), ())
            grid = self._times.get((annotation.pass_id, spec.id))
            if grid is not None:
                yield from grid.meeting(spans)

    def _plain(self, seen: Seen) -> Iterator[tuple[dict[str, dict[Who, None]], frozenset[str]]]:
        yield self._records, seen.records
        yield self._ties, seen.ties
        yield self._mentions, seen.mentions


def _take(index: dict[Key, dict[Who, None]], key: Key, who: Who) -> None:
    members = index.get(key)
    if members is not None:
        members.pop(who, None)
        if not members:
            del index[key]
