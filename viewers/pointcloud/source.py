"""The cloud of one asset that belongs to the timeline's instant, asked of its decoder before it is due."""

from bisect import bisect_right
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Cloud, CloudAt, Failed, Progress, Reply
from crosstie.storage.media.sequence import GRACE_NS
from crosstie.viewers.context import PaneContext
from crosstie.viewers.media import AssetMedia
from crosstie.viewers.pointcloud.shelf import CloudShelf

CLOUD_BUDGET_BYTES: Final = 512 << 20
"""What the clouds of one asset may take in the window's memory."""
_EVER_NS: Final = 2**62


class CloudSource(QObject):
    """Follows the timeline. `arrived` brings a new cloud, `failed` one line, `progressed` how far it is.

    Clouds about the playhead are kept; while nobody waits for one, the next on its way are read.
    """

    arrived = Signal(object)
    failed = Signal(str)
    progressed = Signal(object)

    def __init__(
        self,
        context: PaneContext,
        asset: Asset,
        parent: QObject | None = None,
        budget_bytes: int = CLOUD_BUDGET_BYTES,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._asset_id = asset.id
        self._shelf = CloudShelf(budget_bytes, max(len(asset.files), asset.facts.frame_count))
        self._media = AssetMedia(context, asset, self, _kept_apart if self.moves else None)
        self._media.replied.connect(self._on_replied)
        self._sweeps = 1
        self._oldest = 0
        self._asked = self._ahead = self._unwanted = 0
        self._asked_ns = self._ahead_ns = 0
        self._refused_at = -1
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

    @property
    def sweeps(self) -> int:
        """How many sweeps are put together: the instant's own, and those before it."""
        return self._sweeps

    @property
    def kept_bytes(self) -> int:
        """What the clouds kept take in memory."""
        return self._shelf.byte_count

    def put_together(self, sweeps: int) -> None:
        """Puts so many sweeps together from now on; the cloud stays until the other one is here."""
        if sweeps != self._sweeps:
            self._sweeps = sweeps
            self._shelf.forget()
            self._asked = self._ahead = 0
            self._span, self._refused_at = (0, 0), -1
            self._ask(self._wanted_ns())
            self._oldest = self._asked

    def follow(self) -> None:
        """Asks for the timeline's cloud, unless it is here or on its way."""
        wanted_ns = self._wanted_ns()
        if self._asked == 0 and self._holds(wanted_ns):
            return
        if (kept := self._shelf.find(wanted_ns)) is not None:
            self._asked, self._asked_ns = 0, wanted_ns
            self._show(kept)
            self._read_ahead()
        elif self._asked == 0 or wanted_ns != self._asked_ns:
            self._ask(wanted_ns)

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

    def _ask(self, wanted_ns: int) -> None:
        self._asked_ns = wanted_ns
        if self._ahead and self._place(self._ahead_ns) == self._place(wanted_ns):
            # It is being read already.
            self._asked, self._ahead = self._ahead, 0
        else:
            self._asked = self._media.ask(CloudAt(wanted_ns, self._sweeps))
            # Its answer may be on its way; it is kept, but not shown.
            self._unwanted, self._ahead = self._ahead or self._unwanted, 0

    def _read_ahead(self) -> None:
        """Asks for the next cloud on the playhead's way, where nothing else is asked."""
        if self._asked or self._ahead or self.cloud is None or not self.moves:
            return
        if self._refused_at == self.cloud.index:
            return
        if (wanted_ns := self._shelf.next_wanted_ns()) is not None:
            self._ahead_ns = wanted_ns
            self._ahead = self._media.ask(CloudAt(wanted_ns, self._sweeps, ahead=True))

    def _wanted_ns(self) -> int:
        return self.asset.clock.asset_from_sample(self._context.timeline.now_ns)

    def _holds(self, asset_ns: int) -> bool:
        return self.cloud is not None and self._span[0] <= asset_ns + GRACE_NS < self._span[1]

    def _place(self, asset_ns: int) -> int:
        """The index of an instant's cloud, where the asset tells its times; else the instant itself."""
        starts = self.asset.times_ns
        return max(0, bisect_right(starts, asset_ns + GRACE_NS) - 1) if starts else asset_ns

    def _on_replied(self, number: int, reply: object) -> None:
        match reply:
            case Cloud():
                self._on_cloud(number, reply)
            case Failed(reason=reason):
                self._on_refused(number, reason)
            case Progress():
                if number == self._asked:
                    self.progressed.emit(reply)
            case _:
                return

    def _on_cloud(self, number: int, cloud: Cloud) -> None:
        if number < self._oldest:
            # Other sweeps were asked for meanwhile.
            return
        if number == self._asked:
            self._shelf.go(cloud.index)
            self._asked = 0
        self._shelf.put(cloud)
        if number == self._ahead:
            self._ahead = 0
        elif number != self._unwanted:
            self._show(cloud)
        self._read_ahead()

    def _on_refused(self, number: int, reason: str) -> None:
        if number in (self._ahead, self._unwanted):
            # Whoever comes there is told then.
            self._ahead, self._refused_at = 0, self.cloud.index if self.cloud else -1
            return
        self._asked = 0 if number == self._asked else self._asked
        self.cloud, self.reason = None, reason
        self.failed.emit(reason)

    def _show(self, cloud: Cloud) -> None:
        if self._asked == 0:
            # What was asked before the first cloud or after the last belongs to it as well.
            asked_ns = self._asked_ns + GRACE_NS
            first = -_EVER_NS if asked_ns < cloud.at_ns else cloud.at_ns
            self._span = first, _EVER_NS if asked_ns >= cloud.next_ns else cloud.next_ns
            self._shelf.go(cloud.index)
        known = self.cloud is not None and self.cloud.index == cloud.index
        same = known and self.cloud is not None and self.cloud.sweep_count == cloud.sweep_count
        self.reason = ""
        if not same:
            self.cloud = cloud
            self.arrived.emit(cloud)


def _kept_apart(reply: Reply) -> Reply:
    """A cloud in memory of its own: what decoder and worker share is for a few replies only.

    Runs on the decoder's thread.
    """
    if not isinstance(reply, Cloud) or reply.grid is not None:
        return reply
    return msgspec.structs.replace(
        reply,
        points=reply.points.copy(),
        values=reply.values.copy(),
        channels={name: channel.copy() for name, channel in reply.channels.items()},
        file_index=reply.file_index.copy(),
    )
