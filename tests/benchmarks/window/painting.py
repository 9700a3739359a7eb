"""What painting costs the user-interface thread, beside drawing one finished picture of the same size."""

import importlib
import pkgutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

import crosstie.app
import crosstie.viewers
from tests.benchmarks.figures import median
from tests.benchmarks.row import Row
from tests.benchmarks.window.station import demo_window

_ROUNDS: Final = 4
_PLAY_S: Final = 4.0
_BLITS: Final = 50
_PAINT_EVENT: Final = "paintEvent"
PaintEvent = Callable[[QWidget, QPaintEvent], None]


def rows(place: Path) -> Iterator[Row]:
    """The median paint of every widget of ours that is painted while everything plays."""
    costs: defaultdict[str, list[float]] = defaultdict(list)
    raw: defaultdict[str, list[float]] = defaultdict(list)
    sizes: dict[str, QSize] = {}
    with _timed(costs, sizes), demo_window(place) as station:
        costs.clear()
        for _ in range(_ROUNDS):
            station.play()
            station.turn_for(_PLAY_S)
            station.context.timeline.pause()
            for name, size in sizes.items():
                raw[name] += [_blit_s(size) for _ in range(_BLITS)]
    played_s = _ROUNDS * _PLAY_S
    for name, took in sorted(costs.items(), key=lambda item: -sum(item[1])):
        note = f"{len(took) / played_s:.0f} a second, {100 * sum(took) / played_s:.1f} % of the thread"
        yield Row(f"paint {name}", 1000 * median(took), 1000 * median(raw[name]), "ms", note=note)


@contextmanager
def _timed(costs: defaultdict[str, list[float]], sizes: dict[str, QSize]) -> Iterator[None]:
    """Takes the thread's time in every paintEvent of our own classes.

    Qt's binding looks up a widget's method once: the classes are wrapped before there is a window.
    """
    for package in (crosstie.app, crosstie.viewers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    before: dict[type, PaintEvent] = {
        kind: vars(kind)[_PAINT_EVENT] for kind in _own_widgets(QWidget) if _PAINT_EVENT in vars(kind)
    }

    def timed(paint: PaintEvent) -> PaintEvent:
        def paint_timed(widget: QWidget, event: QPaintEvent) -> None:
            began = time.thread_time()
            paint(widget, event)
            name = widget.objectName() or type(widget).__name__
            costs[name].append(time.thread_time() - began)
            sizes[name] = widget.size()

        return paint_timed

    for kind, paint in before.items():
        setattr(kind, _PAINT_EVENT, timed(paint))
    try:
        yield
    finally:
        for kind, paint in before.items():
            setattr(kind, _PAINT_EVENT, paint)


def _own_widgets(base: type[QWidget]) -> Iterator[type[QWidget]]:
    """The widget classes of our packages, as far as they are imported."""
    kinds: list[type[QWidget]] = base.__subclasses__()
    for kind in kinds:
        if kind.__module__.startswith("crosstie."):
            yield kind
        yield from _own_widgets(kind)


def _blit_s(size: QSize) -> float:
    """Seconds to draw a picture onto a widget's pixels: the least that painting can cost."""
    picture, screen = (QImage(size, QImage.Format.Format_RGB32) for _ in range(2))
    began = time.thread_time()
    painter = QPainter(screen)
    painter.drawImage(0, 0, picture)
    painter.end()
    return time.thread_time() - began
