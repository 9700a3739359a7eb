"""The cloud's points over one camera's picture: asked for as the picture lies, painted below the labels."""

from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from crosstie.schema.records import Asset
from crosstie.viewers.canvas.canvas import Canvas
from crosstie.viewers.canvas.depth_scale import paint_depth_scale
from crosstie.viewers.canvas.dots import Dots, DotsQuery
from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform
from crosstie.viewers.context import PaneContext

_MOST_AT_REST: Final = 400_000
_MOST_IN_PLAY: Final = 60_000


class DotsOverlay(QObject):
    """One camera's. It is the canvas's underlay while points are wanted and there are any."""

    def __init__(self, context: PaneContext, asset: Asset, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._context = context
        self._name = asset.id
        self._calibration = asset.calibration
        self._is_film = asset.kind == "video"
        self._canvas = canvas
        self._asked: DotsQuery | None = None
        self._picture: _DotsPicture | None = None
        self._listens = False
        self._closed = False
        self._waits = False
        if self._calibration is not None:
            context.camera_points.changed.connect(self.follow)
            context.timeline.settled.connect(self._on_settled)
            canvas.view_changed.connect(self.follow)

    @property
    def dots(self) -> Dots | None:
        """What is painted."""
        return self._picture.dots if self._picture is not None else None

    def is_settled(self) -> bool:
        """Whether the points of the timeline's cloud are painted as the picture lies now."""
        if self._closed or self._calibration is None or not self._canvas.isVisible():
            return True
        wanted = self._wanted()
        if not self._context.camera_points.is_settled():
            return False
        return wanted is None or (self.dots is not None and self.dots.query == wanted)

    def follow(self) -> None:
        """Asks for the points as they are to be seen now, unless that was asked last."""
        if self._closed or not self._canvas.isVisible():
            return
        wanted = self._wanted()
        if wanted is None:
            self._asked = None
            self._show(None)
        elif wanted != self._asked:
            self._asked = wanted
            dots = self._context.camera_points.dots
            if not self._listens:
                self._listens = True
                dots.made.connect(self._on_made)
            dots.ask(self._name, wanted)

    def close(self) -> None:
        """Asks and shows nothing more."""
        self._closed = True

    def _on_settled(self) -> None:
        self.follow()
        if self._waits and not self._closed:
            self._waits = False
            self._canvas.touch()

    def _wanted(self) -> DotsQuery | None:
        canvas, cloud, timeline = self._canvas, self._context.camera_points.cloud, self._context.timeline
        if cloud is None or self._calibration is None or canvas.view_size.empty:
            return None
        return DotsQuery(
            cloud,
            self._calibration,
            canvas.transform,
            canvas.view_size,
            canvas.devicePixelRatioF(),
            _MOST_IN_PLAY if timeline.playing or timeline.scrubbing else _MOST_AT_REST,
        )

    def _on_made(self, who: str, dots: Dots) -> None:
        if who == self._name and self._asked is not None and not self._closed:
            self._show(_DotsPicture(dots, self._context))

    def _show(self, picture: "_DotsPicture | None") -> None:
        if picture is not self._picture:
            self._picture = self._canvas.underlay = picture
            # A film that plays is painted anew in a moment, with the next of its pictures.
            self._waits = self._is_film and self._context.timeline.playing
            if not self._waits:
                self._canvas.touch()


class _DotsPicture:
    """One picture of dots as it is painted, and beside it what its colours tell."""

    def __init__(self, dots: Dots, context: PaneContext) -> None:
        self.dots = dots
        self._context = context
        height, width = dots.pixels.shape
        self._image = QImage(
            dots.pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
        )
        self._image.setDevicePixelRatio(dots.query.ratio)

    def paint(self, painter: QPainter, transform: ViewTransform, view: Size) -> None:
        """Draws the dots. Where the picture lies otherwise by now they go along with it until others come."""
        placed, drawn_for = self.dots.placed, self.dots.query.transform
        if transform == drawn_for:
            painter.drawImage(QPointF(placed.left, placed.top), self._image)
        else:
            left, top = drawn_for.picture_from_view(placed.left, placed.top)
            right, bottom = drawn_for.picture_from_view(placed.right, placed.bottom)
            now = transform.bounds_in_view(Bounds(left, top, right, bottom))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(QRectF(now.left, now.top, now.width, now.height), self._image)
        paint_depth_scale(painter, self.dots.depths, view, self._context.theme)
