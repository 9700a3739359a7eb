"""What two thousand links cost in the lanes: frames of panning and zooming, beside those without links."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from crosstie.app.launch import application
from crosstie.schema.anchors import Box, Keyframe, TimeSpan, Track
from crosstie.schema.edits import AddAnnotation, AddLink, Edit
from crosstie.schema.records import Annotation, Asset, End, Link, LinkStatus, MediaFacts
from crosstie.viewers.lanes.view import LanesView
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, Row
from tests.ui.memory_session import PASS_ID, SAMPLE_ID, MemorySession

_EACH: Final = 1000
_LINKS: Final = 2000
_LENGTH_NS: Final = 600_000_000_000
_FRAMES: Final = 120
_SIZE: Final = (1300, 330)
_GOAL: Final = Goal("at most", 2.0, or_ours=16.0)
_STATUSES: Final[tuple[LinkStatus, ...]] = ("certain", "certain", "candidate", "unsure")
_SCHEMA: Final = b"""
schema: busy
version: 1.0.0
languages: [en]
classes:
  - {id: c_speech, anchors: [time_span]}
  - {id: c_face, anchors: [box]}
links:
  - {id: l_speaks, from: {classes: [c_face]}, to: {classes: [c_speech]}}
  - {id: l_hears, from: {classes: [c_face]}, to: {classes: [c_speech]}}
"""


def rows(place: Path) -> Iterator[Row]:
    """A frame of the lanes with all links drawn, beside one without; both on the thread that draws."""
    view = _busy_lanes(place)
    for name, step in (("pan", _pan), ("zoom", _zoom)):
        without = _frames_ms(view, step)
        view.links_button.setChecked(True)
        with_links = _frames_ms(view, step)
        view.links_button.setChecked(False)
        note = f"p95 {percentile(with_links, 95):.1f} ms, without links {percentile(without, 95):.1f} ms"
        yield Row(
            f"lanes {name} with {_LINKS:,} links", median(with_links), median(without), "ms", _GOAL, note
        )
    view.close()


def _busy_lanes(place: Path) -> LanesView:
    app = application()
    facts = MediaFacts(duration_ns=_LENGTH_NS)
    assets = [
        Asset("mic", SAMPLE_ID, "audio", (), facts=facts),
        Asset("cam", SAMPLE_ID, "video", (), facts=facts),
    ]
    session = MemorySession(_SCHEMA, assets, place, place)
    session.submit(list(_labels()), "bench")
    session.show(_LENGTH_NS)
    view = LanesView(session.context)
    view.resize(*_SIZE)
    view.show()
    app.processEvents()
    return view


def _labels() -> Iterator[Edit]:
    step = _LENGTH_NS // _EACH
    for number in range(_EACH):
        start = number * step
        turn = TimeSpan(start, start + step)
        track = Track((Keyframe(start, Box(1, 1, 9, 9)), Keyframe(start + step, Box(2, 1, 9, 9))))
        yield AddAnnotation(Annotation(f"t{number}", SAMPLE_ID, PASS_ID, "mic", "c_speech", turn))
        yield AddAnnotation(Annotation(f"f{number}", SAMPLE_ID, PASS_ID, "cam", "c_face", track))
    for number in range(_LINKS):
        face, lap = number % _EACH, number // _EACH
        ends = End("annotation", f"f{face}"), End("annotation", f"t{(face + 13 * lap) % _EACH}")
        type_id = "l_speaks" if number % 3 else "l_hears"
        status = _STATUSES[number % len(_STATUSES)]
        yield AddLink(Link(f"l{number}", SAMPLE_ID, PASS_ID, type_id, *ends, status))


def _frames_ms(view: LanesView, step: Callable[[LanesView, int], None]) -> list[float]:
    """Milliseconds of the thread for each frame, the axis' own signals included."""
    view.fit()
    took: list[float] = []
    for number in range(_FRAMES):
        began = time.thread_time()
        step(view, number)
        view.body.repaint()
        took.append(1000 * (time.thread_time() - began))
    return took


def _pan(view: LanesView, number: int) -> None:
    """Along a view of a tenth of the sample."""
    start_ns = (number * _LENGTH_NS // _FRAMES) * 9 // 10
    view.body.context.time_axis.show(start_ns, start_ns + _LENGTH_NS // 10)


def _zoom(view: LanesView, number: int) -> None:
    """In to a hundredth of the sample and out again."""
    part = abs(number - _FRAMES // 2) / (_FRAMES // 2)
    half_ns = round(_LENGTH_NS / 2 * (0.01 + 0.99 * part))
    view.body.context.time_axis.show(_LENGTH_NS // 2 - half_ns, _LENGTH_NS // 2 + half_ns)
