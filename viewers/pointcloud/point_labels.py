"""Which point set each point belongs to: a byte a point that changes while pictures are made of it."""

import threading
from collections import deque
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.uint8]
LabelColors = NDArray[np.uint8]
"""256×4 red, green, blue and strength, a row for each label. At strength 0 a point keeps the colour that it
has without a label, at 255 the label's stands alone."""
Indices = NDArray[np.integer]
LABEL_COUNT: Final = 256
_REMEMBERED: Final = 64


class LabelChanges:
    """Which points' labels have changed, told to everybody who keeps a copy of them. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._serial = 0
        self._kept: deque[tuple[int, Indices | None]] = deque(maxlen=_REMEMBERED)

    def note(self, indices: Indices | None) -> int:
        """Takes in that these points' labels are others now, with None that all are; the state's number."""
        with self._lock:
            if indices is None or len(indices):
                self._serial += 1
                self._kept.append((self._serial, indices))
            return self._serial

    def since(self, serial: int) -> tuple[int, Indices | None]:
        """The state's number now, and the points that changed after another state; None for any."""
        with self._lock:
            now = self._serial
            later = [indices for number, indices in self._kept if number > serial]
        found = [indices for indices in later if indices is not None]
        if len(found) < now - serial:
            return now, None
        return now, np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


class PointLabels(msgspec.Struct, frozen=True, eq=False):
    """A state of a cloud's labels. `values` has a byte for each point, in the cloud's own order; 0 is none.

    The array is its owner's and may be another state's already when it is read: `changes` tells then.
    """

    values: Labels
    colors: LabelColors
    changes: LabelChanges
    serial: int


class LabelName(msgspec.Struct, frozen=True):
    """What a label stands for, as the legend says it. `color` is #RRGGBB."""

    name: str
    color: str
