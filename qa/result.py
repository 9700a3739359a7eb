"""What every metric returns: a value or the reason why there is none, with what it was made from."""

from importlib.metadata import version

import msgspec

from crosstie.qa import status as said
from crosstie.qa.sums import NOTHING, Sums

LIBRARIES = {name: version(name) for name in ("numpy", "scipy", "shapely", "regex", "rapidfuzz")}


class Interval(msgspec.Struct, frozen=True):
    """A confidence interval with the sample as the cluster, or the reason why there is none.

    `n_effective` is the number of independent observations that would be as precise.
    """

    low: float | None
    high: float | None
    confidence: float = 0.95
    method: str = ""
    status: str = said.OK
    n_clusters: int = 0
    n_effective: float | None = None


class Result(msgspec.Struct, frozen=True):
    """A figure one could publish.

    `value` is the headline of `figures`, which holds every number by its name; a number that is undefined is
    None, and `status` says why. `sums` are what they were made from: add those of other samples and finish
    again. `lib_versions` are those of the libraries that figures are made with.
    """

    metric: str
    value: float | None
    status: str = said.OK
    n_units: int = 0
    n_pairs: int = 0
    n_annotators: int = 0
    figures: dict[str, object] = {}
    sums: Sums = NOTHING
    ci: Interval | None = None
    method: str = ""
    lib_versions: dict[str, str] = msgspec.field(default_factory=lambda: LIBRARIES)

    def number(self, name: str) -> float | None:
        """Return one of the figures as a number; None where it is undefined or no number."""
        value = self.figures.get(name)
        return float(value) if isinstance(value, int | float) else None

    def with_interval(self, ci: Interval) -> "Result":
        """Return the same figure with an interval."""
        return msgspec.structs.replace(self, ci=ci)
