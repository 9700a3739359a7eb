"""Mention in a transcript, an output or a document ↔ entity, by the words of both."""

from collections.abc import Iterator
from typing import Final

from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.describing import description, entity_words
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.naming import Namer
from crosstie.app.prelabelling.page_text import region_text
from crosstie.app.prelabelling.roles import (
    PAGE,
    Placed,
    Role,
    all_sides,
    annotations_at,
    entities_at,
    is_entity,
    stands,
    ties,
)
from crosstie.schema.anchors import TextSpan
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec
from crosstie.schema.records import End

_MARKED: Final = Role(("text_span",), ("transcript", "output"))
_LONGEST: Final = 60
_stands_marked, _stands_page = stands(_MARKED), stands(PAGE)


def _says_words(document: SchemaDocument, end: EndpointSpec) -> bool:
    return _stands_marked(document, end) or _stands_page(document, end)


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties each mention to the entity whose name, number, class or attributes it says."""
    for side in all_sides(job, _says_words, is_entity):
        entities = {one.id: one for one in entities_at(job, side.second)}
        described = {
            key: description(entity_words(job.document, one, job.state.annotations_of(key)))
            for key, one in entities.items()
        }
        namer = Namer(described, {key: one.name for key, one in entities.items()})
        found: dict[tuple[End, End], Fit] = {}
        for placed in _mentions(job, side.first):
            text = mention_text(job, placed)
            for key, naming in namer.named(text).items():
                reason = (
                    f"“{_short(text)}” and {entities[key].name} share the {', the '.join(naming.shared)}."
                )
                found[placed.end, End("entity", key)] = Fit(naming.likely, reason)
        yield from proposals(side, found, first_one=True)


def mention_text(job: Job, placed: Placed) -> str:
    """The words that a mention marks."""
    anchor = placed.annotation.anchor
    return anchor.quote if isinstance(anchor, TextSpan) else region_text(job, placed)


def _mentions(job: Job, end: EndpointSpec) -> list[Placed]:
    return [*annotations_at(job, end, _MARKED), *annotations_at(job, end, PAGE)]


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"


MAKER: Final = Maker(
    "mention_entity",
    "Mention ↔ entity",
    "marked words and report lines with the entity that they name",
    ties(_says_words, is_entity),
    candidates,
)
