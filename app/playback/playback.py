"""Playback: drives the timeline from the sound card's clock, or without sound from the computer's."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crosstie.app.playback.clock import MasterClock, MonotonicClock, Play
from crosstie.app.playback.mixing import SoundTrack
from crosstie.app.playback.sound_clock import SoundClock
from crosstie.viewers.timeline import Timeline

_TICK_MS = 16


class Playback(QObject):
    """Starts and stops the master clock as the timeline says, and tells the timeline where play stands."""

    sound_lost = Signal(str)

    def __init__(self, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._clock: MasterClock = MonotonicClock()
        self._told_ns = -1
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.sound_lost.connect(self._on_sound_lost, Qt.ConnectionType.QueuedConnection)
        timeline.play_changed.connect(self._on_play_changed)
        timeline.moved.connect(self._on_moved)
        timeline.rate_changed.connect(lambda _rate: self._restart())
        timeline.loop_changed.connect(lambda _loop: self._restart())

    @property
    def has_sound(self) -> bool:
        """Whether the sound card is the master clock."""
        return isinstance(self._clock, SoundClock)

    @property
    def clock_ns(self) -> int:
        """Sample time that the master clock tells now; while playing the timeline follows it in ticks."""
        return self._clock.now_ns()

    def use_tracks(self, tracks: Sequence[SoundTrack]) -> None:
        """What is heard from now on; without tracks the computer's clock is master."""
        self._replace(SoundClock(tracks, self.sound_lost.emit) if tracks else MonotonicClock())

    def close(self) -> None:
        """Stops play and frees the sound device."""
        self._timeline.pause()
        self._tick.stop()
        self._clock.close()
        self._clock = MonotonicClock()

    def _replace(self, clock: MasterClock) -> None:
        self._clock.close()
        self._clock = clock
        self._restart()

    def _on_play_changed(self, playing: bool) -> None:
        if playing:
            self._start()
            self._tick.start()
        else:
            self._tick.stop()
            self._clock.stop()

    def _on_moved(self, now_ns: int) -> None:
        """Somebody else moved the playhead while playing: play goes on from there."""
        if now_ns != self._told_ns and not self._timeline.scrubbing:
            self._restart()

    def _restart(self) -> None:
        if self._timeline.playing:
            self._start()

    def _start(self) -> None:
        timeline = self._timeline
        self._told_ns = timeline.now_ns
        self._clock.start(Play(timeline.now_ns, timeline.rate, timeline.loop))

    def _on_tick(self) -> None:
        timeline = self._timeline
        if timeline.scrubbing:
            return
        self._told_ns = min(max(self._clock.now_ns(), 0), timeline.duration_ns)
        timeline.follow(self._told_ns)
        if self._told_ns >= timeline.duration_ns:
            timeline.pause()

    def _on_sound_lost(self, _reason: str) -> None:
        self._replace(MonotonicClock())
