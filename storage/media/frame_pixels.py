"""A decoded frame as upright BGRA pixels of the size asked for."""

from typing import Final

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

from crosstie.storage.media.queries import Pixels

_UNSPECIFIED: Final = 2
_HD_HEIGHT: Final = 720
# FFmpeg's fast path leaves up to four last columns unwritten where the width is no multiple of 16, and so
# shows old memory there; rounding accurately avoids that path.
_FAST_COLUMNS: Final = 16
_FAST: Final = Interpolation.BILINEAR
_EXACT: Final = Interpolation.BILINEAR | Interpolation.ACCURATE_RND
# "bgr0" rather than "bgra": the fourth byte is 255 also where the source has transparency.
_FORMAT: Final = "bgr0"


class FrameConverter:
    """Converts frames of one stream; keeps FFmpeg's scaler between calls."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def pixels(self, frame: VideoFrame, width: int, height: int, quarter_turns: int) -> Pixels:
        """HxWx4 BGRA; `width` and `height` are of the upright picture, after the counterclockwise turns."""
        stored_width, stored_height = (height, width) if quarter_turns % 2 else (width, height)
        converted = self._reformatter.reformat(
            frame,
            stored_width,
            stored_height,
            _FORMAT,
            src_colorspace=matrix_of(frame),
            threads=1,
            interpolation=_FAST if stored_width % _FAST_COLUMNS == 0 else _EXACT,
        )
        plane = converted.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:stored_height]
        return np.rot90(rows[:, : stored_width * 4].reshape(stored_height, stored_width, 4), quarter_turns)


def quarter_turns(frame: VideoFrame) -> int:
    """How often the frame must be turned counterclockwise by 90° to stand upright."""
    return round(frame.rotation / 90) % 4


def matrix_of(frame: VideoFrame) -> Colorspace | None:
    """The matrix of a frame that names none: BT.709 for high definition, BT.601 below, as players assume."""
    if frame.colorspace != _UNSPECIFIED:
        return None
    return Colorspace.ITU709 if frame.height >= _HD_HEIGHT else Colorspace.ITU601
