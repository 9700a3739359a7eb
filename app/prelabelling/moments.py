"""What stands where at an instant of the sample's clock, and at which instants to look."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from crosstie.app.prelabelling.roles import Placed
from crosstie.schema.anchors import Box, Spatial, Track
from crosstie.schema.geometry.boxes import bounds, clip
from crosstie.schema.geometry.tracks import shape_at

Instant = int | None
"""Sample time in nanoseconds; None for what does not move."""

_LOOKS: Final = 9
T = TypeVar("T")
# Times go through two clocks, each of which may round by a nanosecond at a track's end.
_SLACK_NS: Final = 1000


def shape_now(placed: Placed, at_ns: Instant) -> Spatial | None:
    """The annotation's shape at an instant; None where it is not there or out of the picture."""
    anchor = placed.annotation.anchor
    if not isinstance(anchor, Track):
        return anchor if isinstance(anchor, Spatial) else None
    if at_ns is None:
        return anchor.keyframes[0].shape
    asset_ns = placed.asset.clock.asset_from_sample(at_ns)
    nearest = min(max(asset_ns, anchor.start_ns), anchor.end_ns)
    if abs(nearest - asset_ns) > _SLACK_NS:
        return None
    moment = shape_at(anchor, nearest)
    return moment.shape if moment and moment.visibility != "out" else None


def box_now(placed: Placed, at_ns: Instant) -> Box | None:
    """The upright box around a shape in a picture at an instant, cut at the picture's edge."""
    shape = shape_now(placed, at_ns)
    box = bounds(shape) if shape is not None else None
    if box is None:
        return None
    width, height = picture_size(placed)
    return clip(box, width, height) if width and height else box


def picture_size(placed: Placed) -> tuple[int, int]:
    """Width and height in pixels of the picture that an annotation is in; zeros where nobody knows them."""
    calibration, facts = placed.asset.calibration, placed.asset.facts
    return (calibration.width, calibration.height) if calibration else (facts.width, facts.height)


def instants(placed: Iterable[Placed], looks: int = _LOOKS) -> list[Instant]:
    """Sample times to compare at: of every track its ends and what lies evenly between, at keyframes.

    None alone when nothing moves.
    """
    times: set[int] = set()
    for one in placed:
        if isinstance(one.annotation.anchor, Track):
            keyframes = _spread([frame.at_ns for frame in one.annotation.anchor.keyframes], looks)
            times.update(map(one.asset.clock.sample_from_asset, keyframes))
    return [*sorted(times)] or [None]


def thinned(times: Sequence[Instant], most: int) -> list[Instant]:
    """At most so many of the times, evenly spread, the first and the last among them."""
    return _spread(times, most)


def life_ns(placed: Placed) -> tuple[int, int] | None:
    """From when to when a track lives, in sample time; None for what does not move."""
    anchor, clock = placed.annotation.anchor, placed.asset.clock
    if not isinstance(anchor, Track):
        return None
    return clock.sample_from_asset(anchor.start_ns), clock.sample_from_asset(anchor.end_ns)


def _spread(values: Sequence[T], most: int) -> list[T]:
    if len(values) <= most:
        return list(values)
    return [values[round(step * (len(values) - 1) / (most - 1))] for step in range(most)]
