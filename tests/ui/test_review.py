"""Link review by hand, in the real window: one key a candidate, and nothing is lost."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.changes import Changes
from crosstie.schema.decisions import decisions
from crosstie.schema.entities import merge
from crosstie.schema.gestures import delete
from crosstie.storage.audit import verify
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project
from crosstie.storage.store import Store
from tests.ui.candidates import OWN, a_hundred, candidate, mark, mixed, propose, rivals
from tests.ui.hands import hand_on
from tests.ui.reviewer import Counted, Reviewer, reviewing
from tests.ui.small_project import ACTOR, STREET


def test_a_hundred_candidates_take_one_key_each_and_leave_a_hundred_decisions_with_times(
    qtbot: QtBot, small_project: Path
) -> None:
    labels, links = a_hundred()
    propose(small_project, links, *labels)
    with reviewing(qtbot, small_project) as person:
        person.enter()
        assert person.review.progress.total == 100
        counted = Counted()
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
        counted = Counted()
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


def test_the_last_one_that_is_put_off_stays_and_says_so(person: Reviewer) -> None:
    person.enter()
    for key in ("A", "A", "A"):
        person.key(key)
    assert person.asked == "said_car"
    person.key("N")
    assert person.asked == "said_car"
    assert "Nothing else waits" in person.strip.note.text()
