"""Playback: drives the timeline from the sound card's clock, or without sound from the computer's."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crosstie.app.playback.clock import MasterClock, MonotonicClock, Play
from crosstie.app.playback.devices import output_names
from crosstie.app.playback.lead import Lead
from crosstie.app.playback.mixing import SoundTrack
from crosstie.app.playback.sound_clock import SoundClock
from crosstie.viewers.timeline import Timeline

_TICK_MS: Final = 16
_RETRY_MS: Final = 2_000


class Playback(QObject):
    """Starts and stops the master clock as the timeline says, and tells the timeline where play stands.

    Where the output device is lost, play goes on by the computer's clock, and the device is tried again
    every two seconds: `sound_lost` carries the reason, `sound_back` says that it is heard again.
    """

    sound_lost = Signal(str)
    sound_back = Signal()
    _ended = Signal(object, str)
    _opened = Signal(object)

    def __init__(self, timeline: Timeline, parent: QObject | None = None, device: str = "") -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._device = device
        self._tracks: tuple[SoundTrack, ...] = ()
        self._clock: MasterClock = MonotonicClock()
        self._trying: SoundClock | None = None
        self._told_ns = -1
        self._lead = Lead()
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._retry = QTimer(self)
        self._retry.setInterval(_RETRY_MS)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._try_again)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._opened.connect(self._on_opened, Qt.ConnectionType.QueuedConnection)
        timeline.play_changed.connect(self._on_play_changed)
        timeline.moved.connect(self._on_moved)
        timeline.rate_changed.connect(lambda _rate: self._go_on())
        timeline.loop_changed.connect(lambda _loop: self._go_on())

    @property
    def has_sound(self) -> bool:
        """Whether the sound card is the master clock."""
        return isinstance(self._clock, SoundClock)

    @property
    def clock_ns(self) -> int:
        """Sample time that the master clock tells now; while playing the timeline follows it in ticks.

        The timeline is ahead of it by as much as pictures need to come to the screen.
        """
        return self._clock.now_ns()

    @property
    def device(self) -> str:
        """Name of the output that was chosen; empty for the system's choice."""
        return self._device

    @property
    def devices(self) -> tuple[str, ...]:
        """Names of the outputs to choose from."""
        return output_names()

    def use_device(self, name: str) -> None:
        """Plays through another output from now on; the empty name stands for the system's choice."""
        self._device = name
        self.use_tracks(self._tracks)

    def use_tracks(self, tracks: Sequence[SoundTrack]) -> None:
        """What is heard from now on; without tracks the computer's clock is master."""
        self._tracks = tuple(tracks)
        self._give_up_trying()
        self._replace(self._sound_clock() if tracks else MonotonicClock())

    def note_shown(self, began_ns: int) -> None:
        """A picture has just been painted that is due from `began_ns` (sample time) on."""
        if self._timeline.playing:
            self._lead.learn((self._clock.now_ns() - began_ns) / self._timeline.rate)

    def close(self) -> None:
        """Stops play and frees the sound device."""
        self._timeline.pause()
        self._tick.stop()
        self._give_up_trying()
        self._clock.close()
        self._clock = MonotonicClock()

    def _sound_clock(self) -> SoundClock:
        # The clocks tell themselves apart by their own signals: what an old one says late is not meant.
        made: list[SoundClock] = []
        made.append(
            SoundClock(
                self._tracks,
                lambda reason: self._ended.emit(made[0], reason),
                self._device,
                lambda: self._opened.emit(made[0]),
            )
        )
        return made[0]

    def _replace(self, clock: MasterClock) -> None:
        self._clock.close()
        self._clock = clock
        if self._timeline.playing:
            self._start()

    def _on_play_changed(self, playing: bool) -> None:
        if playing:
            self._start()
            self._tick.start()
        else:
            self._tick.stop()
            self._clock.stop()

    def _on_moved(self, now_ns: int) -> None:
        """Somebody else moved the playhead while playing: play goes on from there."""
        if now_ns != self._told_ns and not self._timeline.scrubbing and self._timeline.playing:
            self._start()

    def _go_on(self) -> None:
        if self._timeline.playing:
            self._clock.go_on(self._timeline.rate, self._timeline.loop)

    def _start(self) -> None:
        timeline = self._timeline
        self._told_ns = timeline.now_ns
        self._clock.start(Play(timeline.now_ns, timeline.rate, timeline.loop))

    def _on_tick(self) -> None:
        timeline = self._timeline
        if timeline.scrubbing:
            return
        last_ns = timeline.duration_ns
        self._told_ns = min(max(self._clock.now_ns(self._lead.ns), 0), last_ns)
        timeline.follow(self._told_ns)
        # What is seen may end a moment before what is heard.
        if self._told_ns >= last_ns and self._clock.now_ns() >= last_ns:
            timeline.pause()

    # A device that goes and comes

    def _on_ended(self, clock: object, reason: str) -> None:
        if clock is self._trying:
            self._give_up_trying()
            self._retry.start()
        elif clock is self._clock:
            self._replace(MonotonicClock())
            self._retry.start()
            self.sound_lost.emit(reason)

    def _try_again(self) -> None:
        self._trying = self._sound_clock()
        self._trying.open(afresh=True)

    def _on_opened(self, clock: object) -> None:
        if clock is self._trying and self._trying is not None:
            back, self._trying = self._trying, None
            self._replace(back)
            self.sound_back.emit()

    def _give_up_trying(self) -> None:
        self._retry.stop()
        if self._trying is not None:
            self._trying.close()
            self._trying = None
