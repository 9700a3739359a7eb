"""How pods name the same things: confusions against gold and each other, and how far their use lies apart."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from crosstie.qa.drift.divergence import bits
from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.reports.report import Confusion, Divergence
from crosstie.qa.study.row import Cell, Comparison
from crosstie.qa.study.slices import By, SliceKey
from crosstie.qa.study.tally import Tally

_METRIC: Final = "class_agreement"
_COMPARISONS: Final[tuple[Comparison, ...]] = ("accuracy", "team")
Counts = dict[str, Counter[str]]
"""By class of the first side, how often each class of the second side."""


def confusions_of(evidence: Evidence) -> tuple[Confusion, ...]:
    """Return by class, batch and pair of sides which other class is said: gold and each pod, pod and pod.

    Of two pods both directions. Without pods, everybody against gold.
    """
    found: list[Confusion] = []
    for comparison in _COMPARISONS:
        tables = _tables(evidence, comparison)
        for (pod, batch), table in tables.items():
            sides = pod.split(" × ") if comparison == "team" else ["gold", pod or "everybody"]
            found += _rows(sides[0], sides[-1], batch, table)
            if comparison == "team":
                found += _rows(sides[-1], sides[0], batch, _turned(table))
    return tuple(found)


def _tables(evidence: Evidence, comparison: Comparison) -> dict[tuple[str, str], Counts]:
    """Return the table of classes of each pod (or pair) and batch; with batch "" all batches."""
    found: dict[tuple[str, str], Counts] = {}
    wanted = {("pod",), ("pod", "batch")}
    whole = {(), ("batch",)} if comparison == "accuracy" and not evidence.pods.of_person else set()
    for key in evidence.tally.slices():
        names = tuple(name for name, _ in key.by)
        if (key.comparison, key.cell.metric, key.cell.facet) != (comparison, _METRIC, "class"):
            continue
        if names in wanted or names in whole:
            by = dict(key.by)
            table = found.setdefault((by.get("pod", ""), by.get("batch", "")), {})
            for (one, other), n in evidence.tally.sums(key).under("cell").items():
                table.setdefault(str(one), Counter())[str(other)] += int(n)
    return found


def _rows(first: str, second: str, batch: str, table: Counts) -> Iterator[Confusion]:
    for class_id in sorted(table):
        counts = table[class_id]
        n = counts.total()
        others = Counter({name: count for name, count in counts.items() if name != class_id})
        instead = min(others, key=lambda name: (-others[name], name)) if others else ""
        share = others.total() / n if n else None
        yield Confusion(first, second, class_id, batch, n, share, instead)


def _turned(table: Counts) -> Counts:
    turned: Counts = {}
    for one, counts in table.items():
        for other, n in counts.items():
            turned.setdefault(other, Counter())[one] += n
    return turned


def divergences_of(tally: Tally) -> tuple[Divergence, ...]:
    """Return how far the use of classes of each two pods lies apart, p by swapping whole samples.

    Only samples that both labelled are counted, so that it is drift and no difference of mix.
    """
    cell = Cell("jensen_shannon")
    keys = [key for key in tally.slices() if (key.comparison, key.cell) == ("team", cell)]
    return tuple(_divergence(tally, key.by) for key in keys if [name for name, _ in key.by] == ["pod"])


def _divergence(tally: Tally, by: By) -> Divergence:
    key = SliceKey("team", Cell("jensen_shannon"), by)
    first, _, second = by[0][1].partition(" × ")
    n = tally.n_samples(key)
    swapped = tally.swapped(key)
    counts = tally.sums(key).under("labels")
    labels = sorted({str(label) for _, label in counts})
    sides = np.array([[float(counts.get((pod, label), 0)) for label in labels] for pod in (first, second)])
    if swapped is None or not sides.sum(1).all():
        return Divergence(first, second, None, None, None, True, n)
    observed = float(bits(sides[0], sides[1]))
    null = bits(swapped.first.astype(float), swapped.second.astype(float))
    p = (int((null >= observed - 1e-12).sum()) + 1) / (len(null) + 1)
    return Divergence(first, second, observed, p, float(null.mean()), True, n)
