"""A document of which one page cannot be drawn: that page is named, the others are as good as ever."""

import struct
from collections.abc import Iterator
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.viewers.document import DocumentPane
from crosstie.viewers.document.thumbs import Thumbs
from tests.storage.media.assets import asset_of
from tests.ui.picture_bench import PictureBench, with_facts

Bench = PictureBench[DocumentPane]
_COMPRESSION = 259


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """A fax of four pages; the third is packed in a way that nobody knows."""
    path = tmp_path / "fax.tif"
    pages = [np.full((500, 400), 255, np.uint8) for _ in range(4)]
    for pixels in pages:
        cv2.putText(pixels, "fax", (60, 120), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 4)
    assert cv2.imwritemulti(str(path), pages)
    asset = with_facts(msgspec.structs.replace(asset_of("document", path), id="fax"))
    path.write_bytes(spoilt(path.read_bytes(), page=2))
    made = PictureBench(qtbot, DocumentPane, tmp_path, asset)
    yield made
    made.pane.close_media()


def spoilt(content: bytes, page: int) -> bytes:
    """The TIFF with another number for how a page is packed."""
    changed = bytearray(content)
    place = struct.unpack_from("<I", changed, 4)[0]
    for _ in range(page):
        place = struct.unpack_from(
            "<I", changed, place + 2 + 12 * struct.unpack_from("<H", changed, place)[0]
        )[0]
    for entry in range(struct.unpack_from("<H", changed, place)[0]):
        at = place + 2 + 12 * entry
        if struct.unpack_from("<H", changed, at)[0] == _COMPRESSION:
            struct.pack_into("<H", changed, at + 8, 999)
    return bytes(changed)


def status(bench: Bench) -> str:
    """How the pane stands now."""
    return bench.pane.status


def test_a_page_that_cannot_be_drawn_is_named_and_the_others_go_on(bench: Bench) -> None:
    assert bench.pane.detail == "p. 1/4"
    assert status(bench) == "ready"
    bench.pane.go_to_page(2)
    bench.settle()
    assert status(bench) == "failed"
    assert "fax.tif" in bench.said()
    bench.pane.go_to_page(3)
    bench.settle()
    assert status(bench) == "ready"
    assert bench.said() == ""
    sheet = bench.pane.canvas.plane.bounds(3)
    bench.drag((sheet.left + 40, sheet.top + 40), (sheet.left + 200, sheet.top + 130))
    region = bench.only().anchor
    assert isinstance(region, PageRegion)
    assert region.page == 3


def test_the_small_pages_go_on_beyond_it(qtbot: QtBot, bench: Bench) -> None:
    bench.pane.resize(656, 900)
    bench.pane.toggle_strip()
    strip = bench.pane.findChild(Thumbs, "thumbs_fax")
    assert strip
    model = strip.model()

    def drawn() -> list[bool]:
        small = (model.data(model.index(page, 0), Qt.ItemDataRole.DecorationRole) for page in range(4))
        return [isinstance(one, QPixmap) for one in small]

    qtbot.waitUntil(lambda: drawn() == [True, True, False, True])
    bench.pane.go_to_page(2)
    bench.settle()
    assert bench.pane.status == "failed"
    assert drawn() == [True, True, False, True]
