"""Are the same things tied: link precision, recall and F1, by type and by the modalities tied."""

from collections.abc import Iterable

from crosstie.qa.crossmodal.links import LinkEnds, link_sums
from crosstie.qa.study.cells import Cells
from crosstie.qa.study.row import Cell, Facet
from crosstie.qa.study.side import Side
from crosstie.storage.columns import Tie

Match = dict[str, str]
"""Second pass's end -> first pass's, annotations and entities."""


def link_cells(
    first: Side, second: Side, match: Match, ties: tuple[Iterable[Tie], Iterable[Tie]] | None = None
) -> Cells:
    """Return the sums of links of all types, of each type, and of each pair of modalities.

    The certain links of both passes, unless others are given.
    """
    gold, pred = ties or (first.certain, second.certain)
    ends = [
        [(tie.type_id, modalities(first, tie), _ends(first, tie, {})) for tie in gold],
        [(tie.type_id, modalities(second, tie), _ends(second, tie, match)) for tie in pred],
    ]
    cells: Cells = {}
    wanted: list[tuple[Facet, int]] = [("link_type", 0), ("link_modalities", 1)]
    if ends[0] or ends[1]:
        cells[Cell("link_prf")] = link_sums([e[2] for e in ends[0]], [e[2] for e in ends[1]], match)
    for facet, at in wanted:
        for value in sorted({str(one[at]) for side in ends for one in side}):
            of_value = [[one[2] for one in side if one[at] == value] for side in ends]
            cells[Cell("link_prf", facet, value)] = link_sums(of_value[0], of_value[1], match)
    return cells


def modalities(side: Side, tie: Tie) -> str:
    """Return what a link ties, as in "transcript–video", whichever way it points."""
    ends = ((tie.from_kind, tie.from_id), (tie.to_kind, tie.to_id))
    return "–".join(sorted(side.modality_of_end(kind, key) for kind, key in ends))


def _ends(side: Side, tie: Tie, match: Match) -> LinkEnds:
    """Return a link's ends; of a type without a direction in one order that both passes share."""
    origin, target = tie.from_id, tie.to_id
    spec = side.document.find_link_type(tie.type_id)
    if spec is not None and spec.symmetric and match.get(target, target) < match.get(origin, origin):
        origin, target = target, origin
    return LinkEnds(origin, target, tie.type_id)
