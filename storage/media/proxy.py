"""A small copy of a video in short groups, for scrubbing: frame i is frame i of the video.

It is made where scrubbing would else show keyframes only, kept in the cache, and stands in for the right
picture under a moving hand alone.
"""

import os
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import av.container
import av.error
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from crosstie.storage.media.complete import require_complete
from crosstie.storage.media.container import keep_only, open_container, video_stream
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import partial_path
from crosstie.storage.media.fit import fitted
from crosstie.storage.media.frame_decoder import FrameDecoder
from crosstie.storage.media.frame_pixels import matrix_of
from crosstie.storage.media.readers import Report
from crosstie.storage.media.video_index import VideoIndex, build_index

_LONGEST_SIDE: Final = 640
_GROUP: Final = 12
_RATE: Final = 30
_CODING: Final = {"preset": "ultrafast", "crf": "26", "bf": "0", "sc_threshold": "0"}
_BT709: Final = 1
_REPORT_EVERY: Final = 64
_NICENESS: Final = 15


class Proxy:
    """An open proxy."""

    def __init__(self, path: Path, frame_count: int) -> None:
        """Opens it. Raises MediaUnreadable when it is damaged or of another length than the video."""
        require_complete(path)
        self._container = open_container(path)
        stream = video_stream(self._container, "", path.name)
        keep_only(self._container, stream)
        index = build_index(self._container, stream, path.name, lambda _done, _what: None)
        if len(index.pts) != frame_count:
            raise MediaUnreadable(f"{path.name}: has {len(index.pts)} of {frame_count} frames")
        self._decoder = FrameDecoder(self._container, stream, index, path.name)

    def frame(self, number: int) -> VideoFrame:
        """Frame `number` of the video, small. Raises MediaUnreadable."""
        return self._decoder.frame(number)

    def close(self) -> None:
        """Closes the file."""
        self._container.close()


def open_proxy(path: Path, frame_count: int) -> Proxy | None:
    """The proxy in a file; None where there is none. A damaged one is removed."""
    if not path.exists():
        return None
    try:
        return Proxy(path, frame_count)
    except (MediaUnreadable, OSError):
        path.unlink(missing_ok=True)
        return None


def write_proxy(
    container: av.container.InputContainer, stream: VideoStream, index: VideoIndex, path: Path, report: Report
) -> None:
    """Makes a proxy of the presented frames. It takes as long as decoding the whole video.

    Raises MediaUnreadable when a frame is missing, and OSError. The process steps back behind all others.
    """
    os.nice(_NICENESS)
    partial = partial_path(path)
    try:
        with av.open(str(partial), "w", format="mp4") as writing:
            _encode(container, stream, index, writing, report)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _encode(
    container: av.container.InputContainer,
    stream: VideoStream,
    index: VideoIndex,
    writing: av.container.OutputContainer,
    report: Report,
) -> None:
    context = stream.codec_context
    width, height = fitted(context.width, context.height, _LONGEST_SIDE, _LONGEST_SIDE)
    # Chroma is kept for every second pixel: both sides must be even.
    coded = writing.add_stream("libx264", rate=_RATE, options=_CODING)
    coded.width, coded.height, coded.pix_fmt = max(2, width & ~1), max(2, height & ~1), "yuv420p"
    coded.codec_context.gop_size = _GROUP
    coded.codec_context.colorspace, coded.codec_context.color_range = _BT709, ColorRange.MPEG
    reformatter = VideoReformatter()
    decoder = FrameDecoder(container, stream, index, "the video")
    for number in range(len(index.pts)):
        small = reformatter.reformat(
            decoder.frame(number), coded.width, coded.height, "yuv420p",
            src_colorspace=matrix_of(decoder.frame(number)), dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG, threads=1,
        )  # fmt: skip
        small.pts, small.time_base = number, Fraction(1, _RATE)
        writing.mux(coded.encode(small))
        if number % _REPORT_EVERY == 0:
            report(number / len(index.pts), "preparing scrubbing")
    writing.mux(coded.encode())
