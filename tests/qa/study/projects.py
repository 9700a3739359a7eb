"""Small projects through the real store, with an asset of every modality and passes of several people."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crosstie.qa.study.pods import Pods
from crosstie.qa.study.row import Cell, Comparison, Counted, Facet, Row
from crosstie.qa.study.sample import SampleCounter
from crosstie.qa.sums import NOTHING, Sums
from crosstie.schema.anchors import Anchor, Box, PageRegion, TextSpan, TimeSpan
from crosstie.schema.edits import (
    AddActor,
    AddAnnotation,
    AddAsset,
    AddEntity,
    AddLink,
    AddSample,
    Edit,
    OpenPass,
)
from crosstie.schema.records import (
    Actor,
    ActorKind,
    Annotation,
    Asset,
    AssetKind,
    AttributeValue,
    End,
    Entity,
    Link,
    LinkStatus,
    MediaFacts,
    MediaFile,
    Pass,
    PassKind,
    Provenance,
    Sample,
)
from crosstie.storage.project import create_project, reading_project
from crosstie.storage.store import Store

SECOND: Final = 1_000_000_000
ALL: Final[tuple[Comparison, ...]] = ("agreement", "accuracy", "bias", "model", "team", "settled")
SCHEMA: Final = b"""
schema: shop
version: 1.0.0
languages: [en]
classes:
  - id: c_thing
    anchors: [box, rotated_box, polygon, polyline, mask, keypoints, cuboid, point_set, whole_asset]
    keypoints: [head, hand, foot]
    attributes:
      colour: {type: choice, of: [red, blue, green]}
      broken: {type: bool}
      price: {type: number}
      size: {type: choice, of: [small, large]}
  - {id: c_cup, parent: c_thing}
  - {id: c_jar, parent: c_thing}
  - {id: c_turn, anchors: [time_span], attributes: {said: {type: text}}}
  - {id: c_noise, anchors: [time_span]}
  - {id: c_words, anchors: [text_span]}
  - {id: c_key, anchors: [page_region]}
  - {id: c_value, anchors: [page_region], attributes: {said: {type: text}}}
entities:
  - {id: e_thing, classes: [c_thing, c_words]}
  - {id: e_person, classes: [c_turn]}
links:
  - {id: l_names, from: {classes: [c_words]}, to: {classes: [c_thing, c_value]}}
  - {id: l_about, from: {classes: [c_turn]}, to: {entities: [e_thing]}}
  - {id: l_same, from: {classes: [c_thing]}, to: {classes: [c_thing]}, symmetric: true}
  - {id: l_has, from: {classes: [c_key]}, to: {classes: [c_value]}}
rules:
  - {id: r_named, for_each: c_cup, require: {has_entity: true}}
  - {id: r_tied, for_each: c_words, require: {link: l_names, count: 1}}
"""
_KINDS: Final[dict[str, AssetKind]] = {
    "photo": "image",
    "other": "image",
    "film": "video",
    "mic": "audio",
    "text": "transcript",
    "page": "document",
    "cloud": "pointcloud",
}


class Shop:
    """A project to fill: people, samples, passes and labels, each by a short id."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.root = store.root
        self._actors: dict[str, Actor] = {}

    def sample(self, sample_id: str, batch: str = "b1", language: str = "en") -> str:
        """A sample with an asset of every modality."""
        edits: list[Edit] = [AddSample(Sample(sample_id, language, batch, "lab"))]
        facts = MediaFacts(duration_ns=60 * SECOND, width=640, height=480, page_count=3)
        for key, kind in _KINDS.items():
            edits.append(
                AddAsset(Asset(key, sample_id, kind, (MediaFile(f"/{key}", 1, "0" * 64),), facts=facts))
            )
        self.store.apply(edits)
        return sample_id

    def actor(self, name: str, kind: ActorKind = "human") -> Actor:
        """Somebody, made known when first named."""
        if name not in self._actors:
            self._actors[name] = Actor(f"id of {name}", kind, name)
            self.store.apply([AddActor(self._actors[name])])
        return self._actors[name]

    def label(
        self,
        sample_id: str,
        name: str,
        kind: PassKind = "assisted",
        labels: Sequence["Draft"] = (),
        *,
        key: str = "",
        started_from: str = "",
    ) -> str:
        """A pass with labels; returns its id."""
        actor = self.actor(name, "model" if kind == "model" else "human")
        pass_id = key or f"{sample_id} {name} {kind}"
        opened = Pass(pass_id, sample_id, kind, actor.id, self.store.schema_ref(), started_from)
        edits: list[Edit] = [OpenPass(opened)]
        edits += [draft.edit(opened) for draft in labels]
        self.store.apply(edits, actor_id=actor.id)
        return pass_id


