"""A point-cloud pane in a window of its own, over small clouds written for the test."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Anchor, Cuboid, Track
from crosstie.schema.edits import AddAnnotation
from crosstie.schema.records import Annotation, Asset, AssetKind, MediaFacts, MediaFile
from crosstie.viewers.pointcloud import PointCloudPane
from crosstie.viewers.pointcloud.camera import project
from crosstie.viewers.pointcloud.surface import CloudSurface
from tests.ui.memory_session import PASS_ID, SAMPLE_ID, MemorySession
from tests.ui.pointing import Point, at

STEP_NS: Final = 100_000_000
LEVEL: Final = -1.7
CAR_SIZE: Final = (4.4, 1.8, 1.5)
SCHEMA: Final = b"""
schema: clouds
version: 1.0.0
languages: [en]
classes:
  - {id: c_car, name: {en: car}, anchors: [cuboid]}
  - {id: c_walker, name: {en: walker}, anchors: [cuboid]}
"""
CARS: Final = ((12.0, 3.0), (13.0, 3.0), (14.0, 3.0))
"""Where the car stands in each frame."""
Button = Qt.MouseButton
NO_KEY: Final = Qt.KeyboardModifier.NoModifier


def street(car: tuple[float, float], broken: int = 0) -> NDArray[np.float32]:
    """A road and a car on it as KITTI keeps them; `broken` points have no coordinate."""
    rng = np.random.default_rng(4)
    road = np.column_stack([rng.uniform(-40, 40, (12_000, 2)), rng.normal(LEVEL, 0.02, 12_000)])
    body = rng.uniform(-0.5, 0.5, (1500, 3)) * CAR_SIZE
    body += (*car, LEVEL + CAR_SIZE[2] / 2)
    points = np.concatenate([road, body])
    rows = np.column_stack([points, rng.uniform(0, 1, len(points))]).astype("<f4")
    rows[:broken, 0] = np.nan
    return rows


def cloud_asset(folder: Path, frames: int = 3, broken: int = 0) -> Asset:
    """A sequence of clouds, or with one frame a single file."""
    files = []
    for number in range(frames):
        path = folder / f"{number:03}.bin"
        street(CARS[number], broken).tofile(path)
        files.append(media_file(path))
    times = tuple(number * STEP_NS for number in range(frames)) if frames > 1 else ()
    return _asset("lidar", "pointcloud", tuple(files), "kitti", times)


def radar_asset(folder: Path) -> Asset:
    """Returns before the vehicle, the same in each frame."""
    path = folder / "radar.csv"
    rows = [f"{x},{y},{LEVEL + 0.5},6.0,0.0,10.0" for x in (8, 12, 16, 20) for y in (-6, -4, -2)]
    path.write_text("\n".join(["x,y,z,vx,vy,rcs", *rows]))
    return _asset("radar", "radar", (media_file(path),), "radar_csv", ())


def moving_radar_asset(folder: Path, times_ns: tuple[int, ...]) -> Asset:
    """Returns that come nearer from frame to frame."""
    files = []
    for number in range(len(times_ns)):
        path = folder / f"radar{number}.csv"
        path.write_text(f"x,y,z,vx,vy,rcs\n{20 - 4 * number},0,{LEVEL + 0.5},6.0,0.0,10.0")
        files.append(media_file(path))
    return _asset("radar", "radar", tuple(files), "radar_csv", times_ns)


def media_file(path: Path) -> MediaFile:
    return MediaFile(str(path), path.stat().st_size, "")


class CloudBench:
    """The pane with its session, and a hand on it."""

    def __init__(self, qtbot: QtBot, assets: Sequence[Asset], folder: Path, schema: bytes = SCHEMA) -> None:
        self._qtbot = qtbot
        self.session = MemorySession(schema, assets, folder, folder / "cache")
        self.session.show(3 * STEP_NS)
        self.context = self.session.context
        self.pane = PointCloudPane(self.context, assets[0])
        self.surface = self.pane.stage.surface
        self.surface_in_hand = self.surface
        qtbot.addWidget(self.pane)
        self.pane.resize(760, 460)
        self.pane.show()
        qtbot.waitExposed(self.pane)

    def settle(self) -> None:
        """Waits until what belongs to the instant is painted."""
        self._qtbot.waitUntil(self.pane.is_settled, timeout=30_000)

    def seen(self, place: Sequence[float]) -> Point:
        """Where a place in the cloud stands on screen."""
        found = project(*self.surface.view(), np.asarray(place, dtype=float))
        assert found is not None
        return found

    def add(self, annotation_id: str, anchor: Anchor, class_id: str = "c_car") -> None:
        """Puts an annotation there as somebody else would."""
        label = Annotation(annotation_id, SAMPLE_ID, PASS_ID, "lidar", class_id, anchor)
        self.session.submit([AddAnnotation(label)], "test")
        assert not self.session.refusals

    def cuboid(self, annotation_id: str) -> Cuboid:
        """The annotation's cuboid as the pane shows it."""
        return self.surface.items.by_id[annotation_id].cuboid

    def stroke(self, annotation_id: str) -> str:
        """How its lines are drawn."""
        return self.surface.items.by_id[annotation_id].stroke

    def only(self) -> Annotation:
        """The one annotation there is."""
        (annotation,) = self.session.state.annotations.values()
        return annotation

    def hand_on(self, surface: CloudSurface) -> None:
        """From now on the hand is on this view."""
        self.surface_in_hand = surface

    def press(
        self, start: Point, button: Button = Button.LeftButton, keys: Qt.KeyboardModifier = NO_KEY
    ) -> None:
        """A button goes down after the cursor came there."""
        self.move(start, Button.NoButton, keys)
        QTest.mousePress(self.surface_in_hand, button, keys, at(start))

    def move(self, to: Point, button: Button = Button.LeftButton, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """The cursor moves, with a button held or not."""
        here = QPointF(*to)
        everywhere = QPointF(self.surface_in_hand.mapToGlobal(here))
        event = QMouseEvent(QEvent.Type.MouseMove, here, everywhere, Button.NoButton, button, keys)
        QApplication.sendEvent(self.surface_in_hand, event)

    def drag(
        self, start: Point, end: Point, button: Button = Button.LeftButton, keys: Qt.KeyboardModifier = NO_KEY
    ) -> None:
        """Presses at one point and lets go at another."""
        self.press(start, button, keys)
        for part in (0.3, 0.7, 1.0):
            here = start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
            self.move(here, button, keys)
        QTest.mouseRelease(self.surface_in_hand, button, keys, at(end))

    def click(self, point: Point, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Presses and lets go."""
        self.press(point, keys=keys)
        QTest.mouseRelease(self.surface_in_hand, Button.LeftButton, keys, at(point))

    def selected(self) -> list[str]:
        """Ids of what is selected."""
        return [ref.id for ref in self.context.selection.refs]

    def pixels(self) -> NDArray[np.int16]:
        """What the pane shows, height×width×3 of red, green and blue."""
        image = self.pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        return rows[:, :, 2::-1].astype(np.int16)

    def count_near(self, color: str, within: int = 24) -> int:
        """How many pixels are about a colour (#RRGGBB)."""
        wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
        return int((np.abs(self.pixels() - wanted).max(axis=2) <= within).sum())


@contextmanager
def on_bench(
    qtbot: QtBot, assets: Sequence[Asset], folder: Path, schema: bytes = SCHEMA
) -> Iterator[CloudBench]:
    """The pane once it has painted; closed in the end."""
    bench = CloudBench(qtbot, assets, folder, schema)
    try:
        bench.settle()
        yield bench
    finally:
        bench.pane.close_media()


def keyframes(annotation: Annotation) -> list[int]:
    """The times of a track's keyframes."""
    assert isinstance(annotation.anchor, Track)
    return [keyframe.at_ns for keyframe in annotation.anchor.keyframes]


def _asset(
    asset_id: str, kind: AssetKind, files: tuple[MediaFile, ...], layout: str, times: tuple[int, ...]
) -> Asset:
    facts = MediaFacts(duration_ns=len(files) * STEP_NS, frame_count=len(files))
    return Asset(asset_id, SAMPLE_ID, kind, files, layout=layout, times_ns=times, facts=facts)
