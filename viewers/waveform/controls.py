"""The button in a waveform's name column: a menu of how the sound is looked at."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from crosstie.viewers.sound_look import RANGES_DB, SCALES, SoundLook
from crosstie.viewers.sound_looks import SoundLooks
from crosstie.viewers.theme import GUTTER_PX, SMALL_PX, Theme

_SCALE_NAMES: Final = {"mel": "Mel, as heard", "log": "Logarithmic", "linear": "Linear"}
_CHANNEL_NAMES: Final = {"auto": "Apart where there is room", "apart": "Apart", "together": "Together"}
_SIZE: Final = (24, 18)


class LookButton(QToolButton):
    """Stands in the top right corner of the name column. The menu is made when it is opened."""

    def __init__(self, looks: SoundLooks, asset_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"look_{asset_id}")
        self.setAccessibleName(f"How {asset_id} is shown")
        self.setToolTip("Wave or spectrogram, channels, loudness")
        self.setText("▾")
        self.setFixedSize(*_SIZE)
        self._looks = looks
        self._asset_id = asset_id
        self._channel_count = 1
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_channels(self, count: int) -> None:
        """How many channels the sound has: with one there is nothing to part."""
        self._channel_count = count

    def place(self, top: int) -> None:
        """Keeps to its corner, below the ruler where there is one."""
        self.move(GUTTER_PX - _SIZE[0] - 4, top + 4)

    def dress(self, theme: Theme) -> None:
        """Takes a theme's colours."""
        self.setStyleSheet(
            f"QToolButton {{ background: transparent; color: {theme.quiet}; border: 1px solid transparent;"
            f" border-radius: 4px; padding: 0; font-size: {SMALL_PX}px; }}"
            f"QToolButton:hover {{ border-color: {theme.line}; color: {theme.text}; }}"
            "QToolButton::menu-indicator { image: none; }"
        )

    def _fill(self) -> None:
        self._menu.clear()
        look = self._looks.of(self._asset_id)
        self._choices("", "view", {"wave": "Wave", "spectrogram": "Spectrogram"}, look)
        if self._channel_count > 1:
            self._choices("Channels", "channels", _CHANNEL_NAMES, look)
        if look.view == "spectrogram":
            self._choices("Frequencies", "scale", {one: _SCALE_NAMES[one] for one in SCALES}, look)
            ranges = {one: f"{one} dB" for one in RANGES_DB}
            self._choices("Range", "range_db", ranges, look)
        self._menu.addSection("Size")
        self._add("Larger\tCtrl+wheel", look.louder(+2))
        self._add("Smaller", look.louder(-2))
        back = self._add("As it comes", msgspec.structs.replace(look, gain=1.0))
        back.setEnabled(look.gain != 1.0)

    def _choices(self, title: str, field: str, names: Mapping[Any, str], look: SoundLook) -> None:
        """One of several values of a field, the present one marked."""
        if title:
            self._menu.addSection(title)
        group = QActionGroup(self._menu)
        for value, name in names.items():
            after = msgspec.structs.replace(look, **{field: value})
            action = self._add(name, after)
            action.setCheckable(True)
            action.setChecked(after == look)
            group.addAction(action)

    def _add(self, title: str, look: SoundLook) -> QAction:
        action = QAction(title, self._menu)
        action.triggered.connect(lambda _checked: self._looks.set(self._asset_id, look))
        self._menu.addAction(action)
        return action
