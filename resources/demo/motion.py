"""How things move: a speed profile along a path of straights and one bend."""

import math
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True)
class Pose:
    """A body on the ground in the world: metres, radians anticlockwise from +x, metres per second."""

    x: float
    y: float
    yaw: float
    speed: float = 0.0
    acceleration: float = 0.0

    @property
    def velocity(self) -> tuple[float, float]:
        """Velocity over the ground in the world's axes, m/s."""
        return (self.speed * math.cos(self.yaw), self.speed * math.sin(self.yaw))


@dataclass(frozen=True)
class Path:
    """A start and a heading; after `straight_m` a right bend of `radius_m` by `turn_rad`, then straight."""

    x: float
    y: float
    yaw: float = 0.0
    straight_m: float = math.inf
    radius_m: float = 1.0
    turn_rad: float = 0.0

    def at(self, way_m: float) -> tuple[float, float, float]:
        """Place and heading after `way_m` metres."""
        ahead = min(way_m, self.straight_m)
        x, y = self.x + ahead * math.cos(self.yaw), self.y + ahead * math.sin(self.yaw)
        if way_m <= self.straight_m:
            return x, y, self.yaw
        turned = min((way_m - self.straight_m) / self.radius_m, self.turn_rad)
        yaw = self.yaw - turned
        x += self.radius_m * (math.sin(self.yaw) - math.sin(yaw))
        y += self.radius_m * (math.cos(yaw) - math.cos(self.yaw))
        rest = way_m - self.straight_m - self.radius_m * turned
        return x + rest * math.cos(yaw), y + rest * math.sin(yaw), yaw


@dataclass(frozen=True)
class Motion:
    """A path and the speeds at given times; between them the acceleration is constant."""

    path: Path
    times_s: tuple[float, ...]
    speeds: tuple[float, ...]

    def at(self, time_s: float) -> Pose:
        """The pose at a time of the sample; before the first knot and after the last the speed holds."""
        way = 0.0
        if time_s <= self.times_s[0]:
            way, speed, acceleration = self.speeds[0] * (time_s - self.times_s[0]), self.speeds[0], 0.0
        else:
            index = bisect_right(self.times_s, time_s) - 1
            for i in range(index):
                way += (self.speeds[i] + self.speeds[i + 1]) / 2 * (self.times_s[i + 1] - self.times_s[i])
            speed, acceleration = self._within(index, time_s)
            way += (self.speeds[index] + speed) / 2 * (time_s - self.times_s[index])
        return Pose(*self.path.at(way), speed=speed, acceleration=acceleration)

    def _within(self, index: int, time_s: float) -> tuple[float, float]:
        if index + 1 == len(self.times_s):
            return self.speeds[index], 0.0
        span = self.times_s[index + 1] - self.times_s[index]
        acceleration = (self.speeds[index + 1] - self.speeds[index]) / span
        return self.speeds[index] + acceleration * (time_s - self.times_s[index]), acceleration


def parked(x: float, y: float, yaw: float = 0.0) -> Motion:
    """Something that stands still."""
    return Motion(Path(x, y, yaw), (0.0,), (0.0,))
