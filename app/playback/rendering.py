"""One run of play as frames for the sound card: stretched to its rate, joined without a click."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from crosstie.app.playback.clock import Play
from crosstie.app.playback.mixing import SoundTrack, input_instants, mixed
from crosstie.app.playback.stretch import Frames, Stretcher
from crosstie.schema.clock import NS_PER_SECOND

FADE_S: Final = 0.005
"""How long one sound fades into another where play jumps: too short to be heard, long enough not to click."""


class Rendering:
    """The frames of one run of play, in order."""

    def __init__(self, play: Play, tracks: Sequence[SoundTrack], device_rate: float) -> None:
        self.play = play
        self._tracks = tracks
        self._device_rate = device_rate
        self._stretcher = Stretcher(self._input, device_rate, play.rate)
        self._made = 0

    @property
    def position_ns(self) -> int:
        """Sample time of the frame that is next."""
        return self.play.position(self._made * NS_PER_SECOND / self._device_rate)

    def next(self, count: int) -> Frames:
        """The next frames, shape (count, 2)."""
        self._made += count
        return self._stretcher.next(count)

    def _input(self, first: int, count: int) -> Frames:
        """Sound at normal speed; the end of a loop fades into what leads up to its start."""
        instants = input_instants(self.play, first, count, self._device_rate)
        sound = mixed(self._tracks, instants)
        loop = self.play.loop
        if loop is None or self.play.start_ns >= loop.end_ns:
            return sound
        length_ns = loop.end_ns - loop.start_ns
        fade_ns = min(FADE_S * NS_PER_SECOND, length_ns / 2)
        leaving = np.flatnonzero((instants >= loop.end_ns - fade_ns) & (instants < loop.end_ns))
        if len(leaving):
            led_up = mixed(self._tracks, instants[leaving] - length_ns)
            weight = ((loop.end_ns - instants[leaving]) / fade_ns).astype(np.float32)[:, None]
            sound[leaving] = led_up + weight * (sound[leaving] - led_up)
        return sound


class Deck:
    """What sounds now: one rendering, another one, or silence, each fading into the next."""

    def __init__(self, tracks: Sequence[SoundTrack], device_rate: float) -> None:
        self._tracks = tracks
        self._device_rate = device_rate
        self._sounding: Rendering | None = None
        self._fade = _fade(device_rate)

    @property
    def position_ns(self) -> int | None:
        """Sample time of the frame that is next; None in silence."""
        return self._sounding.position_ns if self._sounding else None

    def next(self, play: Play | None, count: int) -> Frames:
        """The next frames: of this run from its start on, unless it is the one that sounds already."""
        before = self._sounding
        if (before.play if before else None) is play:
            return before.next(count) if before else np.zeros((count, 2), np.float32)
        self._sounding = Rendering(play, self._tracks, self._device_rate) if play else None
        frames = self._sounding.next(count) if self._sounding else np.zeros((count, 2), np.float32)
        faded = min(count, len(self._fade))
        left = before.next(faded) if before else np.zeros((faded, 2), np.float32)
        frames[:faded] = left + self._fade[:faded] * (frames[:faded] - left)
        return frames


def _fade(device_rate: float) -> npt.NDArray[np.float32]:
    count = max(round(FADE_S * device_rate), 1)
    return ((np.arange(count, dtype=np.float32) + 1) / np.float32(count))[:, None]
