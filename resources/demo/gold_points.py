"""The gold point set: what in the LiDAR's first second came back from trees."""

from functools import lru_cache
from typing import Final

from crosstie.resources.demo import lidar
from crosstie.schema.anchors import Keyframe, Track
from crosstie.schema.geometry.point_ranges import point_set_of

LABELLED_FRAMES: Final = 10
"""Points are labelled cloud by cloud, and nobody labels them in all clouds."""


@lru_cache(maxsize=1)
def vegetation() -> Track:
    """The points on trees, one keyframe a cloud."""
    frames = range(LABELLED_FRAMES)
    return Track(tuple(frame for number in frames if (frame := _keyframe(number)) is not None))


def _keyframe(number: int) -> Keyframe | None:
    points = point_set_of(lidar.leaves(number))
    return None if points is None else Keyframe(number * 1_000_000_000 // lidar.FRAMES_PER_SECOND, points)
