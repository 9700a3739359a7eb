"""A long sound can be looked at and heard while it is still being prepared, and what is seen is true."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.audio import AudioReader
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.files import partial_path
from crosstie.storage.media.growing_peaks import GrowingPeaks
from crosstie.storage.media.queries import Progress, Reply, Sound, SoundPrepare
from crosstie.storage.media.sound_cache import write_sound
from tests.storage.media.assets import EVERYWHERE, asset_of

Samples = npt.NDArray[np.int16]
RATE = 8_000
MINUTE = 60 * RATE
SIZES = (200, 1_500, 30_000)
"""Frames a column: drawn from the samples, from the file's bins and from those kept in memory."""


def noise(frames: int, channels: int) -> Samples:
    return np.random.default_rng(5).integers(-20_000, 20_000, (frames, channels)).astype(np.int16)


def assert_true(peaks: GrowingPeaks, samples: Samples) -> None:
    """Every column holds what its samples reach, and no more than those of the bins about it."""
    for size in SIZES:
        count = peaks.reach(size) // size
        columns = peaks.columns(0, count * size, count) if count else np.zeros((samples.shape[1], 0, 2))
        bin_frames = 1 if size < 1024 else 256 if size < 65_536 else 16_384
        for column in range(count):
            first = column * size // bin_frames * bin_frames
            last = len(samples) if column == count - 1 else (column + 1) * size // bin_frames * bin_frames
            part = samples[first : min(last, -(-(column + 1) * size // bin_frames) * bin_frames)]
            expected = np.stack((part.min(axis=0), part.max(axis=0)), axis=1)
            assert np.array_equal(columns[:, column], expected)


@given(frames=st.integers(1, 200_000), channels=st.integers(1, 2), blocks=st.integers(1, 5))
def test_what_is_seen_while_it_grows_is_what_was_recorded(
    tmp_path_factory: pytest.TempPathFactory, frames: int, channels: int, blocks: int
) -> None:
    folder, samples = tmp_path_factory.mktemp("growing"), noise(frames, channels)
    pcm, peaks = folder / "s.pcm", folder / "s.peaks"
    growing: list[GrowingPeaks] = []

    def watched() -> Iterator[Samples]:
        for block in np.array_split(samples, blocks):
            yield block
            written = partial_path(pcm).stat().st_size // (2 * channels)
            sound = Sound(
                RATE, channels, written, str(partial_path(pcm)), str(partial_path(peaks)), so_far=True
            )
            if growing:
                growing[0].grow(sound)
            else:
                growing.append(GrowingPeaks(sound))
            assert_true(growing[0], samples[:written])

    assert write_sound(watched(), channels, pcm, peaks) == frames
    # The files have their names now, and what was opened before goes on with them.
    growing[0].grow(Sound(RATE, channels, frames, str(pcm), str(peaks), so_far=True))
    assert np.array_equal(growing[0].frames[:], samples)
    assert_true(growing[0], samples)


@pytest.mark.parametrize("suffix", ["flac", "wav"])
def test_a_reader_shows_its_work_at_every_report(suffix: str, tmp_path: Path) -> None:
    samples, path = noise(4 * MINUTE, 1), tmp_path / f"long.{suffix}"
    soundfile.write(path, samples, RATE)
    reader = AudioReader(asset_of("audio", path), EVERYWHERE, tmp_path / "cache")
    reached: list[int] = []

    def report(_done: float, _what: str) -> None:
        sound = reader.so_far()
        assert sound is not None
        assert sound.so_far
        peaks = GrowingPeaks(sound)
        reached.append(peaks.reach(5_000))
        heard = peaks.frames[: reached[-1]]
        assert np.array_equal(heard, samples[: len(heard)])

    assert reader.so_far() is None
    whole = reader.answer(SoundPrepare(), report)
    assert isinstance(whole, Sound)
    assert not whole.so_far
    assert reader.so_far() is None
    reader.close()
    assert len(reached) >= 3
    assert reached == sorted(set(reached))
    assert reached[0] < 2 * MINUTE


def test_a_worker_tells_of_the_sound_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    soundfile.write(path, noise(3 * MINUTE, 1), RATE)
    told: list[Reply] = []
    decoder = Decoder(
        asset_of("audio", path), EVERYWHERE, tmp_path / "cache", lambda _number, reply: told.append(reply)
    )
    decoder.ask(SoundPrepare())
    assert isinstance(decoder.ask_and_wait(SoundPrepare(), 60), Sound)
    decoder.close()
    parts = [reply.sound for reply in told if isinstance(reply, Progress) and reply.sound is not None]
    assert parts
    assert all(part.so_far and part.frame_count < 3 * MINUTE for part in parts[:1])


def test_what_an_ended_process_left_is_cleared_away_and_what_another_writes_is_not(tmp_path: Path) -> None:
    path, cache = tmp_path / "sound.flac", tmp_path / "cache"
    soundfile.write(path, noise(5_000, 1), RATE)
    reader = AudioReader(asset_of("audio", path), EVERYWHERE, cache)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    sound = reader.answer(SoundPrepare(), lambda _done, _what: None)
    assert isinstance(sound, Sound)
    left, living = (Path(f"{sound.pcm_path}.{pid}.partial") for pid in (ended.pid, os.getppid()))
    for partial in (left, living):
        partial.write_bytes(b"begun")
    Path(sound.peaks_path).unlink()
    reader.answer(SoundPrepare(), lambda _done, _what: None)
    reader.close()
    assert not left.exists()
    assert living.exists()
