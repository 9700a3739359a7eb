"""Single images, and cameras that took a sequence of images."""

from pathlib import Path

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.files import present_file
from crosstie.storage.media.fit import fitted
from crosstie.storage.media.image_pixels import read_pixels, scaled
from crosstie.storage.media.queries import FactsQuery, FrameAt, FrameTimesOf, Picture, Pixels, Query, Reply
from crosstie.storage.media.readers import Report, not_answered
from crosstie.storage.media.sequence import asset_times


class ImageReader:
    """The files of an image or camera asset; the last one decoded is kept."""

    def __init__(self, asset: Asset, root: Path) -> None:
        self._asset = asset
        self._root = root
        self._times = asset_times(asset)
        self._number = -1
        self._pixels = self._full_size(0)

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery, by decoding every file, FrameAt and FrameTimesOf."""
        match query:
            case FactsQuery():
                return self._facts(report)
            case FrameAt():
                return self._picture(query)
            case FrameTimesOf():
                return self._times.every()
            case _:
                raise not_answered(self._asset, query)

    def close(self) -> None:
        """Holds no file open."""

    def _full_size(self, number: int) -> Pixels:
        if number != self._number:
            path = present_file(self._asset.files[number], self._root)
            self._pixels, self._number = read_pixels(path), number
        return self._pixels

    def _facts(self, report: Report) -> MediaFacts:
        count = len(self._asset.files)
        height, width = self._full_size(0).shape[:2]
        for number in range(count):
            self._full_size(number)
            report((number + 1) / count, "checking pictures")
        return MediaFacts(
            duration_ns=max(0, self._times.end_ns),
            width=width,
            height=height,
            frame_count=count,
            codec=Path(self._asset.files[0].path).suffix.lstrip(".").lower(),
        )

    def _picture(self, query: FrameAt) -> Picture:
        number = (
            0
            if self._asset.kind == "image" and len(self._asset.files) == 1
            else self._times.index_at(query.asset_ns)
        )
        pixels = self._full_size(number)
        height, width = pixels.shape[:2]
        return Picture(
            pts_ns=self._times.starts_ns[number],
            next_ns=self._times.next_ns(number),
            frame_index=number,
            width=width,
            height=height,
            pixels=scaled(pixels, *fitted(width, height, query.max_width, query.max_height)),
        )
