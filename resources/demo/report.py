"""The incident report, a PDF of two A4 pages: the vehicles in a table, what happened, and a plan."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymupdf

from crosstie.resources.demo.plan import draw_plan
from crosstie.resources.demo.report_text import EVENTS, FACTS, METADATA, SUMMARY
from crosstie.resources.demo.rows import COLUMNS, rows

PAPER: Final = (595.0, 842.0)
LEFT, RIGHT = 56.0, 539.0
INK, QUIET, ACCENT, RULE, TINT = (
    (0.10, 0.12, 0.15),
    (0.42, 0.46, 0.52),
    (0.11, 0.33, 0.55),
    (0.80, 0.83, 0.87),
    (0.95, 0.965, 0.98),
)
REGULAR, BOLD = "helv", "hebo"
TABLE_TOP: Final = 412.0
ROW_HEIGHT: Final = 23.0
COLUMN_X: Final = (LEFT, 98.0, 168.0, 228.0, 318.0, 380.0)


@dataclass(frozen=True)
class RowPlace:
    """Where a table row stands: page from 0; x, y, width, height in points from the page's top left."""

    actor_id: str
    page: int
    rectangle: tuple[float, float, float, float]
    text: str


def row_places() -> tuple[RowPlace, ...]:
    """The rectangles of the table's rows, top to bottom."""
    return tuple(
        RowPlace(
            row.actor_id, 0, (LEFT, TABLE_TOP + ROW_HEIGHT * (i + 1), RIGHT - LEFT, ROW_HEIGHT), row.text
        )
        for i, row in enumerate(rows())
    )


def write(path: Path) -> None:
    """Write the report. The same bytes every time: no dates of today, no random identifier."""
    with pymupdf.open() as document:
        _first_page(document.new_page(width=PAPER[0], height=PAPER[1]))
        _second_page(document.new_page(width=PAPER[0], height=PAPER[1]))
        document.set_metadata(METADATA)
        document.save(str(path), garbage=3, deflate=True, no_new_id=True)


def _first_page(page: pymupdf.Page) -> None:
    _heading(page, "Incident report", 1)
    _facts(page, 150.0)
    _title(page, "Summary", 258.0)
    page.insert_textbox(
        (LEFT, 268, RIGHT, 372), SUMMARY, fontsize=10.5, fontname=REGULAR, color=INK, lineheight=1.45
    )
    _title(page, "Vehicles", TABLE_TOP - 12)
    _table(page)
    last = TABLE_TOP + ROW_HEIGHT * (len(rows()) + 1)
    note = "Speed is the highest speed seen during the recording. Ids are those of the annotations."
    page.insert_text((LEFT, last + 18), note, fontsize=8.5, fontname=REGULAR, color=QUIET)
    _footer(page, 1)


def _second_page(page: pymupdf.Page) -> None:
    _heading(page, "Course of events", 2)
    y = 150.0
    for clock, event in EVENTS:
        page.insert_text((LEFT, y), clock, fontsize=10.5, fontname=BOLD, color=ACCENT)
        page.insert_text((LEFT + 48, y), event, fontsize=10.5, fontname=REGULAR, color=INK)
        y += 21
    _title(page, "Plan at 00:10.8", y + 26)
    draw_plan(page, pymupdf.Rect(LEFT, y + 40, RIGHT, y + 300))
    signed = y + 372
    for x, who in ((LEFT, "Driver, unit 4"), (LEFT + 260, "Operator, control room")):
        page.draw_line((x, signed), (x + 200, signed), color=QUIET, width=0.6)
        page.insert_text((x, signed + 13), who, fontsize=8.5, fontname=REGULAR, color=QUIET)
    _footer(page, 2)


def _heading(page: pymupdf.Page, title: str, number: int) -> None:
    page.draw_rect((0, 0, PAPER[0], 12), color=None, fill=ACCENT)
    page.insert_text((LEFT, 62), "CITY ROAD SAFETY SURVEY", fontsize=8.5, fontname=BOLD, color=ACCENT)
    page.insert_text((LEFT, 96), title, fontsize=25, fontname=BOLD, color=INK)
    page.insert_text((RIGHT - 88, 62), "IR-2026-1103-04", fontsize=9.5, fontname=REGULAR, color=QUIET)
    page.draw_line((LEFT, 114), (RIGHT, 114), color=RULE, width=0.8)


def _title(page: pymupdf.Page, text: str, y: float) -> None:
    page.insert_text((LEFT, y), text, fontsize=13, fontname=BOLD, color=INK)


def _facts(page: pymupdf.Page, y: float) -> None:
    for i, (name, value) in enumerate(FACTS):
        x, line = LEFT + (i % 2) * 250, y + (i // 2) * 22
        page.insert_text((x, line), name, fontsize=9.5, fontname=REGULAR, color=QUIET)
        page.insert_text((x + 62, line), value, fontsize=10, fontname=REGULAR, color=INK)


def _table(page: pymupdf.Page) -> None:
    head = (LEFT, TABLE_TOP, RIGHT, TABLE_TOP + ROW_HEIGHT)
    page.draw_rect(head, color=None, fill=ACCENT)
    for x, name in zip(COLUMN_X, COLUMNS, strict=True):
        page.insert_text((x + 6, TABLE_TOP + 15.5), name, fontsize=9.5, fontname=BOLD, color=(1, 1, 1))
    for i, (row, place) in enumerate(zip(rows(), row_places(), strict=True)):
        x, y, width, height = place.rectangle
        if i % 2:
            page.draw_rect((x, y, x + width, y + height), color=None, fill=TINT)
        page.draw_line((x, y + height), (x + width, y + height), color=RULE, width=0.5)
        for column, cell in zip(COLUMN_X, row.cells, strict=True):
            font = BOLD if column == LEFT else REGULAR
            page.insert_text((column + 6, y + 15.5), cell, fontsize=9.5, fontname=font, color=INK)


def _footer(page: pymupdf.Page, number: int) -> None:
    page.insert_text((LEFT, 806), "A simulated drive. People, plates and places are made up.", fontsize=8,
                     fontname=REGULAR, color=QUIET)  # fmt: skip
    page.insert_text((RIGHT - 22, 806), f"{number} / 2", fontsize=8, fontname=REGULAR, color=QUIET)
