"""The pane of one video: exact frames on the sample's clock, and tracks on them."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from crosstie.schema.anchors import Anchor, Box, Track
from crosstie.schema.clock import clock_text
from crosstie.schema.gestures import Edits
from crosstie.schema.records import Annotation, Asset
from crosstie.schema.shaping import set_anchor
from crosstie.storage.media.queries import FrameTimes, FrameTimesOf, Picture
from crosstie.storage.media.sequence import GRACE_NS, Times
from crosstie.viewers.canvas.camera_pane import CameraPane
from crosstie.viewers.canvas.cuboid_wires import cuboid_wires
from crosstie.viewers.canvas.items import Item, Wire
from crosstie.viewers.canvas.notice import NoticeText
from crosstie.viewers.canvas.shapes import PlaneShape, bounds_of
from crosstie.viewers.canvas.tidy import tidied
from crosstie.viewers.canvas.transform import Bounds
from crosstie.viewers.context import PaneContext
from crosstie.viewers.video.ahead import Ahead
from crosstie.viewers.video.frames import (
    Frame,
    Phase,
    first_sample_ns,
    is_right,
    neighbour_ns,
    phase_at,
)
from crosstie.viewers.video.keyframing import new_track, reshape
from crosstie.viewers.video.living import Living
from crosstie.viewers.video.moments import item_at
from crosstie.viewers.video.proxy import ProxyMaker
from crosstie.viewers.video.scrub import Scrub


class VideoPane(CameraPane):
    """Shows the frame that is presented at the timeline's instant, and the labels as they stand at it."""

    def __init__(self, context: PaneContext, asset: Asset, parent: QWidget | None = None) -> None:
        super().__init__(context, asset, parent)
        self._times: Times | None = None
        self._living: Living | None = None
        self._phase_shown: Phase = "live"
        self._ahead = Ahead(self._source.ask_ahead)
        self._scrub = Scrub(context.timeline, self._follow, self)
        self._proxy = ProxyMaker(context, asset, self._tell, self)
        context.timeline.play_changed.connect(self._on_play_changed)
        self._begin()

    def step_instant(self, now_ns: int, direction: int) -> int | None:
        """Sample time at which the neighbouring frame begins; exact, whatever the frame rate does."""
        times = self._times
        if times is None or not self._is_present:
            return None
        clock = self.asset.clock
        asset_ns = neighbour_ns(times, clock.asset_from_sample(now_ns), direction)
        return None if asset_ns is None else first_sample_ns(clock, asset_ns)

    def frame_at(self, now_ns: int) -> int | None:
        """Number of the presented frame, counted from 0."""
        if self._times is None or not self._is_present:
            return None
        return self._times.index_at(self.asset.clock.asset_from_sample(now_ns))

    def reveal(self, annotation_id: str) -> None:
        """Brings a shape into view where it stands at the present instant."""
        bounds = self._bounds_now(annotation_id)
        if bounds is not None:
            self.canvas.reveal(bounds)

    def _bounds_now(self, annotation_id: str) -> Bounds | None:
        annotation = self.context.state.annotations.get(annotation_id)
        if annotation is None or not self._is_present:
            return None
        now, face = Frame(self._asset_ns(), self._asset_ns() + 1), self._faces.of(annotation)
        item = item_at(annotation, face, now, self.asset.clock.sample_from_asset, selected=True)
        return bounds_of(item.shape) if item is not None else None

    def _forget_labels(self) -> None:
        super()._forget_labels()
        self._living = None

    def close_media(self) -> None:
        """Ends the decoders and what still moves."""
        self._proxy.close()
        super().close_media()

    # What CameraPane asks

    def _want(self) -> None:
        picture, times, timeline = self._source.picture, self._times, self.context.timeline
        at_ns = self._asset_ns()
        if picture is not None and times is not None and timeline.playing and not self._is_early():
            self._ahead.fetch(picture, at_ns, times.end_ns, timeline.rate)
        elif self._shown() is None:
            self._ahead.forget()
            self._source.ask(at_ns, quick=self._scrub.moves)
        else:
            self._source.has_enough()
            self._recover()

    def _follow(self) -> None:
        """Asks for the frame. The labels are the frame's: they are made anew when it comes."""
        if not self._is_present:
            return
        due = self._ahead.due(self._asset_ns())
        if due is not None:
            self._put(due)
        elif self.isVisible():
            self._want()
        if due is not None or self._phase() != self._phase_shown:
            self._refresh()
        elif not self.context.timeline.playing:
            self._show_allowed()

    def _on_moved(self, now_ns: object) -> None:
        if self.context.timeline.playing:
            self.context.turns.ask(self, self._follow)
        else:
            super()._on_moved(now_ns)

    def _on_play_changed(self, _playing: bool) -> None:
        self._ahead.forget()
        self._follow()

    def _on_replied(self, number: int, reply: object) -> None:
        if isinstance(reply, Picture) and self._ahead.take(number, reply):
            # Cameras answer together: each is shown in a turn of its own, and the window lives between them.
            self.context.turns.ask(self, self._follow)
        else:
            super()._on_replied(number, reply)

    def _failed_to_answer(self, number: int, reason: str) -> None:
        self._ahead.refuse(number)
        super()._failed_to_answer(number, reason)

    def _take(self, reply: object) -> None:
        match reply:
            case FrameTimes(starts_ns=starts_ns, end_ns=end_ns):
                self._times = Times(tuple(starts_ns.tolist()), end_ns)
            case Picture():
                self._put(reply)
        self._refresh()

    def _shown(self) -> object | None:
        right = self._is_right_frame() and self._source.sharp
        return (self._source.picture, self._phase()) if right else None

    def _may_draw(self) -> bool:
        return self._is_right_frame() and self._phase() == "live"

    def _items(self) -> Iterable[Item]:
        if self._phase() != "live":
            return
        frame, sample_time = self.frame, self.asset.clock.sample_from_asset
        selected = self.context.highlight.selected
        if self._living is None:
            self._living = Living(self._mine())
        for annotation in self._living.at(frame, selected):
            face = self._faces.of(annotation)
            item = item_at(annotation, face, frame, sample_time, selected=annotation.id in selected)
            if item is not None:
                yield item

    def _wires(self) -> Iterable[Wire]:
        calibration = self.asset.calibration
        if calibration is None or self._phase() != "live" or not self._corner.shows_cuboids:
            return ()
        sample_ns = self.asset.clock.sample_from_asset(self.frame.start_ns)
        return cuboid_wires(self.context, self._faces, calibration, sample_ns)

    def _anchor_for(self, bounds: Bounds) -> Anchor:
        box = tidied(Box(bounds.left, bounds.top, bounds.width, bounds.height))
        frame = self.frame
        return new_track(box, frame, self._times or Times((frame.start_ns,), frame.end_ns))

    def _reshape(self, annotation: Annotation, shape: PlaneShape) -> Edits:
        if isinstance(annotation.anchor, Track):
            return reshape(annotation, annotation.anchor, self.frame, shape)
        return set_anchor(annotation, shape)

    # The frame

    def _asset_ns(self) -> int:
        return self.asset.clock.asset_from_sample(self.context.timeline.now_ns)

    @property
    def frame(self) -> Frame:
        """The frame on the canvas, which the labels are drawn for; before there is one, the instant."""
        picture = self._source.picture
        if picture is None:
            return Frame(self._asset_ns(), self._asset_ns() + 1)
        return Frame(picture.pts_ns, picture.next_ns)

    def _phase(self) -> Phase:
        return phase_at(self._times, self._asset_ns()) if self._times else "live"

    def _is_right_frame(self) -> bool:
        picture = self._source.picture
        if picture is None or picture.preview or self._times is None:
            return False
        return is_right(self.frame, self._times, self._asset_ns())

    def _is_early(self) -> bool:
        """Whether the frame's time is still to come: play has jumped back."""
        return self.frame.start_ns > self._asset_ns() + GRACE_NS and not self._is_right_frame()

    def _put(self, picture: Picture) -> None:
        if self._source.picture is not None and self._source.picture.pts_ns != picture.pts_ns:
            # What is in the hand was meant for the frame before.
            self.canvas.cancel_gesture()
        self._source.put(picture)
        self._proxy.shown(picture)
        self._set_status("ready")
        if self._times is None:
            self._media.ask(FrameTimesOf())

    def _tell(self) -> None:
        self._phase_shown = self._phase()
        picture = self._source.picture
        if picture is None or self._times is None or self.status != "ready":
            return
        phase, clock = self._phase(), self.asset.clock
        self.canvas.set_faded(faded=phase != "live")
        if phase == "live":
            self.canvas.say(None)
            made = "" if self._proxy.done is None else f" · preparing scrubbing {self._proxy.done:.0%}"
            self._set_detail(f"{clock_text(picture.pts_ns)} · frame {picture.frame_index}{made}")
            return
        begins = phase == "before"
        edge_ns = clock.sample_from_asset(self._times.starts_ns[0] if begins else self._times.end_ns)
        said = f"{self.asset_id} {'begins at' if begins else 'ended at'} {clock_text(edge_ns)}"
        self.canvas.say(NoticeText(said))
        self._set_detail(said.removeprefix(f"{self.asset_id} "))
