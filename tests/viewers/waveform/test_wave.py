from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from crosstie.schema.clock import AssetClock
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import Sound
from crosstie.storage.media.sound_cache import write_sound
from crosstie.viewers.waveform.wave import WaveQuery, draw_wave, gain_for, in_rows, joined, loudest

RATE = 8000
SECOND = 1_000_000_000


def peaks_of(folder: Path, frames: npt.NDArray[np.int16]) -> Peaks:
    pcm, peaks = folder / "s.pcm", folder / "s.peaks"
    write_sound([frames], frames.shape[1], pcm, peaks)
    return Peaks(Sound(RATE, frames.shape[1], len(frames), str(pcm), str(peaks)))


@pytest.fixture
def one_second(tmp_path: Path) -> Peaks:
    """Silence with a burst from 0.5 to 0.6 s, louder on the right."""
    frames = np.zeros((RATE, 2), np.int16)
    frames[4000:4800, 0] = np.tile([8192, -8192], 400)
    frames[4000:4800, 1] = np.tile([16384, -16384], 400)
    return peaks_of(tmp_path, frames)


def query(start_s: float, end_s: float, rows: int = 1, clock: AssetClock | None = None) -> WaveQuery:
    start, end = round(start_s * SECOND), round(end_s * SECOND)
    return WaveQuery(start, end, 100, 40, rows, 1.0, 0xFF8000, clock or AssetClock())


def loud_columns(pixels: npt.NDArray[np.uint32]) -> list[int]:
    """Columns with more than the thin line of silence."""
    return np.flatnonzero((pixels >> 24 > 200).sum(axis=0) > 3).tolist()


def test_sound_is_drawn_where_it_is_heard_and_silence_is_a_thin_line(one_second: Peaks) -> None:
    pixels = draw_wave(one_second, query(0, 1)).pixels
    assert pixels.shape == (40, 100)
    assert loud_columns(pixels) == list(range(50, 60))
    quiet = pixels[:, 10] >> 24
    assert int(quiet.sum()) == pytest.approx(255, abs=2)
    assert np.argmax(quiet) in (19, 20)


def test_the_assets_own_clock_is_honoured(one_second: Peaks) -> None:
    late = draw_wave(one_second, query(0, 1, clock=AssetClock(offset_ns=200_000_000))).pixels
    assert loud_columns(late) == list(range(70, 80))
    fast = draw_wave(one_second, query(0, 1, clock=AssetClock(rate_num=2, rate_den=1))).pixels
    assert loud_columns(fast) == list(range(25, 30))


def test_nothing_is_drawn_before_and_after_the_sound(one_second: Peaks) -> None:
    pixels = draw_wave(one_second, query(-0.5, 1.5)).pixels
    assert not pixels[:, :25].any()
    assert not pixels[:, 75:].any()
    assert pixels[:, 25:75].any(axis=0).all()


def test_two_channels_stand_below_each_other_or_mixed(one_second: Peaks) -> None:
    both = draw_wave(one_second, query(0, 1, rows=2)).pixels
    assert both.shape == (80, 100)
    left, right = both[:40, 55] >> 24 > 128, both[40:, 55] >> 24 > 128
    assert 0 < left.sum() < right.sum()
    mixed = draw_wave(one_second, query(0, 1)).pixels[:, 55] >> 24 > 128
    assert mixed.sum() == right.sum()


def test_pixels_are_premultiplied_in_the_wanted_colour(one_second: Peaks) -> None:
    pixels = draw_wave(one_second, query(0, 1)).pixels
    alpha, red = pixels >> 24 & 0xFF, pixels >> 16 & 0xFF
    green, blue = pixels >> 8 & 0xFF, pixels & 0xFF
    assert (red == alpha).all()
    assert (abs(green.astype(int) - alpha.astype(int) // 2) <= 1).all()
    assert not blue.any()


def test_a_steep_wave_has_no_holes() -> None:
    steps = np.array([[0.0, 0.1], [0.8, 0.9], [-0.9, -0.8]], np.float32)
    whole = joined(steps)
    for (low, high), (next_low, next_high) in pairwise(whole):
        assert next_low <= high
        assert next_high >= low


def test_a_quiet_sound_is_enlarged_and_silence_is_not(tmp_path: Path, one_second: Peaks) -> None:
    assert loudest(one_second) == pytest.approx(0.5, abs=0.001)
    assert gain_for(0.5) == pytest.approx(1.92)
    assert gain_for(0.001) == 8.0
    assert gain_for(0.0) == 1.0
    assert gain_for(1.0) == 1.0


def test_the_first_channels_are_shown_where_there_are_more_than_rows() -> None:
    columns = np.zeros((5, 3, 2), np.int16)
    columns[:, :, 1] = np.arange(5)[:, None] * 1000
    assert in_rows(columns, 2).shape == (2, 3, 2)
    assert in_rows(columns, 1)[0, 0, 1] == pytest.approx(4000 / 32768)
