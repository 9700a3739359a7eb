"""Recordings of one event find each other to a tenth of a millisecond, and strangers are told apart."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosstie.schema.clock import AssetClock
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Sound
from crosstie.storage.media.sound_shift import PlacedSound, match_sounds
from tests.data import data_file

SECOND = 1_000_000_000
Frames = npt.NDArray[np.float64]


def event(seed: int, seconds: float, rate: int) -> Frames:
    """Bursts of noise at odd times, as steps, doors and words are."""
    rng = np.random.default_rng(seed)
    sound = rng.normal(0, 0.002, round(seconds * rate))
    for start in np.sort(rng.uniform(0, seconds - 0.5, round(seconds * 2))):
        length = round(rng.uniform(0.05, 0.4) * rate)
        begin = round(start * rate)
        sound[begin : begin + length] += rng.normal(0, 0.1, length) * np.hanning(length)
    return sound


def prepared(path: Path, frames: Frames, rate: int) -> Sound:
    pcm = np.clip(np.rint(frames * 30_000), -32_768, 32_767).astype(np.int16)
    path.write_bytes(pcm.tobytes())
    return Sound(rate, 1, len(pcm), str(path), "")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 5), st.integers(-40_000, 40_000), st.sampled_from([8_000, 16_000, 44_100, 48_000]))
def test_the_shift_is_found_to_a_tenth_of_a_millisecond(
    tmp_path: Path, seed: int, late_frames: int, rate: int
) -> None:
    heard = event(seed, 40, rate)
    rng = np.random.default_rng(seed + 100)
    later = (
        heard[max(-late_frames, 0) :] if late_frames < 0 else np.concatenate((np.zeros(late_frames), heard))
    )
    echo = np.convolve(later, [1, 0, 0, 0.4, 0, 0.2], "full")[: len(later)]
    noisy = 0.3 * echo + rng.normal(0, 0.001, len(echo))
    clock = AssetClock(3 * SECOND)
    first = PlacedSound(prepared(tmp_path / "a.pcm", heard, rate), clock)
    second = PlacedSound(prepared(tmp_path / "b.pcm", noisy, rate), AssetClock(-SECOND))
    found = match_sounds(first, second)
    wanted = 4 * SECOND - late_frames * SECOND // rate
    assert found.by_ns == pytest.approx(wanted, abs=300_000)
    assert found.certainty > 0.3


def test_strangers_and_silence_are_refused(tmp_path: Path) -> None:
    rate = 16_000
    one = PlacedSound(prepared(tmp_path / "a.pcm", event(1, 30, rate), rate), AssetClock())
    other = PlacedSound(prepared(tmp_path / "b.pcm", event(2, 30, rate), rate), AssetClock())
    silent = PlacedSound(prepared(tmp_path / "c.pcm", np.zeros(rate), rate), AssetClock())
    with pytest.raises(MediaUnreadable, match="no stretch in common"):
        match_sounds(one, other)
    with pytest.raises(MediaUnreadable, match="silent"):
        match_sounds(one, silent)


@pytest.mark.parametrize("from_s", [2.0, 4.5])
def test_a_real_recording_is_found_in_a_part_of_itself(tmp_path: Path, from_s: float) -> None:
    stereo, rate = soundfile.read(data_file("audio/whisper_jfk/jfk.flac"))
    frames = stereo.mean(axis=1)
    begin = round(from_s * rate)
    whole = PlacedSound(prepared(tmp_path / "whole.pcm", frames, rate), AssetClock())
    part = PlacedSound(prepared(tmp_path / "part.pcm", frames[begin : begin + 5 * rate], rate), AssetClock())
    assert match_sounds(whole, part).by_ns == pytest.approx(from_s * SECOND, abs=300_000)
    assert match_sounds(part, whole).by_ns == pytest.approx(-from_s * SECOND, abs=300_000)
