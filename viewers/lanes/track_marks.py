"""What a track's bar tells besides its length: its keyframes, and where the thing is not to be seen."""

import itertools

from crosstie.schema.anchors import Track
from crosstie.schema.clock import AssetClock


def keyframes_ns(track: Track, clock: AssetClock) -> list[int]:
    """Sample times of the keyframes."""
    return [clock.sample_from_asset(keyframe.at_ns) for keyframe in track.keyframes]


def unseen_ns(track: Track, clock: AssetClock) -> list[tuple[int, int]]:
    """Stretches of sample time in which the thing is occluded or out of the picture, neighbours joined.

    A keyframe's visibility holds until the next keyframe.
    """
    joined: list[tuple[int, int]] = []
    for here, there in itertools.pairwise(track.keyframes):
        if here.visibility == "visible":
            continue
        start_ns, end_ns = clock.sample_from_asset(here.at_ns), clock.sample_from_asset(there.at_ns)
        if joined and joined[-1][1] == start_ns:
            joined[-1] = (joined[-1][0], end_ns)
        else:
            joined.append((start_ns, end_ns))
    return joined


def room_for_name(
    left: float, right: float, unseen: list[tuple[float, float]], least: float, wanted: float
) -> tuple[float, float] | None:
    """Where on a bar from `left` to `right` its name is read: the first seen stretch of the `wanted` width.

    Else the widest one, if that has the `least` width. `unseen` holds stretches in ascending order.
    """
    seen: list[tuple[float, float]] = []
    at = left
    for start, end in [*unseen, (right, right)]:
        seen.append((at, min(start, right)))
        at = max(at, end)
    roomy = next((one for one in seen if one[1] - one[0] >= wanted), None)
    room = roomy or max(seen, key=lambda one: one[1] - one[0])
    return room if room[1] - room[0] >= least else None
