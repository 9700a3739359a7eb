"""Compares two passes of a sample: labels are located once, then every figure is counted from that."""

from crosstie.qa.study.cells import Cells
from crosstie.qa.study.counting.attributes import attribute_cells
from crosstie.qa.study.counting.classes import class_cells
from crosstie.qa.study.counting.entities import entity_cells
from crosstie.qa.study.counting.found import found_cells
from crosstie.qa.study.counting.links import link_cells
from crosstie.qa.study.counting.pages import grounding_cells, key_value_cells
from crosstie.qa.study.counting.spans import span_cells, speaker_cells
from crosstie.qa.study.counting.suggestions import Suggestions, anchoring_cells, held_right
from crosstie.qa.study.counting.teams import team_cells
from crosstie.qa.study.counting.tracks import track_cells
from crosstie.qa.study.ends import match_ends
from crosstie.qa.study.locating import Located, locate
from crosstie.qa.study.pairing import Pairing, Pairs
from crosstie.qa.study.reading import ReadSample
from crosstie.qa.study.row import Cell
from crosstie.schema.records import Pass

_OF_MAKERS = ("matched_f1", "link_prf")


class Comparing:
    """The comparisons of one sample. What two of them need is worked out once."""

    def __init__(self, read: ReadSample, pairs: Pairs) -> None:
        self._read, self._pairs = read, pairs
        self._located: dict[tuple[str, str], Located] = {}
        self._counted: dict[tuple[str, str], Cells] = {}

    def cells(self, pairing: Pairing) -> Cells:
        """Return what a pair of passes comes to."""
        match pairing.comparison:
            case "bias":
                return self._bias(pairing)
            case "model":
                return self._model(pairing)
            case "team":
                pods = (self._pairs.pod(pairing.first), self._pairs.pod(pairing.second))
                located = self._locate(pairing.first, pairing.second)
                return _classes(class_cells(located, pods)) | team_cells(located, pods)
            case _:
                return self._same_labels(pairing.first, pairing.second)

    def _locate(self, first: Pass, second: Pass) -> Located:
        key = (first.id, second.id)
        found = self._located.get(key)
        if found is None:
            found = self._located[key] = locate(self._read.side(first), self._read.side(second))
        return found

    def _same_labels(self, first: Pass, second: Pass) -> Cells:
        key = (first.id, second.id)
        found = self._counted.get(key)
        if found is None:
            found = self._counted[key] = self._count(first, second)
        return found

    def _count(self, first: Pass, second: Pass) -> Cells:
        located = self._locate(first, second)
        mine, others = located.first, located.second
        names = (self._pairs.name(first), self._pairs.name(second))
        cells = found_cells(located) | class_cells(located, names) | attribute_cells(located)
        cells |= link_cells(mine, others, match_ends(located))
        cells |= entity_cells(located) | grounding_cells(located) | key_value_cells(located)
        return cells | _in_time(located, self._pairs.refused)

    def _model(self, pairing: Pairing) -> Cells:
        """Return how a model's pass does, or the candidate links of a maker, by maker besides."""
        first, second = pairing.first, pairing.second
        cells = self._candidates(first, second) if second.about else self._same_labels(first, second)
        maker = self._pairs.name(second)
        of_maker = {
            Cell(name, "maker", maker): cells[Cell(name)] for name in _OF_MAKERS if Cell(name) in cells
        }
        return cells | of_maker

    def _candidates(self, settled: Pass, proposing: Pass) -> Cells:
        """Return the links proposed against the certain links of the types that are proposed."""
        about = self._read.passes[proposing.about]
        located = self._locate(settled, about)
        ties = self._read.side(proposing).columns.ties
        types = {tie.type_id for tie in ties}
        wanted = [tie for tie in located.first.certain if tie.type_id in types]
        match = {key: key for key in located.first.ends} if about.id == settled.id else match_ends(located)
        return link_cells(located.first, located.second, match, (wanted, held_right(ties)))

    def _bias(self, pairing: Pairing) -> Cells:
        blind = pairing.blind
        assert blind is not None
        suggested = []
        for one in pairing.suggested:
            base = self._read.passes[one.about] if one.about else one
            passes = (pairing.first, blind, pairing.second)
            against = [self._locate(other, base) for other in passes]
            ties = held_right(self._read.side(one).columns.ties)
            suggested.append(Suggestions(against, ties, labels=not one.about))
        return anchoring_cells(suggested)


def _classes(cells: Cells) -> Cells:
    """Return the tables of classes alone: all else of two pods' passes is told as their agreement."""
    return {cell: parts for cell, parts in cells.items() if cell.metric == "class_agreement"}


def _in_time(located: Located, refused: set[str]) -> Cells:
    mine, others = located.first, located.second
    spans = span_cells(mine, others, refused) | speaker_cells(mine, others)
    return spans | track_cells(located)
