"""Records what the sound server plays, and when each of its frames leaves the output."""

import os
import re
import subprocess
import threading
import time
from typing import Final

import numpy as np
import numpy.typing as npt

RATE: Final = 48_000
_COMMAND: Final = (
    "parec", "--verbose", "--raw", "--device=crosstie.monitor", "--format=s16le",
    f"--rate={RATE}", "--channels=1", "--latency-msec=20",
)  # fmt: skip
_TIMING: Final = re.compile(rb"Time: ([0-9.]+) sec")
_CLICK_LEVEL: Final = 6_000
_CLICK_APART_S: Final = 0.05


class Recorder:
    """Listens to the monitor of the null sink until it is stopped. Times are of time.monotonic.

    PulseAudio tells twenty times a second up to which frame of the recording sound has left the sink; from
    these pairs a line is fitted, as the sink's clock may run a little faster than the computer's.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(_COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._heard: list[bytes] = []
        self._pairs: list[tuple[float, float]] = []
        self._threads = [threading.Thread(target=work) for work in (self._listen, self._time)]
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        """Whether sound comes in."""
        return len(self._pairs) > 3

    def stop(self) -> None:
        """Ends the recording."""
        self._process.terminate()
        for thread in self._threads:
            thread.join()
        self._process.wait()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def click_times(self) -> npt.NDArray[np.float64]:
        """When each click left the output."""
        sound = np.frombuffer(b"".join(self._heard), np.int16)
        loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > _CLICK_LEVEL)
        apart = np.diff(loud, prepend=-RATE) > _CLICK_APART_S * RATE
        return self._when(loud[apart] / RATE)

    def _when(self, recorded_s: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        recorded, told = (np.array(side) for side in zip(*self._pairs, strict=True))
        # Each pair comes as late as the pipe and the scheduler made it: the earliest ones are true.
        offsets = told - recorded
        near = np.abs(recorded[None, :] - recorded_s[:, None]) < 10.0
        late: npt.NDArray[np.float64] = np.array([np.percentile(offsets[one], 20) for one in near])
        return recorded_s + late

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while chunk := self._process.stdout.read(4_096):
            self._heard.append(chunk)

    def _time(self) -> None:
        assert self._process.stderr is not None
        stream = self._process.stderr.fileno()
        while text := os.read(stream, 4_096):
            now = time.monotonic()
            for found in _TIMING.findall(text)[-1:]:
                self._pairs.append((float(found), now))
