"""The report as a PDF for print: A4, real text in every script, vector charts, page numbers.

Laid out by MuPDF, which shapes every script and brings its own fonts.
"""

import io
import itertools
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import msgspec
import pymupdf
from pymupdf import mupdf

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.reports.charts_drawn import PAPER, chart_pdf
from crosstie.qa.reports.pdf_paper import CHART, KEPT, Paper, paper
from crosstie.qa.reports.report import Report

_PAGE: Final = pymupdf.paper_rect("a4")
_INNER: Final = pymupdf.Rect(45, 42, _PAGE.width - 45, _PAGE.height - 48)
_SCALE: Final = 0.72
_FAR: Final = -30000
_BREAKS: Final = 60
_CSS: Final = f"""
body {{ font-family: sans-serif; font-size: 8.5pt; color: {PAPER["text"]}; line-height: 1.35; }}
h1 {{ font-size: 19pt; margin: 0 0 2pt 0; }}
h2 {{ font-size: 12pt; margin: 14pt 0 4pt 0; }}
h3 {{ font-size: 9.5pt; margin: 8pt 0 3pt 0; }}
p {{ margin: 0 0 2pt 0; }}
small {{ font-size: 7pt; color: {PAPER["quiet"]}; }}
a {{ color: {PAPER["text"]}; text-decoration: none; }}
table {{ width: 100%; border-collapse: collapse; font-size: 7.5pt; }}
caption {{ display: none; }}
th {{ text-align: left; font-weight: normal; color: {PAPER["quiet"]}; }}
th, td {{ border-bottom: 0.5pt solid {PAPER["line"]}; padding: 1.5pt 5pt 1.5pt 0; vertical-align: top; }}
th.n, td.n {{ text-align: right; }}
td.n {{ white-space: nowrap; }}
.n i {{ display: block; font-style: normal; font-size: 6.5pt; color: {PAPER["quiet"]}; }}
th small {{ display: block; }}
.quiet, .lead {{ color: {PAPER["quiet"]}; }}
.small, .shaky {{ color: {PAPER["quiet"]}; }}
.worse {{ color: {PAPER["bad"]}; }}
.note {{ color: #8A5A00; }}
.finding {{ border-left: 2pt solid {PAPER["bad"]}; padding-left: 6pt; margin: 0 0 6pt 0; }}
"""


class _Element(Protocol):
    """What a story tells of an element: `open_close` & 1 where it begins, `heading` its level or 0."""

    id: str | None
    heading: int
    open_close: int
    rect: tuple[float, float, float, float]
    text: str | None


class _Box(msgspec.Struct, frozen=True):
    name: str
    page: int
    rect: pymupdf.Rect


def write_pdf(report: Report, path: Path) -> None:
    """Write a report as PDF: whole, or not at all. Raises QualityInvalid where the disk does not take it."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(pdf_bytes(report))
        partial.replace(path)
    except OSError as error:
        raise QualityInvalid(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from error
    finally:
        partial.unlink(missing_ok=True)


def pdf_bytes(report: Report) -> bytes:
    """Return a report as PDF."""
    made = paper(report)
    drawn = [pymupdf.open(stream=chart_pdf(one)) for one in made.charts]
    laid, boxes, heads, told = _laid_out(made, drawn)
    with pymupdf.open(stream=laid) as document:
        for page in document.pages():
            _tell(document, page, told)
        for box in boxes:
            document[box.page].show_pdf_page(box.rect, drawn[int(box.name.removeprefix(CHART))])
        _number_pages(document)
        document.set_toc(heads)
        document.set_metadata({"title": f"Quality of {report.project}", "producer": "Crosstie"})
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))


def _laid_out(
    made: Paper, drawn: list[pymupdf.Document]
) -> tuple[bytes, list[_Box], list[list[object]], list[str]]:
    """Lay out pages: what was written, where charts and headings are, the words of each run of text."""
    pictures = _pictures(drawn)
    story = pymupdf.Story(_kept(made.html, pictures), user_css=_CSS, archive=pictures)
    out = io.BytesIO()
    writer = pymupdf.DocumentWriter(out)
    boxes: list[_Box] = []
    heads: list[list[object]] = []
    told: list[str] = []
    more, number = 1, 0
    while more:
        inner = writer.begin_page(_PAGE)
        more, _ = story.place(_INNER)
        story.element_positions(_noted(number, boxes, heads))
        story.draw(pymupdf.DeviceWrapper(_Device(inner.this, told)))
        writer.end_page()
        number += 1
    writer.close()
    return out.getvalue(), _sized(boxes, drawn), heads, told


def _kept(html: str, pictures: pymupdf.Archive) -> str:
    """Return HTML with a new page begun where a heading would stand alone at the end of one."""
    for _ in range(_BREAKS):
        lone = _lone_heading(html, pictures)
        if lone is None:
            return html
        html = html.replace(f'id="{lone}"', f'id="{lone}" style="page-break-before: always"', 1)
    return html


def _lone_heading(html: str, pictures: pymupdf.Archive) -> str | None:
    """The first of the headings at the end of a page whose table or chart begins the next one."""
    story = pymupdf.Story(html, user_css=_CSS, archive=pictures)
    seen: list[tuple[str, bool, int]] = []
    more, page = 1, 0
    while more:
        more, _ = story.place(_INNER)
        story.element_positions(_placed(page, seen))
        story.draw(None)
        page += 1
    first: str | None = None
    for (name, heading, before), (_, _, after) in itertools.pairwise(seen):
        first = (first or name) if heading else None
        if first and before < after:
            return first
    return None


def _placed(page: int, seen: list[tuple[str, bool, int]]) -> Callable[[_Element], None]:
    def place(at: _Element) -> None:
        name = at.id or ""
        if at.open_close & 1 and name.startswith((CHART, KEPT)):
            seen.append((name, at.heading > 0, page))

    return place


def _noted(page: int, boxes: list[_Box], heads: list[list[object]]) -> Callable[[_Element], None]:
    def note(at: _Element) -> None:
        if not at.open_close & 1:
            return
        if at.heading == 2:
            heads.append([1, at.text, page + 1])
        if at.id and at.id.startswith(CHART):
            boxes.append(_Box(at.id, page, pymupdf.Rect(at.rect)))

    return note


def _pictures(drawn: list[pymupdf.Document]) -> pymupdf.Archive:
    """Blank pictures of the charts' sizes: they keep the place that a chart is drawn in."""
    archive = pymupdf.Archive()
    for at, chart in enumerate(drawn):
        width, height = (round(side * _SCALE) for side in chart[0].rect[2:])
        blank = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, width, height), 0)
        blank.set_dpi(72, 72)
        archive.add(blank.tobytes("png"), f"{CHART}{at}")
    return archive


