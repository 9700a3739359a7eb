"""Link review by hand, in the real window: one key a candidate, both ends in sight, nothing lost."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.review import waiting
from crosstie.app.review.review import Review
from crosstie.app.review.strip import ReviewStrip
from crosstie.schema.changes import Changes
from crosstie.schema.decisions import decisions
from crosstie.schema.entities import merge
from crosstie.schema.gestures import delete
from crosstie.schema.records import Link
from crosstie.storage.audit import verify
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from tests.app.command import Commands
from tests.ui.candidates import OWN, a_hundred, candidate, mark, mixed, propose, rivals
from tests.ui.conftest import SIZE
from tests.ui.hands import hand_on
from tests.ui.small_project import ACTOR, PHOTO, SECOND, STREET, TALK
from tests.ui.workstation import Workstation, opened

_PRESSES: Final = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)


class Reviewer:
    """A person who reviews."""

    def __init__(self, station: Workstation) -> None:
        self.station = station

    @property
    def review(self) -> Review:
        return self.station.window.review.review

    @property
    def strip(self) -> ReviewStrip:
        return self.station.window.review.strip

    @property
    def asked(self) -> str:
        """The id of the link that is asked about; empty for none."""
        found = self.review.candidate
        return found.link.id if found is not None else ""

    @property
    def made(self) -> dict[str, Link]:
        """The decisions by the candidate that they are about; of one that was re-aimed the certain one."""
        found = sorted(decisions(self.station.state, OWN), key=lambda link: link.status == "certain")
        return {link.provenance.origin_id or link.id: link for link in found}

    def aims(self) -> bool:
        return self.review.aiming

    def plays(self) -> bool:
        return self.station.context.timeline.playing

    def decided_as(self) -> str:
        return self.review.decided_as or ""

    def enter(self) -> None:
        self.station.key("Ctrl+L")
        self.until_drawn()

    def key(self, keys: str) -> None:
        """Presses a key, and waits until what it leads to stands on the screen."""
        self.station.key(keys)
        self.until_drawn()

    def until_drawn(self) -> None:
        self.station.until(self.review.is_settled)
        self.review.replay.stop()


@contextmanager
def reviewing(qtbot: QtBot, project: Path, sample_id: str = STREET) -> Iterator[Reviewer]:
    with opened(qtbot, project, ACTOR, sample_id, SIZE) as station:
        yield Reviewer(station)


@pytest.fixture
def person(qtbot: QtBot, small_project: Path) -> Iterator[Reviewer]:
    """A person before a sample in which four candidates wait."""
    propose(small_project, mixed())
    with reviewing(qtbot, small_project) as found:
        yield found


class _Counted(QObject):
    """Counts the keys and the pointer's presses that reach the application."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.pointer = 0
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        # A key that is pressed is offered to the shortcuts once, whatever it sets off.
        focused = QApplication.focusWidget()
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and watched is focused
        ):
            self.keys.append(event.text())
        if isinstance(event, QMouseEvent) and event.type() in _PRESSES:
            self.pointer += 1
        return False


def test_a_hundred_candidates_take_one_key_each_and_leave_a_hundred_decisions_with_times(
    qtbot: QtBot, small_project: Path
) -> None:
    labels, links = a_hundred()
    propose(small_project, links, *labels)
    with reviewing(qtbot, small_project) as person:
        person.enter()
        assert person.review.progress.total == 100
        counted = _Counted()
        for place, link in enumerate(links):
            assert person.asked == link.id
            assert person.review.progress.done == place
            person.key("A")
        assert (len(counted.keys), counted.pointer) == (100, 0)
        assert person.review.candidate is None
        assert "All decided" in person.strip.question.text()
        assert person.review.progress.done == 100
        person.station.until_saved()
    with Store.open(small_project, ACTOR) as store:
        state = store.load_sample(STREET)
        made = list(decisions(state, OWN))
        assert {one.provenance.origin_id for one in made} == {one.id for one in links}
        assert all(one.status == "certain" and one.decided_ms > 0 for one in made)
        assert all(state.links[link.id] == link for link in links), "what was proposed stays as it was"
        told = [entry for entry in store.history(STREET) if entry.initiator == "review"]
        assert len({entry.gesture_id for entry in told}) == 100
    with reading_project(small_project) as database:
        assert verify(database).is_sound


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


