"""When each flash is painted, and how far it is from its click."""

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from crosstie.viewers.video.pane import VideoPane
from tests.benchmarks.row import NotEqual

_BRIGHT = 128
_AWAY_S = 0.3

Times = npt.NDArray[np.float64]


class FlashWatch:
    """Notes, on time.monotonic, when a pane has painted a white picture after a black one."""

    def __init__(self, pane: VideoPane) -> None:
        self._pane = pane
        self._was_white = False
        self.times: list[float] = []
        pane.canvas.painted.connect(self._on_painted)

    def _on_painted(self) -> None:
        now = time.monotonic()
        layers = self._pane.canvas.layers
        if not layers:
            return
        pixels = layers[0].pixels
        white = bool(pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 1] > _BRIGHT)
        if white and not self._was_white:
            self.times.append(now)
        self._was_white = white


def skews_ms(flashes: Sequence[float], clicks: Times, spans: Sequence[tuple[float, float]]) -> Times:
    """Of each click within the spans its time, and how long after it the picture flashed (ms).

    Shape (clicks, 2); above zero, sound is early. A flash that was never painted counts as 300 ms late.
    """
    seen = np.array(flashes)
    found = []
    for click in clicks:
        if any(start <= click <= end for start, end in spans):
            off = seen[np.argmin(np.abs(seen - click))] - click if len(seen) else np.inf
            found.append((click, (off if abs(off) < _AWAY_S else _AWAY_S) * 1000))
    if not found:
        raise NotEqual("no click was heard at the output")
    return np.array(found)
