"""The clouds of a sequence that are kept in memory: those about the playhead, within a budget of bytes."""

from typing import Final

from crosstie.storage.media.queries import Cloud
from crosstie.storage.media.sequence import GRACE_NS

_AHEAD: Final = 24
_AHEAD_LARGE: Final = 2
"""Clouds that lie in files cost no memory, but seconds and room on the disk to be made ready."""
_BEHIND_COSTS: Final = 2
"""A cloud behind the playhead is as little worth keeping as one so many times as far before it."""


class CloudShelf:
    """Keeps clouds by their index; the one at the playhead always stays, whatever the budget.

    `count` is how many clouds the sequence has.
    """

    def __init__(self, budget_bytes: int, count: int) -> None:
        self._budget = budget_bytes
        self._count = count
        self._clouds: dict[int, Cloud] = {}
        self._byte_count = 0
        self._at = 0
        self._direction = 1

    @property
    def byte_count(self) -> int:
        """What is kept, in bytes."""
        return self._byte_count

    def find(self, asset_ns: int) -> Cloud | None:
        """The cloud of an instant, if it is here; the first holds before its time, the last after it."""
        at_ns = asset_ns + GRACE_NS
        for cloud in self._clouds.values():
            first, last = cloud.index == 0, cloud.index == self._count - 1
            if (first or cloud.at_ns <= at_ns) and (last or at_ns < cloud.next_ns):
                return cloud
        return None

    def put(self, cloud: Cloud) -> None:
        """Keeps a cloud, and lets go what is farthest from the playhead where there is too much."""
        self._drop(cloud.index)
        self._clouds[cloud.index] = cloud
        self._byte_count += cloud.byte_count
        self._shrink()

    def go(self, index: int) -> None:
        """The playhead is at a cloud now; which way it came says where it will go."""
        if index != self._at:
            self._direction = 1 if index > self._at else -1
        self._at = index
        self._shrink()

    def forget(self) -> None:
        """Lets everything go."""
        self._clouds.clear()
        self._byte_count = 0

    def next_wanted_ns(self) -> int | None:
        """Asset time of the cloud to be read next: the first that is missing on the way of the playhead.

        None where the way is ready, the budget is full, or the cloud at the playhead is not here yet.
        """
        cloud = self._clouds.get(self._at)
        if cloud is None:
            return None
        usual_bytes = cloud.byte_count
        for step in range(1, (_AHEAD if cloud.grid is None else _AHEAD_LARGE) + 1):
            index = self._at + step * self._direction
            if not 0 <= index < self._count:
                return None
            if (known := self._clouds.get(index)) is None:
                wanted_ns = cloud.next_ns if self._direction > 0 else cloud.at_ns - 2 * GRACE_NS
                return wanted_ns if self._has_room(index, usual_bytes) else None
            cloud = known
        return None

    def _has_room(self, index: int, byte_count: int) -> bool:
        """Whether a cloud would stay: what is nearer to the playhead leaves room for it."""
        if self._byte_count + byte_count <= self._budget:
            return True
        far = self._distance(index)
        nearer = (one for one in self._clouds.values() if self._distance(one.index) <= far)
        return sum(one.byte_count for one in nearer) + byte_count <= self._budget

    def _shrink(self) -> None:
        while len(self._clouds) > 1 and self._byte_count > self._budget:
            farthest = max(self._clouds, key=self._distance)
            if farthest == self._at:
                return
            self._drop(farthest)

    def _drop(self, index: int) -> None:
        gone = self._clouds.pop(index, None)
        # Counted as they come and go: the shelf is looked at on every tick of play.
        self._byte_count -= gone.byte_count if gone else 0

    def _distance(self, index: int) -> int:
        away = (index - self._at) * self._direction
        return away if away >= 0 else -away * _BEHIND_COSTS
