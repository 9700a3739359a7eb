from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import TextSpan
from crosstie.schema.clock import AssetClock
from crosstie.schema.edits import AddAnnotation, SetAnchor, SetAssetClock
from crosstie.schema.records import Asset, MediaFile
from crosstie.schema.text import cluster_end, cluster_start, span_of
from crosstie.viewers.selection import Ref
from crosstie.viewers.transcript import TranscriptPane
from tests.data import data_file
from tests.ui.drive_sample import LINES, SCHEMA, SECOND, TEXT, drive_session, label
from tests.ui.memory_session import SAMPLE_ID, MemorySession
from tests.ui.pointing import Point, click, double_click, drag, drag_to, hover, press, wheel


class Shown:
    """One transcript pane in a window of its own."""

    def __init__(self, session: MemorySession, pane: TranscriptPane) -> None:
        self.session, self.pane, self.context = session, pane, session.context

    @property
    def text(self) -> str:
        return self.pane.view().column.transcript.text

    def place(self, offset: int, *, end: bool = False) -> Point:
        """Where a character begins, or with `end` the one before it ends."""
        view = self.pane.view()
        shown = view.row(view.column.row_of(offset - 1 if end else offset))
        assert shown is not None
        x, top, bottom = shown.layout.edge(offset - shown.text_start, end=end)
        return shown.text_left + x, shown.text_top + (top + bottom) / 2

    def words(self, quote: str) -> tuple[Point, Point]:
        """Where some words begin and end."""
        start = self.text.index(quote)
        return self.place(start), self.place(start + len(quote), end=True)

    def middle(self, quote: str) -> Point:
        (left, y), (right, _) = self.words(quote)
        return (left + right) / 2, y

    def time_of(self, row: int) -> Point:
        shown = self.pane.view().row(row)
        assert shown is not None
        return 30, shown.top + 14

    def selected(self) -> list[str]:
        return [ref.id for ref in self.context.selection.refs]

    def added(self) -> TextSpan:
        """The anchor of the one annotation that was made."""
        ((edit,),) = self.session.gestures
        assert isinstance(edit, AddAnnotation)
        assert isinstance(edit.annotation.anchor, TextSpan)
        return edit.annotation.anchor


Open = Callable[[MemorySession, str], Shown]


@pytest.fixture
def open_pane(qtbot: QtBot) -> Iterator[Open]:
    opened: list[Shown] = []

    def make(session: MemorySession, asset_id: str) -> Shown:
        pane = TranscriptPane(session.context, session.state.assets[asset_id])
        qtbot.addWidget(pane)
        pane.resize(460, 300)
        with qtbot.waitExposed(pane):
            pane.show()
        qtbot.waitUntil(pane.is_settled, timeout=20_000)
        opened.append(Shown(session, pane))
        return opened[-1]

    yield make
    for one in opened:
        one.pane.close_media()
        one.context.close_media()


@pytest.fixture
def drive(open_pane: Open, tmp_path: Path) -> Shown:
    return open_pane(drive_session(tmp_path), "transcript")


def transcript_asset(path: Path) -> Asset:
    return Asset("talk", SAMPLE_ID, "transcript", (MediaFile(str(path), path.stat().st_size, ""),))


def open_file(open_pane: Open, path: Path) -> Shown:
    session = MemorySession(SCHEMA, [transcript_asset(path)], path.parent, path.parent / "cache")
    session.show(3600 * SECOND)
    return open_pane(session, "talk")


def write_cues(folder: Path, lines: list[str]) -> Path:
    """One cue a second."""

    def at(second: int) -> str:
        return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000"

    path = folder / "talk.vtt"
    cues = [f"{at(n)} --> {at(n + 1)}\n{line}\n" for n, line in enumerate(lines)]
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")
    return path


def test_segments_are_rows_with_their_times_and_speakers(drive: Shown) -> None:
    segments = drive.pane.view().column.transcript.segments
    assert drive.text == TEXT
    assert [segment.speaker for segment in segments] == [line[2] for line in LINES]
    assert [shown.row for shown in drive.pane.view().rows] == [0, 1, 2, 3]


def test_a_drag_over_words_makes_one_annotation_of_just_these_words(drive: Shown) -> None:
    drag(drive.pane, *drive.words("brakes hard"))
    span = drive.added()
    assert span.quote == "brakes hard"
    assert TEXT[span.start : span.end] == "brakes hard"
    assert span.prefix.endswith("behind it ")
    assert span.suffix.startswith(".")
    assert drive.selected() == [list(drive.session.state.annotations)[-1]]
    assert drive.pane.pointer.reach is None


def test_backwards_and_with_space_at_its_ends_it_is_the_same(drive: Shown) -> None:
    start, end = drive.words(" brakes hard")
    drag(drive.pane, end, start)
    assert drive.added().quote == "brakes hard"


