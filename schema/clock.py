"""Time: integer nanoseconds everywhere, and the map between a sample's clock and an asset's."""

import math
from fractions import Fraction
from typing import Final

import msgspec

from crosstie.schema.errors import CrosstieError

NS_PER_SECOND: Final = 1_000_000_000


class ClockInvalid(CrosstieError, ValueError):
    """A clock's rate is not a positive ratio, or a time is not a finite number.

    A ValueError, so that in JSON it is told as a ValidationError with its path like any other mistake.
    """


def ns_from_seconds(seconds: float) -> int:
    """Seconds as written by a person, rounded to the nearest nanosecond.

    Raises ClockInvalid when `seconds` is not finite.
    """
    if not math.isfinite(seconds):
        raise ClockInvalid(f"time {seconds} is not a finite number of seconds")
    return round(Fraction(str(seconds)) * NS_PER_SECOND)


def seconds_from_ns(time_ns: int) -> float:
    """Seconds for a library that counts in them; exact to a microsecond for about 100 days."""
    return time_ns / NS_PER_SECOND


class AssetClock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an asset's own time lies on its sample's clock.

    The asset's zero stands at `offset_ns` of sample time; in one second of sample time the asset
    advances by `rate_num / rate_den` seconds of its own (1/1 unless its clock drifts).
    Conversions round to the nearest nanosecond with exact integer arithmetic, so at rate 1 they are
    exact inverses, and at any rate between 1/2 and 2 a round trip is off by one nanosecond at most.
    """

    offset_ns: int = 0
    rate_num: int = 1
    rate_den: int = 1

    def __post_init__(self) -> None:
        if self.rate_num <= 0 or self.rate_den <= 0:
            raise ClockInvalid(f"clock rate {self.rate_num}/{self.rate_den} must be above zero")

    def asset_from_sample(self, sample_ns: int) -> int:
        """Asset time at an instant of sample time; negative before the asset begins."""
        return _rounded_ratio((sample_ns - self.offset_ns) * self.rate_num, self.rate_den)

    def sample_from_asset(self, asset_ns: int) -> int:
        """Sample time at an instant of asset time."""
        return self.offset_ns + _rounded_ratio(asset_ns * self.rate_den, self.rate_num)


def _rounded_ratio(numerator: int, denominator: int) -> int:
    """Nearest integer, halves upwards: monotonic, and free of floating point."""
    return (2 * numerator + denominator) // (2 * denominator)


def clock_text(time_ns: int) -> str:
    """`mm:ss.mmm` (or `h:mm:ss.mmm`) as the window shows time, rounded down to the millisecond."""
    sign = "-" if time_ns < 0 else ""
    total_ms = abs(time_ns) // 1_000_000
    minutes, ms = divmod(total_ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:" if hours else ""
    return f"{sign}{head}{minutes:02d}:{ms // 1000:02d}.{ms % 1000:03d}"
