"""The figures of whole projects: against reading their columns, and on a Dask cluster against one process."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from crosstie.qa.study.figures import figures_of
from crosstie.qa.study.row import Comparison
from crosstie.qa.study.running import run_study
from crosstie.qa.study.tally_wire import encode
from crosstie.schema.records import Annotation, Entity, Link
from crosstie.storage.arrow import LabelKind, label_batches
from crosstie.storage.project import reading_project
from tests.benchmarks.qa.labelled import labelled_project
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.qa.study.cluster import dask_cluster

_KINDS: Final[tuple[tuple[LabelKind, msgspec.json.Decoder[Annotation | Entity | Link]], ...]] = (
    ("annotation", msgspec.json.Decoder(Annotation)),
    ("entity", msgspec.json.Decoder(Entity)),
    ("link", msgspec.json.Decoder(Link)),
)
_AGREEMENT: Final[tuple[Comparison, ...]] = ("agreement",)
_SETTLED: Final[tuple[Comparison, ...]] = ("settled",)
_FEW_LABELS: Final = 10


def report_rows(place: Path, samples: int, labels_a_pass: int) -> Iterator[Row]:
    """Every figure of two people's passes, with every process; the raw pass reads and decodes, in one."""
    root = labelled_project(place / f"labelled-{samples}x{labels_a_pass}", samples, labels_a_pass)
    began = time.perf_counter()
    labels = _columns(root)
    raw = time.perf_counter() - began
    began = time.perf_counter()
    tally = run_study(root, _AGREEMENT)
    figures = figures_of(tally)
    took = time.perf_counter() - began
    f1 = next(one for one in figures if one.id == "agreement/label_f1")
    if tally.samples != samples or f1.number != 1.0 or f1.n_units != samples * labels_a_pass:
        raise NotEqual(
            f"of {samples:,} samples {tally.samples:,} were counted, F1 {f1.number} of {f1.n_units:,}"
        )
    name = f"all figures of {labels:,} labels, against reading and decoding their columns"
    yield Row(name, took, raw, "s", Goal("at most", 3), f"{len(figures):,} figures")


def cluster_rows(place: Path, samples: int) -> Iterator[Row]:
    """Samples of few labels on two workers, the same bytes."""
    root = labelled_project(place / f"labelled-{samples}x{_FEW_LABELS}", samples, _FEW_LABELS)
    with dask_cluster(place) as address:
        run_study(root, _SETTLED, dask_address=address)
        began = time.perf_counter()
        spread = run_study(root, _AGREEMENT, dask_address=address)
        took = time.perf_counter() - began
    began = time.perf_counter()
    alone = run_study(root, _AGREEMENT, jobs=1)
    raw = time.perf_counter() - began
    if encode(spread) != encode(alone):
        raise NotEqual("the cluster gives other bytes than one process")
    name = f"{samples:,} samples on a Dask cluster of two workers, against one process"
    yield Row(name, took, raw, "s", Goal("at most", 0.75))


def _columns(root: Path) -> int:
    """How many labels there are, each one read and decoded."""
    labels = 0
    with reading_project(root) as database:
        for kind, decoder in _KINDS:
            for batch in label_batches(database, kind):
                labels += len([decoder.decode(body) for body in batch.column("body").to_pylist()])
    return labels
