"""A thread that answers questions: of each kind the newest, and nothing once it is closed."""

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from crosstie.viewers.answer_thread import AnswerThread

Make = Callable[[Callable[[AnswerThread[int]], None]], AnswerThread[int]]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    """Makes threads, and closes them in the end."""
    made: list[AnswerThread[int]] = []

    def begin(run: Callable[[AnswerThread[int]], None]) -> AnswerThread[int]:
        made.append(AnswerThread[int]("answers", run))
        return made[-1]

    yield begin
    for one in made:
        one.close()


class Clerk:
    """Answers one question at a time, once it may."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.began = threading.Event()
        self.told: list[object] = []

    def run(self, thread: AnswerThread[int]) -> None:
        while (taken := thread.take()) is not None:
            self.began.set()
            self.may.wait(30)
            thread.tell(taken)

    def busy_in(self, make: Make) -> AnswerThread[int]:
        """A thread that is at a first question."""
        thread = make(self.run)
        thread.told.connect(self.told.append)
        thread.ask("left", 0)
        assert self.began.wait(30)
        return thread


def test_the_newest_of_a_kind_is_answered_and_who_waits_longest_comes_first(make: Make, qtbot: QtBot) -> None:
    clerk = Clerk()
    thread = clerk.busy_in(make)
    for number in (1, 2, 3):
        thread.ask("right", number)
        thread.ask("left", 10 * number)
    clerk.may.set()
    qtbot.waitUntil(lambda: len(clerk.told) >= 3)
    assert clerk.told == [("left", 0), ("right", 3), ("left", 30)]


def test_what_is_dropped_is_not_answered(make: Make, qtbot: QtBot) -> None:
    clerk = Clerk()
    thread = clerk.busy_in(make)
    thread.ask("right", 1)
    thread.drop_questions()
    thread.ask("front", 2)
    clerk.may.set()
    qtbot.waitUntil(lambda: len(clerk.told) >= 2)
    assert clerk.told == [("left", 0), ("front", 2)]


def test_nothing_is_told_once_it_is_closed(make: Make, qtbot: QtBot) -> None:
    clerk = Clerk()
    thread = clerk.busy_in(make)
    thread.ask("right", 1)
    # The answer is under way to this thread when it is closed.
    clerk.may.set()
    thread.close()
    later = Clerk()
    fence = make(later.run)
    fence.told.connect(later.told.append)
    later.may.set()
    fence.ask("left", 5)
    qtbot.waitUntil(lambda: bool(later.told))
    assert clerk.told == []


def test_all_that_waits_can_be_taken_at_once(make: Make, qtbot: QtBot) -> None:
    may, told = threading.Event(), list[object]()

    def run(thread: AnswerThread[int]) -> None:
        may.wait(30)
        while (taken := thread.take_all()) is not None:
            thread.tell(taken)

    thread = make(run)
    thread.told.connect(told.append)
    thread.ask("picture", 1)
    thread.ask("more", 2)
    thread.ask("picture", 3)
    may.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [{"picture": 3, "more": 2}]
