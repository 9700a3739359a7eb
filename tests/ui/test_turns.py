"""Things that are done one a turn of the event loop."""

from functools import partial

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from crosstie.viewers.turns import Turns


def test_between_two_things_other_timers_have_their_turn(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    other = QTimer()
    other.timeout.connect(lambda: done.append("other"))
    for name in ("first", "second", "third"):
        turns.ask(name, partial(done.append, name))
    other.start(0)
    qtbot.waitUntil(lambda: "third" in done)
    other.stop()
    places = [done.index(name) for name in ("first", "second", "third")]
    assert places == sorted(places)
    assert "other" in done[places[0] : places[1]]
    assert "other" in done[places[1] : places[2]]


def test_newer_replaces_older_of_the_same_one_and_keeps_its_place(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    turns.ask(1, lambda: done.append("old"))
    turns.ask(2, lambda: done.append("last"))
    turns.ask(1, lambda: done.append("new"))
    assert not done
    qtbot.waitUntil(lambda: "last" in done)
    assert done == ["new", "last"]


def test_what_is_asked_for_meanwhile_is_done_too(qtbot: QtBot) -> None:
    turns, done = Turns(), list[str]()
    turns.ask(1, lambda: turns.ask(1, lambda: done.append("again")))
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["again"]
