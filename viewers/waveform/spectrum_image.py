"""A spectrogram as a picture: rows by a frequency scale, colours by level."""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from crosstie.viewers.sound_look import Scale, SpectrumLook
from crosstie.viewers.waveform.spectrum import FLOOR_DB, Levels

Pixels = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
_LOWEST_HZ: Final = 40.0
_MEL_KNEE_HZ: Final = 700.0


def frequencies(scale: Scale, rows: int, highest_hz: float) -> Floats:
    """The frequency at each edge between rows, from the top row's upper edge down; rows + 1 of them."""
    part = np.linspace(1.0, 0.0, rows + 1)
    match scale:
        case "linear":
            return part * highest_hz
        case "log":
            lowest = min(_LOWEST_HZ, highest_hz / 4)
            return lowest * (highest_hz / lowest) ** part
        case "mel":
            # Stevens, Volkmann and Newman's scale in O'Shaughnessy's form: 2595 log10(1 + f / 700).
            top = np.log1p(highest_hz / _MEL_KNEE_HZ)
            knee: Floats = _MEL_KNEE_HZ * np.expm1(part * top)
            return knee


def row_of(scale: Scale, hz: float, highest_hz: float) -> float:
    """Where a frequency stands: 0 at the top, 1 at the bottom."""
    fine = frequencies(scale, 1024, highest_hz)
    return float(np.interp(hz, fine[::-1], np.linspace(1.0, 0.0, 1025)))


def spectrum_pixels(
    levels: Levels, height: int, highest_hz: float, look: SpectrumLook, gain: float
) -> Pixels:
    """(height, columns) ARGB of levels (columns, bins); `gain` scales the sound."""
    rows = _in_rows(levels, frequencies(look.scale, height, highest_hz), highest_hz)
    table = _colours(look.ramp, look.range_db, round(20 * float(np.log10(gain)), 1))
    pixels: Pixels = table[rows].T
    return np.ascontiguousarray(pixels)


def _in_rows(levels: Levels, edges: Floats, highest_hz: float) -> Levels:
    """(columns, rows): the loudest of the bins that a row spans; between two bins where it spans none."""
    bins = levels.shape[1]
    upper, lower = edges[:-1] / highest_hz * (bins - 1), edges[1:] / highest_hz * (bins - 1)
    first, last = np.ceil(lower).astype(np.int64), np.floor(upper).astype(np.int64)
    rows = np.empty((len(levels), len(first)), np.uint8)
    narrow = last <= first
    middle = (upper + lower)[narrow] / 2
    below = np.minimum(middle.astype(np.int64), bins - 2)
    part = (middle - below).astype(np.float32)
    near, far = levels[:, below].astype(np.float32), levels[:, below + 1].astype(np.float32)
    rows[:, narrow] = (near + (far - near) * part).astype(np.uint8)
    for row in np.flatnonzero(~narrow).tolist():
        rows[:, row] = levels[:, first[row] : last[row] + 1].max(axis=1)
    return rows


@lru_cache(maxsize=16)
def _colours(ramp: tuple[int, ...], range_db: int, gain_db: float) -> Pixels:
    """The colour of each of the 256 levels, opaque."""
    decibels = np.arange(256) / 2 - FLOOR_DB + gain_db
    place = np.clip(1 + decibels / range_db, 0, 1) * (len(ramp) - 1)
    table = np.full(256, 0xFF000000, np.uint32)
    for shift in (16, 8, 0):
        parts = [colour >> shift & 0xFF for colour in ramp]
        table |= np.rint(np.interp(place, range(len(ramp)), parts)).astype(np.uint32) << np.uint32(shift)
    return table
