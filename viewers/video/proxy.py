"""A proxy for a video that is scrubbed a lot though its frames come slowly, made in the background.

It pays where a moving hand has often been shown a frame nearby because the right one would have taken too
long; short groups and small pictures never come to that.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Failed, Picture, Progress, ProxyMade, ProxyPrepare
from crosstie.viewers.media import AssetMedia, MediaHome

PAYS_FROM: Final = 30
"""So many pictures nearby, about three seconds of dragging, and the video counts as scrubbed a lot."""


class ProxyMaker(QObject):
    """Counts what scrubbing shows; `told` is called when making the proxy gets on or is over."""

    def __init__(self, home: MediaHome, asset: Asset, told: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._asset = asset
        self._told = told
        self._nearby = 0
        self._media: AssetMedia | None = None
        self.done: float | None = None
        """How much of 1 is made; None while nothing is being made."""

    def shown(self, picture: Picture) -> None:
        """Notes what a moving hand is shown, and begins once it pays."""
        self._nearby += picture.preview == "nearby"
        if self._nearby == PAYS_FROM and self._media is None:
            self._media = AssetMedia(self._home, self._asset, self)
            self._media.replied.connect(self._on_replied)
            self._media.ask(ProxyPrepare())
            self.done = 0.0

    def close(self) -> None:
        """Stops making it."""
        self.done = None
        if self._media is not None:
            self._media.close()

    def _on_replied(self, _number: int, reply: object) -> None:
        match reply:
            case Progress(done=done):
                self.done = done
            case ProxyMade() | Failed():
                # Without a proxy scrubbing is what it was; the worker's line about it helps nobody here.
                self.close()
        self._told()
