"""Speech turn or its words ↔ the speaker, by the name that the transcript gives to who speaks."""

from collections.abc import Iterator
from typing import Final

from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.describing import description, entity_words
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.makers.speech_text import spoken_span
from crosstie.app.prelabelling.naming import Namer
from crosstie.app.prelabelling.roles import (
    SPOKEN,
    WRITTEN,
    Placed,
    Sides,
    all_sides,
    annotations_at,
    is_entity,
    sides,
    stands,
)
from crosstie.app.prelabelling.spoken import segments_during, written_span
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec, LinkTypeSpec
from crosstie.schema.records import End, Entity

_SPOKEN, _WRITTEN = stands(SPOKEN), stands(WRITTEN)


def _speaks(document: SchemaDocument, end: EndpointSpec) -> bool:
    return _SPOKEN(document, end) or _WRITTEN(document, end)


def fits(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether a type ties a turn or its words to an entity that the turn itself may be about: its speaker."""
    side = sides(document, spec, _speaks, is_entity)
    if side is None:
        return False
    classes = document.declared.classes_at(side.first)
    about = {kind.id for class_id in classes for kind in document.entity_types_for(class_id)}
    voiced = any(kind in _voiced(document) for kind in side.second.entities)
    return voiced and bool(about.intersection(side.second.entities))


def _voiced(document: SchemaDocument) -> set[str]:
    """The entity types that a stretch of sound may be about."""
    heard = [class_id for class_id in document.taxonomy.by_id if "time_span" in document.anchors_of(class_id)]
    return {kind.id for class_id in heard for kind in document.entity_types_for(class_id)}


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties what is spoken to the entity whose name the transcript gives to the speaker of that time."""
    for side in all_sides(job, _speaks, is_entity):
        entities = {entity.id: entity for entity in job.state.entities.values()
                    if entity.type_id in side.second.entities}  # fmt: skip
        namer = _namer(job, entities)
        found: dict[tuple[End, End], Fit] = {}
        for role in (SPOKEN, WRITTEN):
            for placed in annotations_at(job, side.first, role):
                found |= _named(job, side, placed, namer, entities)
        yield from proposals(side, found, first_one=True)


def _namer(job: Job, entities: dict[str, Entity]) -> Namer:
    described = {key: description(entity_words(job.document, one, ())) for key, one in entities.items()}
    return Namer(described, {key: one.name for key, one in entities.items()})


def _named(
    job: Job, side: Sides, placed: Placed, namer: Namer, entities: dict[str, Entity]
) -> dict[tuple[End, End], Fit]:
    label, share = _speaker(job, placed)
    if not label:
        return {}
    return {
        (placed.end, End("entity", key)): Fit(
            naming.likely * share,
            f"The transcript says that “{label}” speaks for {share:.0%} of the time,"
            f" and {entities[key].name} has the {' and the '.join(naming.shared)}.",
        )
        for key, naming in namer.named(label).items()
    }


def _speaker(job: Job, placed: Placed) -> tuple[str, float]:
    """Who speaks longest in a turn's or its words' time, and for what part of the time that anybody does."""
    is_written = placed.asset.kind == "transcript"
    span = written_span(job, placed) if is_written else spoken_span(placed)
    if span is None:
        return "", 0.0
    spoken: dict[str, int] = {}
    for asset, _, segment, shared in segments_during(job, span, placed.asset):
        if segment.speaker and (not is_written or asset.id == placed.asset.id):
            spoken[segment.speaker] = spoken.get(segment.speaker, 0) + shared
    if not spoken:
        return "", 0.0
    longest = max(spoken, key=spoken.__getitem__)
    return longest, spoken[longest] / sum(spoken.values())


MAKER: Final = Maker(
    "speaker_name",
    "Speech ↔ speaker",
    "speech and its words with the speaker that the transcript names",
    fits,
    candidates,
)
