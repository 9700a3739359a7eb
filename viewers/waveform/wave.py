"""A stretch of sound as a picture of its minima and maxima. Knows no Qt, so that any thread may make it."""

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.schema.clock import NS_PER_SECOND, AssetClock
from crosstie.storage.media.peaks import Peaks
from crosstie.viewers.sound_look import SpectrumLook
from crosstie.viewers.waveform.spectrum import Spectrum
from crosstie.viewers.waveform.spectrum_image import spectrum_pixels

Pixels = npt.NDArray[np.uint32]
Columns = npt.NDArray[np.float32]
MOST_GAIN = 8.0


class WaveQuery(msgspec.Struct, frozen=True):
    """What to draw: sample time `start_ns` … `end_ns` in `width` columns, each channel `height` pixels high.

    Pixels are the device's. `rows` is 1 for all channels mixed, else that many channels below each other.
    `gain` scales the sound; `rgb` is the wave's colour as 0xRRGGBB. With `spectrum` a spectrogram is drawn.
    """

    start_ns: int
    end_ns: int
    width: int
    height: int
    rows: int
    gain: float
    rgb: int
    clock: AssetClock
    spectrum: SpectrumLook | None = None


class Wave(msgspec.Struct, frozen=True, eq=False):
    """The picture of one question: ARGB, premultiplied, rows × height by width.

    `highest_hz` is the frequency at the top of a spectrogram. With `so_far` more of the sound is to
    come.
    """

    query: WaveQuery
    pixels: Pixels
    highest_hz: float = 0.0
    so_far: bool = False


def draw_wave(peaks: Peaks, query: WaveQuery) -> Wave:
    """The picture that a question asks for; clear where there is no sound. Touches files, so not for the
    user-interface thread.
    """
    first, last = _stretch(peaks, query)
    columns = peaks.columns(first, last, query.width)
    inside = _inside(first, last, query.width, peaks.reach((last - first) / query.width))
    pictures = [_picture(joined(row), query, inside) for row in in_rows(columns, query.rows)]
    return Wave(query, np.concatenate(pictures), so_far=peaks.sound.so_far)


def draw_spectrum(peaks: Peaks, spectrum: Spectrum, query: WaveQuery, look: SpectrumLook) -> Wave:
    """The spectrogram that a question asks for; clear where there is no sound."""
    first, last = _stretch(peaks, query)
    inside = _inside(first, last, query.width, peaks.sound.frame_count)
    highest_hz = peaks.sound.sample_rate / 2
    pictures = []
    for channel in range(query.rows) if query.rows > 1 else (-1,):
        levels = spectrum.columns(first, last, query.width, channel)
        pictures.append(spectrum_pixels(levels, query.height, highest_hz, look, query.gain) * inside)
    return Wave(query, np.concatenate(pictures), highest_hz, peaks.sound.so_far)


def _stretch(peaks: Peaks, query: WaveQuery) -> tuple[int, int]:
    """The frames in view, end exclusive."""
    rate = peaks.sound.sample_rate
    first, last = (
        query.clock.asset_from_sample(at_ns) * rate // NS_PER_SECOND
        for at_ns in (query.start_ns, query.end_ns)
    )
    return first, max(last, first + 1)


def loudest(peaks: Peaks) -> float:
    """The largest amplitude of the whole sound, 0 to 1."""
    count = peaks.sound.frame_count
    peak = int(np.abs(peaks.columns(0, count, 64).astype(np.int32)).max(initial=0))
    return min(peak / 32767, 1.0)


def gain_for(peak: float) -> float:
    """How much a sound is enlarged so that a quiet one can be read; silence is left alone."""
    return 1.0 if peak <= 0.0 else min(max(0.96 / peak, 1.0), MOST_GAIN)


def in_rows(columns: npt.NDArray[np.int16], rows: int) -> Columns:
    """(channels, count, 2) as (rows, count, 2) from −1 to 1: the first channels, or all of them in one."""
    scaled = columns.astype(np.float32) / 32768.0
    if rows > 1:
        return scaled[:rows]
    mixed: Columns = np.stack([scaled[..., 0].min(axis=0), scaled[..., 1].max(axis=0)], axis=-1)[None]
    return mixed


def joined(columns: Columns) -> Columns:
    """Columns (count, 2) each reaching its left neighbour, so that a steep wave has no holes."""
    low, high = columns[:, 0].copy(), columns[:, 1].copy()
    low[1:] = np.minimum(columns[1:, 0], columns[:-1, 1])
    high[1:] = np.maximum(columns[1:, 1], columns[:-1, 0])
    return np.stack([low, high], axis=-1)


def _inside(first: int, last: int, count: int, frame_count: int) -> npt.NDArray[np.bool_]:
    """Which columns lie within the sound."""
    at = first + (last - first) * np.arange(count, dtype=np.int64) // count
    return (at >= 0) & (at < frame_count)


def _picture(columns: Columns, query: WaveQuery, inside: npt.NDArray[np.bool_]) -> Pixels:
    """One row: each column filled from its maximum to its minimum, its two end pixels by their coverage."""
    middle, reach = query.height / 2, (query.height / 2 - 1) * query.gain
    top = np.clip(middle - columns[:, 1] * reach, 0, query.height)
    bottom = np.clip(middle - columns[:, 0] * reach, 0, query.height)
    thin = np.maximum(1.0 - (bottom - top), 0) / 2
    top, bottom = top - thin, bottom + thin
    rows = np.arange(query.height, dtype=np.float32)[:, None]
    covered = np.clip(np.minimum(bottom, rows + 1) - np.maximum(top, rows), 0, 1) * inside
    alpha: Pixels = np.rint(covered * 255).astype(np.uint32)
    pixels: Pixels = alpha << np.uint32(24)
    for shift in (16, 8, 0):
        part = np.uint32(query.rgb >> shift & 0xFF)
        pixels |= (alpha * part // np.uint32(255)) << np.uint32(shift)
    return pixels
