"""Ties to places: what a phrase points at, and which key of a page has which value."""

from collections.abc import Iterable, Sequence

import numpy as np

from crosstie.qa.crossmodal.grounding import enclosing
from crosstie.qa.crossmodal.keyvalue import Relation, kv_sums
from crosstie.qa.matching.assign import EPSILON
from crosstie.qa.study.cells import Cells
from crosstie.qa.study.locating import TAU, Located
from crosstie.qa.study.row import Cell
from crosstie.qa.study.side import Side
from crosstie.qa.study.similar import overlap_by_row
from crosstie.qa.sums import Sums, sums
from crosstie.schema.anchors import Box, PageRegion, Polygon, RotatedBox, TextSpan
from crosstie.storage.columns import Tie

_PLACES = (Box, RotatedBox, Polygon, PageRegion)
_NONE = np.empty(0)
Where = tuple[float, float, float, float]
Pointed = dict[int, dict[int, list[Where]]]
"""Place of a phrase -> picture or page -> the boxes it is tied to there."""


def grounding_cells(located: Located) -> Cells:
    """Return the sums of phrases (spans of text) that are tied to boxes or regions, in each picture or page.

    A phrase of the first pass counts once for each picture in which either pass ties it to something.
    """
    gold, pred = _pointed(located.first), _pointed(located.second)
    second_of = {i: j for j, i in located.partner.items()}
    found = located.partner
    items: list[tuple[Where | None, Where | None]] = []
    for place in sorted({*gold, *(found[j] for j in pred if j in found)}):
        wanted, shown = gold.get(place, {}), pred.get(second_of.get(place, -1), {})
        pictures = sorted({*wanted, *shown})
        items.extend((_around(wanted.get(one)), _around(shown.get(one))) for one in pictures)
    return {Cell("grounding_accuracy"): _grounded(items)} if items else {}


def _around(boxes: list[Where] | None) -> Where | None:
    return None if not boxes else boxes[0] if len(boxes) == 1 else enclosing(boxes)


def _grounded(items: list[tuple[Where | None, Where | None]]) -> Sums:
    """Return what `grounding_sums` gives of all phrases, their boxes in one go."""
    both = [(gold, pred) for gold, pred in items if gold is not None and pred is not None]
    absent = sum(gold is None for gold, _ in items)
    near = (
        overlap_by_row(*(np.array(side).reshape(-1, 4) for side in zip(*both, strict=True)))
        if both
        else _NONE
    )
    right = int(np.count_nonzero(near >= TAU - EPSILON))
    return sums({("n",): len(items), ("correct",): right, ("absent",): absent})


def key_value_cells(located: Located) -> Cells:
    """Return the sums of links between two regions of a page."""
    gold = [_relation(located.first, tie, {}) for tie in _between_regions(located.first)]
    names = dict(located.partner)
    beyond = located.first.n
    missing = {place: beyond + place for place in range(located.second.n) if place not in names}
    pred = [_relation(located.second, tie, names | missing) for tie in _between_regions(located.second)]
    return {Cell("document_kv_linking"): kv_sums(gold, pred)} if gold or pred else {}


def _pointed(side: Side) -> Pointed:
    found: Pointed = {}
    anchors = side.columns.anchors
    for tie in side.certain:
        ends = side.places_of(tie)
        for phrase, target in (ends, ends[::-1]) if ends else ():
            if type(anchors[phrase]) is TextSpan and type(anchors[target]) in _PLACES:
                picture = int(side.groups[target])
                found.setdefault(phrase, {}).setdefault(picture, []).append(side.roughs[target][1:])
    return found


def _between_regions(side: Side) -> Iterable[Tie]:
    for tie in side.certain:
        ends = side.places_of(tie)
        if ends and all(isinstance(side.columns.anchors[place], PageRegion) for place in ends):
            yield tie


def _relation(side: Side, tie: Tie, names: dict[int, int]) -> Relation:
    ends = side.places_of(tie)
    assert ends is not None
    head, tail = sorted(ends, key=lambda place: names.get(place, place)) if _turns(side, tie) else ends
    classes: Sequence[str] = side.columns.classes
    named = [names.get(place, place) for place in (head, tail)]
    return Relation((named[0], named[0]), (named[1], named[1]), classes[head], classes[tail], tie.type_id)


def _turns(side: Side, tie: Tie) -> bool:
    spec = side.document.find_link_type(tie.type_id)
    return spec is not None and spec.symmetric
