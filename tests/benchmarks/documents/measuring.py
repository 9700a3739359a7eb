"""Pages through a worker and in a pane, beside MuPDF in this process, with every picture compared."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import psutil
import pymupdf
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.queries import PageAt, PagePicture, PageSizesOf, Query
from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.document import DocumentPane
from crosstie.viewers.document.page_asks import View, tile_asks
from crosstie.viewers.registry import make_pane
from tests.benchmarks.documents.making import PAGES, book
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import Goal, NotEqual, Row
from tests.storage.media.assets import EVERYWHERE, asset_of
from tests.ui.memory_session import MemorySession
from tests.ui.picture_bench import SCHEMA, with_facts

_COMPARED: Final = 24
_FIRST_SEEN: Final = 60
_PATIENCE_S: Final = 60.0
_DPI_150: Final = 150 / 72
_EIGHTFOLD: Final = 8.0
_TURNS: Final = 8000
_VIEW: Final = Bounds(200, 300, 300, 375)
"""What an 800 × 600 view sees of a page at 800 %."""


def rows(place: Path) -> Iterator[Row]:
    """The worker first, then the pane."""
    path = book(place)
    with closing(_Ours(path)) as ours:
        yield _first_row(ours, path)
        yield _tile_row(ours, path)
        yield _view_row(ours, path)
    with _pane(path, place) as pane:
        yield _revisit_row(pane, path)
        yield from _scroll_rows(pane)


class _Ours:
    """The document's worker."""

    def __init__(self, path: Path) -> None:
        self._decoder = Decoder(asset_of("document", path), EVERYWHERE, EVERYWHERE, lambda _id, _reply: None)
        self.hop()

    def hop(self) -> float:
        """Seconds that a question without work takes there and back."""
        return self._timed(PageSizesOf(0, 1))[0]

    def page(self, ask: PageAt) -> tuple[float, PagePicture]:
        """Seconds until a page's pixels are here."""
        took_s, reply = self._timed(ask)
        if not isinstance(reply, PagePicture):
            raise NotEqual(f"page {ask.page + 1}: {reply}")
        return took_s, reply

    def close(self) -> None:
        """Ends the worker."""
        self._decoder.close()

    def _timed(self, query: Query) -> tuple[float, object]:
        began = time.perf_counter()
        reply = self._decoder.ask_and_wait(query, _PATIENCE_S)
        return time.perf_counter() - began, reply


def _first_row(ours: _Ours, path: Path) -> Row:
    """Pages that nobody has seen yet, ours and raw by turns, each first every other time."""
    took, raw = [], []
    with closing(pymupdf.open(path)) as document:
        for place in range(_FIRST_SEEN):
            page, ours_first = place * PAGES // _FIRST_SEEN, place % 4 < 2
            if not ours_first:
                raw_s, pixels = _raw(document, page, _DPI_150)
            hop_s = ours.hop()
            own_s, picture = ours.page(PageAt(page, _DPI_150))
            if ours_first:
                raw_s, pixels = _raw(document, page, _DPI_150)
            _compare(picture.pixels, pixels, f"page {page + 1}")
            took.append(own_s)
            raw.append(raw_s + hop_s)
    note = (
        f"median of {_FIRST_SEEN} A4 pages not seen before; raw is get_pixmap at the same 150 dpi and size "
        "in device RGB, 3 bytes a pixel (ours brings 4), and a question without work"
    )
    return Row("document first page", 1e3 * median(took), 1e3 * median(raw), "ms", Goal("at most", 1.2), note)


def _tile_row(ours: _Ours, path: Path) -> Row:
    return _magnified(ours, path, 1, "document tile", "one tile of a page at 800 %; raw is all of the page")


def _view_row(ours: _Ours, path: Path) -> Row:
    return _magnified(
        ours, path, 99, "document tiles of a view", "all that 800 × 600 pixels see at 800 %, one by one"
    )


