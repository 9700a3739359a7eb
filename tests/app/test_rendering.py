"""One run of play into the next: no gap, no click, and the clock's own time."""

import numpy as np
import pytest

from crosstie.app.playback.clock import Play
from crosstie.app.playback.heard import HeardFrames
from crosstie.app.playback.mixing import SoundTrack
from crosstie.app.playback.rendering import Deck, Rendering
from crosstie.schema.clock import NS_PER_SECOND, AssetClock
from crosstie.viewers.timeline import PlayRange

RATE = 48_000
MS = NS_PER_SECOND // 1000


def tone(hz: float = 440.0, seconds: float = 8.0) -> SoundTrack:
    frames = np.sin(np.arange(round(RATE * seconds)) * 2 * np.pi * hz / RATE) * 12_000
    return SoundTrack(frames.astype(np.int16)[:, None], RATE, AssetClock())


STEEPEST = 12_000 / 32_768 * 2 * np.pi * 440 / RATE


def steps(frames: np.typing.NDArray[np.float32]) -> float:
    return float(np.abs(np.diff(frames[:, 0])).max()) / STEEPEST


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
def test_a_loop_goes_round_without_a_click_and_keeps_its_length(rate: float) -> None:
    loop = PlayRange(1000 * MS, 1300 * MS + 1_234_567)
    rendering = Rendering(Play(1000 * MS, rate, loop), [tone()], RATE)
    frames = np.concatenate([rendering.next(441) for _ in range(200)])
    assert steps(frames[500:]) < 1.5
    assert rendering.position_ns == Play(1000 * MS, rate, loop).position(200 * 441 * 1e9 / RATE)


def test_a_loop_without_fading_would_click() -> None:
    """The loop's two ends do differ: what the test above hears is no accident."""
    track = tone()
    ends = track.at(np.array([1000 * MS, 1300 * MS + 1_234_567.0]))[:, 0]
    assert abs(ends[0] - ends[1]) > 3 * STEEPEST


def test_a_seek_a_stop_and_a_start_do_not_click_and_leave_no_gap() -> None:
    deck = Deck([tone()], RATE)
    first, second = Play(NS_PER_SECOND, 1.0), Play(5 * NS_PER_SECOND + 700_000, 1.0)
    parts = [deck.next(play, 441) for play in (None, first, first, second, second, None, None)]
    frames = np.concatenate(parts)
    assert steps(frames) < 1.6
    assert not parts[0].any()
    assert not parts[-1].any()
    # While it plays, no stretch as long as a period of the tone is silent.
    loud = np.abs(frames[441 : 5 * 441, 0]).reshape(-1, 126).max(axis=1)
    assert loud[2:].min() > 0.1


def test_after_a_seek_the_new_place_is_heard_at_once() -> None:
    deck, play = Deck([tone(440), tone(0.0)], RATE), Play(NS_PER_SECOND, 1.0)
    deck.next(play, 441)
    assert deck.position_ns == NS_PER_SECOND + round(441 * 1e9 / RATE)
    deck.next(Play(3 * NS_PER_SECOND, 2.0), 480)
    assert deck.position_ns == 3 * NS_PER_SECOND + 20 * MS


def test_frames_are_heard_when_the_device_says() -> None:
    heard = HeardFrames(RATE, latency_s=0.1)
    for block in range(20):
        now_s = 50 + block * 0.01
        heard.hand(480, now_s, now_s + 0.1)
    assert heard.now(50.19) == pytest.approx(0.09 * RATE, abs=1)
    assert heard.now(50.18) == heard.now(50.19)


def test_what_was_not_handed_over_is_not_heard() -> None:
    heard = HeardFrames(RATE, latency_s=0.01)
    for block in range(5):
        heard.hand(480, block * 0.01, block * 0.01 + 0.01)
    assert heard.now(60.0) == heard.handed == 5 * 480


def test_before_the_device_runs_nothing_is_heard() -> None:
    heard = HeardFrames(RATE, latency_s=0.1)
    heard.hand(480, 0.0, 0.1)
    assert heard.now(5.0) == 0.0


def test_after_a_gap_the_device_is_believed_anew() -> None:
    heard = HeardFrames(RATE, latency_s=0.02)
    for block in range(20):
        heard.hand(480, block * 0.01, block * 0.01 + 0.02)
    heard.hand(480, 0.24, 0.26, after_gap=True)
    # The block before ended at 0.22 s; this one, frame 9600, begins 40 ms later.
    assert heard.now(0.265) == pytest.approx(9_600 + 240, abs=1)


def test_a_host_that_tells_no_times_is_taken_at_its_latency() -> None:
    heard = HeardFrames(RATE, latency_s=0.02)
    for block in range(10):
        heard.hand(480, block * 0.01, 0.0)
    assert heard.now(0.09) == pytest.approx(0.07 * RATE, abs=1)
