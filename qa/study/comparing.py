"""Compares two passes of a sample: labels are located once, then every figure is counted from that."""

from crosstie.qa.study.cells import Cells
from crosstie.qa.study.counting.classes import class_cells
from crosstie.qa.study.counting.found import found_cells
from crosstie.qa.study.counting.links import link_cells
from crosstie.qa.study.ends import match_ends
from crosstie.qa.study.locating import Located, locate
from crosstie.qa.study.pairing import Pairing, Pairs
from crosstie.qa.study.reading import ReadSample
from crosstie.schema.records import Pass


class Comparing:
    """The comparisons of one sample. What two of them need is worked out once."""

    def __init__(self, read: ReadSample, pairs: Pairs) -> None:
        self._read, self._pairs = read, pairs
        self._located: dict[tuple[str, str], Located] = {}
        self._counted: dict[tuple[str, str], Cells] = {}

    def cells(self, pairing: Pairing) -> Cells:
        """Return what a pair of passes comes to."""
        return self._same_labels(pairing.first, pairing.second)

    def located(self, first: Pass, second: Pass) -> Located:
        """Return which label of one pass is which of the other."""
        key = (first.id, second.id)
        found = self._located.get(key)
        if found is None:
            found = self._located[key] = locate(self._read.side(first), self._read.side(second))
        return found

    def _same_labels(self, first: Pass, second: Pass) -> Cells:
        key = (first.id, second.id)
        found = self._counted.get(key)
        if found is None:
            located = self.located(first, second)
            names = (self._pairs.name(first), self._pairs.name(second))
            found = self._counted[key] = (
                found_cells(located)
                | class_cells(located, names)
                | link_cells(located.first, located.second, match_ends(located))
            )
        return found
