"""The PDF: text that can be read back in every script, charts as lines, pages as in print."""

import re
from pathlib import Path

import msgspec
import pymupdf
import pytest

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.reports.pdf import pdf_bytes, write_pdf
from crosstie.qa.reports.report import Behind, Contents, Report
from tests.qa.reports.made import HOSTILE, SCRIPTS, report

_ACTUAL = re.compile(r"/Span ?<</ActualText ?<FEFF([0-9A-F]+)>>> ?BDC")


def text_of(document: pymupdf.Document) -> str:
    return "".join(page.get_text() for page in document.pages())


def contents(document: pymupdf.Document) -> str:
    return "".join(page.read_contents().decode("latin-1") for page in document.pages())


def looked_at(*names: str) -> Report:
    return Report(
        names[0], "2026-11-23T14:05:00Z", Contents(0, {}, {}, {}, {}, ()), (), (),
        to_look_at=tuple(Behind(0.5, name) for name in names),
    )  # fmt: skip


def test_text_reads_back_in_five_scripts() -> None:
    with pymupdf.open(stream=pdf_bytes(looked_at(*SCRIPTS.values()))) as document:
        # MuPDF begins a line where a mark is set back below its letter.
        text = text_of(document).replace("\n", "")
        words = [bytes.fromhex(run).decode("utf-16-be") for run in _ACTUAL.findall(contents(document))]
    for name in SCRIPTS.values():
        assert name in text
        assert name in words


def test_no_glyph_is_missing() -> None:
    with pymupdf.open(stream=pdf_bytes(looked_at(*SCRIPTS.values(), "−0.123 ▼ ⚠ – ≥ κ"))) as document:
        glyphs = [
            char for page in document.pages() for span in page.get_texttrace() for char in span["chars"]
        ]
    assert len(glyphs) > 100
    assert all(glyph != 0 for _, glyph, *_ in glyphs)


def test_latin_words_are_not_joined_into_letters_that_cannot_be_found() -> None:
    with pymupdf.open(stream=pdf_bytes(looked_at("office flow affine"))) as document:
        assert "office flow affine" in text_of(document)


def test_a_report_prints_on_numbered_a4_pages_with_charts_as_lines() -> None:
    with pymupdf.open(stream=pdf_bytes(report())) as document:
        count = document.page_count
        assert 2 <= count <= 10
        for at, page in enumerate(document.pages(), 1):
            assert (round(page.rect.width), round(page.rect.height)) == (595, 842)
            assert f"{at} / {count}" in page.get_text()
            assert page.get_images() == []
        titles = [title for _, title, _ in document.get_toc()]
        text = text_of(document)
        drawn = sum(len(page.get_drawings()) for page in document.pages())
    assert titles[:3] == ["1 thing stands out", "Headline figures", "Worst slices"]
    assert {"By modality", "By language", "Drift", "Over time", "Anchoring", "Rules"} <= set(titles)
    for shown in ("0.742", "0.702–0.782", "Links of van are wrong.", "effect 0.199", "drive-0007"):
        assert shown in text
    assert drawn > 150


def test_no_heading_ends_a_page() -> None:
    with pymupdf.open(stream=pdf_bytes(report(named=SCRIPTS["km"]))) as document:
        for _, title, at in document.get_toc():
            page = document[at - 1]
            below = [b for b in page.get_text("blocks") if b[1] > page.search_for(title)[0].y1]
            assert len(below) > 1, title


def test_hostile_names_are_text() -> None:
    with pymupdf.open(stream=pdf_bytes(report(named=HOSTILE))) as document:
        text = text_of(document).replace("\n", "")
    assert "</script><img src=x onerror=alert(1)>" in text


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_pdf(looked_at("one"), path)
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]
    assert path.read_bytes().startswith(b"%PDF")
    with pytest.raises(QualityInvalid, match="cannot be written: no such file"):
        write_pdf(looked_at("one"), tmp_path / "no" / "report.pdf")


def test_a_report_of_nothing_prints() -> None:
    bare = msgspec.structs.replace(looked_at("new"), to_look_at=())
    with pymupdf.open(stream=pdf_bytes(bare)) as document:
        assert "There is nothing to compare yet" in text_of(document)
