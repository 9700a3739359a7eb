"""Any figure with its interval, from what each sample was counted as."""

from collections.abc import Callable, Mapping

from crosstie.qa.intervals.bootstrap import REPLICATES, bootstrap_interval
from crosstie.qa.intervals.clusters import cluster_interval
from crosstie.qa.intervals.shares import Share
from crosstie.qa.result import Interval, Result
from crosstie.qa.sums import Sums, total

Finish = Callable[[Sums], Result]


def with_interval(
    by_sample: Mapping[str, Sums],
    finish: Finish,
    share: Share | None = None,
    confidence: float = 0.95,
    replicates: int = REPLICATES,
) -> Result:
    """Return the figure of all samples with an interval in which the sample is the cluster.

    A share (see `crosstie.qa.registry.Metric`) has Wilson's interval on its effective n; every other figure
    has the bootstrap over samples. An undefined figure has no interval, and its status says why.
    """
    found = finish(total(by_sample.values()))
    if found.value is None:
        return found.with_interval(Interval(None, None, confidence, "none", found.status, len(by_sample)))
    if share is None:
        return found.with_interval(bootstrap_interval(by_sample, finish, confidence, replicates))
    parts = [share(sums) for sums in by_sample.values()]
    numerators, denominators = ([float(pair[side]) for pair in parts] for side in (0, 1))
    return found.with_interval(cluster_interval(numerators, denominators, confidence))


def leave_one_annotator_out(
    by_annotators: Mapping[tuple[str, ...], Sums], finish: Finish
) -> dict[str, float | None]:
    """Return the figure without each annotator in turn; keys are who made the labels that were compared.

    How far one person carries a figure. It is a range to show beside the interval, and no interval itself.
    """
    people = sorted({name for group in by_annotators for name in group})
    return {
        person: finish(total(part for group, part in by_annotators.items() if person not in group)).value
        for person in people
    }
