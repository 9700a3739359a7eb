"""The cloud of one asset that belongs to the timeline's instant, asked of its decoder."""

from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Cloud, CloudAt, Failed, Progress
from crosstie.storage.media.sequence import Times, asset_times
from crosstie.viewers.context import PaneContext
from crosstie.viewers.media import AssetMedia


class CloudSource(QObject):
    """Follows the timeline. `arrived` brings a new cloud, `failed` one line, `progressed` how far it is."""

    arrived = Signal(object)
    failed = Signal(str)
    progressed = Signal(object)

    def __init__(self, context: PaneContext, asset: Asset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asset_id = asset.id
        self._media = AssetMedia(context, asset, self)
        self._media.replied.connect(self._on_replied)
        self._times = _times(asset)
        self._asked = -1
        self.cloud: Cloud | None = None
        self.reason = ""

    @property
    def asset(self) -> Asset:
        """The asset as it stands now (its clock may have been edited)."""
        return self._context.state.assets[self._asset_id]

    def follow(self) -> None:
        """Asks for the timeline's cloud, unless it is here or on its way."""
        wanted = self._wanted()
        if wanted == self._asked and not self.reason:
            return
        self._asked = wanted
        self._media.ask(CloudAt(self.asset.clock.asset_from_sample(self._context.timeline.now_ns)))

    def is_settled(self) -> bool:
        """Whether `cloud` is the timeline's, or there is none to be had."""
        return bool(self.reason) or (self.cloud is not None and self.cloud.index == self._wanted())

    def neighbour_ns(self, now_ns: int, direction: int) -> int:
        """Sample time of the cloud before or after the one shown at a sample time."""
        clock, starts = self.asset.clock, self._times.starts_ns
        place = self._times.index_at(clock.asset_from_sample(now_ns)) + direction
        return clock.sample_from_asset(starts[min(max(place, 0), len(starts) - 1)])

    def close(self) -> None:
        """Ends the decoder."""
        self._media.close()

    def _wanted(self) -> int:
        return self._times.index_at(self.asset.clock.asset_from_sample(self._context.timeline.now_ns))

    def _on_replied(self, _number: int, reply: object) -> None:
        match reply:
            case Cloud():
                self.cloud, self.reason = reply, ""
                self.arrived.emit(reply)
            case Failed(reason=reason):
                self.reason = reason
                self.failed.emit(reason)
            case Progress():
                self.progressed.emit(reply)
            case _:
                return


def _times(asset: Asset) -> Times:
    """The times of its clouds; where they cannot be told, its decoder says so when it is asked."""
    try:
        return asset_times(asset)
    except MediaUnreadable:
        return Times((0,), 0)
