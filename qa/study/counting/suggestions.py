"""What a model suggested, whether it was right, and who says the same: people who saw it, and who did not."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from crosstie.qa.bias.anchoring import anchoring_sums
from crosstie.qa.study.cells import Cells
from crosstie.qa.study.counting.links import Match
from crosstie.qa.study.ends import match_ends
from crosstie.qa.study.locating import Located
from crosstie.qa.study.row import Cell, Facet
from crosstie.qa.study.side import Side
from crosstie.qa.sums import Sums, total
from crosstie.storage.columns import Tie

HELD_RIGHT = 0.5
"""The score from which on a maker of candidates holds one to be right."""
Against = Sequence[Located]
"""The suggesting pass as the second of each: against the reference, the blind and the assisted pass."""


class Suggestions(msgspec.Struct, frozen=True):
    """Where suggestions are located in three passes, and the links suggested between located ends."""

    against: Against
    ties: Sequence[Tie]
    labels: bool


def held_right(ties: Iterable[Tie]) -> list[Tie]:
    """Return the links that their maker holds to be right, and those without a score."""
    return [
        tie for tie in ties if tie.status != "rejected" and (tie.score is None or tie.score >= HELD_RIGHT)
    ]


def anchoring_cells(suggested: Iterable[Suggestions]) -> Cells:
    """Return the sums of suggested labels, by modality, and of suggested links, by type, and of both."""
    parts: dict[tuple[Facet, str], list[Sums]] = {}
    for one in suggested:
        if one.labels:
            for modality, item in _labels(one.against):
                parts.setdefault(("modality", modality), []).append(item)
        for type_id, item in _links(one):
            parts.setdefault(("link_type", type_id), []).append(item)
    cells = {Cell("anchoring_bias", facet, value): total(items) for (facet, value), items in parts.items()}
    return cells | {Cell("anchoring_bias"): total(cells.values())} if cells else {}


def _labels(against: Against) -> list[tuple[str, Sums]]:
    suggesting = against[0].second
    said = [_same_label(located) for located in against]
    return [
        (modality, _item([one(place) for one in said]))
        for place, modality in enumerate(suggesting.modalities)
    ]


def _item(equal: Sequence[bool]) -> Sums:
    correct, blind, assisted = equal
    return anchoring_sums(blind, assisted, correct)


def _same_label(located: Located) -> Callable[[int], bool]:
    """Return whether a suggested label, by place, stands in the other pass with the same class."""
    mine, others = located.first.columns.classes, located.second.columns.classes
    partner = located.partner
    return lambda place: place in partner and mine[partner[place]] == others[place]


def _links(one: Suggestions) -> list[tuple[str, Sums]]:
    said = [_same_link(located.first, match_ends(located)) for located in one.against]
    return [(tie.type_id, _item([same(tie) for same in said])) for tie in one.ties]


def _same_link(side: Side, match: Match) -> Callable[[Tie], bool]:
    """Return whether a suggested link stands in a pass, whose ends `match` gives."""
    there = {(tie.type_id, tie.from_id, tie.to_id) for tie in side.certain}

    def same(tie: Tie) -> bool:
        origin, target = match.get(tie.from_id, ""), match.get(tie.to_id, "")
        spec = side.document.find_link_type(tie.type_id)
        turned = spec is not None and spec.symmetric and (tie.type_id, target, origin) in there
        return (tie.type_id, origin, target) in there or turned

    return same
