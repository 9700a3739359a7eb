"""How each sound of the window is looked at; a sound that nobody has set looks as the last one that was."""

import msgspec
from PySide6.QtCore import QObject, Signal

from crosstie.viewers.sound_look import SoundLook


class SoundLooks(QObject):
    """Kept by the context, so that a sound looks the same when its sample is opened again.

    `changed` carries the asset's id, `usual_changed` what a sound not seen yet looks like from now on.
    """

    changed = Signal(str)
    usual_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks: dict[str, SoundLook] = {}
        self.usual = SoundLook()

    def of(self, asset_id: str) -> SoundLook:
        """How this asset's sound is looked at."""
        return self._looks.get(asset_id, self.usual)

    def set(self, asset_id: str, look: SoundLook) -> None:
        """Looks at it otherwise. How large it is drawn is its own matter; all else becomes usual."""
        if look == self.of(asset_id):
            return
        self._looks[asset_id] = look
        self.changed.emit(asset_id)
        usual = msgspec.structs.replace(look, gain=1.0)
        if usual != self.usual:
            self.usual = usual
            self.usual_changed.emit()

    def set_usual(self, look: SoundLook) -> None:
        """What the person chose another day."""
        self.usual = look
