"""Paints bars too narrow for anything but their colour, thousands at once, into an array of pixels."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from crosstie.viewers.timeaxis.bars import Bars
from crosstie.viewers.timeaxis.scale import Scale

WIDE_PX: Final = 26
"""Bars at least this wide (logical pixels) are drawn one by one, with rounded ends, name and ticks."""
CROWDED_WIDE_PX: Final = 72
MOST_WIDE: Final = 80
"""In a row with more wide bars than this in view, only those of CROWDED_WIDE_PX are drawn one by one."""
MOST_ALONE: Final = 300
"""So many bars can be drawn one by one within a few milliseconds, whatever their widths."""
_OPAQUE: Final = np.uint32(0xFF000000)

Pixels = NDArray[np.uint32]
Places = NDArray[np.int64]


def split_by_width(bars: Bars, scale: Scale, left_px: float, right_px: float) -> tuple[Places, Places]:
    """Places of the bars in view that are narrow, and of those that are wide."""
    near = bars.between(scale.ns(left_px), scale.ns(right_px))
    places = np.arange(near.start, near.stop)
    touching = (bars.ends_ns[near] >= scale.ns(left_px)) & (bars.starts_ns[near] <= scale.ns(right_px))
    places, lengths_ns = places[touching], (bars.ends_ns[near] - bars.starts_ns[near])[touching]
    wide = lengths_ns >= scale.length_ns(WIDE_PX)
    if np.count_nonzero(wide) > MOST_WIDE:
        wide = lengths_ns >= scale.length_ns(CROWDED_WIDE_PX)
    return places[~wide], places[wide]


def crowded(bars: Bars, scale: Scale, left_px: float, right_px: float) -> tuple[Places, Places]:
    """As `split_by_width`, but as long as there are few bars in view, all of them count as wide."""
    narrow, wide = split_by_width(bars, scale, left_px, right_px)
    if len(narrow) + len(wide) <= MOST_ALONE:
        return narrow[:0], np.sort(np.concatenate((narrow, wide)))
    return narrow, wide


def narrow_bars(
    bars: Bars, places: Places, scale: Scale, left_px: float, width_px: int, ratio: float
) -> Pixels:
    """One row of `width_px` device pixels a sub-row, as ARGB; clear where there is no bar.

    `left_px` is the logical pixel at which the picture begins, `ratio` the device pixels of a logical one.
    A bar takes at least one pixel. Where it has three, the last stays clear to part it from the next.
    """
    pixels: Pixels = np.zeros((bars.subrow_count, width_px), np.uint32)
    if not len(places):
        return pixels
    first = np.floor((scale.xs(bars.starts_ns[places]) - left_px) * ratio).astype(np.int64)
    stop = np.floor((scale.xs(bars.ends_ns[places]) - left_px) * ratio).astype(np.int64)
    stop -= stop - first >= 3
    # The least pixel is given before clipping, so that bars out of view come out with none.
    stop = np.clip(np.maximum(stop, first + 1), 0, width_px)
    first = np.clip(first, 0, width_px)
    lengths = stop - first
    # Every bar's pixels in one list: its first pixel repeated, plus 0, 1, 2 … within the bar.
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    columns = np.repeat(first, lengths) + within
    pixels[np.repeat(bars.subrows[places], lengths), columns] = np.repeat(bars.rgb[places] | _OPAQUE, lengths)
    return pixels


def stretched(pixels: Pixels, pitch_px: int, gap_px: int) -> Pixels:
    """The picture with each sub-row `pitch_px` device pixels high, the last `gap_px` of them clear."""
    tall = np.repeat(pixels, pitch_px, axis=0)
    tall.reshape(pixels.shape[0], pitch_px, pixels.shape[1])[:, pitch_px - gap_px :] = 0
    return tall
