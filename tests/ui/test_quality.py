"""The quality page in the real window, with a process that answers with a report made by hand."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.quality.cells import mark_of
from crosstie.app.quality.made import Made
from crosstie.app.quality.matrix import Matrix
from crosstie.app.quality.page import QualityPage
from crosstie.app.quality.wire import Said
from crosstie.qa.reports.report import Dimension
from crosstie.qa.study.row import Comparison
from crosstie.viewers.theme import DARK, LIGHT
from tests.ui.on_screen import unnamed
from tests.ui.quality_report import NUMBERS, answering, report
from tests.ui.second_pass import add_gold_pass, add_second_pass
from tests.ui.small_project import ACTOR, PHOTO, STREET, TALK
from tests.ui.workstation import Workstation, opened

SAMPLES = (STREET, PHOTO, TALK)
"""Behind every figure, the worst first."""
LAPTOP = (1366, 768)


@pytest.fixture
def station(qtbot: QtBot, small_project: Path, tmp_path: Path) -> Iterator[Workstation]:
    """A laptop's window whose figures are counted by a process that knows them already."""
    with opened(qtbot, small_project, ACTOR, TALK, LAPTOP) as made:
        made.window.quality.command = answering(tmp_path / "process", [Said(0.4), Said(1.0, report(SAMPLES))])
        yield made


def page(station: Workstation) -> QualityPage:
    found = station.window.quality.page
    assert found is not None
    return found


def look(station: Workstation) -> QualityPage:
    """Opens the page with the key, and waits for the figures."""
    station.key("Ctrl+D")
    station.until(lambda: station.window.quality.maker.state == "current")
    return page(station)