class Draft:
    """A label, a thing or a link before it is in a pass: ids are by pass, so drafts can be used twice."""

    def __init__(self, key: str) -> None:
        self.key = key

    def edit(self, opened: Pass) -> Edit:
        """The edit that adds it."""
        raise NotImplementedError


class Mark(Draft):
    """An annotation."""

    def __init__(
        self,
        key: str,
        asset_id: str,
        class_id: str,
        anchor: Anchor,
        said: dict[str, AttributeValue] | None = None,
        about: str = "",
    ) -> None:
        super().__init__(key)
        self.asset_id, self.class_id, self.anchor, self.said, self.about = (
            asset_id,
            class_id,
            anchor,
            said,
            about,
        )

    def edit(self, opened: Pass) -> Edit:
        """Adds the annotation."""
        about = f"{opened.id}/{self.about}" if self.about else ""
        return AddAnnotation(
            Annotation(
                f"{opened.id}/{self.key}",
                opened.sample_id,
                opened.id,
                self.asset_id,
                self.class_id,
                self.anchor,
                self.said or {},
                about,
            )
        )


class Thing(Draft):
    """An entity."""

    def __init__(self, key: str, type_id: str = "e_thing", name: str = "") -> None:
        super().__init__(key)
        self.type_id, self.name = type_id, name or key

    def edit(self, opened: Pass) -> Edit:
        """Adds the entity."""
        key = f"{opened.id}/{self.key}"
        return AddEntity(Entity(key, opened.sample_id, opened.id, self.type_id, self.name))


class Tied(Draft):
    """A link; `within` is the pass that holds its ends, its own unless told otherwise."""

    def __init__(
        self,
        key: str,
        type_id: str,
        origin: str,
        target: str,
        status: LinkStatus = "certain",
        *,
        within: str = "",
        score: float | None = None,
        to_entity: bool = False,
    ) -> None:
        super().__init__(key)
        self.type_id, self.origin, self.target, self.status = type_id, origin, target, status
        self.within, self.score, self.to_entity = within, score, to_entity

    def edit(self, opened: Pass) -> Edit:
        """Adds the link."""
        home = self.within or opened.id
        far = End("entity" if self.to_entity else "annotation", f"{home}/{self.target}")
        near = End("annotation", f"{home}/{self.origin}")
        made = Provenance("model", model="m", score=self.score) if self.score is not None else Provenance()
        key = f"{opened.id}/{self.key}"
        link = Link(key, opened.sample_id, opened.id, self.type_id, near, far, self.status, provenance=made)
        return AddLink(link)


def box(key: str, x: float, class_id: str = "c_cup", asset_id: str = "photo", about: str = "") -> Mark:
    """A thing 20 pixels wide in a picture."""
    return Mark(key, asset_id, class_id, Box(x, 10, 20, 20), about=about)


def turn(
    key: str, start_s: float, end_s: float, class_id: str = "c_turn", about: str = "", said: str = ""
) -> Mark:
    """A stretch of sound."""
    span = TimeSpan(round(start_s * SECOND), round(end_s * SECOND))
    return Mark(key, "mic", class_id, span, {"said": said} if said else {}, about)


def words(key: str, start: int, end: int, about: str = "") -> Mark:
    """A stretch of text."""
    return Mark(key, "text", "c_words", TextSpan(start, end, "x" * (end - start)), about=about)


def region(key: str, y: float, class_id: str = "c_key", said: str = "") -> Mark:
    """A line of a page."""
    return Mark(key, "page", class_id, PageRegion(0, 10, y, 100, 12), {"said": said} if said else {})


@contextmanager
def shop(root: Path, schema: bytes = SCHEMA) -> Iterator[Shop]:
    """An empty project."""
    with create_project(root, schema, "shop.yaml", "Lead") as store:
        yield Shop(store)


def counted(
    made: Shop,
    sample_id: str = "s1",
    asked: Sequence[Comparison] = ALL,
    pods: dict[str, list[str]] | None = None,
) -> Counted:
    """What the map makes of a sample."""
    with reading_project(made.root) as database:
        return SampleCounter(database, Pods(pods or {}), asked).count(sample_id)


def rows(found: Counted, comparison: Comparison) -> list[Row]:
    """The rows of one comparison."""
    return [row for row in found.rows if row.comparison == comparison]


def the_row(found: Counted, comparison: Comparison) -> Row:
    """The only row of a comparison."""
    [row] = rows(found, comparison)
    return row


def cell(row: Row, metric: str, facet: Facet = "", value: str = "") -> Sums:
    """The sums of a cell; nothing where it has none."""
    return row.cells.get(Cell(metric, facet, value), NOTHING)
