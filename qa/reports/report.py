"""A quality report as data: what every page of it, and the window, are made from."""

from typing import Literal

import msgspec

from crosstie.qa.charts.series import ChartPoint
from crosstie.qa.result import Interval
from crosstie.qa.study.row import Comparison, Facet

Dimension = Literal["language", "batch", "site", "pod", "annotators"]


class Behind(msgspec.Struct, frozen=True, order=True):
    """A sample behind a figure: `badness` is 0 where it is as good as can be; the passes compared."""

    badness: float
    sample_id: str
    passes: tuple[str, ...] = ()


class Figure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number of the report: what it is of, its value or why there is none, its n and its interval.

    `by` are the slice's dimensions and values, empty for all samples. `rest` is the same number over every
    sample outside the slice. `behind` are the worst samples, worst first. `p_adjusted` is that of slice
    against rest over the family of slices shown (Benjamini-Hochberg); None where it was not tested.
    An id is like `accuracy/link_f1/link_type=l_about/language=th`, and of one figure in a report.
    """

    id: str
    comparison: Comparison
    metric: str
    name: str
    title: str
    page: str
    better: Literal["higher", "lower"]
    number: float | None
    status: str
    n_samples: int
    n_units: int
    ci: Interval | None = None
    facet: Facet = ""
    value: str = ""
    by: dict[Dimension, str] = {}
    rest: float | None = None
    p_adjusted: float | None = None
    leave_one_out: dict[str, float | None] = {}
    figures: dict[str, object] = {}
    behind: tuple[Behind, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """A fault that the figures show, in one sentence a person can act on; the greatest effect first.

    `effect` is in the unit of the figure (shares 0 to 1); `figures` are the ids of those it rests on,
    `behind` the samples to look at.
    """

    kind: Literal["links", "slice", "drift", "anchoring", "consistency", "control"]
    sentence: str
    detail: str
    effect: float
    p_adjusted: float | None
    figures: tuple[str, ...]
    behind: tuple[Behind, ...] = ()


class Chart(msgspec.Struct, frozen=True):
    """A control chart of one figure over batches; `phase_one` before 20 batches of a baseline."""

    name: str
    title: str
    pod: str
    centre: float | None
    phase_one: bool
    points: tuple[ChartPoint, ...]


class Confusion(msgspec.Struct, frozen=True):
    """How labels of the same things differ between two sides: a row of the drift heat map.

    `share` of `n` things that `first` calls `class_id` have another class with `second`, most often
    `instead`; `batch` is empty for all batches.
    """

    first: str
    second: str
    class_id: str
    batch: str
    n: int
    share: float | None
    instead: str = ""


class Divergence(msgspec.Struct, frozen=True):
    """Two pods' use of classes: Jensen-Shannon divergence in bits, p by permuting samples, the null's mean.

    On overlap samples only is it `drift`; otherwise a difference of mix.
    """

    first: str
    second: str
    jsd_bit: float | None
    p: float | None
    null_mean: float | None
    drift: bool
    n_samples: int


class Contents(msgspec.Struct, frozen=True):
    """What was there to measure. `names` are the words for ids: classes, link types, modalities, rules."""

    samples: int
    passes: dict[str, int]
    languages: dict[str, int]
    batches: dict[str, int]
    pods: dict[str, int]
    schemas: tuple[str, ...]
    names: dict[str, str] = {}


class Warned(msgspec.Struct, frozen=True):
    """What could not be compared or must be known when reading: one line, how many samples, some of them."""

    text: str
    samples: int = 0
    some: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """Everything. `project` is the folder's name, `made_at` an RFC 3339 time."""

    project: str
    made_at: str
    contents: Contents
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    to_look_at: tuple[Behind, ...] = ()
    warnings: tuple[Warned, ...] = ()
    lib_versions: dict[str, str] = {}

    def figure(self, figure_id: str) -> Figure | None:
        """Return the figure with an id."""
        return next((one for one in self.figures if one.id == figure_id), None)
