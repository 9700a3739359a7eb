"""How things look: histograms of the colours in their boxes, and how alike two of them are."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.app.prelabelling.media import Media, MediaMissing
from crosstie.app.prelabelling.moments import Instant, box_now, life_ns
from crosstie.app.prelabelling.roles import Placed
from crosstie.schema.anchors import Box
from crosstie.storage.media.queries import Picture

Histogram = NDArray[np.float64]

_CROPS: Final = 3
_SIDE_PX: Final = 960
_HUES, _SHADES = 12, 4
_GREY: Final = 0.15
_INNER: Final = 0.8


def looks_of(media: Media, placed: Iterable[Placed]) -> Histogram | None:
    """The colours in the largest boxes around a thing, shape (n,), of sum 1; None where nobody saw it."""
    seen = [(box.width * box.height, one, at_ns, box) for one in placed for at_ns, box in _views(one)]
    crops = sorted(seen, key=lambda view: -view[0])[:_CROPS]
    histograms = [colours for _, one, at_ns, box in crops
                  if (colours := _colours_at(media, one, at_ns, box)) is not None]  # fmt: skip
    return np.mean(histograms, axis=0) if histograms else None


def likeness(first: Histogram, second: Histogram) -> float:
    """Bhattacharyya's coefficient of two histograms: 1 for the same, 0 for nothing in common."""
    return float(np.sqrt(first * second).sum())


def colours(pixels: NDArray[np.uint8]) -> Histogram:
    """Hues and, of what has none, shades of grey, over BGRA pixels of shape (h, w, 4); of sum 1."""
    blue, green, red = (pixels[..., channel].astype(np.float64).ravel() / 255 for channel in range(3))
    high, low = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    spread = high - low
    safe = np.where(spread > 0, spread, 1.0)
    hue = np.select(
        [high == red, high == green],
        [((green - blue) / safe) % 6, (blue - red) / safe + 2],
        (red - green) / safe + 4,
    )
    grey = spread <= _GREY * np.maximum(high, 0.25)
    bins = np.where(grey, _HUES + np.minimum(high * _SHADES, _SHADES - 1), hue * _HUES / 6).astype(int)
    counted = np.bincount(np.clip(bins, 0, _HUES + _SHADES - 1), minlength=_HUES + _SHADES)
    return np.asarray(counted / counted.sum())


def crop(picture: Picture, box: Box, part: float = 1.0) -> NDArray[np.uint8]:
    """The pixels in the middle `part` of a box in full-size pixels; empty where none are."""
    across, down = picture.pixels.shape[1] / picture.width, picture.pixels.shape[0] / picture.height
    inset = (1 - part) / 2
    x0, x1 = (box.x + box.width * share for share in (inset, 1 - inset))
    y0, y1 = (box.y + box.height * share for share in (inset, 1 - inset))
    left, right = max(round(x0 * across), 0), max(round(x1 * across), 0)
    top, bottom = max(round(y0 * down), 0), max(round(y1 * down), 0)
    return picture.pixels[top:bottom, left:right]


def _views(placed: Placed) -> list[tuple[Instant, Box]]:
    if placed.asset.kind not in ("video", "image"):
        return []
    life = life_ns(placed)
    times: list[Instant] = [None] if life is None else [life[0], sum(life) // 2, life[1]]
    return [(at_ns, box) for at_ns in times if (box := box_now(placed, at_ns))]


def _colours_at(media: Media, placed: Placed, at_ns: Instant, box: Box) -> Histogram | None:
    asset_ns = 0 if at_ns is None else placed.asset.clock.asset_from_sample(at_ns)
    try:
        pixels = crop(media.frame(placed.asset, asset_ns, _SIDE_PX), box, _INNER)
    except MediaMissing:
        return None
    return colours(pixels) if pixels.size else None
