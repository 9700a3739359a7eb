"""Where an asset lies on its sample's clock: told by a shift, or by instants matched by eye or ear."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from crosstie.schema.clock import NS_PER_SECOND, AssetClock, seconds_from_ns
from crosstie.schema.errors import CrosstieError
from crosstie.schema.records import Asset

LEAST_APART_NS: Final = NS_PER_SECOND
"""Two points that are nearer tell no rate: a frame's doubt between them would be a drift of per cents."""
_MOST_RATE: Final = 2


class AlignmentInvalid(CrosstieError):
    """Matched points that no clock fits."""


class MatchedPoint(msgspec.Struct, frozen=True):
    """One event: when it happens in the asset's own time, and when it happened in sample time."""

    asset_ns: int
    sample_ns: int


def shifted(clock: AssetClock, by_ns: int) -> AssetClock:
    """The clock of an asset that comes later by `by_ns` of sample time; sooner where that is negative."""
    return msgspec.structs.replace(clock, offset_ns=clock.offset_ns + by_ns)


def fitted(clock: AssetClock, points: Sequence[MatchedPoint]) -> AssetClock:
    """The clock that takes each point's asset time to its sample time, to the nanosecond.

    One point shifts the asset and leaves its rate; two fit the rate as well, as an exact ratio. Raises
    AlignmentInvalid for another number of points, for two less than a second apart, and for a rate outside
    1/2 to 2, which is a wrong match and no drift.
    """
    if not 1 <= len(points) <= 2:
        raise AlignmentInvalid(
            f"one or two matched points tell where an asset lies; {len(points)} were given"
        )
    first, last = min(points, key=_in_sample), max(points, key=_in_sample)
    if len(points) == 2:
        clock = _rated(first, last)
    return shifted(clock, first.sample_ns - clock.sample_from_asset(first.asset_ns))


def recorded_with(assets: Iterable[Asset], asset: Asset) -> tuple[Asset, ...]:
    """The asset, and those that lie in time as it does because they were one recording.

    Other streams of its file, and transcripts of its sound, for as long as nobody gave them another clock.
    """
    return tuple(one for one in assets if one.clock == asset.clock and _is_of_one(one, asset))


def drift_ppm(clock: AssetClock) -> float:
    """How much faster than the sample's the asset's own clock runs, in parts per million."""
    return (clock.rate_num - clock.rate_den) / clock.rate_den * 1e6


def _is_of_one(one: Asset, other: Asset) -> bool:
    same_files = [file.sha256 for file in one.files] == [file.sha256 for file in other.files]
    return one.id == other.id or same_files or one.of == other.id or other.of == one.id


def _rated(first: MatchedPoint, last: MatchedPoint) -> AssetClock:
    asset_ns, sample_ns = last.asset_ns - first.asset_ns, last.sample_ns - first.sample_ns
    if min(asset_ns, sample_ns) < LEAST_APART_NS:
        apart_s = seconds_from_ns(min(asset_ns, sample_ns))
        raise AlignmentInvalid(
            f"the matched points are {apart_s:.3f} s apart and tell no drift; match two that are a second or "
            "more apart, in the same order"
        )
    if not sample_ns <= asset_ns * _MOST_RATE <= sample_ns * _MOST_RATE**2:
        raise AlignmentInvalid(
            f"the matched points make the asset run {asset_ns / sample_ns:.2f} times as fast as the sample; "
            "one of them is another event"
        )
    common = math.gcd(asset_ns, sample_ns)
    return AssetClock(0, asset_ns // common, sample_ns // common)


def _in_sample(point: MatchedPoint) -> int:
    return point.sample_ns