def test_reject_unsure_and_later(person: Reviewer) -> None:
    person.enter()
    person.key("R")
    assert person.asked == "pair"
    person.key("N")
    assert person.asked == "row"
    person.key("U")
    assert person.asked == "said_car"
    person.key("A")
    assert person.asked == "pair", "what was put off comes again at the end"
    person.key("A")
    assert person.asked == ""
    assert {key: link.status for key, link in person.made.items()} == {
        "about": "rejected",
        "pair": "certain",
        "row": "unsure",
        "said_car": "certain",
    }


def test_undo_goes_back_to_the_candidate(person: Reviewer) -> None:
    person.enter()
    person.key("A")
    person.key("R")
    assert person.asked == "row"
    person.key("Ctrl+Z")
    assert person.asked == "pair"
    assert "again" in person.strip.note.text()
    person.key("Ctrl+Z")
    assert person.asked == "about"
    assert person.made == {}
    person.key("U")
    assert person.made["about"].status == "unsure"
    assert person.asked == "pair"


def test_one_before_is_seen_again_and_decided_otherwise(person: Reviewer) -> None:
    person.enter()
    person.key("A")
    person.key("N")
    assert person.asked == "row"
    person.key("Backspace")
    assert person.asked == "pair", "what was put off"
    person.key("Shift+N")
    assert person.decided_as() == "certain"
    assert "accepted" in person.strip.decided.text()
    person.key("R")
    assert person.made["about"].status == "rejected"
    assert person.asked == "row"
    person.key("Backspace")
    assert person.decided_as() == "rejected"


def test_re_aiming_keeps_the_first_end_or_the_other_and_is_left_with_escape(person: Reviewer) -> None:
    person.enter()
    person.key("N")
    person.station.key("X")
    assert person.aims()
    assert "A stays" in person.strip.note.text()
    person.station.key("Tab")
    assert "B stays" in person.strip.note.text()
    assert all(person.station.pane(key).isVisible() for key in ("cam", "lidar")), "it may stand in any pane"
    person.station.key("Escape")
    assert not person.aims()
    assert person.asked == "pair"
    assert person.made == {}


def test_what_was_re_aimed_is_rejected_as_proposed_and_certain_as_aimed(
    qtbot: QtBot, small_project: Path
) -> None:
    propose(small_project, [candidate("wrong", "l_about", mark("turn_2"), mark("box_van"))])
    with reviewing(qtbot, small_project) as person:
        person.enter()
        person.station.key("X")
        counted = _Counted()
        hand_on(person.station.pane("cam")).click("box_car")
        person.until_drawn()
        assert (counted.keys, counted.pointer) == ([], 1)
        made = {link.status: link.ends for link in decisions(person.station.state, OWN)}
        assert made == {
            "rejected": (mark("turn_2"), mark("box_van")),
            "certain": (mark("turn_2"), mark("box_car")),
        }
        assert person.review.progress.done == 1
        person.key("Ctrl+Z")
        assert person.asked == "wrong"
        assert person.made == {}


def test_the_other_end_can_be_typed_by_its_code(qtbot: QtBot, small_project: Path) -> None:
    propose(small_project, [candidate("wrong", "l_about", mark("turn_2"), mark("box_van"))])
    with reviewing(qtbot, small_project) as person:
        person.enter()
        person.station.key("X")
        code = person.station.window.picking.codes["box_car"]
        person.station.type(code.lower())
        person.until_drawn()
        assert person.made["wrong"].ends == (mark("turn_2"), mark("box_car"))


def test_a_contradiction_is_told_looked_at_and_settled_by_one_decision(
    qtbot: QtBot, small_project: Path
) -> None:
    labels, links = rivals()
    propose(small_project, [*links, *mixed()], *labels)
    with reviewing(qtbot, small_project) as person:
        person.enter()
        assert person.review.progress.total == 6
        while person.asked not in ("first", "second"):
            person.key("N")
        shown = person.asked
        assert "Contradicts" in person.strip.note.text()
        person.key("C")
        assert {shown, person.asked} == {"first", "second"}
        person.key("C")
        assert person.asked == shown
        person.key("A")
        # The schema allows one: the other is settled with it.
        assert person.review.progress.total == 5
        assert {"first", "second"}.isdisjoint(one.link.id for one in person.review.waiting.candidates)


def test_an_end_deleted_while_it_is_asked_about_moves_on(person: Reviewer) -> None:
    person.enter()
    assert person.asked == "about"
    context = person.station.context
    context.submit(delete(context.state, ("box_car",)), "test")
    person.until_drawn()
    # Both candidates of the car's box wait no more.
    assert person.asked == "row"
    assert "gone" in person.station.message
    person.key("Ctrl+Z")
    person.station.until(lambda: len(person.review.waiting.candidates) == 4)
    person.station.until_saved()


