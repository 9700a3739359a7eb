"""Frames that are fetched before they are due."""

import numpy as np
import pytest

from crosstie.storage.media.queries import Picture
from crosstie.viewers.video.ahead import Ahead

FRAME_NS = 50_000_000
END_NS = 20 * FRAME_NS
PIXELS = np.zeros((1, 1, 4), np.uint8)


class Decoder:
    """Numbers questions, and a clock that a test moves."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.now_ns = 0
        self.ahead = Ahead(self._ask, lambda: self.now_ns)

    def _ask(self, at_ns: int) -> int:
        self.asked.append(at_ns)
        return len(self.asked)

    def answer(self) -> Picture:
        """Answers the newest question."""
        picture = frame(self.asked[-1] // FRAME_NS)
        assert self.ahead.take(len(self.asked), picture)
        return picture


def frame(number: int) -> Picture:
    return Picture(number * FRAME_NS, (number + 1) * FRAME_NS, number, 1, 1, PIXELS)


@pytest.fixture
def decoder() -> Decoder:
    return Decoder()


def fetch(decoder: Decoder, shown: int, at_ns: int, rate: float = 1.0) -> None:
    decoder.ahead.fetch(frame(shown), at_ns, END_NS, rate)


def test_the_next_frame_is_asked_for_and_kept_until_it_is_due(decoder: Decoder) -> None:
    fetch(decoder, 0, 0)
    assert decoder.asked == [FRAME_NS]
    picture = decoder.answer()
    assert decoder.ahead.due(FRAME_NS - 2) is None
    assert decoder.ahead.due(FRAME_NS) is picture
    assert decoder.ahead.due(FRAME_NS) is None


def test_one_question_is_on_its_way_and_two_frames_wait(decoder: Decoder) -> None:
    for _ in range(5):
        fetch(decoder, 0, 0)
    assert decoder.asked == [FRAME_NS]
    decoder.answer()
    fetch(decoder, 0, 0)
    decoder.answer()
    fetch(decoder, 0, 0)
    assert decoder.asked == [FRAME_NS, 2 * FRAME_NS]
    decoder.ahead.due(FRAME_NS)
    fetch(decoder, 1, FRAME_NS)
    assert decoder.asked[-1] == 3 * FRAME_NS


def test_where_time_has_overtaken_the_frames_the_one_that_will_be_due_is_asked_for(decoder: Decoder) -> None:
    fetch(decoder, 0, 0)
    decoder.now_ns = 100_000_000
    decoder.answer()
    late = decoder.ahead.due(5 * FRAME_NS)
    assert late is not None
    decoder.ahead.fetch(late, 5 * FRAME_NS, END_NS, 2.0)
    # A fifth of the first delay is believed, at twice the speed.
    assert decoder.asked[-1] == 5 * FRAME_NS + 40_000_000


def test_of_several_frames_that_are_due_the_newest_is_shown(decoder: Decoder) -> None:
    fetch(decoder, 0, 0)
    decoder.answer()
    fetch(decoder, 0, 0)
    second = decoder.answer()
    assert decoder.ahead.due(10 * FRAME_NS) is second
    assert decoder.ahead.due(10 * FRAME_NS) is None


def test_what_was_on_its_way_when_time_went_elsewhere_is_dropped(decoder: Decoder) -> None:
    fetch(decoder, 0, 0)
    decoder.ahead.forget()
    assert decoder.ahead.take(1, frame(1)), "it is not to be shown by anybody else either"
    assert decoder.ahead.due(FRAME_NS) is None
    fetch(decoder, 9, 9 * FRAME_NS)
    assert decoder.asked[-1] == 10 * FRAME_NS


def test_a_frame_that_was_not_asked_for_here_is_left_to_others(decoder: Decoder) -> None:
    assert not decoder.ahead.take(7, frame(3))
    assert decoder.ahead.due(END_NS) is None


def test_a_damaged_frame_is_not_asked_for_again_before_time_has_come_there(decoder: Decoder) -> None:
    fetch(decoder, 0, 0)
    decoder.ahead.refuse(1)
    fetch(decoder, 0, FRAME_NS - 1)
    assert len(decoder.asked) == 1
    fetch(decoder, 0, FRAME_NS)
    assert len(decoder.asked) == 2


def test_nothing_is_asked_for_behind_the_end(decoder: Decoder) -> None:
    fetch(decoder, 19, 19 * FRAME_NS)
    assert not decoder.asked
