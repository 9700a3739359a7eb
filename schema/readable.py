"""What reads labels without changing them: names, rules. A SampleState is one way to offer it."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from crosstie.schema.records import Annotation, Asset, Entity, Link, Pass, Sample


class Named(Protocol):
    """What it takes to name what stands at a link's end."""

    @property
    def annotations(self) -> Mapping[str, Annotation]:
        """Annotations by id."""

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Entities by id."""


class Readable(Named, Protocol):
    """One sample's records by id, and the look-ups between them."""

    @property
    def sample(self) -> Sample:
        """The sample itself."""

    @property
    def assets(self) -> Mapping[str, Asset]:
        """Assets by id."""

    @property
    def passes(self) -> Mapping[str, Pass]:
        """Passes by id."""

    @property
    def links(self) -> Mapping[str, Link]:
        """Links by id."""

    def links_of(self, end_id: str) -> Iterable[Link]:
        """Links that have this annotation or entity at either end."""

    def annotations_of(self, entity_id: str) -> Iterable[Annotation]:
        """Annotations that are about one entity."""
