"""The index of a video stream's presented frames, made by demuxing only and cached.

Frame i is the i-th picture that a viewer sees: pictures that an edit list hides, and those that cannot be
decoded because the file begins in the middle of a group, do not count. Times are exact: they are computed
from the stream's integer ticks and rounded once.
"""

import hashlib
from bisect import bisect_right
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Final

import av.container
import msgspec
from av.packet import Packet
from av.video.stream import VideoStream

from crosstie.storage.media.container import ns_of_ticks
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import replace_file
from crosstie.storage.media.readers import Report
from crosstie.storage.media.sequence import Times

_FORM: Final = 2
_DIGEST_BYTES: Final = 16
_REPORT_EVERY: Final = 4096
_VP8_SHOWN: Final = 0x10


class VideoIndex(msgspec.Struct, frozen=True):
    """`pts` are the presented frames' ticks, ascending; `packet_pts` every packet's, in decoding order.

    `keyframes` are positions in `packet_pts` at which decoding can begin, ascending. `end_pts` is the
    tick at which the last frame ends.
    """

    pts: list[int]
    end_pts: int
    packet_pts: list[int]
    keyframes: list[int]
    form: int = _FORM

    def times(self, time_base: Fraction, zero: Fraction) -> Times:
        """The frames' asset times; `zero` is the container's second that is asset time zero."""
        *starts, end = ns_of_ticks([*self.pts, self.end_pts], time_base, zero)
        return Times(starts, end)


def cached_index(
    container: av.container.InputContainer, stream: VideoStream, name: str, kept: Path, report: Report
) -> VideoIndex:
    """The index from file `kept`, or a new one, which is put there. Raises MediaUnreadable."""
    if index := _load(kept):
        return index
    index = build_index(container, stream, name, report)
    # A project on a medium that cannot be written is read all the same, only more slowly.
    with suppress(OSError):
        content = msgspec.msgpack.encode(index)
        replace_file(kept, _digest(content) + content)
    return index


def build_index(
    container: av.container.InputContainer, stream: VideoStream, name: str, report: Report
) -> VideoIndex:
    """Demuxes the whole stream. Raises MediaUnreadable when it has no usable frame."""
    packet_pts: list[int] = []
    keyframes: list[int] = []
    shown: list[int] = []
    last, last_duration = -(1 << 63), 0
    size = max(1, container.size)
    hidden_vp8 = stream.codec_context.name in ("vp8", "libvpx")
    for packet in container.demux(stream):
        if not packet.size:
            continue
        tick = _time_of(packet, name)
        if packet.is_keyframe:
            keyframes.append(len(packet_pts))
        if keyframes and not packet.is_discard and not (hidden_vp8 and _is_hidden_vp8(packet)):
            shown.append(tick)
            if tick > last:
                last, last_duration = tick, packet.duration or 0
        packet_pts.append(tick)
        if len(packet_pts) % _REPORT_EVERY == 0:
            report(min(1.0, (packet.pos or 0) / size), "indexing")
    if not keyframes:
        raise MediaUnreadable(f"{name}: holds no picture that can be decoded")
    if _has_guessed_times(container, stream, packet_pts):
        raise MediaUnreadable(
            f"{name}: its pictures carry no true times; convert it (ffmpeg -i {name} out.mp4)"
        )
    # Pictures before the first keyframe lean on a group that is not there.
    pts = sorted({tick for tick in shown if tick >= packet_pts[keyframes[0]]})
    if not pts:
        raise MediaUnreadable(f"{name}: holds no picture that is presented")
    return VideoIndex(pts, pts[-1] + (last_duration or _usual_step(pts)), packet_pts, keyframes)


def _time_of(packet: "Packet[VideoStream]", name: str) -> int:
    if packet.pts is None:
        raise MediaUnreadable(f"{name}: its pictures carry no times; convert it (ffmpeg -i {name} out.mp4)")
    return packet.pts


def keyframe_for(index: VideoIndex, pts: int) -> int:
    """The place in `keyframes` of the last one presented at or before `pts`."""
    place = bisect_right(index.keyframes, pts, key=lambda at: index.packet_pts[at]) - 1
    return max(0, place)


def _has_guessed_times(
    container: av.container.InputContainer, stream: VideoStream, packet_pts: list[int]
) -> bool:
    """AVI keeps no presentation times; FFmpeg's guess is wrong where pictures are reordered."""
    return (
        container.format.name == "avi"
        and stream.codec_context.reorder_depth > 0
        and packet_pts == sorted(packet_pts)
    )


def _is_hidden_vp8(packet: "Packet[VideoStream]") -> bool:
    # RFC 6386 §9.1: bit 4 of a VP8 frame's first byte is show_frame.
    return not bytes(packet)[0] & _VP8_SHOWN


def _usual_step(pts: list[int]) -> int:
    return (pts[-1] - pts[0]) // (len(pts) - 1) if len(pts) > 1 else 1


def _load(kept: Path) -> VideoIndex | None:
    """The index in a file; None where there is none, or it is damaged or of another form."""
    try:
        raw = kept.read_bytes()
        digest, content = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
        index = msgspec.msgpack.decode(content, type=VideoIndex) if digest == _digest(content) else None
    except (OSError, msgspec.MsgspecError):
        return None
    return index if index is not None and index.form == _FORM else None


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()
