"""Fields of a form: hovered they tell their name and value, drawn over they give the value."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.storage.media.mupdf import load_mupdf
from tests.data import data_file
from tests.ui.document_bench import DocumentBench, opened_document


@pytest.fixture(autouse=True)
def _no_tip_is_left(qtbot: QtBot) -> Iterator[None]:
    yield
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def hover(bench: DocumentBench, x: float, y: float) -> str:
    """What the tip says at a point of the page, once a hand rests there."""
    at = QPoint(*(round(edge) for edge in bench.seen(x, y)))
    asks = QHelpEvent(QHelpEvent.Type.ToolTip, at, bench.canvas.mapToGlobal(at))
    QApplication.sendEvent(bench.canvas, asks)
    return QToolTip.text() if QToolTip.isVisible() else ""


def test_a_field_of_a_real_form_tells_its_name_and_value(qtbot: QtBot, tmp_path: Path) -> None:
    path = data_file("documents/pdfjs/annotation-text-widget.pdf")
    with opened_document(qtbot, tmp_path, path, "form") as bench:
        qtbot.waitUntil(lambda: bench.pane.has_words, timeout=30_000)
        assert hover(bench, 300, 700) == ""
        told = "formulier1[0].#subform[0].Tekstveld2[0]: Lorem ipsu"
        assert hover(bench, 300, 66) == f"<qt>{told}</qt>"
        bench.drag((140, 54), (600, 80))
        region = bench.only().anchor
        assert isinstance(region, PageRegion)
        assert region.text == "Lorem ipsu"


def test_what_a_field_holds_is_no_markup(qtbot: QtBot, tmp_path: Path) -> None:
    library = load_mupdf()
    document = library.open()
    page = document.new_page(width=400, height=300)
    field = library.Widget()
    field.field_name, field.field_type = "na<b>me", library.PDF_WIDGET_TYPE_TEXT
    field.field_value, field.rect = "<img src=x> & more", library.Rect(50, 60, 250, 90)
    page.add_widget(field)
    document.save(tmp_path / "form.pdf")
    with opened_document(qtbot, tmp_path, tmp_path / "form.pdf", "form") as bench:
        qtbot.waitUntil(lambda: bench.pane.has_words, timeout=30_000)
        said = hover(bench, 150, 75)
        assert said == "<qt>na&lt;b&gt;me: &lt;img src=x&gt; &amp; more</qt>"
