"""How a sound is looked at: its wave or its spectrogram, channels apart or together, how large."""

from typing import Final, Literal

import msgspec

View = Literal["wave", "spectrogram"]
Scale = Literal["linear", "mel", "log"]
Channels = Literal["auto", "apart", "together"]
SCALES: Final[tuple[Scale, ...]] = ("mel", "log", "linear")
RANGES_DB: Final = (40, 60, 80, 100)
GAIN_STEP: Final = 2.0**0.5
MOST_GAIN: Final = 256.0


class SoundLook(msgspec.Struct, frozen=True):
    """`gain` enlarges on top of what makes a quiet sound readable; `range_db` is how far below the loudest
    a spectrogram shows anything. Channels "auto" stand apart where there is room for two.
    """

    view: View = "wave"
    scale: Scale = "mel"
    range_db: int = 80
    channels: Channels = "auto"
    gain: float = 1.0

    def louder(self, steps: float) -> "SoundLook":
        """Larger by steps of 3 dB, or smaller."""
        gain = min(max(self.gain * GAIN_STEP**steps, 1 / MOST_GAIN), MOST_GAIN)
        return msgspec.structs.replace(self, gain=1.0 if abs(gain - 1) < 0.01 else gain)


class SpectrumLook(msgspec.Struct, frozen=True):
    """What a picture of a spectrogram depends on besides time and size. `ramp` is quiet to loud, 0xRRGGBB."""

    scale: Scale
    range_db: int
    ramp: tuple[int, ...]
