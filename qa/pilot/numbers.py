"""Each vendor's numbers, over all samples and language by language."""

from collections.abc import Iterator, Sequence

from crosstie.qa import status as said
from crosstie.qa.intervals.clusters import cluster_interval
from crosstie.qa.intervals.gaps import mean_interval
from crosstie.qa.pilot.counting import CountedSample
from crosstie.qa.pilot.measures import MEASURES, TIME, Measure
from crosstie.qa.pilot.report import Number
from crosstie.qa.result import Interval

SECONDS = "seconds"
COST = "cost"
TIME_TITLE = "Working time a sample"
COST_TITLE = "Cost a sample"


def numbers_of(vendor: str, samples: Sequence[CountedSample], rate: float | None) -> tuple[Number, ...]:
    """Every number of a vendor; `rate` is what an hour costs, None where nobody said."""
    mine = [one for one in samples if vendor in one.by_vendor]
    languages = sorted({one.language for one in mine})
    found = list(_numbers(vendor, mine, rate, ""))
    for language in languages:
        found += _numbers(vendor, [one for one in mine if one.language == language], rate, language)
    return tuple(found)


def shares(measure: Measure, vendor: str, samples: Sequence[CountedSample]) -> dict[str, tuple[float, float]]:
    """Return what a measure divides, by sample, where there is something to divide."""
    found = {one.sample_id: measure.of(one.by_vendor[vendor]) for one in samples if vendor in one.by_vendor}
    return {name: part for name, part in found.items() if part[1]}


def seconds(vendor: str, samples: Sequence[CountedSample]) -> dict[str, float]:
    """Return a vendor's working time by sample, in seconds, where its edits have times."""
    timed = {one.sample_id: one.by_vendor[vendor][TIME] for one in samples if vendor in one.by_vendor}
    return {name: float(sums["ms",]) / 1000 for name, sums in timed.items() if sums["ms",]}


def _numbers(
    vendor: str, samples: Sequence[CountedSample], rate: float | None, language: str
) -> Iterator[Number]:
    for measure in MEASURES:
        yield _share(measure, shares(measure, vendor, samples), language)
    worked = seconds(vendor, samples)
    yield _mean(SECONDS, worked, language)
    if rate is not None:
        yield _mean(COST, {name: value / 3600 * rate for name, value in worked.items()}, language)


def _share(measure: Measure, parts: dict[str, tuple[float, float]], language: str) -> Number:
    right, whole = (sum(part[at] for part in parts.values()) for at in (0, 1))
    ci: Interval | None = None
    if parts:
        ci = cluster_interval([x for x, _ in parts.values()], [n for _, n in parts.values()])
    return Number(
        name=measure.name,
        title=measure.title,
        page=measure.page,
        unit="share",
        value=right / whole if whole else None,
        status=said.OK if whole else said.EMPTY,
        n_samples=len(parts),
        n_units=int(whole),
        ci=ci,
        language=language,
    )


def _mean(name: str, values: dict[str, float], language: str) -> Number:
    found = mean_interval(values)
    return Number(
        name=name,
        title=TIME_TITLE if name == SECONDS else COST_TITLE,
        page="working-time",
        unit="seconds" if name == SECONDS else "money",
        value=found.value,
        status=found.status,
        n_samples=len(values),
        n_units=len(values),
        ci=found.ci,
        language=language,
        median=found.number("median"),
    )