def test_a_drag_may_go_over_several_segments(drive: Shown) -> None:
    drag(drive.pane, drive.words("turning")[0], drive.words("The red")[1])
    assert drive.added().quote == "turning left.\nThe red"


def test_a_click_selects_a_mark_a_second_one_what_is_around_it_and_beside_it_nothing(drive: Shown) -> None:
    around = span_of(TEXT, TEXT.index("A white"), TEXT.index(" ahead"))
    outer = label("outer", "transcript", "c_mention", around)
    drive.session.submit([AddAnnotation(outer)], "test")
    drive.session.gestures.clear()
    click(drive.pane, drive.middle("white"))
    assert drive.selected() == ["m1"]
    click(drive.pane, drive.middle("white"))
    assert drive.selected() == ["outer"]
    click(drive.pane, drive.middle("police"), Qt.KeyboardModifier.ControlModifier)
    assert drive.selected() == ["outer", "m3"]
    click(drive.pane, drive.middle("brakes"))
    assert drive.selected() == []
    assert drive.session.gestures == []


def test_the_edges_of_the_selected_mark_can_be_dragged(drive: Shown) -> None:
    click(drive.pane, drive.middle("red car"))
    drag(drive.pane, drive.words("red car")[1], drive.words("behind it")[1])
    (edit,) = drive.session.gestures[-1]
    assert isinstance(edit, SetAnchor)
    assert isinstance(edit.after, TextSpan)
    assert edit.after.quote == "red car behind it"
    drag(drive.pane, drive.words("red car behind")[0], drive.words("car behind")[0])
    shorter = drive.session.state.annotations["m2"].anchor
    assert isinstance(shorter, TextSpan)
    assert shorter.quote == "car behind it"
    assert len(drive.session.gestures) == 2


def test_an_edge_that_is_dragged_past_the_other_leaves_one_character(drive: Shown) -> None:
    click(drive.pane, drive.middle("red car"))
    drag(drive.pane, drive.words("red car")[1], drive.words("The red")[0])
    anchor = drive.session.state.annotations["m2"].anchor
    assert isinstance(anchor, TextSpan)
    assert anchor.quote == "r"


def test_escape_gives_a_drag_up_and_a_read_only_pass_is_not_changed(drive: Shown) -> None:
    start, end = drive.words("brakes hard")
    press(drive.pane, start)
    drag_to(drive.pane, start, end)
    assert drive.pane.pointer.reach is not None
    QTest.keyClick(drive.pane, Qt.Key.Key_Escape)
    QTest.mouseRelease(drive.pane, Qt.MouseButton.LeftButton)
    drive.context.read_only = True
    drag(drive.pane, start, end)
    assert drive.session.gestures == []
    assert drive.session.refusals == []


def test_a_click_on_a_time_goes_there_and_a_double_click_on_words_too(drive: Shown) -> None:
    click(drive.pane, drive.time_of(2))
    assert drive.context.timeline.now_ns == 8_200_000_000
    double_click(drive.pane, drive.middle("police"))
    assert drive.context.timeline.now_ns == 13 * SECOND


def test_an_asset_shifted_on_the_clock_is_gone_to_where_it_lies_now(drive: Shown) -> None:
    before = drive.pane.asset.clock
    drive.session.submit([SetAssetClock(SAMPLE_ID, "transcript", before, AssetClock(SECOND))], "test")
    click(drive.pane, drive.time_of(1))
    assert drive.context.timeline.now_ns == 5 * SECOND


def test_what_is_said_now_is_lit_and_told(drive: Shown, qtbot: QtBot) -> None:
    with qtbot.waitSignal(drive.pane.drawn, check_params_cb=lambda at_ns: at_ns == 5 * SECOND):
        drive.context.timeline.seek(5 * SECOND)
    assert drive.pane.detail == "00:05.000 · segment 2/4"
    lit = drive.pane.grab().toImage()
    shown = drive.pane.view().row(1)
    assert shown is not None
    assert lit.pixelColor(1, round(shown.top) + 5) == drive.context.theme.color("accent")
    drive.context.timeline.seek(12 * SECOND)
    assert drive.pane.detail == "00:12.000 · segment –/4"


def test_a_tie_is_completed_by_a_click_on_a_mark_and_hovering_is_told(drive: Shown, qtbot: QtBot) -> None:
    hover(drive.pane, drive.middle("white truck"))
    assert drive.context.hovered == Ref("annotation", "m1")
    drive.context.set_tie_from(Ref("annotation", "box1"))
    with qtbot.waitSignal(drive.context.picked) as picked:
        click(drive.pane, drive.middle("red car"))
    assert picked.args == [Ref("annotation", "m2")]


def test_of_a_long_transcript_only_what_is_seen_is_laid_out(open_pane: Open, tmp_path: Path) -> None:
    path = write_cues(tmp_path, [f"line {n} " + "of a long talk " * (n % 9) for n in range(10_000)])
    shown = open_file(open_pane, path)
    column = shown.pane.view().column
    shown.context.timeline.seek(3_000 * SECOND)
    assert shown.pane.view().row(3_000) is not None
    known = [row for row in range(10_000) if column.heights.is_known(row)]
    assert 0 < len(known) < 80
    assert 3_000 in known


