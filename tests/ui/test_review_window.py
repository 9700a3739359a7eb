"""Link review in its window: strip, button, keys, passes, other samples, large samples, figures."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.review import waiting
from crosstie.schema.decisions import decisions
from tests.app.command import Commands
from tests.ui.candidates import OWN, candidate, mark, mixed, propose, rivals
from tests.ui.hands import hand_on
from tests.ui.reviewer import SIZE, Reviewer, reviewing
from tests.ui.small_project import ACTOR, PHOTO, STREET, TALK
from tests.ui.workstation import Workstation, opened


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
