"""Exact pictures of a video stream: seek to the keyframe, decode what is needed, keep what was decoded."""

import time
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

import av.container
import av.error
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from crosstie.storage.media.errors import MediaUnreadable, Overtaken
from crosstie.storage.media.video_index import VideoIndex, keyframe_for

_CACHE_BYTES: Final = 256 << 20
_CACHE_FRAMES: Final = 64
_PLAYED_FRAMES: Final = 16
"""While frames are taken one after the other fewer are kept: what was just used is decoded into faster."""
_BACKWARD_FRAMES: Final = 32
_SEEK_MARGINS_S: Final = (0.0, 1.0, 10.0)
_EARLIER_KEYFRAMES: Final = 3
_LATEST_REORDER: Final = 20
_TRUST: Final = 0.05
_SHORT_OF_KEYFRAME: Final = 8
"""Packets before a keyframe from which going on decoding is as good as a seek to it."""


class FrameDecoder:
    """Gives the frame of any index, bit for bit as a decoding from the start would."""

    def __init__(
        self, container: av.container.InputContainer, stream: VideoStream, index: VideoIndex, name: str
    ) -> None:
        self._container = container
        self._stream = stream
        self._index = index
        self._name = name
        self._positions = {pts: at for at, pts in reversed(list(enumerate(index.packet_pts)))}
        self._kept: OrderedDict[int, VideoFrame] = OrderedDict()
        self._kept_bytes = 0
        self._packets: Iterator[Packet[VideoStream]] = iter(())
        self._next = -1
        self._waiting: set[int] = set()
        self._last_asked = 0
        self._in_row = 0
        self._goal = 0, 0
        self.overtaken: Callable[[], bool] = lambda: False
        """Whether nobody waits for the frame that is being decoded; `frame` then raises Overtaken."""
        self._packet_s = 0.0

    @property
    def room(self) -> int:
        """How many frames of this file's size are kept at most."""
        largest = max((_frame_bytes(frame) for frame in self._kept.values()), default=1)
        return min(_CACHE_FRAMES, _CACHE_BYTES // max(1, largest))

    def holds(self, number: int) -> bool:
        """Whether a frame is at hand."""
        return self._index.pts[number] in self._kept

    def frame(self, number: int) -> VideoFrame:
        """Presented frame `number`. Raises MediaUnreadable when the file is damaged there, and Overtaken."""
        pts = self._index.pts[number]
        backward = 0 < self._last_asked - number <= _BACKWARD_FRAMES
        self._in_row = self._in_row + 1 if number == self._last_asked + 1 else 0
        self._last_asked = number
        if pts in self._kept:
            self._kept.move_to_end(pts)
            return self._kept[pts]
        # Who steps back goes on stepping back: what lies before is decoded anyhow and kept this time.
        keep_from = self._index.pts[max(0, number - _BACKWARD_FRAMES + 1)] if backward else pts
        place = keyframe_for(self._index, pts)
        found = self._decode_until(pts, keep_from) if self._can_continue(pts, place) else None
        if found is None and self._seek(place):
            found = self._decode_until(pts, keep_from)
        if found is None and self._seek(max(0, place - _EARLIER_KEYFRAMES)):
            found = self._decode_until(pts, self._index.pts[0])
        if found is None:
            raise MediaUnreadable(f"{self._name}: frame {number} is damaged and cannot be decoded")
        return found

    def cost_s(self, number: int) -> float:
        """About how long it takes to decode a frame now."""
        pts = self._index.pts[number]
        place = keyframe_for(self._index, pts)
        begin = self._next if self._can_continue(pts, place) else self._index.keyframes[place]
        return 0.0 if pts in self._kept else max(0, self._positions[pts] - begin) * self._packet_s

    def quick_frame(self, number: int, within_s: float) -> int:
        """The frame nearest to `number` that does not take long: itself, one at hand or a keyframe."""
        if self.cost_s(number) <= within_s:
            return number
        wanted = self._index.pts[number]
        place = keyframe_for(self._index, wanted)
        starts = {self._index.packet_pts[at] for at in self._index.keyframes[place : place + 2]}
        nearest = min(starts | set(self._kept), key=lambda pts: abs(pts - wanted))
        return min(bisect_left(self._index.pts, nearest), len(self._index.pts) - 1)

    def begin(self, goal: int, keep_from: int, *, seek: bool) -> bool:
        """Prepares to decode up to frame `goal` and to keep those from `keep_from` on.

        False where that takes a seek and none is wanted, or the seek fails.
        """
        missing = next((number for number in range(keep_from, goal) if not self.holds(number)), goal)
        pts = self._index.pts[missing]
        place = keyframe_for(self._index, pts)
        self._goal = self._index.pts[goal], pts
        return self._can_continue(pts, place) or (seek and self._seek(place))

    def advance(self) -> bool:
        """Decodes one packet towards the goal; False when it is reached, or cannot be."""
        pts, keep_from = self._goal
        if pts in self._kept:
            return False
        packet = next(self._packets, None)
        if packet is None:
            self._next = -1
            return False
        ticks = self._feed(packet, self._next, keep_from)
        return pts not in self._kept and not any(tick > pts for tick in ticks)

    def _can_continue(self, pts: int, place: int) -> bool:
        """Whether going on decoding is right (the frame is still to come) and no longer than a seek."""
        if self._next < 0:
            return False
        begins = self._index.keyframes[place] - _SHORT_OF_KEYFRAME
        ahead = self._positions[pts] >= self._next >= begins
        return ahead or pts in self._waiting

    def _seek(self, place: int) -> bool:
        """Lands exactly on a keyframe's packet; some formats (MPEG-TS) land late, so earlier is tried."""
        position = self._index.keyframes[place]
        time_base = self._stream.time_base
        assert time_base is not None
        for margin_s in _SEEK_MARGINS_S:
            target = self._index.packet_pts[position] - round(margin_s / time_base)
            try:
                self._container.seek(target, stream=self._stream, backward=True)
            except av.error.FFmpegError:
                continue
            if self._land(position):
                return True
        return False

    def _land(self, position: int) -> bool:
        self._packets = self._container.demux(self._stream)
        self._waiting.clear()
        self._next = -1
        for packet in self._packets:
            at = self._positions.get(packet.pts, -1) if packet.size and packet.pts is not None else -1
            if at > position:
                return False
            if at == position:
                self._feed(packet, position, keep_from=self._index.packet_pts[position])
                return True
        return False

    def _decode_until(self, pts: int, keep_from: int) -> VideoFrame | None:
        """Feeds packets until the frame comes out; None when it does not."""
        if pts in self._kept:
            return self._kept[pts]
        later = 0
        for packet in self._packets:
            ticks = self._feed(packet, self._next, keep_from)
            if self.overtaken():
                raise Overtaken
            if pts in self._kept:
                return self._kept[pts]
            later += sum(tick > pts for tick in ticks)
            if later > _LATEST_REORDER:
                break
        self._next = -1
        return None

    def _feed(self, packet: "Packet[VideoStream]", position: int, keep_from: int) -> list[int]:
        """Decodes one packet, keeps the frames that come out and returns their ticks.

        Frames that no other frame leans on are skipped before `keep_from`: bit-exact, and a third faster.
        """
        context = self._stream.codec_context
        skipped = packet.pts is not None and packet.pts < keep_from
        context.skip_frame = "NONREF" if skipped else "DEFAULT"
        began = time.perf_counter()
        try:
            frames = context.decode(packet if packet.size else None)
        except av.error.FFmpegError:
            frames = []
        took_s = time.perf_counter() - began
        self._packet_s += (_TRUST if self._packet_s else 1.0) * (took_s - self._packet_s)
        if packet.size and packet.pts is not None:
            self._next = position + 1
            if not skipped:
                self._waiting.add(packet.pts)
        elif not packet.size:
            self._next = -1
        for frame in frames:
            self._keep(frame)
        return [frame.pts for frame in frames if frame.pts is not None]

    def _keep(self, frame: VideoFrame) -> None:
        pts = frame.pts
        if pts is None or pts in self._kept:
            return
        self._waiting.discard(pts)
        self._kept[pts] = frame
        self._kept_bytes += _frame_bytes(frame)
        most = _PLAYED_FRAMES if self._in_row > _PLAYED_FRAMES else _CACHE_FRAMES
        while len(self._kept) > 1 and (self._kept_bytes > _CACHE_BYTES or len(self._kept) > most):
            _, dropped = self._kept.popitem(last=False)
            self._kept_bytes -= _frame_bytes(dropped)


def _frame_bytes(frame: VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
