"""Draws waves on a thread of its own, because that reads files: the newest question wins."""

from PySide6.QtCore import QObject, Signal

from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.growing_peaks import GrowingPeaks
from crosstie.storage.media.peaks import Peaks
from crosstie.storage.media.queries import Sound
from crosstie.viewers.answer_thread import AnswerThread
from crosstie.viewers.waveform.spectrum import Spectrum
from crosstie.viewers.waveform.wave import Wave, WaveQuery, draw_spectrum, draw_wave, loudest

_Asked = WaveQuery | Sound
"""A picture, or what there is more of the sound."""


class WaveReader(QObject):
    """One prepared sound's reader. `opened` carries its loudest amplitude, `drawn` a Wave, `failed` a reason.

    Of a sound that is still being prepared it draws what there is; told of more with `grow`, it says `opened`
    again and draws again what was asked for last. All three signals come on the thread that made the reader;
    a question that was overtaken is never answered.
    """

    opened = Signal(float)
    drawn = Signal(object)
    failed = Signal(str)

    def __init__(self, sound: Sound, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self._thread = AnswerThread[_Asked]("wave reader", self._run, self)
        self._thread.told.connect(self._on_told)

    def ask(self, query: WaveQuery) -> None:
        """Asks for a picture in place of the one asked for before."""
        self._thread.ask("picture", query)

    def grow(self, sound: Sound) -> None:
        """There is more of the sound, or all of it."""
        self._thread.ask("more", sound)

    def close(self) -> None:
        """Ends the thread; nothing is told afterwards."""
        self._thread.close()

    def _run(self, thread: AnswerThread[_Asked]) -> None:
        try:
            peaks = _opened(self._sound)
            spectrum = Spectrum(peaks)
            thread.tell(loudest(peaks))
            last: WaveQuery | None = None
            while (taken := thread.take_all()) is not None:
                if isinstance(grown := taken.get("more"), Sound):
                    peaks, spectrum = _with_more(peaks, spectrum, grown)
                    thread.tell(loudest(peaks))
                last = query if isinstance(query := taken.get("picture"), WaveQuery) else last
                if last is not None:
                    thread.tell(_drawn(peaks, spectrum, last))
        except MediaUnreadable as error:
            thread.tell(str(error))

    def _on_told(self, what: Wave | float | str) -> None:
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