def _magnified(ours: _Ours, path: Path, most: int, name: str, note: str) -> Row:
    took, raw = [], []
    with closing(pymupdf.open(path)) as document:
        for page in range(0, PAGES, PAGES // 6):
            size = Size(document[page].rect.width, document[page].rect.height)
            raw_s, pixels = _raw(document, page, _EIGHTFOLD)
            raw.append(raw_s)
            asks = list(tile_asks(View(page, size, _EIGHTFOLD, _VIEW)))[:most]
            ours.page(PageAt(page, 1.0))
            own_s = 0.0
            for ask in asks:
                tile_s, picture = ours.page(ask)
                own_s += tile_s
                left, top = (round(edge * _EIGHTFOLD - 0.25) for edge in (ask.clip or (0, 0))[:2])
                high, wide = picture.pixels.shape[:2]
                _compare(
                    picture.pixels, pixels[top : top + high, left : left + wide], f"tile of page {page + 1}"
                )
            took.append(own_s)
    return Row(name, 1e3 * median(took), 1e3 * median(raw), "ms", Goal("at most", 0.2), note)


def _revisit_row(pane: DocumentPane, path: Path) -> Row:
    took, raw = [], []
    pane.canvas.fit_width()
    with closing(pymupdf.open(path)) as document:
        for page in range(20, 20 + _COMPARED):
            for visited in (page, page + 1):
                pane.go_to_page(visited)
                _settle(pane)
            began = time.perf_counter()
            pane.go_to_page(page)
            took.append(time.perf_counter() - began)
            scale = pane.canvas.transform.scale * pane.devicePixelRatioF()
            raw_s, pixels = _raw(document, page, scale)
            raw.append(raw_s)
            _compare(_shown(pane, page), pixels, f"page {page + 1} again")
            _settle(pane)
    note = (
        "until the page's picture is laid out to be painted, and its labels and number are told; raw is "
        "get_pixmap at the same scale and size in device RGB"
    )
    return Row(
        "document page again", 1e3 * median(took), 1e3 * median(raw), "ms", Goal("at most", 1 / 15), note
    )


def _scroll_rows(pane: DocumentPane) -> Iterator[Row]:
    """The wheel from the first page to the last: what each turn costs the thread, and what is kept."""
    pane.go_to_page(0)
    pane.canvas.fit()
    _settle(pane)
    idle = [_tick(pane, 0) for _ in range(200)]
    before, took = _resident_mib(), []
    for _ in range(_TURNS):
        took.append(_tick(pane, -3))
        if pane.page == PAGES - 1:
            break
    _settle(pane)
    if pane.page != PAGES - 1:
        raise NotEqual(f"the wheel ends at page {pane.page + 1} of {PAGES}")
    grown = _resident_mib() - before
    scale = pane.canvas.transform.scale * pane.devicePixelRatioF()
    size = pane.canvas.picture_size
    everything = PAGES * size.width * size.height * scale**2 * 4 / 2**20
    note = f"95th of {len(took):,} turns through {PAGES:,} pages; raw is a turn that goes nowhere"
    yield Row("document scroll tick", 1e3 * percentile(took, 95), 1e3 * percentile(idle, 95), "ms", note=note)
    note = "what this process grows by then; raw is the pictures of all pages"
    yield Row("document scroll memory", max(grown, 0.0), everything, "MiB", Goal("at most", 0.25), note)


def _tick(pane: DocumentPane, notches: int) -> float:
    """Seconds of the thread for one turn of the wheel and what comes of it."""
    at = QPointF(pane.canvas.width() / 2, pane.canvas.height() / 2)
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    began = time.thread_time()
    QApplication.sendEvent(pane.canvas, event)
    QApplication.processEvents()
    return time.thread_time() - began


def _settle(pane: DocumentPane) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not (pane.has_all and pane.has_words):
        QApplication.processEvents()
        if time.monotonic() > until:
            raise NotEqual(f"page {pane.page + 1} is not shown")


def _shown(pane: DocumentPane, page: int) -> NDArray[np.uint8]:
    sheet = pane.canvas.plane.bounds(page)
    found = [layer for layer in pane.canvas.layers if abs(layer.placed.top - sheet.top) < 1e-6]
    if not found:
        raise NotEqual(f"page {page + 1} is not there at once")
    return found[-1].pixels


def _raw(document: pymupdf.Document, page: int, scale: float) -> tuple[float, NDArray[np.uint8]]:
    """Seconds of MuPDF alone, and its picture, height × width × 3 of red, green and blue."""
    began = time.perf_counter()
    drawn = document[page].get_pixmap(matrix=pymupdf.Matrix(scale, scale))
    took_s = time.perf_counter() - began
    return took_s, np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, 3)


def _compare(ours: NDArray[np.uint8], raw: NDArray[np.uint8], name: str) -> None:
    if ours.shape[:2] != raw.shape[:2]:
        raise NotEqual(f"{name}: {ours.shape[:2]} pixels instead of {raw.shape[:2]}")
    apart = np.abs(ours[:, :, 2::-1].astype(int) - raw)
    # An edge that a tile cuts may be covered a little more or less.
    if apart.max() > 0 and (apart.max(axis=2) > 8).mean() > 0.001:
        raise NotEqual(f"{name}: another picture than MuPDF draws")


def _resident_mib() -> float:
    return float(psutil.Process().memory_info().rss / 2**20)


@contextmanager
def _pane(path: Path, place: Path) -> Iterator[DocumentPane]:
    """A pane of its own, as wide as a page at 150 dpi."""
    application = QApplication.instance() or QApplication([])
    session = MemorySession(SCHEMA, [with_facts(asset_of("document", path))], EVERYWHERE, place / "cache")
    session.show(1_000_000_000)
    (asset,) = session.state.assets.values()
    pane = make_pane(session.context, asset)
    assert isinstance(pane, DocumentPane)
    pane.resize(1266, 900)
    pane.show()
    try:
        _settle(pane)
        yield pane
    finally:
        pane.close_media()
        pane.close()
        application.processEvents()
