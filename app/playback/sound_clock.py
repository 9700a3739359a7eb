"""The sound card as master clock: what the ear hears now is where play stands."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

import msgspec
import numpy as np
import numpy.typing as npt
import sounddevice

from crosstie.app.playback.clock import Play
from crosstie.app.playback.devices import device_number, look_again
from crosstie.app.playback.heard import HeardFrames
from crosstie.app.playback.mixing import SoundTrack
from crosstie.app.playback.rendering import Deck
from crosstie.schema.clock import NS_PER_SECOND
from crosstie.viewers.timeline import PlayRange

_LATENCY_SECONDS: Final = 0.12
_PLAIN_HOST_ERROR: Final = "the output device does not answer"
_GONE: Final = "the output device is gone"


class StreamTimes(Protocol):
    """PortAudio's times of one block, in seconds of the stream's own clock."""

    @property
    def currentTime(self) -> float:  # PortAudio's name
        """When the callback was called."""

    @property
    def outputBufferDacTime(self) -> float:  # PortAudio's name
        """When the block's first frame will be heard; 0 where the host does not tell."""


class StreamFlags(Protocol):
    """What PortAudio says went wrong before a block."""

    @property
    def output_underflow(self) -> bool:
        """Whether the device ran out of sound."""


class _Run(msgspec.Struct, frozen=True, eq=False):
    """One run of play, and the first of the stream's frames that is its."""

    play: Play
    first: int

    def position(self, frame: float, rate: float) -> int:
        """Sample time of a frame of the stream."""
        return self.play.position(max(frame - self.first, 0.0) * NS_PER_SECOND / rate)


class SoundClock:
    """Plays tracks through an output device and counts by its time.

    `device` is the device's name; the empty one, or that of a device which is not there, stands for the
    system's own choice. Opening, starting and stopping a device may block for long, so they run on a thread
    of their own; until the first block is heard, play stands at its start. `on_lost` is called from that
    thread or PortAudio's when the device cannot be opened or goes away, `on_open` once it plays.
    """

    def __init__(
        self,
        tracks: Sequence[SoundTrack],
        on_lost: Callable[[str], None],
        device: str = "",
        on_open: Callable[[], None] | None = None,
    ) -> None:
        self._tracks = tuple(tracks)
        self._on_lost = on_lost
        self._on_open = on_open
        self._device = device
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="sound")
        self._lock = threading.Lock()
        self._closing = False
        self._stream: sounddevice.OutputStream | None = None
        self._heard: HeardFrames | None = None
        self._deck: Deck | None = None
        self._play: Play | None = None
        self._then: tuple[float, PlayRange | None] | None = None
        self._runs: deque[_Run] = deque()

    def start(self, play: Play) -> None:
        """Begins to play; returns at once."""
        with self._lock:
            self._play, self._then = play, None
            self._runs.clear()
        self.open()

    def open(self, *, afresh: bool = False) -> None:
        """Opens the device, unless it is open; it plays silence until a play begins.

        `afresh` looks first which devices there are by now; no other clock may be open then.
        """
        self._worker.submit(self._start_stream, afresh=afresh)

    def go_on(self, rate: float, loop: PlayRange | None) -> None:
        """Another rate or loop for all sound that was not handed over yet; returns at once."""
        with self._lock:
            if self._play is not None and not self._runs:
                self._play = Play(self._play.start_ns, rate, loop)
            elif self._play is not None:
                self._then = rate, loop

    def now_ns(self, ahead_ns: int = 0) -> int:
        """Sample time of the sound that leaves the loudspeaker now, or in `ahead_ns`.

        Without `ahead_ns` it never runs back within one play, other than to the start of its loop.
        """
        with self._lock:
            play, stream, heard = self._play, self._stream, self._heard
            if play is None:
                return 0
            if stream is None or heard is None or not self._runs:
                return play.start_ns
            rate = float(stream.samplerate)
            frame = heard.now(stream.time)
            while len(self._runs) > 1 and self._runs[1].first <= frame:
                self._runs.popleft()
            if frame < self._runs[0].first:
                return self._runs[0].play.start_ns
            ahead = min(frame + ahead_ns * rate / NS_PER_SECOND, float(heard.handed))
            run = next(one for one in reversed(self._runs) if one.first <= max(ahead, self._runs[0].first))
            return run.position(ahead, rate)

    def stop(self) -> None:
        """Falls silent. The device runs on, silently: some take seconds to wake, play should not."""
        with self._lock:
            self._play = self._then = None
            self._runs.clear()

    def close(self) -> None:
        """Frees the device. Waits for the sound thread, which a dead device may delay briefly."""
        self.stop()
        self._closing = True
        self._worker.submit(self._close_stream)
        self._worker.shutdown(wait=True)

    def _start_stream(self, *, afresh: bool) -> None:
        if self._stream is not None or self._closing:
            return
        try:
            if afresh:
                look_again()
            stream = sounddevice.OutputStream(
                device=device_number(self._device),
                channels=2,
                dtype="float32",
                latency=_LATENCY_SECONDS,
                callback=self._fill,
                finished_callback=self._on_finished,
            )
            with self._lock:
                self._heard = HeardFrames(float(stream.samplerate), stream.latency)
                self._deck = Deck(self._tracks, float(stream.samplerate))
                self._stream = stream
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self._close_stream()
            self._on_lost(_plain(error))
        else:
            if self._on_open is not None:
                self._on_open()

    def _close_stream(self) -> None:
        with self._lock:
            stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def _on_finished(self) -> None:
        """PortAudio calls it when the stream ends, which it does by itself only without its device."""
        if not self._closing:
            self._on_lost(_GONE)

    def _fill(
        self, out: npt.NDArray[np.float32], count: int, times: StreamTimes, status: StreamFlags
    ) -> None:
        """PortAudio's callback: no allocation of devices, no locks held while mixing."""
        with self._lock:
            heard, deck = self._heard, self._deck
            if heard is None or deck is None:
                out.fill(0.0)
                return
            if self._then is not None and deck.position_ns is not None:
                self._play = Play(deck.position_ns, *self._then)
                self._then = None
            play = self._play
            if play is not None and (not self._runs or self._runs[-1].play is not play):
                self._runs.append(_Run(play, heard.handed))
            gap = bool(status.output_underflow)
            heard.hand(count, times.currentTime, times.outputBufferDacTime, after_gap=gap)
        out[:] = deck.next(play, count)


def _plain(error: Exception) -> str:
    """One line of what PortAudio says; of a host's own errors it says nothing that a person could use."""
    text = str(error)
    return _PLAIN_HOST_ERROR if "host error" in text else text.splitlines()[0]
