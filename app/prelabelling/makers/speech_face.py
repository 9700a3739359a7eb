"""Speech ↔ face, by time and by how the mouth moves while the sound is loud."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.makers.speech_text import spoken_span
from crosstie.app.prelabelling.media import MediaMissing
from crosstie.app.prelabelling.mouths import look_times, mouth_motions, together
from crosstie.app.prelabelling.roles import (
    SHAPE,
    SPOKEN,
    Placed,
    all_sides,
    annotations_at,
    one_thing,
    stands,
    ties,
)
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec
from crosstie.schema.records import End
from crosstie.schema.timing import annotation_span_ns

_SPOKEN, _SHAPE = stands(SPOKEN), stands(SHAPE)
_MAY_TIE: Final = ties(_SPOKEN, _SHAPE)
_LEAST_COVER: Final = 0.2
_EVEN_R: Final = 0.15
_STEEP: Final = 10.0
_ENOUGH_FRAMES: Final = 8


class _Face(msgspec.Struct, frozen=True):
    """A face while somebody speaks: for which part of the turn, and how its mouth goes with the sound."""

    placed: Placed
    cover: float
    correlation: float | None
    share: float = 1.0


def fits(document: SchemaDocument, spec: LinkTypeSpec) -> bool:
    """Whether a type ties a turn and a shape in a picture that are of one speaker."""
    return _MAY_TIE(document, spec) and one_thing(document, spec)


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties each turn to the face that is there and whose mouth moves with the sound."""
    for side in all_sides(job, _SPOKEN, _SHAPE):
        faces = annotations_at(job, side.second, SHAPE)
        found: dict[tuple[End, End], Fit] = {}
        for turn in annotations_at(job, side.first, SPOKEN):
            seen = _shared(_seen(job, turn, faces))
            for face in seen:
                found[turn.end, face.placed.end] = _fit(face, len(seen))
        yield from proposals(side, found, first_one=True)


def _seen(job: Job, turn: Placed, faces: list[Placed]) -> list[_Face]:
    """The faces that are there for a part of the turn, with how their mouths go with the sound."""
    start, end = spoken_span(turn)
    by_camera: dict[str, list[tuple[Placed, float]]] = defaultdict(list)
    for face in faces:
        # A still picture of a face has no time in which its mouth could move.
        there = annotation_span_ns(face.annotation, face.asset) or (0, 0)
        cover = (min(end, there[1]) - max(start, there[0])) / (end - start)
        if cover >= _LEAST_COVER:
            by_camera[face.asset.id].append((face, cover))
    found = []
    for seen in by_camera.values():
        told = _correlations(job, turn, [face for face, _ in seen])
        found += [_Face(face, cover, r) for (face, cover), r in zip(seen, told, strict=True)]
    return found


def _correlations(job: Job, turn: Placed, faces: list[Placed]) -> list[float | None]:
    """How each mouth's motion goes with the sound's loudness, -1 to 1; None where too little is seen."""
    try:
        moved = mouth_motions(job.media, faces, look_times(spoken_span(turn)))
        return [
            together(motion, _loudness(job, turn, times)) if len(times) >= _ENOUGH_FRAMES else None
            for times, motion in moved
        ]
    except MediaMissing as error:
        job.note(f"only time tells about {faces[0].asset.id}: {error}")
        return [None for _ in faces]


def _loudness(job: Job, turn: Placed, edges: NDArray[np.int64]) -> NDArray[np.float64]:
    clock = turn.asset.clock
    own = np.array([clock.asset_from_sample(at_ns) for at_ns in edges.tolist()], np.int64)
    return job.media.sound(turn.asset).loudness(own)


def _shared(faces: list[_Face]) -> list[_Face]:
    """Each face with its part of what all mouths show: somebody speaks, and mostly one at a time."""
    odds = [math.exp(_STEEP * ((face.correlation or 0.0) - _EVEN_R)) for face in faces]
    return [
        msgspec.structs.replace(face, share=value / sum(odds))
        for face, value in zip(faces, odds, strict=True)
    ]


def _fit(face: _Face, count: int) -> Fit:
    where = f"The face in {face.placed.asset.id} is there for {face.cover:.0%} of the turn"
    if face.correlation is None:
        # A voice may be of somebody out of the picture: time alone never settles it.
        return Fit(0.6 * face.cover / count, f"{where}, one of {count}; its mouth could not be compared.")
    sure = 1 / (1 + math.exp(-_STEEP * (face.correlation - _EVEN_R)))
    reason = f"{where}, and its mouth's motion goes with the sound by {face.correlation:+.2f}"
    others = f", {face.share:.0%} of what the {count} faces show" if count > 1 else ""
    return Fit(sure * math.sqrt(face.share) * min(1.0, face.cover / 0.8), f"{reason}{others}.")


MAKER: Final = Maker(
    "speech_face",
    "Speech ↔ face",
    "speech turns and the faces of who speaks, by time and mouth motion",
    fits,
    candidates,
)
