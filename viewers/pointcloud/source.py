"""The cloud of one asset that belongs to the timeline's instant, asked of its decoder."""

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Cloud, CloudAt, Failed, Progress
from crosstie.storage.media.sequence import GRACE_NS
from crosstie.viewers.context import PaneContext
from crosstie.viewers.media import AssetMedia

_EVER_NS: Final = 2**62


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
        self._asked = 0
        self._asked_ns = 0
        self._span = (0, 0)
        self.cloud: Cloud | None = None
        self.reason = ""

    @property
    def asset(self) -> Asset:
        """The asset as it stands now (its clock may have been edited)."""
        return self._context.state.assets[self._asset_id]

    @property
    def moves(self) -> bool:
        """Whether the asset holds more than one cloud."""
        return max(len(self.asset.files), self.asset.facts.frame_count) > 1

    def follow(self) -> None:
        """Asks for the timeline's cloud, unless it is here or on its way."""
        wanted_ns = self._wanted_ns()
        if self._asked == 0 and self._holds(wanted_ns):
            return
        if self._asked == 0 or wanted_ns != self._asked_ns:
            self._asked_ns = wanted_ns
            self._asked = self._media.ask(CloudAt(wanted_ns))

    def is_settled(self) -> bool:
        """Whether `cloud` is the timeline's, or there is none to be had."""
        return self._asked == 0 and (bool(self.reason) or self._holds(self._wanted_ns()))

    def neighbour_ns(self, now_ns: int, direction: int) -> int:
        """Sample time of the cloud before or after the one of a sample time."""
        clock, starts = self.asset.clock, self.asset.times_ns
        asset_ns = clock.asset_from_sample(now_ns)
        if len(starts) > 1:
            place = bisect_right(starts, asset_ns + GRACE_NS) - 1 + direction
            return clock.sample_from_asset(starts[min(max(place, 0), len(starts) - 1)])
        if self.cloud is None:
            return now_ns
        # The sweeps of one table: its own times are told cloud by cloud, and sweeps come at an even rate.
        before_ns = max(2 * self.cloud.at_ns - self.cloud.next_ns, 0)
        return clock.sample_from_asset(self.cloud.next_ns if direction > 0 else before_ns)

    def close(self) -> None:
        """Ends the decoder."""
        self._media.close()

    def _wanted_ns(self) -> int:
        return self.asset.clock.asset_from_sample(self._context.timeline.now_ns)

    def _holds(self, asset_ns: int) -> bool:
        return self.cloud is not None and self._span[0] <= asset_ns + GRACE_NS < self._span[1]

    def _on_replied(self, number: int, reply: object) -> None:
        match reply:
            case Cloud():
                self._take(number, reply)
            case Failed(reason=reason):
                self._asked = 0 if number == self._asked else self._asked
                self.cloud, self.reason = None, reason
                self.failed.emit(reason)
            case Progress():
                self.progressed.emit(reply)
            case _:
                return

    def _take(self, number: int, cloud: Cloud) -> None:
        if number == self._asked:
            # What was asked before the first cloud or after the last belongs to it as well.
            asked_ns, self._asked = self._asked_ns + GRACE_NS, 0
            first = -_EVER_NS if asked_ns < cloud.at_ns else cloud.at_ns
            self._span = first, _EVER_NS if asked_ns >= cloud.next_ns else cloud.next_ns
        known = self.cloud is not None and self.cloud.index == cloud.index
        self.reason = ""
        if not known:
            self.cloud = cloud
            self.arrived.emit(cloud)
