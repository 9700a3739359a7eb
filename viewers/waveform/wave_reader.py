"""Draws waves on a thread of its own, because that reads files: the newest question wins."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.growing_peaks import GrowingPeaks
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import Sound
from crosstie.viewers.waveform.spectrum import Spectrum
from crosstie.viewers.waveform.wave import Wave, WaveQuery, draw_spectrum, draw_wave, loudest


class WaveReader(QObject):
    """One prepared sound's reader. `opened` carries its loudest amplitude, `drawn` a Wave, `failed` a reason.

    Of a sound that is still being prepared it draws what there is; told of more with `grow`, it says `opened`
    again and draws again what was asked for last. All three signals come on the thread that made the reader;
    a question that was overtaken is never answered.
    """

    opened = Signal(float)
    drawn = Signal(object)
    failed = Signal(str)
    _told = Signal(object)

    def __init__(self, sound: Sound, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self._wake = threading.Condition()
        self._query: WaveQuery | None = None
        self._grown: Sound | None = None
        self._closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="wave reader", daemon=True)
        self._thread.start()

    def ask(self, query: WaveQuery) -> None:
        """Asks for a picture in place of the one asked for before."""
        with self._wake:
            self._query = query
            self._wake.notify()

    def grow(self, sound: Sound) -> None:
        """There is more of the sound, or all of it."""
        with self._wake:
            self._grown = sound
            self._wake.notify()

    def close(self) -> None:
        """Ends the thread; nothing is told afterwards."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            peaks = _opened(self._sound)
            spectrum = Spectrum(peaks)
            self._tell(loudest(peaks))
            last: WaveQuery | None = None
            while (taken := self._take()) is not None:
                query, grown = taken
                if grown is not None:
                    peaks, spectrum = _with_more(peaks, spectrum, grown)
                    self._tell(loudest(peaks))
                last = query or last
                if last is not None:
                    self._tell(_drawn(peaks, spectrum, last))
        except MediaUnreadable as error:
            self._tell(str(error))

    def _take(self) -> tuple[WaveQuery | None, Sound | None] | None:
        """What was asked last, and what there is more of the sound; None once it is closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._query is not None or self._grown is not None)
            taken = self._query, self._grown
            self._query = self._grown = None
            return None if self._closed else taken

    def _tell(self, what: Wave | float | str) -> None:
        # Runs on the reader's thread: the queued signal is the only way across.
        if not self._closed:
            self._told.emit(what)

    def _on_told(self, what: object) -> None:
        if self._closed:
            return
        match what:
            case Wave():
                self.drawn.emit(what)
            case float():
                self.opened.emit(what)
            case str():
                self.failed.emit(what)


def _opened(sound: Sound) -> Peaks:
    return GrowingPeaks(sound) if sound.so_far else Peaks(sound)


def _with_more(peaks: Peaks, spectrum: Spectrum, sound: Sound) -> tuple[Peaks, Spectrum]:
    if not sound.so_far or not isinstance(peaks, GrowingPeaks):
        whole = _opened(sound)
        spectrum.go_on_with(whole, peaks.sound.frame_count)
        return whole, spectrum
    before = peaks.sound.frame_count
    peaks.grow(sound)
    spectrum.go_on_with(peaks, before)
    return peaks, spectrum


def _drawn(peaks: Peaks, spectrum: Spectrum, query: WaveQuery) -> Wave:
    if query.spectrum is None:
        return draw_wave(peaks, query)
    return draw_spectrum(peaks, spectrum, query, query.spectrum)
