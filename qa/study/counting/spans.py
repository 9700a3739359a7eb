"""Stretches of time and of text: u-alpha of where they lie, and who speaks when."""

from crosstie.qa.speakers.diarization import diarization_sums
from crosstie.qa.speakers.turns import Turn
from crosstie.qa.study.cells import Cells, parted
from crosstie.qa.study.side import Side
from crosstie.qa.sums import Sums
from crosstie.qa.unitizing.two import MOST, Row, pair_sums
from crosstie.schema.anchors import TextSpan, TimeSpan

Tier = tuple[str, str]
"""The asset, and the class."""
OVERLAPPING = "spans of one class overlap within a pass: u-alpha leaves them out"
TOO_LONG = "an asset of more than 104 days has no u-alpha"


def span_cells(first: Side, second: Side, refused: set[str]) -> Cells:
    """Return the sums of u-alpha over each asset's spans; a tier for each class where spans overlap.

    Spans of one class that overlap within a pass have no u-alpha; `refused` is told.
    """
    parts: list[tuple[str, Sums]] = []
    for key in dict.fromkeys((*first.spans, *second.spans)):
        sides = [_spans(side, side.spans.get(key, [])) for side in (first, second)]
        asset_id, kind = key
        known = first.scene.assets[asset_id].facts.duration_ns if kind == "time_span" else 0
        begin = min(0, *(start for spans in sides for start, _end, _class in spans))
        length = max(known, *(end for spans in sides for _start, end, _class in spans)) - begin
        for one, other in _tiers(sides, begin):
            if one.overlaps or other.overlaps:
                refused.add(OVERLAPPING)
            elif length > MOST:
                refused.add(TOO_LONG)
            else:
                parts.append((first.scene.modality(asset_id), pair_sums(one, other, length)))
    return parted("u_alpha_family", "modality", parts)


def speaker_cells(first: Side, second: Side) -> Cells:
    """Return the sums of diarization: spans of time that are about an entity, by asset and class."""
    sides = [_turns(side) for side in (first, second)]
    parts = [
        (key[1], diarization_sums(sides[0].get(key, ()), sides[1].get(key, ())))
        for key in dict.fromkeys((*sides[0], *sides[1]))
    ]
    return parted("diarization", "class", parts)


def _spans(side: Side, places: list[int]) -> list[tuple[int, int, str]]:
    """Return starts and ends in nanoseconds or characters, with classes."""
    anchors, classes = side.columns.anchors, side.columns.classes
    found = []
    for place in places:
        anchor = anchors[place]
        if isinstance(anchor, TimeSpan):
            found.append((anchor.start_ns, anchor.end_ns, classes[place]))
        elif isinstance(anchor, TextSpan):
            found.append((anchor.start, anchor.end, classes[place]))
    return found


def _tiers(sides: list[list[tuple[int, int, str]]], begin: int) -> list[tuple[Row, Row]]:
    """Return one tier, or one for each class where spans of one side overlap; times count from `begin`."""
    rows = [_row(spans, begin) for spans in sides]
    if not any(row.overlaps for row in rows):
        return [(rows[0], rows[1])]
    classes = sorted({span[2] for spans in sides for span in spans})
    of_class = [[_row([s for s in spans if s[2] == one], begin) for spans in sides] for one in classes]
    return [(one, other) for one, other in of_class]


def _row(spans: list[tuple[int, int, str]], begin: int) -> Row:
    starts, ends = [span[0] - begin for span in spans], [span[1] - begin for span in spans]
    return Row(starts, ends, [span[2] for span in spans])


def _turns(side: Side) -> dict[Tier, list[Turn]]:
    found: dict[Tier, list[Turn]] = {}
    columns = side.columns
    for (asset_id, kind), places in side.spans.items():
        for place in places if kind == "time_span" else ():
            anchor, speaker = columns.anchors[place], columns.entities[place]
            if speaker and isinstance(anchor, TimeSpan):
                turn = Turn(anchor.start_ns, anchor.end_ns, speaker)
                found.setdefault((asset_id, columns.classes[place]), []).append(turn)
    return found
