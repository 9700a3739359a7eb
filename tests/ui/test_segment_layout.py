"""Text of every script laid out whole: where its characters lie, and that no cluster is ever cut."""

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from crosstie.schema.text import cluster_end, cluster_start
from crosstie.viewers.transcript.segment_layout import SegmentLayout, is_right_to_left

LINES = {
    "vi": "Chiếc xe tải trắng phía trước đang rẽ trái",
    "th": "รถบรรทุกสีขาวที่อยู่ข้างหน้ากำลังเลี้ยวซ้าย",
    "km": "ឡានពណ៌សនៅខាងមុខកំពុងបត់ឆ្វេង",
    "ja": "前方の白いトラックが左折しています",
    "ar": "السيارة الحمراء توقفت فجأة",
    "emoji": "xe 👩‍👩‍👧 dừng 🚚 lại",
}
MIXED = "السيارة الحمراء turned left فجأة"


def layout_of(text: str, width_px: float = 2000.0) -> SegmentLayout:
    font = QFont("Noto Sans")
    font.setPixelSize(14)
    return SegmentLayout(text, font, width_px)


@pytest.mark.parametrize("text", LINES.values(), ids=LINES.keys())
def test_a_point_never_means_the_inside_of_a_cluster(qtbot: QtBot, text: str) -> None:
    layout = layout_of(text)
    reached = {layout.offset_at(x, 20) for x in range(0, 2004, 2)}
    assert {0, len(text)} <= reached
    for offset in reached - {len(text)}:
        assert cluster_start(text, offset) == offset == cluster_end(text, offset)


@pytest.mark.parametrize("text", LINES.values(), ids=LINES.keys())
def test_a_text_of_one_direction_is_marked_in_one_piece(qtbot: QtBot, text: str) -> None:
    layout = layout_of(text)
    (whole,) = layout.stretches(0, len(text))
    assert whole.first
    assert whole.last
    middle = cluster_start(text, len(text) // 2)
    (head,), (tail,) = layout.stretches(0, middle), layout.stretches(middle, len(text))
    assert head.rect.width() + tail.rect.width() == pytest.approx(whole.rect.width(), abs=1)


@pytest.mark.parametrize("text", LINES.values(), ids=LINES.keys())
def test_a_marked_place_is_found_again_at_its_middle(qtbot: QtBot, text: str) -> None:
    layout = layout_of(text)
    start = cluster_start(text, len(text) // 3)
    end = cluster_end(text, start + 1)
    (stretch,) = layout.stretches(start, end)
    found = layout.character_at(stretch.rect.center().x(), stretch.rect.center().y())
    assert found is not None
    assert start <= found < end


def test_right_to_left_text_begins_at_the_right(qtbot: QtBot) -> None:
    layout = layout_of(LINES["ar"], 600)
    first, last = (
        layout.stretches(0, 1)[0].rect,
        layout.stretches(len(LINES["ar"]) - 1, len(LINES["ar"]))[0].rect,
    )
    assert first.right() == pytest.approx(600, abs=1)
    assert last.right() < first.left()


def test_a_mark_over_both_directions_stands_in_the_pieces_that_are_read(qtbot: QtBot) -> None:
    layout = layout_of(MIXED)
    start = MIXED.index("left")
    pieces = layout.stretches(start, start + len("left فجأة"))
    assert len(pieces) == 2
    assert sum(piece.first for piece in pieces) == 1
    assert sum(piece.last for piece in pieces) == 1
    (word,) = layout.stretches(start, start + 4)
    assert word.rect.width() == pytest.approx(next(p for p in pieces if p.first).rect.width(), abs=6)


def test_a_mark_over_a_line_end_has_a_piece_in_each_line(qtbot: QtBot) -> None:
    text = LINES["vi"]
    layout = layout_of(text, 120)
    pieces = layout.stretches(0, len(text))
    assert len(pieces) >= 3
    assert [piece.line for piece in pieces] == list(range(len(pieces)))
    assert [piece.first for piece in pieces] == [True] + [False] * (len(pieces) - 1)
    assert [piece.last for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_both_edges_of_a_mark_lie_at_its_ends(qtbot: QtBot) -> None:
    for text in (LINES["vi"], LINES["ar"]):
        layout = layout_of(text)
        start, end = 5, 9
        (stretch,) = layout.stretches(start, end)
        xs = sorted((layout.edge(start, end=False)[0], layout.edge(end, end=True)[0]))
        assert xs == pytest.approx([stretch.rect.left(), stretch.rect.right()], abs=1)


def test_a_paragraph_runs_as_its_first_strong_letter(qtbot: QtBot) -> None:
    assert is_right_to_left("12 - السيارة left")
    assert not is_right_to_left("12 - left السيارة")
    assert not is_right_to_left("…")


def test_a_point_beside_the_text_means_no_character(qtbot: QtBot) -> None:
    assert layout_of(LINES["ja"]).character_at(1500, 20) is None
    empty = layout_of("")
    assert empty.character_at(3, 3) is None
    assert empty.offset_at(3, 3) == 0
    assert not empty.stretches(0, 5)
