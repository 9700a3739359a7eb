"""How far ahead of the sound pictures are asked for, so that they stand on the screen when it is heard."""

from typing import Final

_STEP_NS: Final = 400_000
_MOST_NS: Final = 50_000_000
_FIRST_NS: Final = 10_000_000


class Lead:
    """Learns from when pictures were painted: the lead at which half of them are late and half early.

    Sound that is heard at an instant was told to the panes up to a tick later, and painting takes its time
    as well; both are the machine's and the sample's own. The median does not heed one pane that is slow.
    """

    def __init__(self) -> None:
        self.ns = _FIRST_NS

    def learn(self, late_ns: float) -> None:
        """A picture was painted `late_ns` of real time after its instant was heard; below 0, before."""
        if abs(late_ns) < 4 * _MOST_NS:
            step = _STEP_NS if late_ns > 0 else -_STEP_NS
            self.ns = min(max(self.ns + step, 0), _MOST_NS)
