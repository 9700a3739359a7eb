"""Video files: facts and exact pictures."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from av.video.frame import VideoFrame

from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.complete import require_complete
from crosstie.storage.media.container import keep_only, open_container, video_stream, zero_of
from crosstie.storage.media.files import cache_key, present_file
from crosstie.storage.media.fit import fitted
from crosstie.storage.media.frame_decoder import FrameDecoder
from crosstie.storage.media.frame_pixels import FrameConverter, quarter_turns
from crosstie.storage.media.frame_prefetch import Prefetch
from crosstie.storage.media.proxy import Proxy, open_proxy, write_proxy
from crosstie.storage.media.queries import (
    FactsQuery,
    FrameAt,
    FrameTimesOf,
    Picture,
    Preview,
    ProxyMade,
    ProxyPrepare,
    Query,
    Reply,
)
from crosstie.storage.media.readers import Report, not_answered
from crosstie.storage.media.video_index import cached_index

_QUICK_S: Final = 0.03
"""What a picture may take to decode while a hand moves through time."""


class VideoReader:
    """One video stream of one file."""

    def __init__(self, asset: Asset, root: Path, cache: Path, report: Report) -> None:
        self._asset = asset
        path = present_file(asset.files[0], root)
        kept, self._proxy_path = (
            cache / cache_key(asset.files[0], path, asset.stream.replace(":", ""), what)
            for what in ("index", "proxy.mp4")
        )
        require_complete(path)
        self._container = open_container(path)
        self._stream = video_stream(self._container, asset.stream, path.name)
        keep_only(self._container, self._stream)
        self._stream.thread_type = "SLICE"
        self._index = index = cached_index(self._container, self._stream, path.name, kept, report)
        self._proxy: Proxy | None = None
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
        """Answers FactsQuery, FrameAt, FrameTimesOf and ProxyPrepare."""
        return self.prepare(query, report)()

    def prepare(self, query: Query, report: Report) -> Callable[[], Reply]:
        """Decodes what FrameAt asks for, and leaves the conversion to another thread; the rest is whole."""
        match query:
            case FactsQuery():
                return self._facts
            case FrameAt():
                return self._picture(query)
            case FrameTimesOf():
                return self._times.every
            case ProxyPrepare():
                if not self._proxy_path.exists():
                    write_proxy(self._container, self._stream, self._index, self._proxy_path, report)
                return ProxyMade
            case _:
                raise not_answered(self._asset, query)

    def stop_when(self, overtaken: Callable[[], bool]) -> None:
        """Looks at this between two packets."""
        self._decoder.overtaken = overtaken

    def work_ahead(self, *, rested: bool) -> bool:
        """Decodes a packet of what is likely to be asked for next."""
        return self._prefetch.work(rested=rested)

    def close(self) -> None:
        """Closes the files."""
        self._container.close()
        if self._proxy is not None:
            self._proxy.close()

    def _facts(self) -> MediaFacts:
        return MediaFacts(
            duration_ns=max(0, self._times.end_ns),
            width=self._width,
            height=self._height,
            frame_count=len(self._times.starts_ns),
            codec=self._stream.codec_context.codec.canonical_name,
        )

    def _picture(self, query: FrameAt) -> Callable[[], Picture]:
        number = self._times.index_at(query.asset_ns)
        nearby = self._decoder.quick_frame(number, _QUICK_S) if query.quick else number
        if nearby == number:
            return partial(self._converted, number, self._frame(number), query)
        if small := self._out_of_proxy(number):
            return partial(self._converted, number, small, query, "proxy")
        return partial(self._converted, nearby, self._frame(nearby), query, "nearby")

    def _frame(self, number: int) -> VideoFrame:
        self._prefetch.asked(number)
        return self._decoder.frame(number)

    def _out_of_proxy(self, number: int) -> VideoFrame | None:
        """A frame as the proxy has it, where there is one by now."""
        if self._proxy is None:
            self._proxy = open_proxy(self._proxy_path, len(self._index.pts))
        return self._proxy.frame(number) if self._proxy is not None else None

    def _converted(self, number: int, frame: VideoFrame, query: FrameAt, preview: Preview = "") -> Picture:
        upright = (frame.height, frame.width) if self._turns % 2 else (frame.width, frame.height)
        width, height = fitted(*upright, query.max_width, query.max_height)
        return Picture(
            pts_ns=self._times.starts_ns[number],
            next_ns=self._times.next_ns(number),
            frame_index=number,
            width=self._width,
            height=self._height,
            pixels=self._converter.pixels(frame, width, height, self._turns),
            preview=preview,
        )
