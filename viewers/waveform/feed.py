"""A waveform's supply: the prepared sound, and pictures of what is in view of it."""

from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media.queries import Sound
from crosstie.viewers.context import PaneContext
from crosstie.viewers.waveform.wave import Wave, WaveQuery, gain_for
from crosstie.viewers.waveform.wave_reader import WaveReader


class WaveFeed(QObject):
    """One asset's. `ready` once pictures can be asked for, `drawn` when a newer `wave` has come.

    A sound that is still being prepared is drawn as far as it goes; `ready` comes again as there is more.
    """

    prepared = Signal(object)
    ready = Signal()
    drawn = Signal()
    failed = Signal(str)
    progressed = Signal(float, str)

    def __init__(self, context: PaneContext, asset: Asset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asset_id = asset.id
        self._reader: WaveReader | None = None
        self.sound: Sound | None = None
        self.gain = 1.0
        self.wave: Wave | None = None
        self.asked: WaveQuery | None = None
        context.sounds.ready.connect(self._on_sound_ready)
        context.sounds.failed.connect(self._on_sound_failed)
        context.sounds.progressed.connect(self._on_sound_progressed)
        context.sounds.grown.connect(self._on_sound_grown)

    @property
    def is_current(self) -> bool:
        """Whether the picture that was asked for last is there, of the whole sound."""
        return self.wave is not None and self.wave.query == self.asked and not self.wave.so_far

    def begin(self, asset: Asset) -> None:
        """Takes the sound where it was prepared already, or asks for it."""
        sounds = self._context.sounds
        sounds.prepare(asset)
        sound, reason = sounds.get(asset.id), sounds.reason(asset.id)
        so_far = sounds.so_far(asset.id)
        if sound is not None:
            self._on_sound_ready(asset.id, sound)
        elif so_far is not None:
            self._on_sound_grown(asset.id, so_far)
        elif reason:
            self.failed.emit(reason)

    def ask(self, query: WaveQuery) -> None:
        """Asks for a picture, unless it was asked for already."""
        if self._reader is not None and query != self.asked:
            self.asked = query
            self._reader.ask(query)

    def close(self) -> None:
        """Ends the reader; the sound itself belongs to the context."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _on_sound_ready(self, asset_id: str, sound: Sound) -> None:
        if asset_id == self._asset_id and (self.sound is None or self.sound.so_far):
            self._read(sound)
            self.prepared.emit(sound)

    def _on_sound_grown(self, asset_id: str, sound: Sound) -> None:
        if asset_id == self._asset_id:
            self._read(sound)

    def _read(self, sound: Sound) -> None:
        """Draws from a sound, or goes on where there is more of it."""
        self.sound = sound
        if self._reader is not None:
            self._reader.grow(sound)
            return
        self._reader = WaveReader(sound, self)
        self._reader.opened.connect(self._on_opened)
        self._reader.drawn.connect(self._on_drawn)
        self._reader.failed.connect(self.failed)

    def _on_sound_failed(self, asset_id: str, reason: str) -> None:
        if asset_id == self._asset_id:
            self.failed.emit(reason)

    def _on_sound_progressed(self, asset_id: str, done: float, what: str) -> None:
        if asset_id == self._asset_id:
            self.progressed.emit(done, what)

    def _on_opened(self, peak: float) -> None:
        self.gain = gain_for(peak)
        self.ready.emit()

    def _on_drawn(self, wave: Wave) -> None:
        self.wave = wave
        self.drawn.emit()
