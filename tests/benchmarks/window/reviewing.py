"""From the key until both ends of the next candidate are drawn, beside seeking to the same instants."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crosstie.app.demo_project import SAMPLE_ID
from crosstie.schema.edits import AddActor, AddLink, Edit, OpenPass, RemoveLink
from crosstie.schema.records import Actor, Link, Pass, Provenance
from crosstie.storage.store import Store
from tests.benchmarks.demo import demo
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, Row
from tests.benchmarks.window.station import Station, window_on

_KEYS: Final = 110
_WARM: Final = 10
_GOAL: Final = Goal("at most", 1.0, or_ours=200.0)
_MAKER: Final = Actor("baseline", "model", "baseline")


def rows(place: Path) -> Iterator[Row]:
    """Key to both ends drawn, p50 and p95."""
    project = _proposed(demo(place), place / "demo-to-review")
    with window_on(project) as station:
        taken = [_next(station) for _ in range(_KEYS + _WARM)][_WARM:]
        station.window.review.review.leave()
        station.settle()
        seeks = [1000 * station.seek(at_ns) for _, at_ns in taken if at_ns is not None]
    shutil.rmtree(project)
    ours = [1000 * seconds for seconds, _ in taken]
    note = f"{len(ours)} candidates of six types; raw: the window's own seek to the same instants, every pane"
    yield Row("key to both ends of a candidate drawn, p50", median(ours), median(seeks), "ms", note=note)
    yield Row(
        "key to both ends of a candidate drawn, p95",
        percentile(ours, 95),
        percentile(seeks, 95),
        "ms",
        goal=_GOAL,
    )


def _next(station: Station) -> tuple[float, int | None]:
    """Seconds from the key to the next candidate's last painted end, and the instant that it is shown at."""
    review = station.window.review.review
    before = review.candidate
    began = time.perf_counter()
    if review.active:
        QTest.keyClick(station.window.review.strip, Qt.Key.Key_N)
    else:
        station.window.activateWindow()
        station.window.registry.run("review_links")
    station.until(lambda: review.candidate is not before and review.stopwatch.is_drawn)
    took_s = time.perf_counter() - began
    sight = review.stage.sight
    assert sight is not None
    review.replay.stop()
    return took_s, sight.at_ns


def _proposed(demo: Path, copy: Path) -> Path:
    """A copy of the demo whose own pass has its links proposed instead of tied."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(demo, copy)
    with Store.open(copy) as store:
        state = store.load_sample(SAMPLE_ID)
        mine = [one for one in state.passes.values() if one.actor_id == store.actor.id][-1]
        links = [one for one in state.links.values() if one.pass_id == mine.id]
        store.apply([RemoveLink(one) for one in links], "benchmark")
        store.apply([AddActor(_MAKER)], "benchmark")
        made = Pass("proposed", SAMPLE_ID, "model", _MAKER.id, store.schema_ref(), mine.id)
        proposals: list[Edit] = [AddLink(_as_candidate(one, place)) for place, one in enumerate(links)]
        store.apply([OpenPass(made), *proposals], "benchmark", actor_id=_MAKER.id)
    return copy


def _as_candidate(link: Link, place: int) -> Link:
    """With a score that mixes the types, as makers' doubts do."""
    said = Provenance("model", model="baseline", score=0.5 + (place * 37 % 100) / 220, reason="They fit.")
    return msgspec.structs.replace(
        link, id=f"proposed-{place}", pass_id="proposed", status="candidate", provenance=said
    )
