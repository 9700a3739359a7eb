"""Makes a plan from a project: reads what is there, judges the rules, draws by seed."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median_low
from typing import Final

import msgspec

from crosstie.qa.checking.check import Check
from crosstie.qa.checking.results import RuleTotals
from crosstie.qa.errors import QualityInvalid
from crosstie.qa.plan.anchoring import Anchors, anchors_by_batch, overlap_sets
from crosstie.qa.plan.asked import Asked
from crosstie.qa.plan.gate import RATES, Gate, gates
from crosstie.qa.plan.risk import HIGH, MEDIUM, Band, RiskBook
from crosstie.qa.plan.sizing import Needed, margin_of, needed
from crosstie.qa.plan.strata import Stratum, strata_of
from crosstie.qa.sampling.selection import by_share, lowest
from crosstie.qa.sampling.sizes import allocate
from crosstie.storage.database import failures_of, snapshot
from crosstie.storage.makeup import Makeup, makeups
from crosstie.storage.project import reading_project

_JUDGED: Final = ("assisted", "review", "")


class Drawn(msgspec.Struct, frozen=True):
    """A stratum, and the samples of it that are to be reviewed again; `margin` is that of a share of them."""

    language: str
    modalities: tuple[str, ...]
    risk_band: Band
    risk: float | None
    samples: int
    checked: int
    broken: int
    chosen: int
    margin: float | None
    review: tuple[str, ...]


class SamplePlan(msgspec.Struct, frozen=True):
    """Everything that `crosstie qa plan --json` writes.

    `planned` is what the margin asks for, and the strata hold as many or, with their floors, more. `blind`
    and the strata's `review` are ids of samples. `rules` tell how often each rule breaks.
    """

    project: str
    asked: Asked
    samples: int
    checked: int
    needed: Needed
    planned: int
    strata: tuple[Drawn, ...]
    blind: tuple[str, ...]
    overlap: tuple[Anchors, ...]
    seed_into: Mapping[str, tuple[str, ...]]
    rates: tuple[float, ...]
    gates: tuple[Gate, ...]
    rules: dict[str, RuleTotals]
    assumed: tuple[str, ...]

    @property
    def chosen(self) -> int:
        """How many samples are to be reviewed again."""
        return sum(one.chosen for one in self.strata)


def make_plan(root: Path, asked: Asked, jobs: int, on_progress: Callable[[float], None]) -> SamplePlan:
    """Plan for the project in a folder. Raises QualityInvalid, StoreFailed or ProjectUnusable in one line."""
    asked.require()
    with reading_project(root) as database, failures_of(database.path), snapshot(database.driver):
        samples = tuple(makeups(database.driver))
    if not samples:
        raise QualityInvalid(f"{root} holds no sample to plan for; `crosstie add` brings some in.")
    return plan_of(root.resolve().name, samples, _judged(root, jobs, on_progress), asked)


def _judged(root: Path, jobs: int, on_progress: Callable[[float], None]) -> RiskBook:
    """Verdicts on what people labelled by themselves; on a sample without that, on its most settled pass.

    Gold would tell of no risk: it was mended until it kept its rules.
    """
    book = RiskBook()
    for step, kind in enumerate(_JUDGED):

        def tell(share: float, step: int = step) -> None:
            on_progress((step + share) / len(_JUDGED))

        with closing(Check(root, None, kind, jobs=jobs).run(tell)) as found:
            for checked in found:
                if kind or not book.is_checked(checked.sample_id):
                    book.add(checked)
    return book


def plan_of(project: str, samples: Sequence[Makeup], book: RiskBook, asked: Asked) -> SamplePlan:
    """Plan for samples that were read, with their rules judged."""
    asked.require()
    size = needed(asked, len(samples), book.intraclass())
    planned = size.for_samples if asked.of == "samples" else size.for_labels or 0
    strata = strata_of(samples, book)
    sizes = [one.size for one in strata]
    shared = allocate(sizes, [one.spread for one in strata], planned, asked.floor)
    least = [math.ceil(asked.second_share * n - 1e-9) for n in sizes]
    drawn = tuple(_drawn(one, max(n, few), asked) for one, n, few in zip(strata, shared, least, strict=True))
    sets = overlap_sets(samples, asked.overlap, asked.seed)
    batches = Counter(one.batch for one in samples)
    return SamplePlan(
        project=project,
        asked=asked,
        samples=len(samples),
        checked=book.samples,
        needed=size,
        planned=planned,
        strata=drawn,
        blind=tuple(by_share(asked.seed, "blind", (one.sample_id for one in samples), asked.blind_share)),
        overlap=sets,
        seed_into=anchors_by_batch(sets),
        rates=RATES,
        gates=gates(asked.aql, median_low(batches.values())),
        rules=dict(book.rules),
        assumed=tuple(_assumed(size, strata, book, asked)),
    )


def _drawn(stratum: Stratum, n: int, asked: Asked) -> Drawn:
    chosen = lowest(asked.seed, "review", stratum.sample_ids, n)
    return Drawn(
        language=stratum.language,
        modalities=stratum.modalities,
        risk_band=stratum.band,
        risk=stratum.risk,
        samples=stratum.size,
        checked=stratum.checked,
        broken=stratum.broken,
        chosen=len(chosen),
        margin=margin_of(len(chosen), stratum.size, asked.confidence),
        review=tuple(chosen),
    )


def _assumed(size: Needed, strata: Sequence[Stratum], book: RiskBook, asked: Asked) -> list[str]:
    told = ["A share of 0.5, the widest there is: one nearer to 0 or 1 comes out within a smaller margin."]
    told.append(f"Intraclass correlation {size.icc:.2f}, from {size.icc_from}.")
    if size.m is not None:
        told.append(f"Labels and links count as their rules judge them: {size.m:,.1f} verdicts in a sample.")
    unchecked = sum(one.size - one.checked for one in strata)
    if unchecked:
        unknown = sum(one.size for one in strata if one.band == "unknown")
        told.append(
            f"{unchecked:,} samples have no pass under rules yet: their risk is the mean of samples with the "
            f"same modalities, and unknown for {unknown:,}; their strata are taken to vary most."
        )
    if book.samples:
        told.append(
            "Risk is the chance that one of the rules that ask something of a sample is broken, as often as "
            f"in people's passes here: medium from {MEDIUM * 100:.0f} %, high from {HIGH * 100:.0f} %."
        )
    told.append(
        "Strata are not in proportion: weight each by its samples when they are added up, and report each "
        "by itself."
    )
    if asked.floor > 1:
        told.append(f"Strata with fewer than {asked.floor} samples are taken whole.")
    return told
