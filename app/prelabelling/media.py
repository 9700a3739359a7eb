"""What makers may ask of a sample's media, read by the decode workers and kept while the sample lasts."""

from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

import numpy as np
import numpy.typing as npt

from crosstie.schema.records import Asset
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.pcm import PcmFile
from crosstie.storage.media.queries import (
    Cloud,
    CloudAt,
    Failed,
    FrameAt,
    PageWords,
    Picture,
    Query,
    Reply,
    Sound,
    SoundPrepare,
    TextOf,
    Transcript,
    Word,
    Words,
)
from crosstie.storage.project_folder import ProjectFolder

_PATIENCE_S: Final = 120.0
_DECODERS: Final = 4


class MediaMissing(Exception):
    """An asset could not be read; the text is one line that says why. Makers go on without it."""


class Media(Protocol):
    """A sample's media. Every method raises MediaMissing where the asset cannot be read."""

    def transcript(self, asset: Asset) -> Transcript:
        """A transcript's text and segments, times in the asset's own clock."""

    def words(self, asset: Asset, page: int) -> tuple[Word, ...]:
        """The words of a document's page (from 0); none where the page has no text layer."""

    def frame(self, asset: Asset, asset_ns: int, max_width: int = 0) -> Picture:
        """The picture at a time of the asset's clock, no wider than asked."""

    def cloud(self, asset: Asset, asset_ns: int) -> Cloud:
        """The point cloud at a time of the asset's clock."""

    def sound(self, asset: Asset) -> "Wave":
        """The asset's whole sound."""


class Wave:
    """A sound: `samples`, shape (frames, channels), 16-bit, in memory or read from a file."""

    def __init__(self, sample_rate: int, samples: PcmFile | npt.NDArray[np.int16]) -> None:
        self.sample_rate = sample_rate
        self.samples = samples

    def loudness(self, edges_ns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Root mean square of the sound between neighbouring times (asset clock), of 1; shape (n - 1,)."""
        edges = np.clip(edges_ns * self.sample_rate // 1_000_000_000, 0, len(self.samples))
        found = np.zeros(len(edges) - 1)
        for at, (start, end) in enumerate(pairwise(edges.tolist())):
            if end > start:
                part = self.samples[start:end].astype(np.float64) / 32768
                found[at] = np.sqrt(np.mean(part * part))
        return found


class DecodedMedia:
    """Media of one project's sample, through decode workers. Close it, or use it in a `with`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._decoders: dict[str, Decoder] = {}
        self._texts: dict[str, Transcript] = {}
        self._words: dict[tuple[str, int], tuple[Word, ...]] = {}
        self._waves: dict[str, Wave] = {}
        self._refused: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transcript(self, asset: Asset) -> Transcript:
        """As Media tells; read once."""
        if asset.id not in self._texts:
            reply = self._ask(asset, TextOf())
            assert isinstance(reply, Transcript)
            self._texts[asset.id] = reply
        return self._texts[asset.id]

    def words(self, asset: Asset, page: int) -> tuple[Word, ...]:
        """As Media tells; read once."""
        if (asset.id, page) not in self._words:
            reply = self._ask(asset, PageWords(page))
            assert isinstance(reply, Words)
            self._words[asset.id, page] = reply.words
        return self._words[asset.id, page]

    def frame(self, asset: Asset, asset_ns: int, max_width: int = 0) -> Picture:
        """As Media tells."""
        reply = self._ask(asset, FrameAt(asset_ns, max_width))
        assert isinstance(reply, Picture)
        return reply

    def cloud(self, asset: Asset, asset_ns: int) -> Cloud:
        """As Media tells."""
        reply = self._ask(asset, CloudAt(asset_ns))
        assert isinstance(reply, Cloud)
        return reply

    def sound(self, asset: Asset) -> Wave:
        """As Media tells; prepared once."""
        if asset.id not in self._waves:
            reply = self._ask(asset, SoundPrepare())
            assert isinstance(reply, Sound)
            try:
                self._waves[asset.id] = Wave(reply.sample_rate, PcmFile(reply))
            except MediaUnreadable as error:
                raise MediaMissing(str(error)) from error
        return self._waves[asset.id]

    def close(self) -> None:
        """Ends the decode workers."""
        for decoder in self._decoders.values():
            decoder.close()
        self._decoders.clear()

    def _ask(self, asset: Asset, query: Query) -> Reply:
        if asset.id in self._refused:
            raise MediaMissing(self._refused[asset.id])
        reply = self._decoder(asset).ask_and_wait(query, _PATIENCE_S)
        if isinstance(reply, Failed):
            self._refused[asset.id] = reply.reason
            raise MediaMissing(reply.reason)
        return reply

    def _decoder(self, asset: Asset) -> Decoder:
        decoder = self._decoders.pop(asset.id, None)
        if decoder is None:
            if len(self._decoders) >= _DECODERS:
                # The one that was asked longest ago: each is a process with a file open.
                self._decoders.pop(next(iter(self._decoders))).close()
            decoder = Decoder(asset, self._root, ProjectFolder(self._root).cache, lambda _id, _reply: None)
        self._decoders[asset.id] = decoder
        return decoder
