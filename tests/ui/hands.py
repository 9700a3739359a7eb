"""Hands for the panes of a whole window: how each is drawn in, and where an annotation is clicked."""

from abc import ABC, abstractmethod

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from crosstie.schema.anchors import TextSpan
from crosstie.viewers.canvas.picture_pane import PicturePane
from crosstie.viewers.canvas.shapes import bounds_of
from crosstie.viewers.pane import Pane
from crosstie.viewers.pointcloud import PointCloudPane
from crosstie.viewers.pointcloud.camera import project
from crosstie.viewers.transcript import TranscriptPane
from crosstie.viewers.waveform import WaveformPane
from tests.ui.pointing import NO_KEY, Point, at, click, drag


class Hand(ABC):
    """A hand on one pane."""

    @abstractmethod
    def draw(self, place: float) -> None:
        """Drags where nothing is; `place` from 0 to 1 says where along the pane."""

    @abstractmethod
    def point_of(self, annotation_id: str) -> Point:
        """A point of the pane's surface at which a click meets the annotation."""

    @property
    @abstractmethod
    def surface(self) -> QWidget:
        """The widget that is clicked."""

    def click(self, annotation_id: str) -> None:
        """Clicks an annotation."""
        click(self.surface, self.point_of(annotation_id))


class PictureHand(Hand):
    """On a video, an image or a page."""

    def __init__(self, pane: PicturePane) -> None:
        self._pane = pane

    @property
    def surface(self) -> QWidget:
        return self._pane.canvas

    def draw(self, place: float) -> None:
        canvas = self._pane.canvas
        size = canvas.picture_size
        left = size.width * (0.1 + 0.7 * place)
        start = canvas.transform.view_from_picture(left, size.height * 0.3)
        end = canvas.transform.view_from_picture(left + size.width * 0.1, size.height * 0.5)
        drag(canvas, start, end)

    def point_of(self, annotation_id: str) -> Point:
        canvas = self._pane.canvas
        bounds = bounds_of(canvas.scene.by_id[annotation_id].shape)
        return canvas.transform.view_from_picture(*bounds.center)


class WaveHand(Hand):
    """On a wave."""

    def __init__(self, pane: WaveformPane) -> None:
        self._pane = pane

    @property
    def surface(self) -> QWidget:
        return self._pane

    def draw(self, place: float) -> None:
        scale = self._pane.scale()
        start_ns = round(place * 10e9) + 1_000_000_000
        y = self._pane.span_view().wave_top + 8
        drag(self._pane, (scale.x(start_ns), y), (scale.x(start_ns + 800_000_000), y))

    def point_of(self, annotation_id: str) -> Point:
        view = self._pane.span_view()
        left, top, right, bottom = view.bar_rect(view.bars.place_of(annotation_id))
        return (left + right) / 2, (top + bottom) / 2


class CloudHand(Hand):
    """On a cloud, seen from above."""

    def __init__(self, pane: PointCloudPane) -> None:
        self._pane = pane

    @property
    def surface(self) -> QWidget:
        return self._pane.stage.surface

    def look_from_above(self) -> None:
        """Presses the pane's own button."""
        [button] = [one for one in self._pane.findChildren(QToolButton) if one.text() == "Top"]
        click(button, (button.width() / 2, button.height() / 2))

    def draw(self, place: float) -> None:
        surface = self._pane.stage.surface
        x = surface.width() * (0.25 + 0.5 * place)
        y = surface.height() * 0.6
        self._move((x, y), Qt.MouseButton.NoButton)
        QTest.mousePress(surface, Qt.MouseButton.LeftButton, NO_KEY, at((x, y)))
        for step in (0.3, 0.7, 1.0):
            self._move((x + 40 * step, y + 30 * step), Qt.MouseButton.LeftButton)
        QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, NO_KEY, at((x + 40, y + 30)))

    def point_of(self, annotation_id: str) -> Point:
        surface = self._pane.stage.surface
        center = np.asarray(surface.items.by_id[annotation_id].cuboid.center)
        found = project(*surface.view(), center)
        assert found is not None
        return found

    def _move(self, to: Point, held: Qt.MouseButton) -> None:
        surface, here = self._pane.stage.surface, QPointF(*to)
        everywhere = QPointF(surface.mapToGlobal(here))
        move = QMouseEvent(QEvent.Type.MouseMove, here, everywhere, Qt.MouseButton.NoButton, held, NO_KEY)
        QApplication.sendEvent(surface, move)


class TextHand(Hand):
    """On a transcript; `place` says which of the rows on the screen."""

    def __init__(self, pane: TranscriptPane) -> None:
        self._pane = pane

    @property
    def surface(self) -> QWidget:
        return self._pane

    def draw(self, place: float) -> None:
        rows = self._pane.view().rows
        start = rows[round(place * (len(rows) - 1))].text_start
        drag(self._pane, self._edge(start, end=False), self._edge(start + 4, end=True))

    def point_of(self, annotation_id: str) -> Point:
        anchor = self._pane.context.state.annotations[annotation_id].anchor
        assert isinstance(anchor, TextSpan)
        return self._edge(anchor.start + 1, end=False)

    def _edge(self, offset: int, *, end: bool) -> Point:
        view = self._pane.view()
        shown = view.row(view.column.row_of(offset - 1 if end else offset))
        assert shown is not None
        x, top, bottom = shown.layout.edge(offset - shown.text_start, end=end)
        return shown.text_left + x, shown.text_top + (top + bottom) / 2


def hand_on(pane: Pane) -> Hand:
    """The hand for a pane."""
    match pane:
        case PicturePane():
            return PictureHand(pane)
        case WaveformPane():
            return WaveHand(pane)
        case PointCloudPane():
            return CloudHand(pane)
        case TranscriptPane():
            return TextHand(pane)
    raise AssertionError(f"no hand for {type(pane).__name__}")
