"""Studies without labels: counts drawn for each sample, as the map would have made them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from crosstie.qa.findings.evidence import Evidence
from crosstie.qa.findings.finding import findings_of
from crosstie.qa.findings.wording import Words
from crosstie.qa.reports.report import Finding
from crosstie.qa.study.figures import figures_of
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.row import Cell, Comparison, Counted, Row
from crosstie.qa.study.tally import Tally
from crosstie.qa.sums import Sums, sums, total

PODS: Final = {"hanoi": ("An", "Binh"), "osaka": ("Emi", "Goro"), "pune": ("Indu", "Jai")}
LANGUAGES: Final = ("vi", "en", "th", "ja")
SITES: Final = ("north", "south")
LINKS: Final = {"l_about": 3, "l_row_of": 6, "l_same": 8}
CLASSES: Final = {"c_car": 6, "c_truck": 3, "c_bus": 2}
BATCHES: Final = 10
SPREAD: Final = 12.0
"""The smaller, the more the samples differ: a sample's own rate is beta with this many pseudo-counts."""


@dataclass(frozen=True)
class Where:
    """Whose pass of which sample: everything that a fault may depend on."""

    language: str
    batch: int
    site: str
    pod: str
    person: str


Rate = Callable[[Where, float], float]


def as_it_is(_where: Where, rate: float) -> float:
    """Return the rate of a project without faults."""
    return rate


@dataclass(frozen=True)
class Faults:
    """What is wrong, as functions from a place and the usual rate to the rate there: of links of a type that
    are wrong, labels missed, things of a class called otherwise, wrong suggestions kept, rules broken.
    """

    links: dict[str, Rate] = field(default_factory=dict)
    missed: Rate = as_it_is
    classes: dict[str, Rate] = field(default_factory=dict)
    kept_shown: Rate = as_it_is
    broken: Rate = as_it_is


def study(seed: int, faults: Faults, samples: int = 500) -> Tally:
    """Return the tally of a project with these faults."""
    rng = np.random.default_rng(seed)
    tally = Tally()
    for number in range(samples):
        tally.add(_Sample(rng, faults, number, samples).counted())
    return tally


def found(tally: Tally) -> tuple[Finding, ...]:
    """Return what the engine finds in a tally."""
    evidence = Evidence(tally, Words({}), Pods(PODS))
    return findings_of(evidence, figures_of(tally, ()))


class _Sample:
    def __init__(self, rng: np.random.Generator, faults: Faults, number: int, samples: int) -> None:
        self.rng, self.faults = rng, faults
        self.id = f"s{number:05d}"
        self.batch = number * BATCHES // samples + 1
        self.language, self.site = str(rng.choice(LANGUAGES)), str(rng.choice(SITES))

    def counted(self) -> Counted:
        pods = [str(pod) for pod in self.rng.permutation(list(PODS))]
        people = [str(self.rng.choice(PODS[pod])) for pod in pods]
        rows = [self._accuracy(pod, person) for pod, person in zip(pods[:2], people, strict=False)]
        if self.rng.random() < 0.4:
            rows.append(self._bias(pods[0], people[0], people[2]))
        return Counted((*rows, self._settled()))

    def _where(self, pod: str = "", person: str = "") -> Where:
        return Where(self.language, self.batch, self.site, pod, person)

    def _wrong(self, n: int, rate: float) -> int:
        """Draw how many of n are wrong: more in one sample than in another."""
        own = self.rng.beta(SPREAD * rate, SPREAD * (1 - rate))
        return int(self.rng.binomial(n, own))

    def _accuracy(self, pod: str, person: str) -> Row:
        where = self._where(pod, person)
        cells: dict[Cell, Sums] = {}
        for type_id, n in LINKS.items():
            rate = self.faults.links.get(type_id, as_it_is)(where, 0.03)
            cells[Cell("link_prf", "link_type", type_id)] = self._links(n, rate)
        cells[Cell("link_prf")] = total(cells.values())
        missed = self._wrong(30, self.faults.missed(where, 0.02))
        cells[Cell("matched_f1")] = sums({("tp", 0.5): 30 - missed, ("fn", 0.5): missed, ("fp", 0.5): 1})
        of_classes = {name: self._classes(name, n, where) for name, n in CLASSES.items()}
        cells |= {Cell("class_agreement", "class", name): one for name, one in of_classes.items()}
        cells[Cell("class_agreement")] = total(of_classes.values())
        passes = (f"{self.id}.g", f"{self.id}.{person}")
        return self._row("accuracy", passes, (person,), (pod,), cells)

    def _links(self, n: int, rate: float) -> Sums:
        lost = self._wrong(n, 0.03)
        wrong = self._wrong(n - lost, rate)
        right = n - lost - wrong
        counts = {"tp": right, "fp": wrong, "fn": wrong}
        cells = {("conditional", name): count for name, count in counts.items()}
        cells |= {("unconditional", name): count for name, count in counts.items()}
        cells["unconditional", "fn"] += lost
        return sums(cells | {("endpoints",): 2 * n, ("endpoints_found",): 2 * n - lost})

    def _classes(self, name: str, n: int, where: Where) -> Sums:
        wrong = self._wrong(n, self.faults.classes.get(name, as_it_is)(where, 0.02))
        other = "c_truck" if name != "c_truck" else "c_bus"
        return sums({("cell", name, name): n - wrong, ("cell", name, other): wrong})

    def _bias(self, pod: str, person: str, blind: str) -> Row:
        n = int(self.rng.poisson(1.5))
        shown = self._wrong(n, self.faults.kept_shown(self._where(pod, person), 0.03))
        parts = sums(
            {("wrong", False, True): shown, ("wrong", False, False): n - shown, ("right", True, True): 20}
        )
        people = tuple(sorted((person, blind)))
        passes = (f"{self.id}.g", f"{self.id}.m", f"{self.id}.b", f"{self.id}.{person}")
        return self._row("bias", passes, people, (), {Cell("anchoring_bias"): parts})

    def _settled(self) -> Row:
        kept = int(self.rng.random() >= self.faults.broken(self._where(), 0.03))
        parts = sums({("n",): 1, ("consistent",): kept})
        metric = "cross_modal_consistency"
        cells = {Cell(metric): parts, Cell(metric, "rule", "r_seen"): parts}
        return self._row("settled", (f"{self.id}.g",), ("Panel",), (), cells)

    def _row(
        self,
        comparison: Comparison,
        passes: tuple[str, ...],
        people: tuple[str, ...],
        pods: tuple[str, ...],
        cells: dict[Cell, Sums],
    ) -> Row:
        return Row(
            self.id, self.language, f"batch-{self.batch}", self.site, comparison, passes, people, pods, cells
        )
