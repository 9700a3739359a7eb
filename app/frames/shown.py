"""What a pane shows at an instant, as the asset's worker answers it: nothing is scaled or drawn over."""

import queue
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec
import numpy as np
import numpy.typing as npt

from crosstie.app.frames.errors import FrameRefused
from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.records import Asset
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.file_kinds import kind_of_files
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import (
    Cloud,
    CloudAt,
    Failed,
    FrameAt,
    PageAt,
    PagePicture,
    Picture,
    Pixels,
    Progress,
    Query,
    Reply,
    Sound,
    SoundPrepare,
)
from crosstie.storage.media.sequence import GRACE_NS

OnProgress = Callable[[str, float], None]
_TURN_S: Final = 1.0


class Still(msgspec.Struct, frozen=True, eq=False):
    """A picture of all its pixels, H×W×4 BGRA. `number` is the frame's or the page's, from 0."""

    number: int
    pixels: Pixels


class Stretch(msgspec.Struct, frozen=True, eq=False):
    """A stretch of sound, samples of shape (frames, channels), 16 bits. `number` is its first frame's."""

    number: int
    sample_rate: int
    samples: npt.NDArray[np.int16]


Content = Still | Stretch | Cloud


def number_of(content: Content) -> int:
    """The frame's, page's, cloud's or first sample's number, from 0."""
    return content.index if isinstance(content, Cloud) else content.number


class Shown(msgspec.Struct, frozen=True, eq=False):
    """What is presented from `start_ns` until `end_ns` of the asset's own time; the same where it stands."""

    start_ns: int
    end_ns: int
    content: Content


class Showing:
    """One asset's worker. Close it, or use it in a `with`."""

    def __init__(self, asset: Asset, root: Path, cache: Path, on_progress: OnProgress) -> None:
        self._asset = asset
        self._on_progress = on_progress
        self._replies: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._decoder = Decoder(asset, root, cache, lambda _number, reply: self._replies.put(reply))
        self._peaks: Peaks | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._decoder.close()

    def at(self, asset_ns: int, page: int, span_ns: int) -> Shown:
        """What is shown at an instant: of a document page `page`, from 0; of a sound the next `span_ns`.

        Raises FrameRefused outside of the asset's time and where it cannot be read, and MediaUnreadable.
        """
        match kind_of_files(self._asset):
            case "document":
                return self._page(page)
            case "audio":
                return self._sound(asset_ns, span_ns)
            case "pointcloud" | "radar":
                return self._cloud(asset_ns)
            case "transcript":
                name = self._asset.id
                raise FrameRefused(f"asset {name} is text: there is no picture, sound or cloud to write")
            case _:
                return self._picture(asset_ns)

    def _picture(self, asset_ns: int) -> Shown:
        picture = self._ask(FrameAt(asset_ns))
        assert isinstance(picture, Picture)
        if self._asset.kind == "video":
            self._require_within(asset_ns, picture.pts_ns, picture.next_ns)
        return Shown(picture.pts_ns, picture.next_ns, Still(picture.frame_index, picture.pixels))

    def _page(self, number: int) -> Shown:
        page = self._ask(PageAt(number, 1.0))
        assert isinstance(page, PagePicture)
        return Shown(0, 0, Still(page.page, page.pixels))

    def _cloud(self, asset_ns: int) -> Shown:
        cloud = self._ask(CloudAt(asset_ns))
        assert isinstance(cloud, Cloud)
        self._require_within(asset_ns, cloud.at_ns, cloud.next_ns)
        return Shown(cloud.at_ns, cloud.next_ns, cloud)

    def _sound(self, asset_ns: int, span_ns: int) -> Shown:
        if self._peaks is None:
            sound = self._ask(SoundPrepare())
            assert isinstance(sound, Sound)
            self._peaks = Peaks(sound)
        sound = self._peaks.sound
        first = asset_ns * sound.sample_rate // NS_PER_SECOND
        if not 0 <= first < sound.frame_count:
            raise self._outside(asset_ns)
        count = max(1, span_ns * sound.sample_rate // NS_PER_SECOND)
        samples = np.array(self._peaks.frames[first : first + count])
        start_ns, end_ns = (at * NS_PER_SECOND // sound.sample_rate for at in (first, first + len(samples)))
        return Shown(start_ns, end_ns, Stretch(first, sound.sample_rate, samples))

    def _require_within(self, asset_ns: int, start_ns: int, end_ns: int) -> None:
        """Refuses a time that a pane shows nothing at: before the first frame, after the end of the last."""
        stands = end_ns == start_ns
        if asset_ns + GRACE_NS < start_ns or (not stands and asset_ns > end_ns + GRACE_NS):
            raise self._outside(asset_ns)

    def _outside(self, asset_ns: int) -> FrameRefused:
        sample_s = self._asset.clock.sample_from_asset(asset_ns) / NS_PER_SECOND
        return FrameRefused(f"asset {self._asset.id} shows nothing at {sample_s:g} s: outside of its time")

    def _ask(self, query: Query) -> Reply:
        self._decoder.ask(query)
        while True:
            try:
                # In turns, so that Ctrl+C is heard; the supervisor sees to it that an answer comes.
                reply = self._replies.get(timeout=_TURN_S)
            except queue.Empty:
                continue
            match reply:
                case Progress(done=done, what=what):
                    self._on_progress(what, done)
                case Failed(reason=reason):
                    raise FrameRefused(reason)
                case _:
                    return reply
