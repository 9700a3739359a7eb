"""The sound of an audio or video file: facts, and the whole of it prepared for drawing and playing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import msgspec
import soundfile

from crosstie.schema.clock import NS_PER_SECOND
from crosstie.schema.records import Asset, MediaFacts
from crosstie.storage.media.complete import require_complete
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.files import (
    cache_key,
    partial_path,
    present_file,
    remove_abandoned,
    replace_file,
)
from crosstie.storage.media.peaks import BASE_FRAMES, HEADER
from crosstie.storage.media.queries import FactsQuery, Query, Reply, Sound, SoundPrepare
from crosstie.storage.media.readers import Report, not_answered
from crosstie.storage.media.sound_cache import write_peaks, write_sound
from crosstie.storage.media.sound_container import ContainerSource
from crosstie.storage.media.sound_source import Block, SoundFileSource, SoundForm
from crosstie.storage.media.wav_data import plain_blocks

_REPORT_EVERY_S: Final = 60


class Source(Protocol):
    """Where sound comes from."""

    form: SoundForm

    @property
    def samples_at(self) -> int | None:
        """The byte of the file at which its sound lies as 16-bit frames; None where it must be decoded."""

    def blocks(self) -> Iterator[Block]:
        """The whole sound, each block (frames, channels)."""

    def close(self) -> None:
        """Gives the file back."""


class _Prepared(msgspec.Struct, frozen=True):
    """What stands beside a cached sound; written last, so that it vouches for the rest."""

    sample_rate: int
    channels: int
    frame_count: int


class AudioReader:
    """One audio stream of one file."""

    def __init__(self, asset: Asset, root: Path, cache: Path) -> None:
        self._asset = asset
        self._path = present_file(asset.files[0], root)
        require_complete(self._path)
        self._source = open_source(self._path, asset.stream)
        self._stem = cache / cache_key(asset.files[0], self._path, asset.stream.replace(":", ""))

    def answer(self, query: Query, report: Report) -> Reply:
        """Answers FactsQuery and SoundPrepare."""
        match query:
            case FactsQuery():
                return self._facts(report)
            case SoundPrepare():
                return self._sound(report)
            case _:
                raise not_answered(self._asset, query)

    def close(self) -> None:
        """Closes the file."""
        self._source.close()

    def so_far(self) -> Sound | None:
        """The sound that is being prepared, as far as it has been written; None while nothing is."""
        form, in_place = self._source.form, self._source.samples_at
        pcm, peaks = (partial_path(self._stem.with_suffix(suffix)) for suffix in (".pcm", ".peaks"))
        frame_bytes = 2 * form.channels
        try:
            binned = (peaks.stat().st_size - HEADER.size) // (2 * frame_bytes) * BASE_FRAMES
            written = form.frame_count if in_place is not None else pcm.stat().st_size // frame_bytes
        except OSError:
            return None
        if binned <= 0 or written <= 0:
            return None
        frames = str(self._path if in_place is not None else pcm)
        return Sound(form.sample_rate, form.channels, written, frames, str(peaks), in_place or 0, so_far=True)

    def _facts(self, report: Report) -> MediaFacts:
        """The true length, so the whole sound is decoded once, in constant memory."""
        form = self._source.form
        frame_count = sum(len(block) for block in self._reported(report, "checking sound"))
        if not frame_count:
            raise MediaUnreadable(f"{self._path.name}: holds no sound")
        return MediaFacts(
            duration_ns=frame_count * NS_PER_SECOND // form.sample_rate,
            channels=form.channels,
            sample_rate=form.sample_rate,
            codec=form.codec,
        )

    def _sound(self, report: Report) -> Sound:
        pcm, peaks, note = (self._stem.with_suffix(suffix) for suffix in (".pcm", ".peaks", ".sound"))
        in_place = self._source.samples_at
        frames = self._path if in_place is not None else pcm
        prepared = _load(note) if frames.exists() and peaks.exists() else None
        if prepared is None:
            form, what = self._source.form, "preparing sound"
            for abandoned in (pcm, peaks):
                remove_abandoned(abandoned)
            if in_place is None:
                frame_count = write_sound(self._reported(report, what), form.channels, pcm, peaks)
            else:
                blocks = plain_blocks(self._path, in_place, form.frame_count, form.channels)
                frame_count = write_peaks(self._reported(report, what, blocks), form.channels, peaks)
            if not frame_count:
                raise MediaUnreadable(f"{self._path.name}: holds no sound")
            prepared = _Prepared(form.sample_rate, form.channels, frame_count)
            replace_file(note, msgspec.json.encode(prepared))
        return Sound(
            prepared.sample_rate,
            prepared.channels,
            prepared.frame_count,
            str(frames),
            str(peaks),
            in_place or 0,
        )

    def _reported(self, report: Report, what: str, blocks: Iterator[Block] | None = None) -> Iterator[Block]:
        form = self._source.form
        done, told = 0, 0
        for block in self._source.blocks() if blocks is None else blocks:
            yield block
            done += len(block)
            if done - told >= _REPORT_EVERY_S * form.sample_rate:
                told = done
                report(min(1.0, done / max(form.frame_count, done)), what)


def open_source(path: Path, pick: str) -> Source:
    """The sound of a file: by libsndfile where it can and no stream is picked, else by FFmpeg.

    Raises MediaUnreadable.
    """
    if not pick or pick == "audio:0":
        try:
            return SoundFileSource(path)
        except soundfile.LibsndfileError:
            pass
    return ContainerSource(path, pick)


def _load(note: Path) -> _Prepared | None:
    try:
        return msgspec.json.decode(note.read_bytes(), type=_Prepared)
    except (OSError, msgspec.MsgspecError):
        return None
