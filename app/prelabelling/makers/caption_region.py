"""Caption, answer or remark ↔ the region that it is about, by the words of its class and attributes."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.describing import annotation_words, description
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.makers.speech_text import spoken_span
from crosstie.app.prelabelling.moments import box_now, life_ns, picture_size
from crosstie.app.prelabelling.naming import Namer, Naming
from crosstie.app.prelabelling.roles import (
    REGION,
    SPOKEN,
    TEXT,
    Placed,
    all_sides,
    annotations_at,
    one_thing,
    sides,
    stands,
)
from crosstie.app.prelabelling.spoken import Span, transcript_of, words_during, written_span
from crosstie.schema.anchors import TextSpan
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec, LinkTypeSpec
from crosstie.schema.records import End

_text, _spoken, _region = stands(TEXT), stands(SPOKEN), stands(REGION)
_LEAST_COVER: Final = 0.3
_IN_CLOUD: Final = 0.5
"""A cuboid counts for less than a shape in a picture: people speak of what they see."""


class _Saying(NamedTuple):
    placed: Placed
    text: str
    span: Span | None


class _View(NamedTuple):
    """One region as what a text may be about: how well it can be seen, 0 to 1, while the text lasts."""

    placed: Placed
    naming: Naming
    cover: float
    size: float

    @property
    def worth(self) -> float:
        return self.naming.likely * self.cover * self.size


def _says(document: SchemaDocument, end: EndpointSpec) -> bool:
    return _text(document, end) or _spoken(document, end)


def fits(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether a type ties words to a region that they are about; a voice and its own face are not that."""
    side = sides(document, spec, _says, _region)
    if side is None:
        return False
    return _text(document, side.first) or not one_thing(document, spec)


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties each text to the region that it describes, in the view that shows it best while it is said."""
    for side in all_sides(job, _says, _region):
        regions = {one.annotation.id: one for one in annotations_at(job, side.second, REGION)}
        described = {
            key: description(annotation_words(job.document, one.annotation)) for key, one in regions.items()
        }
        namer = Namer(described, {})
        lives = {key: life_ns(one) for key, one in regions.items()}
        found: dict[tuple[End, End], Fit] = {}
        for saying in _sayings(job, side.first):
            named = namer.named(saying.text)
            views = [
                _view(saying, regions[key], naming, cover)
                for key, naming in named.items()
                if (cover := _cover(saying.span, lives[key])) >= _LEAST_COVER
            ]
            for view in _best_of_each(views):
                found[saying.placed.end, view.placed.end] = _fit(saying, view)
        yield from proposals(side, found, first_one=side.spec.group is None)


def _sayings(job: Job, end: EndpointSpec) -> Iterator[_Saying]:
    for placed in annotations_at(job, end, TEXT):
        yield _Saying(placed, _written(job, placed), written_span(job, placed))
    for placed in annotations_at(job, end, SPOKEN):
        span = spoken_span(placed)
        yield _Saying(placed, words_during(job, span, placed.asset), span)


def _written(job: Job, placed: Placed) -> str:
    if isinstance(placed.annotation.anchor, TextSpan):
        return placed.annotation.anchor.quote
    transcript = transcript_of(job, placed.asset)
    return transcript.text if transcript else ""


def _cover(said: Span | None, life: Span | None) -> float:
    """The part of what is said during which a region is there; 1 where one of them has no time."""
    if said is None or life is None:
        return 1.0
    return max(min(said[1], life[1]) - max(said[0], life[0]), 0) / max(said[1] - said[0], 1)


def _view(saying: _Saying, region: Placed, naming: Naming, cover: float) -> _View:
    life = life_ns(region)
    if saying.span is None or life is None:
        return _View(region, naming, cover, _size(region, None))
    middle = min(max(sum(saying.span) // 2, life[0]), life[1])
    return _View(region, naming, cover, _size(region, middle))


def _size(region: Placed, at_ns: int | None) -> float:
    """How large a region stands before one: the side of its part of the picture."""
    width, height = picture_size(region)
    box = box_now(region, at_ns) if width and height else None
    if box is None:
        return _IN_CLOUD if region.asset.kind in ("pointcloud", "radar") else 0.3
    return 0.6 + 0.4 * float((box.width * box.height / (width * height)) ** 0.5)


def _best_of_each(views: list[_View]) -> list[_View]:
    """Of regions that are described alike, most likely one thing seen by several sensors, the best view."""
    best: dict[tuple[str, str], _View] = {}
    for view in views:
        annotation = view.placed.annotation
        alike = (annotation.class_id, repr(sorted(annotation.attributes.items())))
        if alike not in best or view.worth > best[alike].worth:
            best[alike] = view
    return list(best.values())


def _fit(saying: _Saying, view: _View) -> Fit:
    shared = ", the ".join(view.naming.shared)
    reason = f"“{' '.join(saying.text.split())[:60]}” says the {shared} of this region"
    if saying.span and life_ns(view.placed):
        reason += f", which is seen for {view.cover:.0%} of that time"
    return Fit(view.naming.likely * view.cover, f"{reason}.")


MAKER: Final = Maker(
    "caption_region",
    "Words ↔ region",
    "captions, answers and remarks with the region that they describe",
    fits,
    candidates,
)
