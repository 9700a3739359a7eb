"""Checking a whole project, against one plain pass over the same rows: read and decoded, nothing else."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from crosstie.schema.records import Annotation, Asset, Entity, Link
from crosstie.storage.project import reading_project
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.benchmarks.rules.crowd_project import crowd_project

_TABLES = (("assets", Asset), ("entities", Entity), ("annotations", Annotation), ("links", Link))


def rows(place: Path, samples: int, annotations: int) -> Iterator[Row]:
    """The whole command, its start included; the raw pass has its process already."""
    root = crowd_project(place / f"crowd-{samples}x{annotations}", samples, annotations)
    raw, counted = _plain_pass(root)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "crosstie", "check", str(root), "--json"],
        capture_output=True,
        check=False,
    )
    took = time.perf_counter() - began
    found = msgspec.json.decode(done.stdout, type=_Found) if done.returncode == 1 else None
    if found is None or found.passes_checked != samples or counted != samples * annotations:
        raise NotEqual(f"checked {found.passes_checked if found else 0} of {samples}: {done.stderr.decode()}")
    yield Row(
        f"checking {samples:,} samples × {annotations:,} annotations, against reading and decoding them",
        took,
        raw,
        "s",
        Goal("at most", 3),
        f"{found.violations:,} violations",
    )


class _Found(msgspec.Struct):
    passes_checked: int
    violations: int


def _plain_pass(root: Path) -> tuple[float, int]:
    """Seconds to read and decode every label and asset in one process, and how many annotations there are."""
    began, annotations = time.perf_counter(), 0
    with reading_project(root) as database:
        for name, kind in _TABLES:
            decode = msgspec.json.Decoder(kind).decode
            for (body,) in database.driver.execute(f"SELECT body FROM {name} ORDER BY sample_id"):
                annotations += isinstance(decode(body), Annotation)
    return time.perf_counter() - began, annotations
