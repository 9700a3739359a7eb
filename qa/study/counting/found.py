"""Were the same labels found: in all, and by modality, class and anchor."""

import itertools
from collections import Counter
from fractions import Fraction
from typing import Final

import numpy as np

from crosstie.qa.study.cells import Cells
from crosstie.qa.study.locating import TAU, Located
from crosstie.qa.study.row import Cell, Facet
from crosstie.qa.sums import Number, Sums, sums

FACETS: Final[tuple[Facet, ...]] = ("modality", "class", "anchor")
Stratum = tuple[str, str, str]
_BITS: Final = 60  # every float from TAU to 1 is a whole number of 2^-60


def found_cells(located: Located) -> Cells:
    """Return matched F1 of all labels and of each part of them.

    A pair counts where its first label belongs; a label without a partner where it belongs itself.
    """
    mine, others = located.first.strata, located.second.strata
    rows = located.rows.tolist()
    counts = (
        Counter(mine[place] for place in rows),
        Counter(mine[place] for place in located.only_first.tolist()),
        Counter(others[place] for place in located.only_second.tolist()),
    )
    near: Counter[Stratum] = Counter()
    for place, units in zip(rows, np.ldexp(located.similarity, _BITS).astype(np.int64).tolist(), strict=True):
        near[mine[place]] += units
    numbers: dict[Cell, list[int]] = {}
    for stratum in dict.fromkeys(itertools.chain(*counts)):
        added = [counted[stratum] for counted in counts]
        for cell in _cells(stratum):
            held = numbers.setdefault(cell, [0, 0, 0, 0])
            for at, number in enumerate((*added, near[stratum])):
                held[at] += number
    return {cell: _sums(held) for cell, held in numbers.items()}


def _sums(held: list[int]) -> Sums:
    tp, fn, fp, units = held
    alike = Fraction(units, 1 << _BITS)
    similarity: Number = alike if alike.denominator > 1 else int(alike)
    return sums({("tp", TAU): tp, ("fn", TAU): fn, ("fp", TAU): fp, ("similarity", TAU): similarity})


def _cells(stratum: Stratum) -> tuple[Cell, ...]:
    parts = zip(FACETS, stratum, strict=True)
    return (Cell("matched_f1"), *(Cell("matched_f1", facet, value) for facet, value in parts))
