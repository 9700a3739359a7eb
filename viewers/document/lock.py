"""A protected document's way in: what has opened the same content before, else what is typed over it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crosstie.schema.records import Asset
from crosstie.viewers.document.passwords import forget_password, keep_password, kept_password
from crosstie.viewers.document.unlock import Unlock


class Lock(QObject):
    """`unlock` gives the decoder a password; `tried` says that it was given another one."""

    tried = Signal()

    def __init__(self, asset: Asset, unlock: Callable[[str], None], over: QWidget) -> None:
        super().__init__(over)
        self._asset = asset
        self._unlock = unlock
        self.plate = Unlock(asset.id, over)
        self.plate.given.connect(self._on_given)
        self._password = kept_password(asset)
        if self._password:
            unlock(self._password)

    @property
    def is_shut(self) -> bool:
        """Whether a password is waited for."""
        return self.plate.isVisible()

    def refuse(self, reason: str) -> None:
        """The document did not open."""
        forget_password(self._asset)
        self.plate.ask(reason)

    def open(self) -> None:
        """The document is open: what has opened it, if it took a password, does so again."""
        self.plate.end()
        if self._password:
            keep_password(self._asset, self._password)

    def place(self) -> None:
        """Keeps to the middle."""
        if self.is_shut:
            self.plate.place()

    def _on_given(self, password: str) -> None:
        self._password = password
        self._unlock(password)
        self.tried.emit()
