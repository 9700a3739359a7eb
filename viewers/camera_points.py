"""The points of the sample's cloud as its cameras show them: whether they are wanted, and which they are."""

from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from crosstie.storage.media.queries import Cloud, first_part
from crosstie.viewers.canvas.dots_thread import DotsThread
from crosstie.viewers.timeline import Timeline

_MOST_POINTS: Final = 2_000_000


class CloudFeed(Protocol):
    """Who brings the cloud of the timeline's instant: the source of the cloud's own pane."""

    arrived: SignalInstance
    failed: SignalInstance
    cloud: Cloud | None

    def follow(self) -> None:
        """Asks for the instant's cloud, unless it is here or on its way."""

    def is_settled(self) -> bool:
        """Whether `cloud` is the instant's, or there is none to be had."""


class CameraPoints(QObject):
    """Kept by the context, one for all cameras of the window: no cloud is decoded for a camera a second time.

    `changed` says that the points are wanted or not wanted from now on, or that there are others.
    `hint` is what a button for them says.
    """

    changed = Signal()
    toggled = Signal()
    hint_changed = Signal()

    def __init__(self, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = False
        self.hint = "Show the cloud's points in the cameras, coloured by depth"
        self._timeline = timeline
        self._feed: CloudFeed | None = None
        self._dots: DotsThread | None = None
        self._whole: Cloud | None = None
        self._part: Cloud | None = None
        timeline.moved.connect(self._follow)

    @property
    def cloud(self) -> Cloud | None:
        """The cloud to be shown; None while there is none, or none is wanted."""
        cloud = self._feed.cloud if self._feed is not None and self.shown else None
        if cloud is not self._whole:
            # Of a cloud larger than memory a camera shows a fair part.
            self._whole, self._part = cloud, cloud and first_part(cloud, _MOST_POINTS)
        return self._part

    @property
    def dots(self) -> DotsThread:
        """Who works out what the cameras see of it; begun with the first question."""
        if self._dots is None:
            self._dots = DotsThread(self)
        return self._dots

    def is_settled(self) -> bool:
        """Whether `cloud` is the one of the timeline's instant."""
        return self._feed is None or not self.shown or self._feed.is_settled()

    def join(self, feed: CloudFeed) -> None:
        """A pane shows a cloud: the first one's points are the cameras'."""
        if self._feed is None:
            self._feed = feed
            feed.arrived.connect(self._on_arrived)
            feed.failed.connect(self._on_arrived)
            self._follow()

    def part(self) -> None:
        """The sample is left, and with it its cloud."""
        self._feed = None
        if self._dots is not None:
            self._dots.forget()

    def show(self, *, shown: bool) -> None:
        """Whether cameras show the points."""
        if shown != self.shown:
            self.shown = shown
            self._follow()
            self.toggled.emit()
            self.changed.emit()

    def set_hint(self, hint: str) -> None:
        """What a button for them says, with the keys in force."""
        self.hint = hint
        self.hint_changed.emit()

    def close(self) -> None:
        """Ends the thread."""
        self.part()
        if self._dots is not None:
            self._dots.close()
            self._dots = None

    def _follow(self) -> None:
        """The cloud's pane does so itself while it is in sight; the cameras may be alone on the screen."""
        if self.shown and self._feed is not None:
            self._feed.follow()

    def _on_arrived(self, _what: object) -> None:
        if self.shown:
            self.changed.emit()
