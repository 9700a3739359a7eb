"""Stretches of time and of text: u-alpha of where they lie, and who speaks when."""

import itertools
from collections.abc import Iterator

from crosstie.qa.speakers.diarization import diarization_sums
from crosstie.qa.speakers.turns import Turn
from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.side import Side
from crosstie.qa.sums import Sums
from crosstie.qa.unitizing.spans import Span
from crosstie.qa.unitizing.u_alpha import u_alpha_sums
from crosstie.schema.anchors import TextSpan, TimeSpan

Tier = tuple[str, str]
"""The asset, and the class where every class has a tier of its own."""
Tiers = dict[Tier, list[Span]]
OVERLAPPING = "spans of one class overlap within a pass: u-alpha leaves them out"


def span_cells(first: Side, second: Side, refused: set[str]) -> Cells:
    """Return the sums of u-alpha over each asset's spans; a tier for each class where spans overlap.

    Spans of one class that overlap within a pass have no u-alpha; `refused` is told.
    """
    parts: list[tuple[str, Sums]] = []
    for asset_id in dict.fromkeys((*first.spans, *second.spans)):
        sides = [_read(side, asset_id) for side in (first, second)]
        tiers = _tiers(sides)
        length = max(_duration(first, asset_id), *(span.end for spans in sides for span in spans))
        for spans in tiers:
            if any(map(_overlap, spans)):
                refused.add(OVERLAPPING)
            else:
                parts.append((first.scene.modality(asset_id), u_alpha_sums(spans, length)))
    return parted("u_alpha_family", "modality", parts)


def speaker_cells(first: Side, second: Side) -> Cells:
    """Return the sums of diarization: spans of time that are about an entity, by asset and class."""
    sides = [_turns(side) for side in (first, second)]
    parts = [
        (key[1], diarization_sums(sides[0].get(key, ()), sides[1].get(key, ())))
        for key in dict.fromkeys((*sides[0], *sides[1]))
    ]
    return parted("diarization", "class", parts)


def _read(side: Side, asset_id: str) -> list[Span]:
    return [
        Span(anchor.start_ns, anchor.end_ns, class_id)
        if isinstance(anchor, TimeSpan)
        else Span(anchor.start, anchor.end, class_id)
        for anchor, class_id in _anchors(side, asset_id)
    ]


def _anchors(side: Side, asset_id: str) -> Iterator[tuple[TimeSpan | TextSpan, str]]:
    """Yield an asset's spans; of a transcript that has both, those of text, as the axes differ."""
    found = side.spans.get(asset_id, ())
    anchors = [(side.columns.anchors[place], side.columns.classes[place]) for place in found]
    text = any(isinstance(anchor, TextSpan) for anchor, _ in anchors)
    for anchor, class_id in anchors:
        if isinstance(anchor, TextSpan) or (isinstance(anchor, TimeSpan) and not text):
            yield anchor, class_id


def _tiers(sides: list[list[Span]]) -> list[list[list[Span]]]:
    """Return one tier, or one for each class where spans of one side overlap."""
    if not any(map(_overlap, sides)):
        return [sides]
    classes = sorted({str(span.label) for spans in sides for span in spans})
    return [[[span for span in spans if span.label == name] for spans in sides] for name in classes]


def _overlap(spans: list[Span]) -> bool:
    ordered = sorted((span.start, span.end) for span in spans)
    return any(one[1] > after[0] for one, after in itertools.pairwise(ordered))


def _duration(side: Side, asset_id: str) -> int:
    """Return how long an asset is in nanoseconds; 0 where that is not known, or its axis is no time."""
    place = side.spans.get(asset_id, (None,))[0]
    timed = place is not None and isinstance(side.columns.anchors[place], TimeSpan)
    return side.scene.assets[asset_id].facts.duration_ns if timed else 0


def _turns(side: Side) -> dict[Tier, list[Turn]]:
    found: dict[Tier, list[Turn]] = {}
    columns = side.columns
    for asset_id, places in side.spans.items():
        for place in places:
            anchor, speaker = columns.anchors[place], columns.entities[place]
            if speaker and isinstance(anchor, TimeSpan):
                turn = Turn(anchor.start_ns, anchor.end_ns, speaker)
                found.setdefault((asset_id, columns.classes[place]), []).append(turn)
    return found
