"""The same pictures by the libraries alone: PyAV in a few lines, and OpenCV in a process of its own."""

import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

from crosstie.schema.clock import NS_PER_SECOND
from tests.benchmarks.row import NotEqual

_EARLIER_S: Final = (0, 10, 60)

# OpenCV's reader is what many tools seek with, so it is measured; but it gives wrong frames on uneven clips
# and brings a Qt of its own, so it is kept out of every module, and runs as a program apart from ours.
_OPENCV: Final = """
import sys, time
import cv2
capture = cv2.VideoCapture(sys.argv[1])
for line in sys.stdin:
    began = time.perf_counter()
    capture.set(cv2.CAP_PROP_POS_FRAMES, int(line))
    found, picture = capture.read()
    took_s = time.perf_counter() - began
    row = picture[picture.shape[0] * 3 // 4, :, 1]
    bits = [int(row[int((bit + 0.5) * len(row) / 16)] > 128) << bit for bit in range(16)]
    print(took_s, sum(bits), flush=True)
"""


class NaivePyAV:
    """Seeks to the keyframe before an instant and decodes up to it, with one decoder kept open."""

    def __init__(self, path: Path) -> None:
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        assert self._stream.time_base is not None
        self._base = self._stream.time_base
        # Transport streams begin anywhere; the other clips' zero is zero.
        start = self._stream.start_time or 0
        self._zero = start * self._base if path.suffix == ".ts" else Fraction(0)

    def at(self, asset_ns: int) -> NDArray[np.uint8]:
        """The picture at an instant as BGRA. Where the seek lands too late, it seeks earlier."""
        wanted = (Fraction(asset_ns, NS_PER_SECOND) + self._zero) / self._base
        for earlier_s in _EARLIER_S:
            target = max(0, int(wanted - earlier_s / self._base))
            self._container.seek(target, stream=self._stream, backward=True)
            shown = None
            for frame in self._container.decode(self._stream):
                if frame.pts is not None and frame.pts > wanted:
                    break
                shown = frame
            if shown is not None:
                return _bgra(shown)
        raise NotEqual(f"nothing to decode at {asset_ns} ns")

    def play(self, count: int) -> float:
        """Seconds that decoding and converting the first frames takes, one after the other."""
        self._container.seek(0, stream=self._stream, backward=True)
        began = time.perf_counter()
        for number, frame in enumerate(self._container.decode(self._stream), 1):
            _bgra(frame)
            if number == count:
                break
        return time.perf_counter() - began

    def close(self) -> None:
        """Closes the file."""
        self._container.close()


class OpenCV:
    """`CAP_PROP_POS_FRAMES` and `read`."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _OPENCV, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def at(self, frame: int) -> tuple[float, int]:
        """The seconds that a frame took, and the number that its picture carries."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{frame}\n")
        self._process.stdin.flush()
        took_s, number = self._process.stdout.readline().split()
        return float(took_s), int(number)

    def close(self) -> None:
        """Ends the program."""
        self._process.communicate()


def demux(path: Path) -> tuple[float, int]:
    """Seconds that it takes to pass once over all packets, and how many those are."""
    began = time.perf_counter()
    with av.open(str(path)) as container:
        count = sum(packet.size > 0 for packet in container.demux(video=0))
    return time.perf_counter() - began, count


def _bgra(frame: av.VideoFrame) -> NDArray[np.uint8]:
    # The matrix has to be named where the file names none, or the colours are those of a smaller picture.
    picture = frame.reformat(format="bgra", src_colorspace=Colorspace.ITU709, threads=1)
    return picture.to_ndarray().astype(np.uint8, copy=False)
