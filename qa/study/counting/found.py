"""Were the same labels found: in all, and by modality, class and anchor."""

from collections import Counter

from crosstie.qa.study.cells import Cells
from crosstie.qa.study.locating import TAU, Located
from crosstie.qa.study.row import Cell, Facet
from crosstie.qa.sums import Number, exact_sum, sums

FACETS: tuple[Facet, ...] = ("modality", "class", "anchor")


def found_cells(located: Located) -> Cells:
    """Return matched F1 of all labels and of each part of them.

    A pair counts where its first label belongs; a label without a partner where it belongs itself.
    """
    mine, others = located.first.strata, located.second.strata
    rows = located.rows.tolist()
    counts = {
        "tp": Counter(mine[place] for place in rows),
        "fn": Counter(mine[place] for place in located.only_first.tolist()),
        "fp": Counter(others[place] for place in located.only_second.tolist()),
    }
    near: dict[tuple[str, str, str], list[float]] = {}
    for place, similarity in zip(rows, located.similarity.tolist(), strict=True):
        near.setdefault(mine[place], []).append(similarity)
    numbers: dict[Cell, dict[str, Number]] = {}
    for stratum in {stratum for counted in counts.values() for stratum in counted}:
        alike = exact_sum(near.get(stratum, ()))
        for cell in _cells(stratum):
            held = numbers.setdefault(cell, {"tp": 0, "fn": 0, "fp": 0, "similarity": 0})
            for name, counted in counts.items():
                held[name] += counted[stratum]
            held["similarity"] += alike
    return {
        cell: sums({(name, TAU): number for name, number in held.items()}) for cell, held in numbers.items()
    }


def _cells(stratum: tuple[str, str, str]) -> tuple[Cell, ...]:
    parts = zip(FACETS, stratum, strict=True)
    return (Cell("matched_f1"), *(Cell("matched_f1", facet, value) for facet, value in parts))
