"""Sound at another speed: every click once and on its instant, every tone at its pitch."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.app.playback.stretch import Frames, Read, Stretcher

RATE = 48_000
SPEEDS = (0.25, 0.5, 0.75, 1.5, 2.0, 4.0)
CLICK = np.sin(np.arange(96) * 2 * np.pi * 1000 / RATE).astype(np.float32) * 0.8


def reader(mono: npt.NDArray[np.float32]) -> Read:
    """A sound with silence before and after it."""

    def read(first: int, count: int) -> Frames:
        places = np.arange(first, first + count)
        inside = (places >= 0) & (places < len(mono))
        sound = np.where(inside, mono[np.clip(places, 0, len(mono) - 1)], np.float32(0))
        return np.stack([sound, sound], axis=1)

    return read


def stretched(mono: npt.NDArray[np.float32], speed: float, block: int = 882) -> npt.NDArray[np.float32]:
    stretcher = Stretcher(reader(mono), RATE, speed)
    blocks = round(len(mono) / speed) // block
    return np.concatenate([stretcher.next(block)[:, 0] for _ in range(blocks)])


def click_starts(sound: npt.NDArray[np.float32], quiet: float = 0.15) -> npt.NDArray[np.int64]:
    """First frames of what is loud, a few milliseconds apart."""
    loud = np.flatnonzero(np.abs(sound) > quiet)
    starts = np.concatenate(([True], np.diff(loud) > RATE * 0.003))
    return loud[starts]


@pytest.mark.parametrize("noise", [0.0, 0.003])
@pytest.mark.parametrize("speed", SPEEDS)
def test_every_click_is_heard_once_and_when_it_is_due(speed: float, noise: float) -> None:
    seeded = np.random.default_rng(3)
    mono = seeded.normal(0, noise, RATE * 12).astype(np.float32)
    places = np.arange(0.4, 11.5, 0.37) + seeded.uniform(0, 0.05, 30)
    for at_s in places:
        mono[round(at_s * RATE) : round(at_s * RATE) + len(CLICK)] += CLICK
    heard_s = click_starts(stretched(mono, speed)) / RATE * speed
    assert len(heard_s) == len(places)
    assert np.abs(heard_s - places).max() < 0.005


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("tone_hz", [440.0, 100.0])
def test_a_tone_keeps_its_pitch_and_stays_pure(speed: float, tone_hz: float) -> None:
    tone = (0.4 * np.sin(np.arange(RATE * 4) * 2 * np.pi * tone_hz / RATE)).astype(np.float32)
    heard = stretched(tone, speed)[RATE // 5 :][: RATE // 2]
    power = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
    frequencies = np.fft.rfftfreq(len(heard), 1 / RATE)
    assert frequencies[power.argmax()] == pytest.approx(tone_hz, rel=0.01, abs=2)
    pure = np.abs(frequencies - tone_hz) < 20
    assert power[pure].sum() > 100 * power[~pure].sum()


@pytest.mark.parametrize("speed", SPEEDS)
def test_nothing_clicks_that_did_not_click_before(speed: float) -> None:
    tone = (0.4 * np.sin(np.arange(RATE * 3) * 2 * np.pi * 440 / RATE)).astype(np.float32)
    steepest = np.abs(np.diff(tone)).max()
    assert np.abs(np.diff(stretched(tone, speed)[2_000:-2_000])).max() < 1.5 * steepest


def test_at_normal_speed_the_sound_is_untouched() -> None:
    mono = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    assert np.array_equal(stretched(mono, 1.0), mono[: len(mono) // 882 * 882])


@given(st.lists(st.integers(1, 4_000), min_size=1, max_size=8), st.sampled_from((0.25, 1.0, 1.3, 4.0)))
def test_how_it_is_cut_into_blocks_changes_nothing(blocks: list[int], speed: float) -> None:
    mono = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    whole, parts = Stretcher(reader(mono), RATE, speed), Stretcher(reader(mono), RATE, speed)
    cut = np.concatenate([parts.next(count) for count in blocks])
    assert np.array_equal(whole.next(sum(blocks)), cut)
