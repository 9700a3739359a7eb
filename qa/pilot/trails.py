"""Is there a whole audit trail behind each sample."""

from collections.abc import Callable, Collection, Mapping

import msgspec

from crosstie.qa import status as said
from crosstie.qa.intervals.clusters import cluster_interval
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, ratio, sums, total
from crosstie.storage.audit import verify
from crosstie.storage.database import Database


class Trails(msgspec.Struct, frozen=True):
    """What an audit found: of the project as a whole, and the first problem of each sample, in words."""

    of_project: tuple[str, ...]
    of_sample: Mapping[str, str]

    def is_whole(self, sample_id: str) -> bool:
        """Whether a sample's chain verifies and gives every label that is stored, and the project's does."""
        return not self.of_project and sample_id not in self.of_sample


def audited(database: Database, on_progress: Callable[[float], None]) -> Trails:
    """Verify the whole trail: every chain, and every stored row against its ops. Raises StoreFailed."""
    report = verify(database, None, lambda done, of: on_progress(done / max(of, 1)))
    of_sample: dict[str, str] = {}
    for problem in report.problems:
        if problem.sample_id:
            of_sample.setdefault(problem.sample_id, problem.line)
    return Trails(tuple(one.line for one in report.problems if not one.sample_id), of_sample)


def audit_completeness(whole: Collection[bool]) -> Result:
    """Return the share of samples whose labels are all traced to an unbroken trail; in [0, 1].

    A sample counts when its chain of ops verifies and replaying it gives exactly the labels that are stored:
    then every label was added by an op that tells who, when and in which pass. No sample: None, empty.
    """
    return finish_completeness(total(completeness_sums(one) for one in whole))


def completeness_sums(whole: bool) -> Sums:
    """Return the sums of one sample, whose trail is whole or is not."""
    return sums({("n",): 1, ("complete",): int(whole)})


def finish_completeness(parts: Sums) -> Result:
    """Finish the sums of samples; the interval takes each sample as one draw."""
    n, complete = parts.count("n"), parts.count("complete")
    value = ratio(complete, n)
    ci = cluster_interval([1] * complete + [0] * (n - complete), [1] * n) if n else None
    state = said.OK if n else said.EMPTY
    figures: dict[str, object] = {"n": n, "complete": complete}
    return Result(
        "audit_completeness", value, state, n, figures=figures, sums=parts, ci=ci, method="chains and replay"
    )
