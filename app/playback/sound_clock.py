"""The sound card as master clock: what the ear hears now is where play stands."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
import numpy.typing as npt
import sounddevice

from crosstie.app.playback.clock import Play
from crosstie.app.playback.mixing import SoundTrack, block_instants
from crosstie.schema.clock import NS_PER_SECOND

_LATENCY_SECONDS = 0.08


class StreamTimes(Protocol):
    """PortAudio's times of one block, in seconds of the stream's own clock."""

    @property
    def currentTime(self) -> float:  # PortAudio's name
        """When the callback was called."""

    @property
    def outputBufferDacTime(self) -> float:  # PortAudio's name
        """When the block's first frame will be heard; 0 where the host does not tell."""


class SoundClock:
    """Plays tracks through the default output device and counts by its time.

    Opening, starting and stopping a device may block for long, so they run on a thread of their own; until
    the first block is heard, play stands at its start. `on_lost` is called from that thread when the
    device cannot be opened or goes away.
    """

    def __init__(self, tracks: Sequence[SoundTrack], on_lost: Callable[[str], None]) -> None:
        self._tracks = tuple(tracks)
        self._on_lost = on_lost
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="sound")
        self._lock = threading.Lock()
        self._stream: sounddevice.OutputStream | None = None
        self._play: Play | None = None
        self._handed_frames = 0
        self._heard_at: float | None = None
        self._told_seconds = 0.0

    def start(self, play: Play) -> None:
        """Begins to play; returns at once."""
        with self._lock:
            self._play, self._handed_frames, self._heard_at, self._told_seconds = play, 0, None, 0.0
        self._worker.submit(self._start_stream)

    def now_ns(self) -> int:
        """Sample time of the sound that leaves the loudspeaker now. Within one play it never runs back."""
        with self._lock:
            play, stream = self._play, self._stream
            if play is None:
                return 0
            if self._heard_at is not None and stream is not None:
                # Sound that was not handed over cannot be heard: a device that stalls stalls the clock.
                handed_seconds = self._handed_frames / float(stream.samplerate)
                heard_seconds = min(stream.time - self._heard_at, handed_seconds)
                self._told_seconds = max(self._told_seconds, heard_seconds)
            return play.position(self._told_seconds * NS_PER_SECOND)

    def stop(self) -> None:
        """Falls silent. The device runs on, silently: some take seconds to wake, play should not."""
        with self._lock:
            self._play = None

    def close(self) -> None:
        """Frees the device. Waits for the sound thread, which a dead device may delay briefly."""
        with self._lock:
            self._play = None
        self._worker.submit(self._close_stream)
        self._worker.shutdown(wait=True)

    def _start_stream(self) -> None:
        try:
            if self._stream is None:
                self._stream = sounddevice.OutputStream(
                    channels=2, dtype="float32", latency=_LATENCY_SECONDS, callback=self._fill
                )
            if not self._stream.active:
                self._stream.stop()
                self._stream.start()
        except sounddevice.PortAudioError as error:
            self._close_stream()
            self._on_lost(str(error))

    def _close_stream(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def _fill(self, out: npt.NDArray[np.float32], count: int, times: StreamTimes, _status: object) -> None:
        """PortAudio's callback: no allocation of devices, no locks held while mixing."""
        with self._lock:
            play, handed, stream = self._play, self._handed_frames, self._stream
        if play is None or stream is None:
            out.fill(0.0)
            return
        rate = float(stream.samplerate)
        instants = block_instants(play, handed, count, rate)
        out[:] = sum((track.at(instants) for track in self._tracks), np.zeros((count, 2), np.float32))
        with self._lock:
            if self._play is not play:
                return
            self._handed_frames = handed + count
            # The first blocks fill the device's buffer at once, before it runs (a sleeping one may take
            # seconds to wake): only a block that was asked for later tells when sound is heard.
            if handed >= stream.latency * rate:
                # Hosts that do not tell when a block will be heard say 0: the latency stands in for it.
                heard = times.outputBufferDacTime or (times.currentTime + stream.latency)
                self._heard_at = _smoothed(self._heard_at, heard - handed / rate)


def _smoothed(before: float | None, measured: float) -> float:
    """The stream time at which play's first frame was heard, with the hosts' jitter averaged out."""
    if before is None or abs(measured - before) > 0.05:
        return measured
    return before + 0.1 * (measured - before)
