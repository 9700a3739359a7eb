from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from crosstie.schema.clock import AssetClock
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import Sound
from crosstie.storage.media.sound_cache import write_sound
from crosstie.viewers.sound_look import SCALES, Scale, SoundLook, SpectrumLook
from crosstie.viewers.theme import LEVEL_RAMPS
from crosstie.viewers.waveform.spectrum import TILE_COLUMNS, Spectrum
from crosstie.viewers.waveform.spectrum_image import frequencies, row_of
from crosstie.viewers.waveform.wave import Wave, WaveQuery, draw_spectrum

RATE = 16_000
SECOND = 1_000_000_000
HEIGHT = 200


def prepared(folder: Path, frames: npt.NDArray[np.int16]) -> Peaks:
    pcm, peaks = folder / "s.pcm", folder / "s.peaks"
    write_sound([frames], frames.shape[1], pcm, peaks)
    return Peaks(Sound(RATE, frames.shape[1], len(frames), str(pcm), str(peaks)))


def tone(hz: float, seconds: float = 4.0, level: float = 1.0) -> npt.NDArray[np.int16]:
    at = np.arange(round(RATE * seconds)) * 2 * np.pi * hz / RATE
    return np.rint(np.sin(at) * 32_767 * level).astype(np.int16)[:, None]


def query(start_s: float, end_s: float, rows: int = 1, gain: float = 1.0) -> WaveQuery:
    start_ns, end_ns = round(start_s * SECOND), round(end_s * SECOND)
    return WaveQuery(start_ns, end_ns, 600, HEIGHT, rows, gain, 0, AssetClock())


def drawn(peaks: Peaks, asked: WaveQuery, scale: Scale = "linear", range_db: int = 80) -> Wave:
    look = SpectrumLook(scale, range_db, (0x000000, 0xFFFFFF))
    return draw_spectrum(peaks, Spectrum(peaks), asked, look)


def brightness(wave: Wave) -> npt.NDArray[np.int64]:
    return (wave.pixels & 0xFF).astype(np.int64)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("hz", [250, 1000, 5000])
def test_a_tone_stands_at_its_frequency_on_every_scale(tmp_path: Path, scale: Scale, hz: int) -> None:
    bright = brightness(drawn(prepared(tmp_path, tone(hz)), query(1, 2), scale))
    row = bright.sum(axis=1).argmax()
    edges = frequencies(scale, HEIGHT, RATE / 2)
    # As near as a window of 32 ms tells frequencies apart.
    assert edges[row + 1] - 32 <= hz <= edges[row] + 32
    assert row_of(scale, hz, RATE / 2) * HEIGHT == pytest.approx(row + 0.5, abs=14)


def test_levels_are_decibels_below_full_scale(tmp_path: Path) -> None:
    levels = Spectrum(prepared(tmp_path, tone(1000, level=0.1))).columns(RATE, 2 * RATE, 50, -1)
    assert levels.max() / 2 - 127.5 == pytest.approx(-20, abs=1)


@pytest.mark.parametrize(("start_s", "end_s"), [(0, 4), (1.9, 2.1), (1.99, 2.01)])
def test_a_click_stands_at_its_instant_at_every_zoom(tmp_path: Path, start_s: float, end_s: float) -> None:
    frames = np.zeros((4 * RATE, 1), np.int16)
    frames[2 * RATE] = 30_000
    bright = brightness(drawn(prepared(tmp_path, frames), query(start_s, end_s)))
    lit = np.flatnonzero(bright.sum(axis=0))
    middle_s = start_s + (lit.mean() + 0.5) / 600 * (end_s - start_s)
    assert middle_s == pytest.approx(2, abs=max((end_s - start_s) / 100, 0.003))


def test_hours_are_seen_at_once_and_nothing_short_but_loud_is_lost_within_a_window(tmp_path: Path) -> None:
    pcm, peaks = tmp_path / "s.pcm", tmp_path / "s.peaks"
    write_sound([tone(440, 60)] * 60, 1, pcm, peaks)
    hour = Peaks(Sound(RATE, 1, 3600 * RATE, str(pcm), str(peaks)))
    bright = brightness(drawn(hour, query(0, 3600)))
    assert (bright.max(axis=0) > 200).all()


def test_before_and_after_the_sound_it_is_clear(tmp_path: Path) -> None:
    wave = drawn(prepared(tmp_path, tone(440, 1)), query(-1, 2))
    covered = (wave.pixels >> 24) > 0
    assert not covered[:, :199].any()
    assert covered[:, 202:398].all()
    assert not covered[:, 402:].any()


def test_channels_stand_apart(tmp_path: Path) -> None:
    frames = np.concatenate((tone(1000), tone(6000)), axis=1)
    bright = brightness(drawn(prepared(tmp_path, frames), query(1, 2, rows=2)))
    above, below = bright[:HEIGHT].sum(axis=1).argmax(), bright[HEIGHT:].sum(axis=1).argmax()
    assert above / HEIGHT == pytest.approx(1 - 1 / 8, abs=0.02)
    assert below / HEIGHT == pytest.approx(1 - 6 / 8, abs=0.02)


def test_range_and_gain_move_what_is_seen(tmp_path: Path) -> None:
    peaks = prepared(tmp_path, tone(1000, level=0.001))
    assert not brightness(drawn(peaks, query(1, 2), range_db=40)).any()
    assert brightness(drawn(peaks, query(1, 2), range_db=100)).any()
    assert brightness(drawn(peaks, query(1, 2, gain=100.0), range_db=40)).any()


def test_tiles_are_made_once_and_memory_has_an_end(tmp_path: Path) -> None:
    peaks = prepared(tmp_path, tone(440, 60))
    spectrum = Spectrum(peaks)
    spectrum.columns(0, 60 * RATE, 600, -1)
    made = spectrum.made
    spectrum.columns(0, 60 * RATE, 600, -1)
    # A pan of less than a tile makes one tile at most.
    spectrum.columns(RATE, 61 * RATE, 600, -1)
    assert made <= spectrum.made <= made + 1
    for first in range(0, 60 * RATE, 4096):
        spectrum.columns(first, first + 4096, 256, -1)
    assert len(spectrum._tiles) * TILE_COLUMNS * spectrum.bins <= 64 << 20


def test_a_look_keeps_its_gain_within_bounds_and_comes_back_to_one() -> None:
    look = SoundLook()
    assert look.louder(3).louder(-3) == look
    assert look.louder(1000).gain == 256
    assert look.louder(2).gain == pytest.approx(2)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_louder_is_ever_farther_from_the_ground(theme: str) -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    parts = np.array([[one >> shift & 0xFF for shift in (16, 8, 0)] for one in LEVEL_RAMPS[theme]])
    steps = np.diff(parts @ weights)
    assert (steps > 0).all() if theme == "dark" else (steps < 0).all()
