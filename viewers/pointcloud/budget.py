"""How many points one drawing may take, learned from how long the last ones took."""

from typing import Final

_FEWEST: Final = 12_000
_MOST: Final = 8_000_000
_BEGIN: Final = 60_000
_TRUST: Final = 0.3


class PointBudget:
    """Keeps each drawing about as long as `target_s`, on whatever draws: a card or a processor."""

    def __init__(self, target_s: float) -> None:
        self._target_s = target_s
        self._seconds_per_point = target_s / _BEGIN

    @property
    def points(self) -> int:
        """What fits into one drawing."""
        return int(min(max(self._target_s / self._seconds_per_point, _FEWEST), _MOST))

    def learn(self, points: int, took_s: float) -> None:
        """Takes in that a drawing of so many points took so long; too few points say nothing.

        One drawing that was held up (programs are compiled during the first) counts as twice the usual.
        """
        if points >= _FEWEST:
            seen = min(took_s / points, 2 * self._seconds_per_point)
            self._seconds_per_point += _TRUST * (seen - self._seconds_per_point)
