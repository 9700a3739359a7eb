"""The sound of a container's stream as blocks of 16-bit frames, in step with its pictures."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import av.container
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from crosstie.storage.media.container import audio_stream, keep_only, open_container, zero_of
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.sound_source import Block, SoundForm, require_few_channels, to_int16

_TOLERANCE_S: Final = Fraction(1, 50)
_SILENCE_FRAMES: Final = 1 << 16


class ContainerSource:
    """One audio stream of a file that FFmpeg reads, an MP4's or a transport stream's for example.

    Frame 0 stands at the container's zero, which its pictures share: a stream that begins later gets
    silence before it, and gaps in its times are filled, so that sound and pictures stay together.
    """

    def __init__(self, path: Path, pick: str) -> None:
        """Opens the file. Raises MediaUnreadable."""
        self._path = path
        self._pick = pick
        with open_container(path) as container:
            stream = audio_stream(container, pick, path.name)
            self._zero = zero_of(container)
            # Some AAC tells its true rate only in its first decoded frame.
            first = next(_frames(container, stream), None)
            if first is None:
                raise MediaUnreadable(f"{path.name}: its sound cannot be decoded")
            self._rate, self._layout = first.sample_rate, first.layout.name
            self.form = SoundForm(
                self._rate,
                first.layout.nb_channels,
                round(_seconds(container, stream) * self._rate),
                stream.codec_context.codec.canonical_name,
            )
        require_few_channels(self.form, path.name)

    samples_at: Final[int | None] = None
    """A container's sound is always decoded."""

    def blocks(self) -> Iterator[Block]:
        """The whole sound, each block (frames, channels)."""
        written = 0
        for frame in self._opened_frames():
            start = self._start_of(frame, written)
            block = self._as_block(frame)
            for silence in _silences(start - written, block.shape[1]):
                yield silence
                written += len(silence)
            fresh = block[max(0, written - start) :]
            if len(fresh):
                yield fresh
                written += len(fresh)

    def close(self) -> None:
        """Holds no file open."""

    def _opened_frames(self) -> Iterator[AudioFrame]:
        with open_container(self._path) as container:
            yield from _frames(container, audio_stream(container, self._pick, self._path.name))

    def _start_of(self, frame: AudioFrame, written: int) -> int:
        """Where the frame belongs; small deviations are rounding of the container's, not gaps."""
        if frame.pts is None or frame.time_base is None:
            return written
        start = round((frame.pts * frame.time_base - self._zero) * self._rate)
        return written if abs(start - written) <= _TOLERANCE_S * self._rate and written else start

    def _as_block(self, frame: AudioFrame) -> Block:
        if (frame.sample_rate, frame.layout.name) != (self._rate, self._layout):
            # A broadcast may change its form on the way; the odd frame is brought into the first one's.
            resampler = av.AudioResampler(format="s16", layout=self._layout, rate=self._rate)
            frames = [*resampler.resample(frame), *resampler.resample(None)]
            return np.concatenate([_interleaved(part) for part in frames])
        return _interleaved(frame)


def _frames(container: av.container.InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Decoded frames; a damaged packet costs only itself, and its gap is filled."""
    keep_only(container, stream)
    for packet in container.demux(stream):
        try:
            yield from stream.codec_context.decode(packet if packet.size else None)
        except av.error.FFmpegError:
            continue


def _seconds(container: av.container.InputContainer, stream: AudioStream) -> Fraction:
    """How long the sound is said to be; 0 where nothing says it."""
    if stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    return Fraction(container.duration or 0, av.time_base)


def _interleaved(frame: AudioFrame) -> Block:
    samples = frame.to_ndarray()
    if frame.format.is_planar:
        samples = samples.T
    return to_int16(samples.reshape(-1, frame.layout.nb_channels))


def _silences(frames: int, channels: int) -> Iterator[Block]:
    while frames > 0:
        step = min(frames, _SILENCE_FRAMES)
        yield np.zeros((step, channels), np.int16)
        frames -= step
