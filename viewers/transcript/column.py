"""A transcript's segments as a column of rows at one width; only rows that are looked at are laid out."""

from collections import OrderedDict
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QFontMetricsF

from crosstie.storage.media.queries import Transcript
from crosstie.viewers.transcript.row_heights import RowHeights
from crosstie.viewers.transcript.segment_layout import ABOVE_PX, BELOW_PX, SegmentLayout

TEXT_PX: Final = 14
PAD_PX: Final = 12.0
ROW_PAD_PX: Final = 4.0
META_PX: Final = 18.0
WIDE_FROM_PX: Final = 560.0
WIDE_META_PX: Final = 168.0
_KEPT: Final = 400
_SAMPLED: Final = 2000


class Column:
    """Rows one below the other, in pixels from the top of the first. `width` is that of the whole pane.

    In a wide pane time and speaker stand left of the text, in a narrow one above it.
    """

    def __init__(self, transcript: Transcript, font: QFont, width: float) -> None:
        self.transcript = transcript
        self.width = width
        self.wide = width >= WIDE_FROM_PX
        self.text_left = WIDE_META_PX if self.wide else PAD_PX
        self.text_width = max(width - self.text_left - PAD_PX - 8, 60.0)
        self._font = QFont(font)
        self._font.setPixelSize(TEXT_PX)
        self._layouts: OrderedDict[int, SegmentLayout] = OrderedDict()
        self._starts = np.array([one.text_start for one in transcript.segments], np.int64)
        self.heights = RowHeights(self._guesses())

    @property
    def text_above(self) -> float:
        """From a row's top to its layout's."""
        return ROW_PAD_PX + (0.0 if self.wide else META_PX)

    def text_of(self, row: int) -> str:
        """A segment's text."""
        segment = self.transcript.segments[row]
        return self.transcript.text[segment.text_start : segment.text_end]

    def layout(self, row: int) -> tuple[SegmentLayout, float]:
        """A row laid out, and by how much the rows below it have moved because its height was a guess."""
        found = self._layouts.get(row)
        if found is None:
            found = self._layouts[row] = SegmentLayout(self.text_of(row), self._font, self.text_width)
            if len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        self._layouts.move_to_end(row)
        return found, self.heights.learn(row, self._row_height(found.height))

    def row_of(self, offset: int) -> int:
        """The row that holds a character of the whole text; the one before it for a line break."""
        return max(int(np.searchsorted(self._starts, offset, side="right")) - 1, 0)

    def _row_height(self, text_height: float) -> float:
        least = META_PX + ABOVE_PX if self.wide else 0.0
        return self.text_above + max(text_height, least) + ROW_PAD_PX

    def _guesses(self) -> NDArray[np.float64]:
        """Heights by the number of characters, at the mean width of the transcript's own letters."""
        metrics = QFontMetricsF(self._font)
        sample = self.transcript.text[:_SAMPLED].replace("\n", " ")
        letter = metrics.horizontalAdvance(sample) / len(sample) if sample else 8.0
        segments = self.transcript.segments
        counts = np.array([one.text_end - one.text_start for one in segments], np.float64)
        lines = np.maximum(np.ceil(counts * letter / self.text_width * 1.05), 1.0)
        heights = lines * (metrics.height() + ABOVE_PX + BELOW_PX)
        return np.array([self._row_height(float(height)) for height in heights])
