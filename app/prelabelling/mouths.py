"""How a mouth moves from frame to frame, and whether that goes with how loud the sound is."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.app.prelabelling.looks import crop
from crosstie.app.prelabelling.media import Media
from crosstie.app.prelabelling.moments import box_now
from crosstie.app.prelabelling.roles import Placed
from crosstie.schema.anchors import Box
from crosstie.storage.media.queries import Picture

Floats = NDArray[np.float64]

_STEP_NS: Final = 80_000_000
_MARGIN_NS: Final = 400_000_000
_MOST_FRAMES: Final = 150
_WIDTH_PX: Final = 960
_GRID: Final = (12, 24)
"""Rows and columns that a mouth is looked at in: small enough for noise to even out."""
_LAGS: Final = 2


def look_times(span: tuple[int, int]) -> NDArray[np.int64]:
    """Sample times, 80 ms apart, at which to look at faces: over a turn and a little beyond."""
    times = np.arange(span[0] - _MARGIN_NS, span[1] + _MARGIN_NS, _STEP_NS, dtype=np.int64)
    return times[:_MOST_FRAMES]


def mouth_motions(
    media: Media, faces: Sequence[Placed], times_ns: NDArray[np.int64]
) -> list[tuple[NDArray[np.int64], Floats]]:
    """How much each face's mouth changes, without the whole head's motion; each frame is decoded once.

    The faces, shape (n), are all in one picture. Of each the times at which it was seen, shape (k), and the
    change between neighbouring ones, shape (k - 1). Raises MediaMissing.
    """
    seen: list[list[int]] = [[] for _ in faces]
    parts: list[list[tuple[Floats, Floats]]] = [[] for _ in faces]
    for at_ns in times_ns.tolist():
        boxes = [box_now(face, at_ns) for face in faces]
        if not any(boxes):
            continue
        asset = faces[0].asset
        picture = media.frame(asset, asset.clock.asset_from_sample(at_ns), _WIDTH_PX)
        for place, box in enumerate(boxes):
            if box is not None:
                seen[place].append(at_ns)
                parts[place].append((_looked_at(picture, box, 0.6, 1.0), _looked_at(picture, box, 0.0, 0.4)))
    return [(np.array(times, np.int64), _change(looks)) for times, looks in zip(seen, parts, strict=True)]


def _change(looks: list[tuple[Floats, Floats]]) -> Floats:
    if len(looks) < 2:
        return np.empty(0)
    mouth, brow = (
        np.abs(np.diff(np.stack(part), axis=0)).mean(axis=(1, 2)) for part in zip(*looks, strict=True)
    )
    return np.asarray(np.maximum(mouth - brow, 0.0))


def together(moved: Floats, loud: Floats) -> float | None:
    """Pearson's r of motion and loudness, -1 to 1, at the best shift of two frames either way.

    None where one of them does not vary.
    """
    smooth = np.array((0.25, 0.5, 0.25))
    moved, loud = np.convolve(moved, smooth, "same"), np.convolve(np.sqrt(loud), smooth, "same")
    found = [
        r for lag in range(-_LAGS, _LAGS + 1) if (r := _pearson(*_shifted(moved, loud, lag))) is not None
    ]
    return max(found, default=None)


def _shifted(first: Floats, second: Floats, lag: int) -> tuple[Floats, Floats]:
    if lag >= 0:
        return first[lag:], second[: len(second) - lag]
    return first[:lag], second[-lag:]


def _pearson(first: Floats, second: Floats) -> float | None:
    a, b = first - first.mean(), second - second.mean()
    norm = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / norm if norm > 1e-12 else None


def _looked_at(picture: Picture, box: Box, top: float, bottom: float) -> Floats:
    """A part of a face between two heights, grey, of even brightness, on a small grid, shape (12, 24)."""
    part = Box(
        box.x + 0.15 * box.width, box.y + top * box.height, 0.7 * box.width, (bottom - top) * box.height
    )
    pixels = crop(picture, part)
    if not pixels.size:
        return np.zeros(_GRID)
    grey = pixels[..., :3].astype(np.float64) @ np.array((0.114, 0.587, 0.299)) / 255
    rows, columns = (
        np.linspace(0, size, count + 1).astype(int)[:-1]
        for size, count in zip(grey.shape, _GRID, strict=True)
    )
    # Where the part is smaller than the grid, neighbouring cells share a pixel.
    sums = np.add.reduceat(np.add.reduceat(grey, rows, axis=0), columns, axis=1)
    heights, widths = (
        np.maximum(np.diff(np.append(starts, size)), 1)
        for starts, size in ((rows, grey.shape[0]), (columns, grey.shape[1]))
    )
    means = sums / (heights[:, None] * widths[None])
    return np.asarray(means - means.mean())
