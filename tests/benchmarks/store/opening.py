"""Opening a project of a million annotations and showing its first sample, against one of ten thousand."""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from crosstie.schema.edits import AddAnnotation, AddAsset, AddSample, Edit, OpenPass
from crosstie.schema.records import Pass, Sample
from crosstie.storage.project import create_project, open_project
from crosstie.storage.store import Store
from tests.benchmarks.figures import median
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.storage.projects import ANNA, SCHEMA, annotation, picture

ANNOTATIONS_A_SAMPLE: Final = 100
FEW: Final = 10_000
MANY: Final = 1_000_000
OPENINGS: Final = 40


def rows(place: Path) -> Iterator[Row]:
    """Openings of both take turns; the samples that are shown are equally large."""
    few, many = (_project(place / f"project-{count}", count) for count in (FEW, MANY))
    ours: list[float] = []
    raw: list[float] = []
    for _ in range(OPENINGS):
        for root, times in ((few, raw), (many, ours)):
            times.append(_opening_s(root))
    yield Row(
        "opening a project and showing a sample, 1,000,000 annotations against 10,000",
        median(ours) * 1000,
        median(raw) * 1000,
        "ms",
        Goal("at most", 2),
    )


def _opening_s(root: Path) -> float:
    """Seconds from nothing to a sample's state; some sample, so that no cache knows it already."""
    names = sorted(_names(FEW if root.name.endswith(str(FEW)) else MANY))
    wanted = random.choice(names)
    began = time.perf_counter()
    with open_project(root, ANNA) as store:
        state = store.load_sample(wanted)
        took = time.perf_counter() - began
    if len(state.annotations) != ANNOTATIONS_A_SAMPLE:
        raise NotEqual(f"{root.name} shows {len(state.annotations)} annotations of {wanted}")
    return took


def _names(count: int) -> list[str]:
    return [f"s{number:05d}" for number in range(count // ANNOTATIONS_A_SAMPLE)]


def _project(root: Path, count: int) -> Path:
    """A project with `count` annotations, made once: a million take some minutes."""
    if not (root / "project.db").exists():
        partial = root.with_name(f"{root.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        with create_project(partial, SCHEMA, "tiny.yaml", ANNA) as store:
            for name in _names(count):
                store.apply(_labelled_sample(store, name))
        partial.replace(root)
    return root


def _labelled_sample(store: Store, name: str) -> list[Edit]:
    opened = Pass(f"{name}-pass", name, "assisted", store.actor.id, store.schema_ref())
    founding: list[Edit] = [AddSample(Sample(name, "en")), AddAsset(picture(name)), OpenPass(opened)]
    return [*founding, *(AddAnnotation(annotation(opened)) for _ in range(ANNOTATIONS_A_SAMPLE))]
