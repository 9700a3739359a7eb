"""The quality page in the real window, with a process that answers with a report made by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.quality.cells import mark_of
from crosstie.app.quality.matrix import Matrix
from crosstie.app.quality.wire import Said
from crosstie.viewers.theme import DARK, LIGHT
from tests.ui.on_screen import unnamed
from tests.ui.quality_hands import LAPTOP, SAMPLES, column, listed, look, page, rows, walk_to
from tests.ui.quality_report import NUMBERS, answering, report
from tests.ui.small_project import ACTOR, PHOTO, STREET, TALK
from tests.ui.workstation import Workstation, opened


@pytest.fixture
def station(qtbot: QtBot, small_project: Path, tmp_path: Path) -> Iterator[Workstation]:
    """A laptop's window whose figures are counted by a process that knows them already."""
    with opened(qtbot, small_project, ACTOR, TALK, LAPTOP) as made:
        made.window.quality.command = answering(tmp_path / "process", [Said(0.4), Said(1.0, report(SAMPLES))])
        yield made


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
