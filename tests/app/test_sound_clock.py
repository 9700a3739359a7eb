"""The sound card as master clock, on a real output device whose sound is recorded."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from crosstie.app.playback.clock import Play
from crosstie.app.playback.mixing import SoundTrack
from crosstie.app.playback.sound_clock import SoundClock
from crosstie.schema.clock import NS_PER_SECOND, AssetClock

RATE = 16_000


def until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "the condition did not come true"
        threading.Event().wait(0.01)


@pytest.fixture
def losses() -> list[str]:
    return []


@pytest.fixture
def clock(losses: list[str]) -> Iterator[SoundClock]:
    tone = (np.sin(np.arange(RATE * 30) * 2 * np.pi * 440 / RATE) * 12_000).astype(np.int16)[:, None]
    made = SoundClock([SoundTrack(tone, RATE, AssetClock())], losses.append)
    yield made
    made.close()


def test_it_counts_by_the_cards_time(clock: SoundClock, losses: list[str]) -> None:
    clock.start(Play(2 * NS_PER_SECOND, 1.0))
    assert clock.now_ns() == 2 * NS_PER_SECOND
    until(lambda: clock.now_ns() > 2.3 * NS_PER_SECOND)
    began, began_ns = time.monotonic(), clock.now_ns()
    until(lambda: clock.now_ns() > began_ns + NS_PER_SECOND)
    assert time.monotonic() - began == pytest.approx(1.0, abs=0.15)
    assert losses == []


def test_at_twice_the_rate_it_counts_twice_as_fast(clock: SoundClock) -> None:
    clock.start(Play(0, 2.0))
    until(lambda: clock.now_ns() > 0.3 * NS_PER_SECOND)
    began, began_ns = time.monotonic(), clock.now_ns()
    until(lambda: clock.now_ns() > began_ns + 2 * NS_PER_SECOND)
    assert time.monotonic() - began == pytest.approx(1.0, abs=0.15)


def test_what_is_played_is_heard_at_the_output(clock: SoundClock) -> None:
    command = ["parec", "-d", "crosstie.monitor", "--format=s16le", "--rate=48000", "--channels=1", "--raw"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as recorder:
        assert recorder.stdout is not None
        clock.start(Play(0, 1.0))
        heard = np.zeros(0, np.int16)
        ends = time.monotonic() + 15
        while np.abs(heard[-9600:]).max(initial=0) < 3_000 and time.monotonic() < ends:
            heard = np.append(heard, np.frombuffer(recorder.stdout.read(9_600), np.int16))
        heard = np.frombuffer(recorder.stdout.read(48_000), np.int16)
        recorder.terminate()
    spectrum = np.abs(np.fft.rfft(heard))
    loudest_hz = spectrum.argmax() * 48_000 / len(heard)
    assert loudest_hz == pytest.approx(440, abs=3)


def test_a_device_that_cannot_be_opened_is_told(losses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # Assigning the pair itself would change it in place, for every later test too.
    monkeypatch.setattr("sounddevice.default.device._pair", [None, 9_999])
    clock = SoundClock([], losses.append)
    clock.start(Play(0, 1.0))
    until(lambda: bool(losses))
    assert clock.now_ns() == 0
    clock.close()
