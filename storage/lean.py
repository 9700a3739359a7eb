"""One pass of a sample, read for judging: nothing is decoded before somebody looks at it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

from sqlalchemy import bindparam, func, literal_column, select

from crosstie.schema.readable import Readable
from crosstie.schema.records import Annotation, Asset, Entity, Link, Pass, Sample
from crosstie.schema.rules.roster import Roster
from crosstie.storage import tables
from crosstie.storage.codec import record_from
from crosstie.storage.database import Driver
from crosstie.storage.queries import require_sample
from crosstie.storage.rows import sql

R = TypeVar("R", Annotation, Entity, Link, Asset)

_PASSES: Final = sql(
    select(tables.PASSES.c.body).order_by(tables.PASSES.c.sample_id, tables.PASSES.c.position)
)
_PASSES_OF: Final = sql(
    select(tables.PASSES.c.body)
    .where(tables.PASSES.c.sample_id == bindparam("sample_id"))
    .order_by(tables.PASSES.c.position)
)
_COUNT: Final = sql(select(func.count()).select_from(tables.SAMPLES))
_ASSETS: Final = sql(
    select(tables.ASSETS.c.id, tables.ASSETS.c.kind, tables.ASSETS.c.body).where(
        tables.ASSETS.c.sample_id == bindparam("sample_id")
    )
)
_ANNOTATIONS: Final = sql(
    select(
        tables.ANNOTATIONS.c.id,
        tables.ANNOTATIONS.c.class_id,
        tables.ANNOTATIONS.c.entity_id,
        tables.ANNOTATIONS.c.body,
    ).where(
        tables.ANNOTATIONS.c.sample_id == bindparam("sample_id"),
        tables.ANNOTATIONS.c.pass_id == bindparam("pass_id"),
    )
)
_ENTITIES: Final = sql(
    select(tables.ENTITIES.c.id, tables.ENTITIES.c.type_id, tables.ENTITIES.c.body).where(
        tables.ENTITIES.c.sample_id == bindparam("sample_id"),
        tables.ENTITIES.c.pass_id == bindparam("pass_id"),
    )
)
_CERTAIN_LINKS: Final = sql(
    select(
        tables.LINKS.c.id,
        tables.LINKS.c.type_id,
        tables.LINKS.c.from_id,
        tables.LINKS.c.to_id,
        tables.LINKS.c.body,
    ).where(
        tables.LINKS.c.sample_id == bindparam("sample_id"),
        tables.LINKS.c.pass_id == bindparam("pass_id"),
        tables.LINKS.c.status == literal_column("'certain'"),
    )
)


def sample_count(driver: Driver) -> int:
    """How many samples there are: about as many as there are passes to check."""
    return int(driver.execute(_COUNT).fetchone()[0])


def passes_by_sample(driver: Driver, sample_id: str | None = None) -> Iterator[dict[str, Pass]]:
    """Each sample's passes by id, oldest first; samples by id, those without a pass left out."""
    rows = driver.execute(_PASSES_OF, (sample_id,)) if sample_id is not None else driver.execute(_PASSES)
    found: dict[str, Pass] = {}
    for (body,) in rows:
        opened = record_from(Pass, body)
        if found and opened.sample_id != next(iter(found.values())).sample_id:
            yield found
            found = {}
        found[opened.id] = opened
    if found:
        yield found


def read_pass(driver: Driver, opened: Pass) -> tuple[Readable, Roster]:
    """The labels of one pass, its certain links alone, with the sample's assets."""
    key = (opened.sample_id, opened.id)
    roster = Roster()
    assets = {row[0]: row for row in driver.execute(_ASSETS, (opened.sample_id,))}
    for asset_id, kind, _body in assets.values():
        roster.assets.setdefault(kind, []).append(asset_id)
    roster.passes = [opened.id]
    annotations = driver.execute(_ANNOTATIONS, key).fetchall()
    for annotation_id, class_id, _about, _body in annotations:
        roster.annotations.setdefault(class_id, {})[annotation_id] = opened.id
    entities = driver.execute(_ENTITIES, key).fetchall()
    for entity_id, type_id, _body in entities:
        roster.entities.setdefault(type_id, {})[entity_id] = opened.id
    links = driver.execute(_CERTAIN_LINKS, key).fetchall()
    for link_id, type_id, _from, _to, _body in links:
        roster.links.setdefault(type_id, {})[link_id] = opened.id
    sample = LeanPass(opened, lambda: require_sample(driver, opened.sample_id))
    sample.hold(assets.values(), annotations, entities, links)
    return sample, roster


class LeanPass:
    """Records that are decoded when they are looked at, and look-ups that are made when they are needed."""

    def __init__(self, opened: Pass, find_sample: Callable[[], Sample]) -> None:
        self.passes: Mapping[str, Pass] = {opened.id: opened}
        self._find_sample = find_sample

    def hold(
        self,
        assets: Iterable[tuple[str, str, str]],
        annotations: list[tuple[str, str, str, str]],
        entities: list[tuple[str, str, str]],
        links: list[tuple[str, str, str, str, str]],
    ) -> None:
        """Takes over rows; the JSON of each record stands last."""
        self.assets: Mapping[str, Asset] = _Lazy(Asset, {row[0]: row[-1] for row in assets})
        self.annotations: Mapping[str, Annotation] = _Lazy(
            Annotation, {row[0]: row[-1] for row in annotations}
        )
        self.entities: Mapping[str, Entity] = _Lazy(Entity, {row[0]: row[-1] for row in entities})
        self.links: Mapping[str, Link] = _Lazy(Link, {row[0]: row[-1] for row in links})
        self._abouts = annotations
        self._ends = links
        self._links_of: dict[str, list[str]] | None = None
        self._annotations_of: dict[str, list[str]] | None = None

    @property
    def sample(self) -> Sample:
        """The sample itself."""
        return self._find_sample()

    def links_of(self, end_id: str) -> Iterable[Link]:
        """Certain links at an end."""
        if self._links_of is None:
            self._links_of = {}
            for link_id, _type_id, from_id, to_id, _body in self._ends:
                for key in {from_id, to_id}:
                    self._links_of.setdefault(key, []).append(link_id)
        return map(self.links.__getitem__, self._links_of.get(end_id, ()))

    def annotations_of(self, entity_id: str) -> Iterable[Annotation]:
        """Annotations about an entity."""
        if self._annotations_of is None:
            self._annotations_of = {}
            for annotation_id, _class_id, about, _body in self._abouts:
                if about:
                    self._annotations_of.setdefault(about, []).append(annotation_id)
        return map(self.annotations.__getitem__, self._annotations_of.get(entity_id, ()))


class _Lazy(dict[str, R]):
    """Records by id that are kept as JSON until they are looked at; then they stand in the dictionary."""

    def __init__(self, kind: type[R], bodies: dict[str, str]) -> None:
        super().__init__()
        self._kind: type[R] = kind
        self._bodies = bodies

    def __missing__(self, key: str) -> R:
        found = self[key] = record_from(self._kind, self._bodies[key])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)

    def __contains__(self, key: object) -> bool:
        return key in self._bodies
