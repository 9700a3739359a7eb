"""Matching assets in time: by an event that is seen in one and in the others, or by the sound of two."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.app.bench.bench import Bench
from crosstie.app.chooser import Choice, Chooser
from crosstie.schema.alignment import (
    AlignmentInvalid,
    MatchedPoint,
    drift_ppm,
    fitted,
    recorded_with,
    shifted,
)
from crosstie.schema.clock import AssetClock, clock_text
from crosstie.schema.edits import SetAssetClock
from crosstie.schema.records import Asset
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.sound_shift import Match, MatchStopped, PlacedSound, match_sounds
from crosstie.viewers.context import PaneContext


class Aligning(QObject):
    """Moves assets on the sample's clock. What was one recording moves as one, unless it was parted before.

    A first match shifts; a second one, a second or more away, fits how much faster the asset's clock runs.
    """

    _matched = Signal(int, object)

    def __init__(self, context: PaneContext, bench: Bench, chooser: Chooser, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._bench = bench
        self._chooser = chooser
        self._event: tuple[str, int] | None = None
        self._points: dict[str, MatchedPoint] = {}
        self._stop: threading.Event | None = None
        self._round = 0
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="match sounds")
        self._matched.connect(self._on_matched, Qt.ConnectionType.QueuedConnection)
        context.sample_opened.connect(self._forget)

    def close(self) -> None:
        """Gives up a comparison that is under way."""
        self._give_up()
        self._worker.shutdown(wait=True, cancel_futures=True)

    # By an event

    def can_match(self) -> bool:
        """Whether there is an asset that lasts in the hand, in a pass of one's own."""
        asset = self._current()
        return asset is not None and asset.facts.duration_ns > 0 and not self._context.read_only

    def match_here(self) -> None:
        """First at the event in one asset, then where the others show it."""
        context, now_ns = self._context, self._context.timeline.now_ns
        if self._event is None:
            asset = self._current()
            if asset is not None:
                own_ns = asset.clock.asset_from_sample(now_ns)
                self._event = (asset.id, own_ns)
                context.say(
                    f"{asset.id}: {clock_text(own_ns)} marked. Go to where the others show it, and again."
                )
            return
        (asset_id, own_ns), self._event = self._event, None
        self._take(context.state.assets[asset_id], MatchedPoint(own_ns, now_ns))

    def _take(self, asset: Asset, point: MatchedPoint) -> None:
        before = self._points.get(asset.id)
        stands = before is not None and asset.clock.sample_from_asset(before.asset_ns) == before.sample_ns
        points = [before, point] if before is not None and stands else [point]
        try:
            after = fitted(asset.clock, points)
        except AlignmentInvalid as error:
            self._context.say(f"{asset.id}: {error}", "warn")
            return
        self._points[asset.id] = point
        self._move(asset, after, f"{drift_ppm(after):+.1f} ppm" if len(points) == 2 else "")

    # By sound

    def can_match_sound(self) -> bool:
        """Whether two sounds are there, prepared."""
        return len(self._sounds()) > 1 and not self._context.read_only

    def match_sound(self) -> None:
        """Asks which sound to follow, and compares; once more while it compares gives it up."""
        if self._stop is not None:
            self._give_up()
            self._context.say("Matching was stopped; nothing was moved.")
            return
        sounds = self._sounds()
        current = self._current()
        moved = current if current is not None and current in sounds else sounds[-1]
        others = [asset for asset in sounds if asset.id != moved.id]
        choices = [Choice(asset.id, partial(self._compare, asset, moved)) for asset in others]
        self._chooser.ask(f"Move {moved.id} to where it sounds as which other?", choices)

    def _compare(self, fixed: Asset, moved: Asset) -> None:
        placed = [self._placed(asset) for asset in (fixed, moved)]
        if placed[0] is None or placed[1] is None:
            return
        self._stop, self._round = threading.Event(), self._round + 1
        self._context.say(f"Comparing {moved.id} with {fixed.id}… The same action stops it.", "info")
        job = partial(match_sounds, placed[0], placed[1], self._stop.is_set)
        self._worker.submit(job).add_done_callback(partial(self._deliver, self._round, moved.id))

    def _deliver(self, number: int, asset_id: str, done: "Future[Match]") -> None:
        # Runs on the worker's thread: the queued signal is the only way across.
        if not done.cancelled():
            self._matched.emit(number, (asset_id, done.exception() or done.result()))

    def _on_matched(self, number: int, told: tuple[str, Match | BaseException]) -> None:
        asset_id, found = told
        if number != self._round or asset_id not in self._context.state.assets:
            return
        self._stop = None
        match found:
            case Match(by_ns=by_ns, certainty=certainty):
                asset = self._context.state.assets[asset_id]
                self._move(asset, shifted(asset.clock, by_ns), f"certainty {certainty:.0%}")
            case MediaUnreadable():
                self._context.say(f"{asset_id}: {found}", "warn")
            case MatchStopped():
                pass
            case BaseException():
                # Nobody foresaw it: the crash log says it in a line and keeps it in full.
                raise found

    # Both

    def _move(self, asset: Asset, after: AssetClock, aside: str) -> None:
        state = self._context.state
        together = recorded_with(state.assets.values(), asset)
        by_ms = (after.offset_ns - asset.clock.offset_ns) / 1e6
        if after == asset.clock:
            self._context.say(f"{asset.id} lies right already.")
            return
        edits = [SetAssetClock(state.sample_id, one.id, one.clock, after) for one in together]
        self._context.submit(edits, "match in time")
        names = ", ".join(one.id for one in together)
        self._context.say(f"{names}: moved by {by_ms:+.1f} ms" + (f" ({aside})" if aside else ""))

    def _current(self) -> Asset | None:
        pane = self._bench.current_pane
        return self._context.state.assets.get(pane.asset_id) if pane is not None else None

    def _sounds(self) -> list[Asset]:
        assets = self._context.state.assets.values()
        return [asset for asset in assets if self._context.sounds.get(asset.id) is not None]

    def _placed(self, asset: Asset) -> PlacedSound | None:
        sound = self._context.sounds.get(asset.id)
        return PlacedSound(sound, asset.clock) if sound is not None else None

    def _give_up(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop, self._round = None, self._round + 1

    def _forget(self) -> None:
        self._give_up()
        self._event = None
        self._points = {}
