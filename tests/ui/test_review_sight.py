"""Link review: both ends in sight and heard, and everything put back afterwards."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from tests.ui.candidates import mixed, propose
from tests.ui.reviewer import Reviewer, arrangement, reviewing
from tests.ui.small_project import SECOND


def test_both_ends_are_in_sight_and_marked_for_every_modality(person: Reviewer) -> None:
    person.enter()
    seen = []
    while person.asked:
        review = person.review
        seen.append(person.asked)
        for letter in ("A", "B"):
            assert review.stage.areas(letter), (person.asked, letter)
        for pane in review.stage.panes:
            assert pane.isVisible()
            assert pane.is_settled()
        person.key("A")
    assert seen == ["about", "pair", "row", "said_car"]


def test_the_pictures_and_the_page_are_brought_close_and_time_stands_where_both_are(
    person: Reviewer,
) -> None:
    person.enter()
    assert person.asked == "about"
    assert 1.1 * SECOND <= person.station.context.timeline.now_ns <= 1.9 * SECOND
    [box] = person.review.stage.areas("B")
    cam = person.station.pane("cam")
    assert max(box.width() / cam.width(), box.height() / cam.height()) > 0.2
    for _ in range(2):
        person.key("N")
    assert person.asked == "row"
    [row] = person.review.stage.areas("A")
    assert row.width() > 0.5 * person.station.pane("report").width()


def test_the_turn_is_heard_once_and_again_at_a_key(person: Reviewer) -> None:
    station, timeline = person.station, person.station.context.timeline
    station.until(lambda: station.window.parts.playback.has_sound)
    station.key("Ctrl+L")
    station.until(lambda: person.review.replay.running and person.plays())
    station.until(lambda: not person.review.replay.running)
    sight = person.review.stage.sight
    assert sight is not None
    assert not person.plays()
    assert timeline.now_ns == sight.at_ns
    station.key("Space")
    assert person.plays()
    assert timeline.now_ns == round(1.1 * SECOND)
    station.key("A")
    assert not person.plays()


def test_leaving_puts_everything_back(person: Reviewer) -> None:
    station = person.station
    station.context.timeline.seek(SECOND // 2)
    station.select("box_van")
    station.until_settled(SECOND // 2)
    station.until(lambda: station.window.bench.width() > 0)
    before = arrangement(station)
    person.enter()
    assert not station.window.rails.right_shown
    for _ in range(3):
        person.key("N")
    assert arrangement(station) != before
    station.key("Escape")
    station.until(lambda: arrangement(station) == before)
    station.until_settled(SECOND // 2)
    assert station.selected() == ("box_van",)
    assert not person.strip.isVisible()
    assert station.context.timeline.loop is None


def test_a_window_closed_in_review_opens_again_as_it_was_before(qtbot: QtBot, small_project: Path) -> None:
    propose(small_project, mixed())
    with reviewing(qtbot, small_project) as person:
        cam, lidar = _dock(person, "cam"), _dock(person, "lidar")
        assert lidar not in person.station.window.bench.tabifiedDockWidgets(cam)
        person.station.window.bench.tabifyDockWidget(cam, lidar)
        person.station.until(lambda: lidar in person.station.window.bench.tabifiedDockWidgets(cam))
        person.enter()
    with reviewing(qtbot, small_project) as person:
        cam, lidar = _dock(person, "cam"), _dock(person, "lidar")
        person.station.until(lambda: lidar in person.station.window.bench.tabifiedDockWidgets(cam))


def _dock(person: Reviewer, key: str) -> QDockWidget:
    found = person.station.window.bench.findChild(QDockWidget, f"dock_{key}")
    assert isinstance(found, QDockWidget)
    return found


def test_a_maximised_pane_is_maximised_again(person: Reviewer) -> None:
    station = person.station
    station.pane("lidar").focused.emit()
    station.key("M")
    station.until(lambda: not station.pane("cam").isVisible())
    person.enter()
    assert station.pane("cam").isVisible()
    station.key("Escape")
    station.until(lambda: not station.pane("cam").isVisible() and station.pane("lidar").isVisible())
    assert station.window.bench.maximised


def test_all_panes_can_be_shown_and_two_that_share_a_place_stand_side_by_side(person: Reviewer) -> None:
    station = person.station
    person.enter()
    person.key("M")
    assert all(station.pane(key).isVisible() for key in ("cam", "lidar"))
    docks = station.window.bench
    docks.bring_together(("report", "talk"))
    station.until(lambda: station.pane("report").isVisible() and station.pane("talk").isVisible())


def test_two_panes_that_lie_one_behind_the_other_are_both_in_sight(person: Reviewer) -> None:
    station, bench = person.station, person.station.window.bench
    cam, lidar = _dock(person, "cam"), _dock(person, "lidar")
    bench.tabifyDockWidget(cam, lidar)
    station.until(lambda: lidar in bench.tabifiedDockWidgets(cam))
    person.enter()
    person.key("N")
    assert person.asked == "pair"
    for alone in (True, False):
        assert person.review.stage.alone is alone
        station.until(lambda: bool(person.review.stage.areas("A") and person.review.stage.areas("B")))
        left, right = (
            QRect(pane.mapTo(station.window, QPoint()), pane.size()) for pane in person.review.stage.panes
        )
        assert not left.intersects(right)
        person.key("M")
    station.key("Escape")
    station.until(lambda: lidar in bench.tabifiedDockWidgets(cam))
