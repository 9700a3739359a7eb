"""Where play stands: clocks, loops, and the sound that is sent to the card."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosstie.app.playback.clock import MonotonicClock, Play
from crosstie.app.playback.mixing import SoundTrack, input_instants
from crosstie.schema.clock import NS_PER_SECOND, AssetClock
from crosstie.storage.media.pcm import PcmFile
from crosstie.storage.media.queries import Sound
from crosstie.viewers.timeline import PlayRange

times_ns = st.integers(0, 100 * NS_PER_SECOND)
rates = st.sampled_from((0.25, 0.5, 1.0, 1.5, 4.0))


class ByHand:
    """A nanosecond counter that a test turns."""

    def __init__(self) -> None:
        self.now_ns = 1_000

    def __call__(self) -> int:
        return self.now_ns


def test_the_computers_clock_counts_from_where_play_began() -> None:
    hand = ByHand()
    clock = MonotonicClock(hand)
    clock.start(Play(5 * NS_PER_SECOND, 2.0))
    hand.now_ns += NS_PER_SECOND
    assert clock.now_ns() == 7 * NS_PER_SECOND


@given(times_ns, rates, times_ns)
def test_without_a_loop_play_runs_straight_on(start_ns: int, rate: float, played_ns: int) -> None:
    assert Play(start_ns, rate).position(played_ns) == start_ns + round(played_ns * rate)


@given(times_ns, rates, times_ns, times_ns, st.integers(1, NS_PER_SECOND))
def test_play_never_leaves_a_loop_it_has_entered(
    start_ns: int, rate: float, played_ns: int, loop_start_ns: int, length_ns: int
) -> None:
    loop = PlayRange(loop_start_ns, loop_start_ns + length_ns)
    position = Play(start_ns, rate, loop).position(played_ns)
    if start_ns >= loop.end_ns:
        assert position == start_ns + round(played_ns * rate)
    else:
        assert min(start_ns, loop.start_ns) <= position < loop.end_ns


def test_another_rate_or_loop_goes_on_from_where_play_stands() -> None:
    hand = ByHand()
    clock = MonotonicClock(hand)
    clock.start(Play(0, 1.0))
    hand.now_ns += NS_PER_SECOND
    clock.go_on(0.5, PlayRange(0, 2 * NS_PER_SECOND))
    assert clock.now_ns() == NS_PER_SECOND
    hand.now_ns += 3 * NS_PER_SECOND
    assert clock.now_ns() == NS_PER_SECOND // 2
    assert clock.now_ns(ahead_ns=NS_PER_SECOND) == NS_PER_SECOND


@given(times_ns, st.integers(0, 10_000_000))
def test_what_is_mixed_is_what_the_clock_tells(start_ns: int, first: int) -> None:
    play = Play(start_ns, 1.0, PlayRange(start_ns, start_ns + 3 * NS_PER_SECOND))
    mixed = input_instants(play, first, 4, 48_000.0)
    told = [play.position((first + one) * NS_PER_SECOND / 48_000) for one in range(4)]
    # Either may wrap a nanosecond before the other at the loop's very end.
    wrapped = np.abs(mixed - told) > 2 * NS_PER_SECOND
    assert np.all(wrapped | (np.abs(mixed - told) <= 2))


def track(offset_ns: int = 0, channels: int = 1) -> SoundTrack:
    ramp = np.arange(0, 32_000, 32, dtype=np.int16)
    frames = np.stack([ramp + one for one in range(channels)], axis=1)
    return SoundTrack(frames, 1_000, AssetClock(offset_ns))


def test_a_track_is_heard_at_its_place_on_the_samples_clock() -> None:
    sound = track(offset_ns=NS_PER_SECOND).at(np.array([1.5e9, 1.5005e9]))
    assert np.allclose(sound[:, 0] * 32_768, [500 * 32, 500.5 * 32])
    assert np.array_equal(sound[:, 0], sound[:, 1])


def test_before_and_after_a_track_there_is_silence() -> None:
    instants = np.array([0.0, 0.999e9, 2.1e9, 50e9])
    assert not track(offset_ns=NS_PER_SECOND).at(instants).any()


def test_a_track_read_from_its_file_sounds_as_one_in_memory(tmp_path: Path) -> None:
    frames = np.random.default_rng(2).integers(-20_000, 20_000, (50_000, 2)).astype(np.int16)
    frames.tofile(tmp_path / "s.pcm")
    file = PcmFile(Sound(1_000, 2, len(frames), str(tmp_path / "s.pcm"), ""))
    instants = np.concatenate((np.arange(30e9, 31e9, 0.7e6), np.arange(2e9, 3e9, 0.7e6), [-1e9, 60e9]))
    in_memory, from_file = (SoundTrack(one, 1_000, AssetClock()).at(instants) for one in (frames, file))
    assert np.array_equal(in_memory, from_file)
    assert np.abs(in_memory[:10]).max() > 0.1


def test_of_many_channels_the_first_two_are_heard() -> None:
    sound = track(channels=5).at(np.array([0.5e9]))
    assert np.allclose(sound * 32_768, [[16_000, 16_001]])