def rows(matrix: Matrix) -> dict[str, list[str]]:
    """What stands in each row."""
    model = matrix.model()
    return {
        str(model.headerData(row, Qt.Orientation.Vertical)): [
            str(model.index(row, column).data()) for column in range(model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def walk_to(station: Workstation, row: str, name: str) -> None:
    """Goes from the first cell to another with the arrows."""
    matrix = page(station).matrix
    for _ in range(list(rows(matrix)).index(row)):
        station.key("Down")
    for _ in range(column(matrix, name)):
        station.key("Right")


def column(matrix: Matrix, name: str) -> int:
    """The column of a number."""
    return [one.name for one in matrix.cells.sheet.columns].index(name)


def listed(station: Workstation) -> list[str]:
    return [one.id for one in station.window.parts.queue.samples.samples]


def show_tab(station: Workstation, title: str) -> None:
    tabs = page(station).tabs
    [place] = [place for place in range(tabs.count()) if tabs.tabText(place) == title]
    tabs.setCurrentIndex(place)


# What is seen


def test_a_key_opens_it_and_it_shows_findings_headlines_and_every_language(station: Workstation) -> None:
    shown = look(station)
    assert shown.isVisible()
    assert not station.window.bench.isVisible()
    assert str(shown.findings.model().index(0, 0).data()).startswith("In Thai every third link")
    titles = [tile.figure.title for tile in shown.tiles.tiles if tile.figure and tile.isVisible()]
    assert titles[:2] == ["Cross-modal consistency", "Link F1"]
    assert list(rows(shown.matrix)) == ["All", "en", "km", "th", "vi"]
    assert rows(shown.matrix)["th"][0] == "0.61"
    assert sorted(rows(shown.matrix)["All"]) == sorted(f"{number[3]:.2f}" for number in NUMBERS)
    assert "160 samples, 360 passes" in shown.head.state.text()


def test_a_figure_says_its_interval_its_n_and_the_rest(station: Workstation) -> None:
    shown = look(station)
    walk_to(station, "th", "link_f1")
    words = shown.detail.text()
    for part in (
        "Link F1, language th: 0.610",
        "95 %",
        "n = 40 samples",
        "all others 0.920",
        "adjusted p < 0.001",
    ):
        assert part in words
    figure = shown.matrix.current_figure
    assert figure is not None
    assert mark_of(figure) == "worse"


def test_what_is_undefined_is_a_dash_with_the_reason(station: Workstation) -> None:
    shown = look(station)
    assert rows(shown.matrix)["km"][column(shown.matrix, "cer")] == "–"
    walk_to(station, "km", "cer")
    assert "nothing of the kind was labelled" in shown.detail.text()
    index = shown.matrix.currentIndex()
    assert "nothing of the kind was labelled" in str(index.data(int(Qt.ItemDataRole.ToolTipRole)))


def test_too_few_samples_are_said_and_shaded(station: Workstation) -> None:
    shown = look(station)
    walk_to(station, "km", "link_f1")
    assert "fewer than 10 samples" in shown.detail.text()
    shown.matrix.setCurrentIndex(shown.matrix.model().index(0, 0))
    assert _strokes(shown.matrix, 2, 0) > _strokes(shown.matrix, 1, 0)


def _strokes(matrix: Matrix, row: int, column: int) -> int:
    """How many pixels of a cell's empty middle are not of its ground."""
    rect = matrix.visualRect(matrix.model().index(row, column))
    image = matrix.viewport().grab(rect).toImage()
    ground = image.pixel(image.width() // 2, 1)
    xs = range(image.width() // 2, image.width() - 24)
    return sum(image.pixel(x, y) != ground for x in xs for y in range(3, 30))


def test_filters_narrow_every_part_and_are_cleared_again(station: Workstation) -> None:
    shown = look(station)
    language = shown.filters.dimensions["language"]
    language.setCurrentIndex(language.findData("th"))
    assert list(rows(shown.matrix)) == ["th"]
    [first] = [tile.figure for tile in shown.tiles.tiles[:1]]
    assert first is not None
    assert first.by == {"language": "th"}
    shown.filters.clear_button.click()
    assert len(rows(shown.matrix)) == 5
    show_tab(station, "Link types")
    assert list(rows(shown.matrix)) == ["All", "about", "mentions", "same object"]
    kind = shown.filters.facets["link_type"]
    kind.setCurrentIndex(kind.findData("l_mentions"))
    assert list(rows(shown.matrix)) == ["mentions"]


def test_a_comparison_without_figures_says_what_to_do(station: Workstation) -> None:
    shown = look(station)
    for comparison, expected in (
        ("accuracy", "No sample has a gold pass beside a person's yet."),
        ("bias", "No sample has a blind pass beside an assisted one yet."),
    ):
        shown.filters.comparison.setCurrentIndex(shown.filters.comparison.findData(comparison))
        assert shown.empty.isVisible()
        assert shown.empty.text().startswith(expected)
    shown.filters.comparison.setCurrentIndex(shown.filters.comparison.findData("agreement"))
    assert shown.matrix.isVisible()


def test_charts_and_the_drift_map_show_what_stands_out(station: Workstation) -> None:
    shown = look(station)
    show_tab(station, "Over time")
    assert "Out of limits: b13, b14" in shown.charts.note.text()
    station.until(shown.charts.chart.isVisible)
    chart = shown.charts.chart
    place = chart.place_of(13).toPoint()
    below = chart.childAt(place)
    assert below is not None
    QTest.mouseMove(below, below.mapFrom(chart, place))
    station.until(lambda: shown.detail.text().startswith("b14: 0.190") and "out of" in shown.detail.text())
    show_tab(station, "Drift")
    assert "Drift: 0.041 bit (by chance 0.011), p 0.002" in shown.drift.note.text()
    parts = [[cell.part for cell in line] for line in shown.drift.map.cells]
    assert parts[2][2] is None
    assert max(part for line in parts for part in line if part is not None) == pytest.approx(0.36)


def test_it_fits_a_laptop_in_both_themes_and_everything_has_a_name(station: Workstation) -> None:
    shown = look(station)
    for theme in (DARK, LIGHT):
        station.window.set_theme(theme)
        assert (station.window.width(), station.window.height()) == LAPTOP
        for title in ("Languages", "Over time", "Drift"):
            show_tab(station, title)
            assert unnamed() == []
    for part in shown.findChildren(QWidget):
        if part.isVisible():
            right = part.mapTo(station.window, QPoint(part.width(), 0)).x()
            assert right <= LAPTOP[0] or part.parent() is not shown, part.objectName()


# The samples behind a figure


def test_a_double_click_lists_the_samples_behind_a_figure_and_enter_opens_the_worst(
    station: Workstation,
) -> None:
    shown = look(station)
    rails = station.window.rails
    assert not rails.left_shown
    matrix = shown.matrix
    at = matrix.visualRect(matrix.model().index(3, 0)).center()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert listed(station) == list(SAMPLES)
    station.until(lambda: rails.left_shown)
    strip = station.window.quality.behind
    assert strip.words == "Link F1, language th, the worst 3 of 40 samples"
    station.until(station.window.quality.behind.back_button.isVisible)
    station.key("Return")
    station.until(lambda: station.window.session.sample_id == STREET)
    station.until_settled()
    assert not station.window.quality.active
    assert station.window.bench.isVisible()
    assert listed(station) == list(SAMPLES)
    strip.back_button.click()
    assert strip.words == ""
    assert listed(station) == sorted(SAMPLES)


def test_enter_in_the_figures_and_on_a_finding_does_the_same(station: Workstation) -> None:
    shown = look(station)
    walk_to(station, "vi", "link_precision")
    station.key("Return")
    assert listed(station) == list(SAMPLES)
    assert QApplication.focusWidget() is station.window.parts.queue
    station.key("Escape")
    assert station.window.quality.active
    shown.findings.setFocus()
    shown.findings.setCurrentIndex(shown.findings.model().index(0, 0))
    station.key("Return")
    assert listed(station) == list(SAMPLES[:2])
    station.key("Ctrl+Shift+A")
    assert listed(station) == sorted(SAMPLES)


def test_next_sample_walks_the_samples_behind_it(station: Workstation) -> None:
    look(station)
    station.key("Return")
    station.key("Return")
    station.until(lambda: station.window.session.sample_id == STREET)
    station.until_settled()
    station.key("N")
    station.until(lambda: station.window.session.sample_id == PHOTO)
    station.until_settled()


def test_plain_keys_do_nothing_to_the_sample_that_is_not_seen(station: Workstation) -> None:
    station.select("turn_1")
    before = dict(station.state.annotations)
    look(station)
    for key in ("Delete", "E", "1", "Space", "Ctrl+Z"):
        station.key(key)
    assert dict(station.state.annotations) == before
    assert not station.context.timeline.playing
    station.key("Escape")
    assert not station.window.quality.active


# In step with the labels


def test_an_edit_puts_the_figures_out_of_date_and_new_ones_follow_while_the_window_goes_on(
    station: Workstation, tmp_path: Path
) -> None:
    quality = station.window.quality
    look(station)
    before = quality.maker.made
    station.key("Ctrl+D")
    station.select("turn_1")
    station.run("delete")
    station.until_saved()
    assert quality.maker.state == "stale"
    gate = tmp_path / "gate"
    quality.command = answering(
        tmp_path / "slow",
        [Said(0.5)],
        f"while not os.path.exists({str(gate)!r}): time.sleep(0.01)\n"
        f"sys.stdout.buffer.write(open({str(tmp_path / 'new' / 'answers')!r}, 'rb').read())",
    )
    answering(tmp_path / "new", [Said(1.0, report((PHOTO,)))])
    beats = 0

    def beat() -> None:
        nonlocal beats
        beats += 1

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(1)
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.state == "counting" and quality.maker.done == 0.5)
    counted = beats
    station.until(lambda: beats > counted + 20)
    assert quality.maker.made is before
    assert rows(page(station).matrix)["th"][0] == "0.61"
    assert page(station).head.progress.isVisible()
    gate.touch()
    station.until(lambda: quality.maker.state == "current")
    timer.stop()
    assert quality.maker.made is not before
    station.key("Return")
    assert listed(station) == [PHOTO]


def test_while_the_page_is_open_a_new_count_begins_by_itself_after_an_edit(station: Workstation) -> None:
    look(station)
    before = station.window.quality.maker.made
    station.window.session.give_class("c_noise")
    turn = station.state.annotations["turn_1"]
    station.select(turn.id)
    station.window.session.give_class("c_noise")
    station.until_saved()
    assert "out of date" in page(station).head.state.text()
    station.until(lambda: station.window.quality.maker.made is not before)
    assert station.window.quality.maker.state == "current"


def test_the_figures_of_a_real_project_are_counted_and_counted_anew(
    qtbot: QtBot, small_project: Path
) -> None:
    """Two people's passes and gold, the very process that counts, and an edit after which less is right."""
    add_second_pass(small_project)
    add_gold_pass(small_project)
    with opened(qtbot, small_project, ACTOR, STREET, LAPTOP) as station:
        shown = look(station)
        maker = station.window.quality.maker
        assert maker.made is not None
        assert maker.made.comparisons >= {"agreement", "accuracy", "settled"}
        before = value_of(maker.made, "accuracy", "label_f1", {"annotators": "An"})
        assert before == pytest.approx(1.0)
        figure = shown.matrix.current_figure
        assert figure is not None
        station.key("Return")
        assert listed(station) == [STREET]
        passes = station.window.quality.passes_behind(STREET)
        assert len(passes) == 2
        station.key("Return")
        station.until_settled()
        station.key("Ctrl+P")
        station.until(lambda: station.window.compare.compared is not None)
        compared = station.window.compare.compared
        assert compared is not None
        assert {compared.first, compared.second} == set(passes)
        station.key("Escape")
        station.window.session.open_sample(STREET, f"assisted-{STREET}")
        station.until(lambda: not station.context.read_only)
        station.until_settled()
        station.select("box_van")
        station.key("Delete")
        station.until_saved()
        old = maker.made
        station.key("Ctrl+D")
        station.until(lambda: maker.made is not old)
        now = value_of(maker.made, "accuracy", "label_f1", {"annotators": "An"})
        assert now is not None
        assert now < 1.0


def value_of(made: Made | None, comparison: Comparison, name: str, by: dict[Dimension, str]) -> float | None:
    """One number of a report."""
    assert made is not None
    found = (one for one in made.figures(comparison) if (one.name, one.by) == (name, by))
    return next(one.number for one in found if not one.facet)


def test_nothing_is_counted_while_nobody_looks(station: Workstation) -> None:
    station.select("turn_1")
    station.run("delete")
    station.until_saved()
    assert station.window.quality.maker.state == "nothing"
    assert station.window.quality.maker.pid == 0


# What goes wrong


def test_counting_is_stopped_by_a_button_and_the_figures_stay(station: Workstation, tmp_path: Path) -> None:
    shown = look(station)
    quality = station.window.quality
    quality.command = answering(tmp_path / "endless", [Said(0.2)], "sys.stdin.buffer.read()")
    shown.head.count_button.click()
    station.until(lambda: quality.maker.done == 0.2)
    pid = quality.maker.pid
    assert shown.head.count_button.text() == "Stop"
    shown.head.count_button.click()
    assert "stopped" in shown.head.state.text()
    station.until(lambda: not _lives(pid))
    assert rows(shown.matrix)["th"][0] == "0.61"


def test_a_process_that_is_killed_gives_one_clear_line_and_can_be_begun_again(
    station: Workstation, tmp_path: Path
) -> None:
    quality = station.window.quality
    good = quality.command
    quality.command = answering(tmp_path / "endless", [Said(0.2)], "time.sleep(600)")
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.done == 0.2)
    os.kill(quality.maker.pid, signal.SIGKILL)
    station.until(lambda: quality.maker.state == "failed")
    line = page(station).head.state.text()
    assert line == (
        "the process that counts the figures was ended (signal SIGKILL); count again with the button above"
    )
    quality.command = good
    page(station).head.count_button.click()
    station.until(lambda: quality.maker.state == "current")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([Said(problem="pods.yaml: write a list of names for each pod")], "pods.yaml: write a list of names"),
        ([], "exit status 3"),
    ],
)
def test_what_the_process_could_not_do_is_said(
    station: Workstation, tmp_path: Path, lines: list[Said], expected: str
) -> None:
    quality = station.window.quality
    quality.command = answering(tmp_path / "bad", lines, "sys.exit(3)")
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.state == "failed")
    assert expected in page(station).head.state.text()


def test_nonsense_is_no_report(station: Workstation, tmp_path: Path) -> None:
    quality = station.window.quality
    quality.command = answering(tmp_path / "bad", [], "sys.stdout.buffer.write(b'no json\\n')")
    station.key("Ctrl+D")
    station.until(lambda: quality.maker.state == "failed")
    assert "answered nonsense" in page(station).head.state.text()


def test_the_process_ends_with_the_window(qtbot: QtBot, small_project: Path, tmp_path: Path) -> None:
    with opened(qtbot, small_project, ACTOR, TALK, LAPTOP) as station:
        quality = station.window.quality
        # It neither listens nor ends by itself.
        quality.command = answering(tmp_path / "deaf", [Said(0.1)], "time.sleep(600)")
        station.key("Ctrl+D")
        station.until(lambda: quality.maker.done == 0.1)
        pid = quality.maker.pid
        assert _lives(pid)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
