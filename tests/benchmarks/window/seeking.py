"""From a random seek until every pane has painted, beside decoding and reading the same by hand."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from crosstie.viewers.pointcloud.pane import PointCloudPane
from crosstie.viewers.video.pane import VideoPane
from tests.benchmarks.figures import median, percentile
from tests.benchmarks.row import NotEqual, Row
from tests.benchmarks.window.raw_media import RawCamera, RawCloud
from tests.benchmarks.window.station import Station, cloud_surface, demo_window

_SEEKS: Final = 60
_WARM: Final = 3


def rows(place: Path) -> Iterator[Row]:
    """Seek to all panes drawn, p50 and p95."""
    with demo_window(place) as station:
        raw = _Raw(station)
        instants = random.Random(4).sample(range(station.context.timeline.duration_ns), _SEEKS + _WARM)
        pairs = [(station.seek(at_ns), raw.read(at_ns)) for at_ns in instants][_WARM:]
        raw.close()
        panes = len(station.panes)
    ours, theirs = ([1000 * pair[side] for pair in pairs] for side in (0, 1))
    note = f"{_SEEKS} random seeks, {panes} panes; raw: the same frames by PyAV and points by NumPy, in turn"
    yield Row("seek to all panes drawn, p50", median(ours), median(theirs), "ms", note=note)
    yield Row("seek to all panes drawn, p95", percentile(ours, 95), percentile(theirs, 95), "ms")


class _Raw:
    """Reads what the panes show with nothing but the libraries, and compares."""

    def __init__(self, station: Station) -> None:
        panes, root = station.panes.values(), station.context.media_root
        self._cameras = [(pane, RawCamera(pane.asset, root)) for pane in panes if isinstance(pane, VideoPane)]
        self._cloud_pane = next(pane for pane in panes if isinstance(pane, PointCloudPane))
        self._cloud = RawCloud(self._cloud_pane.asset, root)
        radar = next(one for one in station.context.state.assets.values() if one.kind == "radar")
        self._radar = RawCloud(radar, root)

    def read(self, at_ns: int) -> float:
        """Seconds that it takes to read what the settled panes show. Raises NotEqual when it is not that."""
        shown = [pane.canvas.layers[0].pixels for pane, _ in self._cameras]
        sizes = [(pixels.shape[1], pixels.shape[0]) for pixels in shown]
        began = time.perf_counter()
        pictures = [camera.at(at_ns, *size) for (_, camera), size in zip(self._cameras, sizes, strict=True)]
        points, returns = self._cloud.at(at_ns), self._radar.at(at_ns)
        took_s = time.perf_counter() - began
        for (pane, _), ours, raw in zip(self._cameras, shown, pictures, strict=True):
            if not np.array_equal(ours[..., :3], raw[..., :3]):
                raise NotEqual(f"{pane.asset_id} at {at_ns} ns shows another picture than PyAV decodes")
        frame = cloud_surface(self._cloud_pane).frame
        assert frame is not None
        assert frame.scene.cloud is not None
        assert frame.scene.returns is not None
        if not np.array_equal(frame.scene.cloud.points, points[np.isfinite(points).all(axis=1)]):
            raise NotEqual(f"the cloud at {at_ns} ns is not that of its file")
        if not np.array_equal(frame.scene.returns.points, returns):
            raise NotEqual(f"the radar's returns at {at_ns} ns are not those of their file")
        return took_s

    def close(self) -> None:
        """Closes the files."""
        for _, camera in self._cameras:
            camera.close()
