"""Labels that note who looks at them, so that a verdict depends on what it looked at and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

from crosstie.schema.readable import Readable
from crosstie.schema.records import Annotation, Asset, End, Entity, Link, Pass, Sample
from crosstie.schema.rules.presence import Presence
from crosstie.schema.rules.times import Spans

T = TypeVar("T")
InTime = tuple[str, str]
"""A pass and a class."""
InAsset = tuple[str, str, str]
"""A pass, a class and an asset."""


class Seen(msgspec.Struct, frozen=True):
    """What one verdict looked at: records by id, the links at an end, the annotations about an entity, and
    who of a class is there during some time or in an asset.
    """

    records: frozenset[str]
    ties: frozenset[str]
    mentions: frozenset[str]
    assets: frozenset[InAsset]
    times: dict[InTime, Spans]


class Watch:
    """Collects what is looked at until `taken`."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.records: set[str] = set()
        self.ties: set[str] = set()
        self.mentions: set[str] = set()
        self.assets: set[InAsset] = set()
        self.times: dict[InTime, Spans] = {}

    def taken(self) -> Seen:
        """What was looked at since the last time."""
        seen = Seen(
            frozenset(self.records),
            frozenset(self.ties),
            frozenset(self.mentions),
            frozenset(self.assets),
            self.times,
        )
        self._begin()
        return seen


class TracedState:
    """A sample's labels. Its assets and passes are not watched: when they change, all is judged anew."""

    def __init__(self, state: Readable, watch: Watch) -> None:
        self._state = state
        self._watch = watch
        self.annotations: Mapping[str, Annotation] = _Watched(state.annotations, watch)
        self.entities: Mapping[str, Entity] = _Watched(state.entities, watch)
        self.links: Mapping[str, Link] = state.links
        self.assets: Mapping[str, Asset] = state.assets
        self.passes: Mapping[str, Pass] = state.passes

    @property
    def sample(self) -> Sample:
        """The sample itself."""
        return self._state.sample

    def links_of(self, end_id: str) -> Iterable[Link]:
        """Links at an end."""
        self._watch.ties.add(end_id)
        return self._state.links_of(end_id)

    def annotations_of(self, entity_id: str) -> Iterable[Annotation]:
        """Annotations about an entity."""
        self._watch.mentions.add(entity_id)
        return self._state.annotations_of(entity_id)


class TracedPresence:
    """Who is there when."""

    def __init__(self, presence: Presence, watch: Watch) -> None:
        self._presence = presence
        self._watch = watch

    def spans_of(self, end: End) -> Spans:
        """When an end is there."""
        (self._watch.records if end.kind == "annotation" else self._watch.mentions).add(end.id)
        return self._presence.spans_of(end)

    def spans(self, annotation: Annotation) -> Spans:
        """When an annotation is there that was named by one of the two below."""
        return self._presence.spans(annotation)

    def meeting(self, pass_id: str, class_id: str, spans: Spans) -> Iterable[Annotation]:
        """Who of a class is there during some time."""
        asked = (pass_id, class_id)
        self._watch.times[asked] = (*self._watch.times.get(asked, ()), *spans)
        return self._presence.meeting(pass_id, class_id, spans)

    def in_asset(self, pass_id: str, class_id: str, asset_id: str) -> Iterable[Annotation]:
        """Who of a class is on an asset."""
        self._watch.assets.add((pass_id, class_id, asset_id))
        return self._presence.in_asset(pass_id, class_id, asset_id)

    def covered(self, pass_id: str, class_id: str, asset_id: str) -> Spans:
        """When one of them is there."""
        self._watch.assets.add((pass_id, class_id, asset_id))
        return self._presence.covered(pass_id, class_id, asset_id)


class _Watched(Mapping[str, T], Generic[T]):
    def __init__(self, records: Mapping[str, T], watch: Watch) -> None:
        self._records = records
        self._watch = watch

    def __getitem__(self, key: str) -> T:
        self._watch.records.add(key)
        return self._records[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)
