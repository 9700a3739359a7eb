"""What the window remembers of a person: theme, language, keys, layouts. Nothing of it is a label."""

import json

import msgspec
from PySide6.QtCore import QByteArray, QSettings

from crosstie.viewers.sound_look import SoundLook
from crosstie.viewers.theme import THEMES, Theme

_ORGANISATION, _APPLICATION = "Crosstie", "Crosstie"


class Settings:
    """Typed access to the person's settings; what cannot be read counts as not set."""

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, _ORGANISATION, _APPLICATION
        )

    @property
    def theme(self) -> Theme:
        """Dark unless the person chose otherwise."""
        return THEMES.get(str(self._store.value("window/theme", "dark")), THEMES["dark"])

    def set_theme(self, theme: Theme) -> None:
        """Remembers the theme."""
        self._store.setValue("window/theme", theme.name)

    @property
    def language(self) -> str:
        """The language of the schema's names."""
        return str(self._store.value("window/language", "en"))

    def set_language(self, language: str) -> None:
        """Remembers the language."""
        self._store.setValue("window/language", language)

    @property
    def sound_device(self) -> str:
        """Name of the output that sound goes to; empty for the system's choice."""
        return str(self._store.value("sound/device", ""))

    def set_sound_device(self, name: str) -> None:
        """Remembers the output."""
        self._store.setValue("sound/device", name)

    @property
    def sound_look(self) -> SoundLook:
        """How sound is looked at that was not looked at before."""
        try:
            return msgspec.json.decode(str(self._store.value("sound/look", "{}")), type=SoundLook)
        except msgspec.MsgspecError:
            return SoundLook()

    def set_sound_look(self, look: SoundLook) -> None:
        """Remembers it."""
        self._store.setValue("sound/look", msgspec.json.encode(look).decode())

    @property
    def camera_points(self) -> bool:
        """Whether cameras show the points of their cloud."""
        return str(self._store.value("cameras/points", "no")) == "yes"

    def set_camera_points(self, *, shown: bool) -> None:
        """Remembers it."""
        self._store.setValue("cameras/points", "yes" if shown else "no")

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The person's own keys by action id."""
        try:
            read = json.loads(str(self._store.value("keys/own", "{}")))
        except ValueError:
            return {}
        if not isinstance(read, dict):
            return {}
        return {str(key): tuple(map(str, keys)) for key, keys in read.items() if isinstance(keys, list)}

    def set_keys(self, keys: dict[str, tuple[str, ...]]) -> None:
        """Remembers the person's own keys."""
        self._store.setValue("keys/own", json.dumps(keys))

    def layout(self, template: str) -> QByteArray | None:
        """How the person left the docks of a template."""
        return self._bytes(f"layout/{template}")

    def set_layout(self, template: str, state: QByteArray) -> None:
        """Remembers the docks of a template."""
        self._store.setValue(f"layout/{template}", state)

    def forget_layout(self, template: str) -> None:
        """Back to the template's own arrangement."""
        self._store.remove(f"layout/{template}")

    def window_geometry(self) -> QByteArray | None:
        """Where the window stood."""
        return self._bytes("window/geometry")

    def set_window_geometry(self, geometry: QByteArray) -> None:
        """Remembers where the window stands."""
        self._store.setValue("window/geometry", geometry)

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None
