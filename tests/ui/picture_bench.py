"""A video, image or document pane in a window of its own, and a hand on it."""

from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Anchor
from crosstie.schema.edits import AddAnnotation
from crosstie.schema.records import Annotation, Asset, MediaFacts
from crosstie.storage.media.queries import FactsQuery
from crosstie.storage.media.readers import open_reader
from crosstie.viewers.canvas.picture_pane import PicturePane
from crosstie.viewers.registry import make_pane
from tests.storage.media.assets import EVERYWHERE, no_report
from tests.ui.memory_session import PASS_ID, SAMPLE_ID, MemorySession
from tests.ui.pointing import Point, drag

SECOND: Final = 1_000_000_000
SCHEMA: Final = b"""
schema: pictures
version: 1.0.0
languages: [en]
classes:
  - {id: c_car, name: {en: car}, anchors: [box, rotated_box, polygon, polyline, mask, cuboid, page_region]}
  - {id: c_person, name: {en: person}, anchors: [box, keypoints]}
"""
SomePane = TypeVar("SomePane", bound=PicturePane)


def with_facts(asset: Asset) -> Asset:
    """The asset with what is found in its files, as adding it to a project notes it."""
    reader = open_reader(asset, EVERYWHERE, EVERYWHERE / "nowhere", no_report)
    try:
        facts = reader.answer(FactsQuery(), no_report)
    finally:
        reader.close()
    assert isinstance(facts, MediaFacts)
    return msgspec.structs.replace(asset, facts=facts, sample_id=SAMPLE_ID)


class PictureBench(Generic[SomePane]):
    """The pane of the first asset with its session."""

    def __init__(
        self, qtbot: QtBot, pane_class: type[SomePane], folder: Path, *assets: Asset, duration_s: float = 20
    ) -> None:
        self._qtbot = qtbot
        self.session = MemorySession(SCHEMA, assets, EVERYWHERE, folder / "cache")
        self.session.show(round(duration_s * SECOND))
        self.context = self.session.context
        pane = make_pane(self.context, assets[0])
        assert isinstance(pane, pane_class)
        self.pane: SomePane = pane
        self.canvas = pane.canvas
        qtbot.addWidget(pane)
        pane.resize(656, 372)
        with qtbot.waitExposed(pane):
            pane.show()
        try:
            self.settle()
        except BaseException:
            # Who would close it never gets it: a decoder left behind would fail the next test as well.
            pane.close_media()
            raise

    def settle(self) -> None:
        """Waits until what belongs to the instant and the zoom is painted."""
        self._qtbot.waitUntil(self.pane.is_settled, timeout=30_000)

    def seek(self, sample_ns: int) -> None:
        """Goes to an instant and waits until it is painted."""
        self.context.timeline.seek(sample_ns)
        self.settle()

    def seen(self, x: float, y: float) -> Point:
        """Where a point of the picture stands in the view."""
        return self.canvas.transform.view_from_picture(x, y)

    def drag(self, start: Point, end: Point) -> None:
        """Drags from one point of the picture to another."""
        drag(self.canvas, self.seen(*start), self.seen(*end))

    def add(self, annotation_id: str, anchor: Anchor, class_id: str = "c_car", asset_id: str = "") -> None:
        """Puts an annotation there as somebody else would."""
        asset_id = asset_id or self.pane.asset_id
        label = Annotation(annotation_id, SAMPLE_ID, PASS_ID, asset_id, class_id, anchor)
        self.session.submit([AddAnnotation(label)], "test")
        assert not self.session.refusals

    def anchor(self, annotation_id: str) -> Anchor:
        """Where an annotation stands now."""
        return self.session.state.annotations[annotation_id].anchor

    def only(self) -> Annotation:
        """The one annotation there is."""
        (annotation,) = self.session.state.annotations.values()
        return annotation

    def said(self) -> str:
        """What stands over the picture."""
        return self.canvas.notice.title if self.canvas.notice is not None else ""

    def selected(self) -> list[str]:
        """Ids of what is selected."""
        return [ref.id for ref in self.context.selection.refs]

    def hovered(self) -> str:
        """The id of what lies under the pointer."""
        return self.context.hovered.id if self.context.hovered else ""

    def pixels(self) -> NDArray[np.uint8]:
        """What the pane shows, height × width × 3 of blue, green and red."""
        image = self.pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        return rows[:, :, :3].copy()

    def picture(self) -> NDArray[np.uint8]:
        """What the pane shows where the picture lies."""
        box = self.canvas.transform.bounds_in_view(self.canvas.room)
        return self.pixels()[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]

    def count_of(self, color: str) -> int:
        """How many pixels are of a colour (#RRGGBB)."""
        wanted = np.array([int(color[i : i + 2], 16) for i in (5, 3, 1)])
        return int((np.abs(self.pixels().astype(int) - wanted).max(axis=2) <= 12).sum())
