"""Actions that change how sound is looked at, and no label."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import msgspec

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.sound_look import SCALES, Channels, Scale, SoundLook
from crosstie.viewers.waveform import WaveformPane

_NEXT_SCALE: Final[Mapping[Scale, Scale]] = dict(zip(SCALES, (*SCALES[1:], SCALES[0]), strict=True))
_NEXT_CHANNELS: Final[Mapping[Channels, Channels]] = {
    "auto": "apart",
    "apart": "together",
    "together": "apart",
}
_LARGER: Final = 2.0


def sound_actions(parts: Parts) -> tuple[Action, ...]:
    """Of the current pane where that is a sound's, else of every sound."""
    looks = parts.context.sound_looks

    def panes() -> list[WaveformPane]:
        current = parts.bench.current_pane
        shown = [current] if isinstance(current, WaveformPane) else parts.bench.panes.values()
        return [pane for pane in shown if isinstance(pane, WaveformPane)]

    def any_sound() -> bool:
        return bool(panes())

    def as_spectrum() -> bool:
        return any(pane.look.view == "spectrogram" for pane in panes())

    def change(how: Callable[[SoundLook], SoundLook]) -> None:
        """All alike: what the first one comes to look like in this."""
        for pane in panes():
            looks.set(pane.asset_id, how(pane.look))

    def turn() -> None:
        view = "wave" if as_spectrum() else "spectrogram"
        change(lambda look: msgspec.structs.replace(look, view=view))

    def act(action_id: str, title: str, how: Callable[[SoundLook], SoundLook], *keys: str) -> Action:
        return Action(action_id, title, "View", partial(change, how), keys, any_sound)

    return (
        Action("spectrogram", "Sound as a spectrogram", "View", turn, ("W",), any_sound, checked=as_spectrum),
        act("frequency_scale", "Another frequency scale", _other_scale),
        act("channels", "Channels apart or together", _other_channels),
        act("sound_larger", "Draw sound larger", lambda look: look.louder(_LARGER), "Ctrl+Up"),
        act("sound_smaller", "Draw sound smaller", lambda look: look.louder(-_LARGER), "Ctrl+Down"),
    )


def _other_scale(look: SoundLook) -> SoundLook:
    return msgspec.structs.replace(look, view="spectrogram", scale=_NEXT_SCALE[look.scale])


def _other_channels(look: SoundLook) -> SoundLook:
    return msgspec.structs.replace(look, channels=_NEXT_CHANNELS[look.channels])
