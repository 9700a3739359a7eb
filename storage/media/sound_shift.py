"""How far a recording must be shifted so that it sounds at the same instants as another of one event."""

from collections.abc import Callable
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.schema.clock import NS_PER_SECOND, AssetClock
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.pcm import PcmFile
from crosstie.storage.media.queries import Sound

Floats = npt.NDArray[np.float64]

_COARSE_HZ: Final = 200
"""Onsets are compared over the whole of both recordings, 5 ms apart."""
_FINE_HZ: Final = 8_000
_FINE_S: Final = 20
"""The loudest stretch of this length tells the rest, sample by sample."""
_NEAR_S: Final = 0.05
LEAST_CERTAINTY: Final = 0.2


class PlacedSound(msgspec.Struct, frozen=True):
    """A prepared sound, and where it lies on the sample's clock."""

    sound: Sound
    clock: AssetClock


class Match(msgspec.Struct, frozen=True):
    """`by_ns` of sample time later is where the other recording belongs (sooner where negative).

    `certainty` is 1 less the second-best place's part of the best one's: near 0 any place was as good.
    """

    by_ns: int
    certainty: float


class MatchStopped(Exception):
    """Whoever asked does not want to know any more."""


def match_sounds(
    fixed: PlacedSound, other: PlacedSound, should_stop: Callable[[], bool] = lambda: False
) -> Match:
    """Finds the shift by cross-correlation, onsets first and then the waves themselves.

    Both may be of any length and rate; drift within the loudest stretch is not looked for. The wave's
    correlation is whitened (GCC-PHAT: Knapp & Carter 1976, IEEE Trans ASSP 24:320), so that echoes and
    different microphones matter little. Reads files: not for the user-interface thread. Raises
    MediaUnreadable where one is silent or the recordings have no place in common that stands out, and
    MatchStopped soon after `should_stop` says so.
    """
    onsets = [_onsets(one, should_stop) for one in (fixed, other)]
    if not all(part.any() for part in onsets):
        raise MediaUnreadable("one of the recordings is silent; there is nothing to match")
    lags = _correlation(onsets[0], onsets[1], whiten=False)
    best = int(np.argmax(lags))
    certainty = _certainty(lags, best, round(_NEAR_S * _COARSE_HZ))
    if certainty < LEAST_CERTAINTY:
        raise MediaUnreadable("the recordings have no stretch in common that stands out; match them by hand")
    # Both are laid out from sample time 0 of their own clocks, so the lag is what the clocks leave over.
    coarse_ns = (best - (len(onsets[1]) - 1)) * NS_PER_SECOND // _COARSE_HZ
    start_ns = fixed.clock.sample_from_asset(0) - other.clock.sample_from_asset(0) + coarse_ns
    return Match(start_ns + _fine_ns(fixed, other, onsets[0], start_ns), certainty)


def _fine_ns(fixed: PlacedSound, other: PlacedSound, onsets: Floats, by_ns: int) -> int:
    """What is left over once the other one was shifted by `by_ns`."""
    window = min(_FINE_S * _COARSE_HZ, len(onsets))
    loudness = np.convolve(onsets, np.ones(window), "valid")
    from_ns = fixed.clock.sample_from_asset(int(np.argmax(loudness)) * NS_PER_SECOND // _COARSE_HZ)
    one = _wave(fixed, from_ns)
    two = _wave(other, from_ns - by_ns)
    lags = _correlation(one, two, whiten=True)
    reach = round(_NEAR_S * _FINE_HZ)
    middle = len(two) - 1
    near = lags[max(middle - reach, 0) : middle + reach + 1]
    return (int(np.argmax(near)) - min(reach, middle)) * NS_PER_SECOND // _FINE_HZ


def _onsets(placed: PlacedSound, should_stop: Callable[[], bool]) -> Floats:
    """Where the sound grows louder, at _COARSE_HZ from asset time 0: rises of log energy, never falls."""
    frames, rate = PcmFile(placed.sound), placed.sound.sample_rate
    length = max(rate // _COARSE_HZ, 1)
    energies = []
    for begin in range(0, len(frames) - length + 1, length * 4096):
        if should_stop():
            raise MatchStopped
        block = frames[begin : begin + length * 4096]
        whole = len(block) // length
        mono = block[: whole * length].astype(np.float64).mean(axis=1).reshape(whole, length)
        energies.append(np.square(mono).mean(axis=1))
    energy = np.concatenate(energies) if energies else np.zeros(0)
    if not energy.any():
        return np.zeros(1)
    # Bins are whole frames long, a little off 5 ms at odd rates: laid on the common grid.
    grid = np.arange(0, len(energy) * length / rate, 1 / _COARSE_HZ)
    level = np.log(energy + energy.max() * 1e-4)
    level = np.interp(grid, (np.arange(len(energy)) + 0.5) * length / rate, level)
    rises = np.clip(np.diff(level, prepend=level[0]), 0, None)
    return np.asarray(rises - rises.mean(), np.float64)


def _wave(placed: PlacedSound, from_ns: int) -> Floats:
    """_FINE_S seconds from an instant of sample time, mono at _FINE_HZ; silent where there is no sound."""
    from scipy.signal import resample_poly

    frames, rate = PcmFile(placed.sound), placed.sound.sample_rate
    begin = placed.clock.asset_from_sample(from_ns) * rate // NS_PER_SECOND
    count = _FINE_S * rate
    found = np.zeros(count)
    low, high = max(begin, 0), min(begin + count, len(frames))
    if high > low:
        found[low - begin : high - begin] = frames[low:high].astype(np.float64).mean(axis=1)
    common = np.gcd(rate, _FINE_HZ)
    return np.asarray(resample_poly(found, _FINE_HZ // common, rate // common), np.float64)


def _correlation(one: Floats, two: Floats, *, whiten: bool) -> Floats:
    """Correlation at every lag; place len(two) - 1 is no lag at all."""
    size = len(one) + len(two) - 1
    padded = 1 << (size - 1).bit_length()
    spectrum = np.fft.rfft(one, padded) * np.conj(np.fft.rfft(two, padded))
    if whiten:
        strength = np.abs(spectrum)
        spectrum /= np.maximum(strength, strength.max() * 1e-6 + 1e-12)
    turned = np.fft.irfft(spectrum, padded)
    return np.concatenate((turned[padded - len(two) + 1 :], turned[: len(one)]))


def _certainty(lags: Floats, best: int, near: int) -> float:
    others = np.concatenate((lags[: max(best - near, 0)], lags[best + near + 1 :]))
    if lags[best] <= 0:
        return 0.0
    return float(1 - max(others.max(initial=0.0), 0.0) / lags[best])
