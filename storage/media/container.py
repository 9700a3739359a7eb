"""Opening a container file with FFmpeg, picking its streams, and its zero of time."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal, TypeVar

import av
import av.container
import av.error
import av.logging
from av.audio.stream import AudioStream
from av.stream import Disposition, Stream
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.storage.media.errors import MediaUnreadable, one_line

av.logging.set_level(av.logging.PANIC)

# Playlists and scripts (HLS, concat, SDP…) could send FFmpeg to other files or into the network.
_FORMATS: Final = (
    "mov,matroska,webm,avi,mpegts,mpeg,ogg,flv,asf,mxf,dv,gif,ivf,nut,mpegvideo,m4v,h264,hevc,obu,"
    "wav,w64,mp3,flac,aac,ac3,eac3,aiff,au,caf,amr,ape,wv,tta,dts,opus,srt,webvtt,ass"
)
_OPTIONS: Final = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}
StreamKind = Literal["video", "audio", "subtitle"]
StreamT = TypeVar("StreamT", bound=Stream)


def open_container(path: Path) -> av.container.InputContainer:
    """The open container. Raises MediaUnreadable when FFmpeg does not know or cannot read it."""
    try:
        return av.open(str(path), options=dict(_OPTIONS), metadata_errors="replace")
    except (av.error.FFmpegError, ValueError) as error:
        raise MediaUnreadable(f"{path.name}: is no readable media file ({one_line(error)})") from error


def video_stream(container: av.container.InputContainer, pick: str, name: str) -> VideoStream:
    """The video stream picked by "video:N" (the first one without a pick); cover pictures do not count."""
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    return _decodable(streams[_position(streams, pick, "video", name)], name)


def audio_stream(container: av.container.InputContainer, pick: str, name: str) -> AudioStream:
    """The audio stream picked by "audio:N" (the first one without a pick)."""
    return _decodable(container.streams.audio[_position(container.streams.audio, pick, "audio", name)], name)


def subtitle_stream(container: av.container.InputContainer, pick: str, name: str) -> SubtitleStream:
    """The subtitle stream picked by "subtitle:N" (the first one without a pick)."""
    streams = container.streams.subtitles
    return _decodable(streams[_position(streams, pick, "subtitle", name)], name)


def zero_of(container: av.container.InputContainer) -> Fraction:
    """The container's time in seconds that is asset time zero, the same for each of its streams.

    It is the earliest start of its pictures and sound, so that a transport stream that was cut from the
    middle of a broadcast begins at zero; but never below zero, because what lies there is a decoder's run-in
    (the priming of AAC and Opus, pictures that an edit list hides) and is not presented.
    """
    starts = [
        stream.start_time * stream.time_base
        for stream in (*container.streams.video, *container.streams.audio)
        if stream.start_time is not None
        and stream.time_base is not None
        and not stream.disposition & Disposition.attached_pic
    ]
    return max(Fraction(0), min(starts, default=Fraction(0)))


def ns_of_ticks(ticks: Iterable[int], time_base: Fraction, zero: Fraction) -> list[int]:
    """Asset times of a stream's ticks, exact and rounded once, halves upwards."""
    scale = time_base.numerator * zero.denominator * NS_PER_SECOND
    offset = zero.numerator * time_base.denominator * NS_PER_SECOND
    divisor = time_base.denominator * zero.denominator
    return [(2 * (tick * scale - offset) + divisor) // (2 * divisor) for tick in ticks]


def keep_only(container: av.container.InputContainer, wanted: Stream) -> None:
    """Lets the demuxer pass over all other streams."""
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = av.stream.Discard.all


def _decodable(stream: StreamT, name: str) -> StreamT:
    # PyAV's types do not say so, but a stream of an unknown codec has no codec context.
    if getattr(stream, "codec_context", None) is None:
        raise MediaUnreadable(f"{name}: its {stream.type} is in a form that cannot be decoded")
    return stream


def _position(streams: Sequence[Stream], pick: str, kind: StreamKind, name: str) -> int:
    if not streams:
        raise MediaUnreadable(f"{name}: holds no {kind} stream")
    if not pick:
        return 0
    picked_kind, _, number = pick.partition(":")
    if picked_kind != kind or not number.isdecimal():
        raise MediaUnreadable(f"{name}: stream {pick!r} is not of the form {kind}:N")
    if int(number) >= len(streams):
        raise MediaUnreadable(f"{name}: there is no stream {pick}; it has {len(streams)} {kind} stream(s)")
    return int(number)