def _sized(boxes: list[_Box], drawn: list[pymupdf.Document]) -> list[_Box]:
    sized = []
    for box in boxes:
        chart = drawn[int(box.name.removeprefix(CHART))][0].rect
        scale = min(_SCALE, _INNER.width / chart.width, box.rect.height / chart.height)
        corner = box.rect.top_left
        rect = pymupdf.Rect(*corner, corner.x + chart.width * scale, corner.y + chart.height * scale)
        sized.append(_Box(box.name, box.page, rect))
    return sized


def _number_pages(document: pymupdf.Document) -> None:
    for at, page in enumerate(document.pages(), 1):
        text = f"{at} / {document.page_count}"
        x = _INNER.x1 - pymupdf.get_text_length(text, fontsize=7.5)
        page.insert_text((x, _PAGE.height - 26), text, fontsize=7.5, color=(0.33, 0.38, 0.43))


class _Telling:
    """Passes drawing on to another device, and marks each run of text, so that its words can be told.

    Shaped glyphs cannot be read back as text where scripts reorder or join letters (Khmer, Thai, Devanagari).
    MuPDF's PDF device has no word for it (PDF 32000-1, 14.9.4: ActualText), so two far-off rectangles stand
    before and after each run until `_tell` puts the words in their places.
    """

    def __init__(self, inner: mupdf.FzDevice, told: list[str]) -> None:
        super().__init__()
        self._inner = inner
        self._told = told
        self._straight = mupdf.FzMatrix()
        for name in ("fill_text", "fill_path", "stroke_path", "clip_path", "pop_clip"):
            getattr(self, f"use_virtual_{name}")()

    def fill_text(self, _context: object, *drawing: object) -> None:
        """Draw a run of text between marks."""
        self._mark(len(self._told), _FAR, drawing[2:])
        mupdf._mupdf.ll_fz_fill_text(self._inner.m_internal, *drawing)
        self._mark(len(self._told), 2 * _FAR, drawing[2:])
        self._told.append(_words(*drawing))

    def fill_path(self, _context: object, *drawing: object) -> None:
        """Pass on."""
        mupdf.ll_fz_fill_path(self._inner.m_internal, *drawing)

    def stroke_path(self, _context: object, *drawing: object) -> None:
        """Pass on."""
        mupdf.ll_fz_stroke_path(self._inner.m_internal, *drawing)

    def clip_path(self, _context: object, *drawing: object) -> None:
        """Pass on."""
        mupdf.ll_fz_clip_path(self._inner.m_internal, *drawing)

    def pop_clip(self, _context: object) -> None:
        """Pass on."""
        mupdf.ll_fz_pop_clip(self._inner.m_internal)

    def _mark(self, run: int, y: int, colour: tuple[object, ...]) -> None:
        path = mupdf.fz_new_path()
        mupdf.fz_rectto(path, run, y, run + 1, y + 1)
        straight = self._straight.internal()
        mupdf.ll_fz_fill_path(self._inner.m_internal, path.m_internal, 0, straight, *colour)


_Device = type("_Device", (_Telling, mupdf.FzDevice2), {})
"""A device that tells. Made here, because MuPDF's classes have no types to derive from."""


def _words(*drawing: object) -> str:
    """The words of a run of text as they were before shaping."""
    page = mupdf.FzStextPage(mupdf.FzRect(2 * _FAR, 2 * _FAR, -2 * _FAR, -2 * _FAR))
    device = mupdf.fz_new_stext_device(page, mupdf.FzStextOptions())
    mupdf._mupdf.ll_fz_fill_text(device.m_internal, *drawing)
    mupdf.fz_close_device(device)
    return "".join(chr(char.m_internal.c) for block in page for line in block for char in line)


_MARK: Final = re.compile(rb"(\d+) (-[36]0000) 1 1 re\nf\n")


def _tell(document: pymupdf.Document, page: pymupdf.Page, told: list[str]) -> None:
    """Put the words of each run where its marks stand."""

    def word(found: re.Match[bytes]) -> bytes:
        if int(found[2]) != _FAR:
            return b"EMC\n"
        text = told[int(found[1])].encode("utf-16-be").hex().upper().encode("ascii")
        return b"/Span <</ActualText <FEFF" + text + b">>> BDC\n"

    for xref in page.get_contents():
        document.update_stream(xref, _MARK.sub(word, document.xref_stream(xref)))
