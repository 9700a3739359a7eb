"""Draws waves on a thread of its own, because that reads files: the newest question wins."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import Sound
from crosstie.viewers.waveform.spectrum import Spectrum
from crosstie.viewers.waveform.wave import Wave, WaveQuery, draw_spectrum, draw_wave, loudest


class WaveReader(QObject):
    """One prepared sound's reader. `opened` carries its loudest amplitude, `drawn` a Wave, `failed` a reason.

    All three come on the thread that made the reader; a question that was overtaken is never answered.
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
        self._closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="wave reader", daemon=True)
        self._thread.start()

    def ask(self, query: WaveQuery) -> None:
        """Asks for a picture in place of the one asked for before."""
        with self._wake:
            self._query = query
            self._wake.notify()

    def close(self) -> None:
        """Ends the thread; nothing is told afterwards."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            peaks = Peaks(self._sound)
            spectrum = Spectrum(peaks)
            self._tell(loudest(peaks))
            while (query := self._take()) is not None:
                if query.spectrum is None:
                    self._tell(draw_wave(peaks, query))
                else:
                    self._tell(draw_spectrum(peaks, spectrum, query, query.spectrum))
        except MediaUnreadable as error:
            self._tell(str(error))

    def _take(self) -> WaveQuery | None:
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._query is not None)
            query, self._query = self._query, None
            return None if self._closed else query

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
