"""Image files as upright BGRA pixels, through OpenCV."""

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.queries import Pixels

MAX_PIXELS: Final = 120_000_000
MAX_FILE_BYTES: Final = 512 << 20
_PNG_COLOUR_TYPE_AT: Final = 25
_PNG_WITH_ALPHA: Final = (4, 6)

# OpenCV reads these when it is loaded, below: it then refuses a larger picture before taking memory for it.
os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(MAX_PIXELS)
os.environ["OPENCV_LOG_LEVEL"] = "SILENT"


def read_pixels(path: Path) -> Pixels:
    """The picture upright (EXIF orientation applied), HxWx4 BGRA, 8 bits, transparent parts on white.

    Raises MediaUnreadable when it is damaged, cut off, too large or of an unknown kind.
    """
    import cv2

    if path.stat().st_size > MAX_FILE_BYTES:
        raise MediaUnreadable(f"{path.name}: the picture's file is larger than {MAX_FILE_BYTES >> 20} MiB")
    encoded = np.fromfile(path, np.uint8)
    try:
        mode = cv2.IMREAD_UNCHANGED if _has_alpha(encoded) else cv2.IMREAD_COLOR
        decoded = cv2.imdecode(encoded, mode)
    except cv2.error as error:
        raise MediaUnreadable(f"{path.name}: {_cause(str(error))}") from error
    if decoded is None:
        raise MediaUnreadable(f"{path.name}: is no picture that can be read, or is damaged or cut off")
    if decoded.ndim == 3 and decoded.shape[2] == 4:
        return _on_white(_eight_bits(decoded))
    return cv2.cvtColor(_eight_bits(decoded), cv2.COLOR_BGR2BGRA).view(np.uint8)


def scaled(pixels: Pixels, width: int, height: int) -> Pixels:
    """The picture at another, smaller size; the same array where nothing is to be done."""
    import cv2

    if pixels.shape[:2] == (height, width):
        return pixels
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA).view(np.uint8)


def _has_alpha(encoded: Pixels) -> bool:
    """Whether a PNG's header says that its pixels have transparency."""
    is_png = bytes(encoded[:4]) == b"\x89PNG" and len(encoded) > _PNG_COLOUR_TYPE_AT
    return is_png and int(encoded[_PNG_COLOUR_TYPE_AT]) in _PNG_WITH_ALPHA


def _eight_bits(decoded: npt.NDArray[Any]) -> Pixels:
    if decoded.dtype == np.uint8:
        return decoded
    return (decoded >> 8).astype(np.uint8)


def _on_white(bgra: Pixels) -> Pixels:
    """Blends with white; drawings with a transparent ground would otherwise be black on black."""
    alpha = bgra[..., 3:].astype(np.uint16)
    blended = (bgra[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
    opaque = np.full(bgra.shape, 255, np.uint8)
    opaque[..., :3] = blended
    return opaque


def _cause(message: str) -> str:
    if "CV_IO_MAX_IMAGE" in message:
        return f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels"
    if "nsufficient memory" in message:
        raise MemoryError
    return "is a damaged picture"