def test_an_entity_merged_away_while_it_is_asked_about_loses_nothing(person: Reviewer) -> None:
    person.enter()
    for _ in range(2):
        person.key("N")
    assert person.asked == "row"
    context = person.station.context
    assert context.document is not None
    context.submit(merge(context.document, context.state, "car", ("van",)).edits, "test")
    person.until_drawn()
    assert person.asked not in ("row", "")
    assert "row" in context.state.links, "what was proposed is kept"
    person.station.until_saved()


def test_leaving_puts_everything_back(person: Reviewer) -> None:
    station = person.station
    station.context.timeline.seek(SECOND // 2)
    station.select("box_van")
    station.until_settled(SECOND // 2)
    station.until(lambda: station.window.bench.width() > 0)
    before = _arrangement(station)
    person.enter()
    assert not station.window.rails.right_shown
    for _ in range(3):
        person.key("N")
    assert _arrangement(station) != before
    station.key("Escape")
    station.until(lambda: _arrangement(station) == before)
    station.until_settled(SECOND // 2)
    assert station.selected() == ("box_van",)
    assert not person.strip.isVisible()
    assert station.context.timeline.loop is None


def test_a_window_closed_in_review_opens_again_as_it_was_before(qtbot: QtBot, small_project: Path) -> None:
    propose(small_project, mixed())
    with reviewing(qtbot, small_project) as person:
        before = _arrangement(person.station)
        person.enter()
    with reviewing(qtbot, small_project) as person:
        person.station.until(lambda: _arrangement(person.station) == before)


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


def test_letters_are_reviews_own_while_it_lasts_and_nobody_s_afterwards(person: Reviewer) -> None:
    station = person.station
    assert station.window.registry.keymap.conflicts() == {}
    person.enter()
    person.key("N")
    assert station.window.session.sample_id == STREET
    station.key("P")
    assert not station.window.parts.chooser.isVisible()
    station.key("Escape")
    ran: list[str] = []
    station.window.registry.ran.connect(ran.append)
    for key in ("A", "R", "U", "X"):
        station.key(key)
    assert ran == []
    assert person.made == {}


def test_a_decision_that_the_disk_refuses_comes_back_with_the_reason(
    person: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = person.station.window.session.store
    refused: Future[Changes] = Future()
    refused.set_exception(StoreFailed("the disk is full; free some room and do it again"))
    person.enter()
    with monkeypatch.context() as patched:
        patched.setattr(store, "submit", lambda *_edits, **_more: refused)
        person.station.key("A")
    assert person.asked == "pair", "the next one does not wait for the disk"
    person.station.until(lambda: person.asked == "about")
    person.station.until(lambda: "disk is full" in person.strip.note.text())
    assert person.made == {}
    person.key("A")
    person.station.until_saved()
    assert person.made["about"].status == "certain"


def test_the_button_beside_the_pass_tells_how_many_wait_and_opens_review(person: Reviewer) -> None:
    button = person.station.on_screen("review_button")
    assert "4 links" in person.station.window.review.button.text()
    assert button.accessibleName()
    person.station.window.review.button.click()
    person.until_drawn()
    assert person.asked == "about"
    assert not button.isVisible()


def test_everything_on_the_strip_has_a_name_and_can_be_clicked(person: Reviewer) -> None:
    person.enter()
    parts = [one for one in person.strip.findChildren(QWidget) if one.objectName().startswith("review_key_")]
    assert len(parts) >= 8
    assert all(one.accessibleName() for one in parts)
    accept = person.station.on_screen("review_key_review_accept")
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    person.until_drawn()
    assert person.made["about"].status == "certain"


def test_nothing_waits_says_what_to_do_and_leads_to_the_sample_where_something_does(
    qtbot: QtBot, small_project: Path
) -> None:
    propose(small_project, mixed())
    with reviewing(qtbot, small_project, TALK) as person:
        station = person.station
        assert not person.station.window.review.button.isVisible()
        station.key("Ctrl+L")
        assert "Nothing waits" in person.strip.question.text()
        station.until(lambda: "1 more sample" in person.strip.reason.text())
        station.key("Return")
        station.until(lambda: station.window.session.sample_id == STREET)
        person.until_drawn()
        station.until(lambda: person.asked == "about")
        assert person.strip.isVisible()


def test_where_nothing_waits_anywhere_the_command_that_proposes_is_named(photo: Workstation) -> None:
    person = Reviewer(photo)
    photo.key("Ctrl+L")
    photo.until(lambda: "crosstie candidates" in person.strip.reason.text())
    photo.key("Ctrl+L")
    assert not person.strip.isVisible()
    assert photo.window.session.sample_id == PHOTO


def _arrangement(station: Workstation) -> dict[str, tuple[bool, QRect]]:
    """Where each pane stands."""
    panes = station.window.bench.panes
    return {
        key: (pane.isVisible(), QRect(pane.mapTo(station.window, QPoint()), pane.size()))
        for key, pane in panes.items()
    }


def test_somebody_elses_pass_offers_passes_of_ones_own_and_what_was_left_unsure_waits_there(
    qtbot: QtBot, small_project: Path
) -> None:
    propose(small_project, mixed())
    with reviewing(qtbot, small_project) as person:
        person.enter()
        for key in ("U", "A", "U", "A"):
            person.key(key)
        person.station.until_saved()
    with opened(qtbot, small_project, "Bo", STREET, SIZE) as station:
        person = Reviewer(station)
        station.window.session.open_sample(STREET, OWN)
        station.until(lambda: station.context.pass_id == OWN)
        station.until_settled()
        station.key("Ctrl+L")
        chooser = station.window.parts.chooser
        assert "not decide" in chooser.question
        assert "review pass from An’s" in chooser.titles()[0]
        assert not person.strip.isVisible()
        station.key("1")
        station.until(lambda: bool(person.asked))
        person.until_drawn()
        assert person.review.progress.total == 2
        assert "turn_2 goes with box_car" in person.strip.reason.text()
        person.key("A")
        person.key("R")
        assert "All decided" in person.strip.question.text()
        made = sorted(link.status for link in decisions(station.state, station.context.pass_id))
        assert made == ["certain", "rejected"]
        station.until_saved()


def test_productivity_is_told_by_actor(
    qtbot: QtBot, small_project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    propose(small_project, [*mixed(), candidate("wrong", "l_about", mark("turn_1"), mark("box_car"), 0.9)])
    with reviewing(qtbot, small_project) as person:
        person.enter()
        for key in ("A", "R", "U", "A"):
            person.key(key)
        person.station.key("X")
        hand_on(person.station.pane("cam")).click("box_van")
        person.station.until(lambda: person.asked == "")
        person.station.until_saved()
    told = Commands(capsys)("info", small_project, "--json").json()["reviewing"]
    assert isinstance(told, list)
    [mine] = told
    assert mine["median_seconds"] > 0
    assert {key: value for key, value in mine.items() if key not in ("actor_id", "median_seconds")} == {
        "actor": ACTOR,
        "decisions": 5,
        "accepted": 2,
        "rejected": 1,
        "unsure": 1,
        "re_aimed": 1,
    }
    assert f"link review, {ACTOR}: 5 decisions" in Commands(capsys)("info", small_project).out
    trail = Commands(capsys)("audit", "show", small_project, "--json").out
    assert trail.count('"decided_ms"') >= 5


def test_a_large_sample_goes_on_at_once_while_what_waits_is_worked_out_elsewhere(
    qtbot: QtBot, small_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SMALL", 0)
    labels, links = rivals()
    propose(small_project, [*links, *mixed()], *labels)
    with reviewing(qtbot, small_project) as person:
        person.station.until(lambda: len(person.review.waiting.candidates) == 6)
        person.enter()
        shown = []
        while person.asked:
            shown.append(person.asked)
            person.station.key("A")
            assert person.asked not in shown, "the next is shown before anything was worked out"
            person.until_drawn()
        person.station.until(person.review.waiting.is_settled)
        assert len(shown) == 5, "of two that contradict each other one is settled with the other"
        person.key("Ctrl+Z")
        person.station.until(lambda: person.asked == shown[-1])
        person.station.until_saved()


def test_two_panes_that_lie_one_behind_the_other_are_both_in_sight(person: Reviewer) -> None:
    station, bench = person.station, person.station.window.bench
    docks = {key: bench.findChild(QDockWidget, f"dock_{key}") for key in ("cam", "lidar")}
    cam, lidar = docks["cam"], docks["lidar"]
    assert isinstance(cam, QDockWidget)
    assert isinstance(lidar, QDockWidget)
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


def test_the_last_one_that_is_put_off_stays_and_says_so(person: Reviewer) -> None:
    person.enter()
    for key in ("A", "A", "A"):
        person.key(key)
    assert person.asked == "said_car"
    person.key("N")
    assert person.asked == "said_car"
    assert "Nothing else waits" in person.strip.note.text()
