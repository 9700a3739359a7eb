"""An uneven clip, and a video pane on it in a window of its own: shared by the tests of the pane."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import Qt

from crosstie.schema.anchors import Box, Keyframe, Track
from crosstie.schema.clock import AssetClock
from crosstie.schema.records import Asset, Calibration
from crosstie.viewers.video import VideoPane
from tests.storage.media.assets import asset_of
from tests.ui.picture_bench import SECOND, PictureBench, with_facts

STEPS: Final = [1500, 3000, 3001, 9000] * 60
TICKS: Final = [sum(STEPS[:place]) for place in range(len(STEPS) + 1)]
"""An uneven clip of 241 frames in about eleven seconds; each picture shows its own number."""
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN: Final = AssetClock()
LATE: Final = AssetClock(offset_ns=2 * SECOND + 7, rate_num=30_000, rate_den=30_001)
AHEAD: Final = Calibration(
    "pinhole", 160, 96,
    ((200.0, 0.0, 80.0), (0.0, 200.0, 48.0), (0.0, 0.0, 1.0)),
    ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
)  # fmt: skip
BOX: Final = Box(40, 30, 60, 40)
Bench = PictureBench[VideoPane]
MakeBench = Callable[..., Bench]


def start_ns(frame: int) -> int:
    """Asset time at which a frame of the clip is presented."""
    return round(TICKS[frame] * SECOND / 90_000)


def still_from(first: int, last: int, box: Box = BOX) -> Track:
    """A box that stands still over frames of the clip."""
    return Track((Keyframe(start_ns(first), box), Keyframe(start_ns(last), box)))


def camera(asset_id: str, *paths: Path, clock: AssetClock = PLAIN, times_ns: tuple[int, ...] = ()) -> Asset:
    asset = asset_of("video", *paths, times_ns=times_ns)
    return with_facts(msgspec.structs.replace(asset, id=asset_id, clock=clock))


def track(bench: Bench, annotation_id: str) -> list[tuple[int, Box]]:
    anchor = bench.anchor(annotation_id)
    assert isinstance(anchor, Track)
    found = [(keyframe.at_ns, keyframe.shape) for keyframe in anchor.keyframes]
    return [(at_ns, shape) for at_ns, shape in found if isinstance(shape, Box)]


def drawn(bench: Bench) -> tuple[str, list[tuple[int, Box]]]:
    """The one annotation there is, and its keyframes."""
    annotation = bench.only()
    return annotation.id, track(bench, annotation.id)