def test_scrolling_up_over_rows_never_seen_leaves_what_is_seen_in_its_place(
    open_pane: Open, tmp_path: Path
) -> None:
    lines = [f"line {n} " + "of a long talk that wraps " * (n * 7 % 11) for n in range(400)]
    shown = open_file(open_pane, write_cues(tmp_path, lines))
    shown.context.timeline.seek(200 * SECOND)
    for _ in range(30):
        view = shown.pane.view()
        mark = view.rows[1] if len(view.rows) > 1 else view.rows[0]
        before = mark.top
        wheel(shown.pane, (200, 100), 0.25)
        after = shown.pane.view().row(mark.row)
        if after is not None:
            assert after.top - before == pytest.approx(0.25 * 120 * 0.6, abs=1.5)


def test_play_keeps_up_unless_the_reader_scrolls_away_and_brings_him_back(
    open_pane: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = open_file(open_pane, write_cues(tmp_path, [f"line {n}" for n in range(200)]))
    pane, timeline = shown.pane, shown.context.timeline
    timeline.play()
    for second in range(60):
        timeline.follow(second * SECOND + SECOND // 2)
        assert pane.view().row(second) is not None
    wheel(pane, (200, 100), 40)
    assert pane.view().row(59) is None
    timeline.follow(61 * SECOND)
    assert pane.view().row(61) is None
    button = pane.scrolling.button
    qtbot.waitUntil(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.view().row(61) is not None
    assert not button.isVisible()
    timeline.pause()


def test_reveal_scrolls_to_a_mark(open_pane: Open, tmp_path: Path) -> None:
    shown = open_file(open_pane, write_cues(tmp_path, [f"line {n}" for n in range(300)]))
    start = shown.text.index("line 250")
    span = label("far", "talk", "c_mention", span_of(shown.text, start, start + 8))
    shown.session.submit([AddAnnotation(span)], "test")
    shown.pane.reveal("far")
    assert shown.pane.view().row(250) is not None


def test_a_narrower_pane_keeps_its_top_row(open_pane: Open, tmp_path: Path) -> None:
    shown = open_file(open_pane, write_cues(tmp_path, [f"line {n} " + "and on " * 20 for n in range(300)]))
    shown.pane.resize(800, 300)
    shown.context.timeline.seek(150 * SECOND)
    top = shown.pane.view().rows[0].row
    shown.pane.resize(380, 300)
    assert abs(shown.pane.view().rows[0].row - top) <= 1


def test_a_transcript_that_cannot_be_read_says_so(open_pane: Open, tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(b"\x00\x01\x02 no subtitles")
    pane = open_file(open_pane, path).pane
    assert pane.status == "failed"
    assert "talk.srt" in pane.reason


SUBTITLES = "apac_text/ableplayer_subs"


@pytest.mark.parametrize(
    "name",
    [
        f"{SUBTITLES}/deadline_captions_ar.vtt",
        f"{SUBTITLES}/deadline_captions_hi.vtt",
        f"{SUBTITLES}/wwa_captions_ja.vtt",
        f"{SUBTITLES}/blocks4all_captions_ko.vtt",
        f"{SUBTITLES}/itaccess_subtitles_zh-cn.vtt",
        "audio/mfa_speech/textgrid/vietnamese.TextGrid",
    ],
)
def test_words_of_every_script_are_labelled_whole(open_pane: Open, tmp_path: Path, name: str) -> None:
    real = data_file(name)
    path = tmp_path / real.name
    path.write_bytes(real.read_bytes())
    shown = open_file(open_pane, path)
    row = shown.pane.view().rows[-2 if len(shown.pane.view().rows) > 2 else 0]
    text = row.layout.text
    start, end = cluster_start(text, len(text) // 4), cluster_end(text, len(text) * 3 // 4)
    from_x, top, bottom = row.layout.edge(start, end=False)
    to_x, to_top, to_bottom = row.layout.edge(end, end=True)
    drag(
        shown.pane,
        (row.text_left + from_x, row.text_top + (top + bottom) / 2),
        (row.text_left + to_x, row.text_top + (to_top + to_bottom) / 2),
    )
    made = shown.added()
    assert made.quote == text[start:end].strip()
    assert made == span_of(shown.text, made.start, made.end)


def test_a_pane_outlives_its_sample_for_a_moment(drive: Shown) -> None:
    drive.context.timeline.seek(5 * SECOND)
    other = MemorySession(SCHEMA, [], Path(), Path())
    drive.context.show_sample(other.state, "p1", read_only=False, duration_ns=9 * SECOND)
    drive.pane.repaint()
    drive.context.timeline.seek(3 * SECOND)
    drive.pane.repaint()
