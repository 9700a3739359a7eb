"""Video files: facts and exact pictures."""

from pathlib import Path
from typing import Final

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.complete import require_complete
from crosstie.storage.media.container import keep_only, open_container, video_stream, zero_of
from crosstie.storage.media.files import cache_key, present_file
from crosstie.storage.media.fit import fitted
from crosstie.storage.media.frame_decoder import FrameDecoder
from crosstie.storage.media.frame_pixels import FrameConverter, quarter_turns
from crosstie.storage.media.frame_prefetch import Prefetch
from crosstie.storage.media.queries import FactsQuery, FrameAt, FrameTimesOf, Picture, Query, Reply
from crosstie.storage.media.readers import Report, not_answered
from crosstie.storage.media.video_index import cached_index

_QUICK_S: Final = 0.03
"""What a picture may take to decode while a hand moves through time."""


class VideoReader:
    """One video stream of one file."""

    def __init__(self, asset: Asset, root: Path, cache: Path, report: Report) -> None:
        self._asset = asset
        path = present_file(asset.files[0], root)
        kept = cache / cache_key(asset.files[0], path, asset.stream.replace(":", ""), "index")
        require_complete(path)
        self._container = open_container(path)
        self._stream = video_stream(self._container, asset.stream, path.name)
        keep_only(self._container, self._stream)
        self._stream.thread_type = "SLICE"
        index = cached_index(self._container, self._stream, path.name, kept, report)
        assert self._stream.time_base is not None
        self._times = index.times(self._stream.time_base, zero_of(self._container))
        self._decoder = FrameDecoder(self._container, self._stream, index, path.name)
        self._prefetch = Prefetch(self._decoder, len(index.pts))
        self._converter = FrameConverter()
        first = self._decoder.frame(0)
        self._turns = quarter_turns(first)
        size = (first.height, first.width) if self._turns % 2 else (first.width, first.height)
        self._width, self._height = size

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery, FrameAt and FrameTimesOf."""
        match query:
            case FactsQuery():
                return self._facts()
            case FrameAt():
                return self._picture(query)
            case FrameTimesOf():
                return self._times.every()
            case _:
                raise not_answered(self._asset, query)

    def work_ahead(self, *, rested: bool) -> bool:
        """Decodes a packet of what is likely to be asked for next."""
        return self._prefetch.work(rested=rested)

    def close(self) -> None:
        """Closes the file."""
        self._container.close()

    def _facts(self) -> MediaFacts:
        return MediaFacts(
            duration_ns=max(0, self._times.end_ns),
            width=self._width,
            height=self._height,
            frame_count=len(self._times.starts_ns),
            codec=self._stream.codec_context.codec.canonical_name,
        )

    def _picture(self, query: FrameAt) -> Picture:
        asked = self._times.index_at(query.asset_ns)
        number = self._decoder.quick_frame(asked, _QUICK_S) if query.quick else asked
        width, height = fitted(self._width, self._height, query.max_width, query.max_height)
        frame = self._decoder.frame(number)
        self._prefetch.asked(number)
        return Picture(
            pts_ns=self._times.starts_ns[number],
            next_ns=self._times.next_ns(number),
            frame_index=number,
            width=self._width,
            height=self._height,
            pixels=self._converter.pixels(frame, width, height, self._turns),
            preview=number != asked,
        )
