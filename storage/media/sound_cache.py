"""Writes a sound's PCM and peaks into the cache, in one pass and in constant memory."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from crosstie.storage.media.files import partial_path
from crosstie.storage.media.peaks import BASE_FRAMES, FACTOR, HEADER, MAGIC, Samples, coarser, level_sizes
from crosstie.storage.media.sound_source import Block

_CHUNK_BINS: Final = 1 << 16
_BLOCK_FRAMES: Final = 1 << 16


class PeakWriter:
    """Takes blocks of any length and writes the peaks of whole base bins as they fill."""

    def __init__(self, target: BinaryIO, channels: int) -> None:
        self._target = target
        self._rest: Block = np.zeros((0, channels), np.int16)
        self.frame_count = 0

    def add(self, block: Block) -> None:
        """The next (frames, channels) of the sound."""
        self.frame_count += len(block)
        joined = np.concatenate((self._rest, block)) if len(self._rest) else block
        whole = len(joined) // BASE_FRAMES
        if whole:
            bins = joined[: whole * BASE_FRAMES].reshape(whole, BASE_FRAMES, -1)
            self._target.write(_paired(_folded(bins, np.minimum), _folded(bins, np.maximum)))
        self._rest = joined[whole * BASE_FRAMES :].copy()

    def finish(self) -> None:
        """Writes the last, perhaps shorter bin."""
        if len(self._rest):
            self._target.write(_paired(self._rest.min(axis=0), self._rest.max(axis=0)))


def write_sound(blocks: Iterable[Block], channels: int, pcm_path: Path, peaks_path: Path) -> int:
    """Writes both files, each as a whole or not at all; returns the number of frames."""
    partial = partial_path(pcm_path)
    try:
        with partial.open("wb") as pcm:
            frame_count = write_peaks(_kept(blocks, pcm), channels, peaks_path)
        partial.replace(pcm_path)
    finally:
        partial.unlink(missing_ok=True)
    return frame_count


def write_peaks(blocks: Iterable[Block], channels: int, path: Path) -> int:
    """Writes the peaks alone, as a whole or not at all; returns the number of frames."""
    partial = partial_path(path)
    try:
        with partial.open("w+b") as peaks:
            peaks.write(HEADER.pack(MAGIC, channels, 0))
            writer = PeakWriter(peaks, channels)
            for block in blocks:
                writer.add(block)
                # Who looks on while it grows finds it in the file.
                peaks.flush()
            writer.finish()
            peaks.flush()
            _write_upper_levels(partial, peaks, writer.frame_count, channels)
            peaks.seek(0)
            peaks.write(HEADER.pack(MAGIC, channels, writer.frame_count))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return writer.frame_count


def _kept(blocks: Iterable[Block], pcm: BinaryIO) -> Iterator[Block]:
    for block in _in_large_blocks(blocks):
        pcm.write(block.data)
        pcm.flush()
        yield block


def _in_large_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same frames in fewer blocks: a compressed file comes in a thousand frames at a time."""
    waiting: list[Block] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count >= _BLOCK_FRAMES:
            yield _joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(blocks: list[Block]) -> Block:
    # What a decoder gives channel by channel stays so when it is joined.
    return np.ascontiguousarray(np.concatenate(blocks) if len(blocks) > 1 else blocks[0])


def _write_upper_levels(path: Path, target: BinaryIO, frame_count: int, channels: int) -> None:
    """Each level from the one below it, a chunk at a time."""
    offset = HEADER.size
    for _, bins in level_sizes(frame_count)[:-1]:
        below = np.memmap(path, np.int16, "r", offset, (bins, channels, 2)).view(np.ndarray)
        chunks = (below[begin : begin + _CHUNK_BINS] for begin in range(0, bins, _CHUNK_BINS))
        target.writelines(coarser(chunk, FACTOR).tobytes() for chunk in chunks)
        target.flush()
        offset += bins * channels * 2 * 2


def _folded(bins: Samples, smaller: np.ufunc) -> Samples:
    """(bins, channels), by halving each bin: long runs of memory, faster than along axis 1.

    One channel's bins are long runs themselves.
    """
    if bins.shape[2] == 1:
        starts = np.arange(0, bins.size, bins.shape[1])
        return smaller.reduceat(bins.reshape(-1), starts)[:, None]
    while bins.shape[1] > 1:
        half = bins.shape[1] // 2
        bins = smaller(bins[:, :half], bins[:, half:])
    return bins[:, 0]


def _paired(minima: Samples, maxima: Samples) -> bytes:
    paired = np.empty((*minima.shape, 2), np.int16)
    paired[..., 0], paired[..., 1] = minima, maxima
    return paired.tobytes()
