"""Frames in time: which one holds at an instant, and which one comes before or after. Asset time."""

from typing import Literal

import msgspec

from crosstie.schema.clock import AssetClock
from crosstie.storage.media.sequence import GRACE_NS, Times

Phase = Literal["before", "live", "after"]


class Frame(msgspec.Struct, frozen=True):
    """A frame is presented from `start_ns` until just before `end_ns`; a still has no end after its start."""

    start_ns: int
    end_ns: int

    def holds(self, asset_ns: int) -> bool:
        """Whether this is the frame at an instant, with the decoder's own grace for rounded times."""
        return self.start_ns <= asset_ns + GRACE_NS < self.end_ns


def phase_at(times: Times, asset_ns: int) -> Phase:
    """Whether an asset has begun or is over. Its very end still shows the last frame; a still never ends."""
    if asset_ns + GRACE_NS < times.starts_ns[0]:
        return "before"
    return "after" if times.end_ns > times.starts_ns[0] and asset_ns > times.end_ns + GRACE_NS else "live"


def is_right(frame: Frame, times: Times, asset_ns: int) -> bool:
    """Whether a frame is what has to be shown: before the first the first, after the last the last."""
    shown = min(max(asset_ns, times.starts_ns[0]), times.starts_ns[-1])
    return frame.holds(asset_ns) or frame.start_ns == times.starts_ns[times.index_at(shown)]


def neighbour_ns(times: Times, asset_ns: int, direction: int) -> int | None:
    """When the frame after (+1) or before (−1) begins; None where there is none on that side."""
    phase = phase_at(times, asset_ns)
    if phase == "before":
        return times.starts_ns[0] if direction > 0 else None
    if phase == "after":
        return times.starts_ns[-1] if direction < 0 else None
    wanted = times.index_at(asset_ns) + direction
    return times.starts_ns[wanted] if 0 <= wanted < len(times.starts_ns) else None


def first_sample_ns(clock: AssetClock, asset_ns: int) -> int:
    """The first instant of sample time at which an asset has reached `asset_ns`, whatever was rounded."""
    sample_ns = clock.sample_from_asset(asset_ns)
    while clock.asset_from_sample(sample_ns) < asset_ns:
        sample_ns += 1
    return sample_ns
