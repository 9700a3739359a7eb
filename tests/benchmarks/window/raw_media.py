"""The same pictures and points by the libraries alone: what a script of a few lines would do."""

from bisect import bisect_right
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.records import Asset
from tests.benchmarks.row import NotEqual


class RawCamera:
    """A video in PyAV: seeks to the keyframe before an instant and decodes up to it."""

    def __init__(self, asset: Asset, root: Path) -> None:
        self._asset = asset
        self._container = av.open(str(root / asset.files[0].path))
        self._stream = self._container.streams.video[0]

    def at(self, sample_ns: int, width: int, height: int) -> NDArray[np.uint8]:
        """The picture at an instant of sample time as BGRA of a size. Raises NotEqual when there is none."""
        base = self._stream.time_base
        assert base is not None
        wanted = Fraction(max(self._asset.clock.asset_from_sample(sample_ns) + 1, 0), NS_PER_SECOND) / base
        self._container.seek(int(wanted), stream=self._stream, backward=True)
        shown = None
        for frame in self._container.decode(self._stream):
            if shown is not None and frame.pts is not None and frame.pts > wanted:
                break
            shown = frame
        if shown is None:
            raise NotEqual(f"{self._asset.id}: nothing to decode")
        # As the window converts, so that the pixels can be compared one by one. On several threads FFmpeg
        # spoils four pixels of such widths where one thread's rows end.
        exactly = Interpolation.BILINEAR | (Interpolation.ACCURATE_RND if width % 16 else Interpolation(0))
        picture = shown.reformat(width, height, "bgra", interpolation=exactly, threads=1)
        return picture.to_ndarray().astype(np.uint8, copy=False)

    def close(self) -> None:
        """Closes the file."""
        self._container.close()


class RawCloud:
    """A sequence of point files in NumPy: binary quadruples, or lines of text."""

    def __init__(self, asset: Asset, root: Path) -> None:
        self._asset = asset
        self._paths = [root / file.path for file in asset.files]

    def at(self, sample_ns: int) -> NDArray[np.float32]:
        """The points at an instant of sample time, N×3."""
        asset_ns = self._asset.clock.asset_from_sample(sample_ns) + 1
        path = self._paths[max(bisect_right(self._asset.times_ns, asset_ns) - 1, 0)]
        if path.suffix == ".csv":
            return np.loadtxt(path, np.float32, delimiter=",", skiprows=1, ndmin=2)[:, :3]
        return np.fromfile(path, np.float32).reshape(-1, 4)[:, :3]
