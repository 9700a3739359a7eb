"""How right the candidate makers are, by the command itself: on KITTI, SUSTech and the demo, against gold.

`ours` is F1 and `raw` the F1 that is asked for; what the samples are is told in docs/candidates.md.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from tests.app.prelabelling.drive_gold import make_kitti, make_sustech
from tests.app.prelabelling.street_project import label_street, make_street
from tests.app.prelabelling.sustech_labels import Disturbance
from tests.benchmarks.demo import demo
from tests.benchmarks.row import Goal, Row

ASKED: Final = 0.9
_ANSWERED: Final = ("l_spoken_as", "l_speaks", "l_mentions", "l_row_of", "l_same_object")
_MANY: Final = 400


class _Told(msgspec.Struct):
    maker: str
    link_type: str
    n: int
    precision: float | None
    recall: float | None
    f1: float | None


class _Printed(msgspec.Struct):
    makers: list[_Told]


def rows(place: Path) -> Iterator[Row]:
    """A row for each maker and link type of each project, and how long a sample takes."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        root = Path(folder)
        for name, project in (
            ("KITTI", make_kitti(root / "kitti")),
            ("SUSTech", make_sustech(root / "sustech")),
            ("SUSTech, edges off by 20 %", make_sustech(root / "hard", Disturbance(edge_error=0.2))),
            ("demo", demo(place)),
        ):
            yield from _figures(name, project)
        yield _speed(root / "street")


def _figures(name: str, project: Path) -> Iterator[Row]:
    printed = msgspec.json.decode(_run(project, "--against", "gold", "--json"), type=_Printed)
    for told in printed.makers:
        if told.f1 is not None:
            parts = [f"{value:.2f}" if value is not None else "–" for value in (told.precision, told.recall)]
            asked = name in ("KITTI", "SUSTech") or (name == "demo" and told.link_type in _ANSWERED)
            yield Row(
                f"{name}: {told.maker} {told.link_type}",
                told.f1,
                ASKED,
                "F1",
                Goal("at least", 1.0) if asked else None,
                f"n={told.n}, precision {parts[0]}, recall {parts[1]}",
            )


def _speed(root: Path) -> Row:
    """Samples a second, by all processors and by one."""
    ids = [f"s{number:04d}" for number in range(_MANY)]
    with make_street(root, ids) as store:
        for sample_id in ids:
            label_street(store, sample_id, "gold", tied=True)
    began = time.perf_counter()
    _run(root, "--against", "gold", "--with", "cuboid_box", "--json")
    took = time.perf_counter() - began
    began = time.perf_counter()
    _run(root, "--sample", ids[0], "--against", "gold", "--with", "cuboid_box", "--json")
    start = time.perf_counter() - began
    return Row(f"{_MANY} samples of 7 labels", took, start, "s", note="raw is one of them: the start alone")


def _run(project: Path, *options: str) -> bytes:
    command = [str(Path(sys.executable).with_name("crosstie")), "candidates", str(project), *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
