"""A decoder's replies brought to the user-interface thread."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media.decoder import Decoder
from crosstie.storage.media.queries import Query, Reply


class MediaHome(Protocol):
    """Who knows where the project's media lie: the context."""

    media_root: Path
    cache_dir: Path


class AssetMedia(QObject):
    """One asset's decoder for one pane. `ask` never blocks; `replied` comes on the pane's thread.

    A reply that was overtaken by a newer question of its kind is dropped by the decoder, so at most one
    picture a pane is ever on its way.
    """

    replied = Signal(int, object)
    _arrived = Signal(int, object)

    def __init__(
        self,
        home: MediaHome,
        asset: Asset,
        parent: QObject | None = None,
        taking: Callable[[Reply], Reply] | None = None,
    ) -> None:
        """`taking` makes of each reply what `replied` brings, on the decoder's thread."""
        super().__init__(parent)
        self._closed = False
        self._taking = taking
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._decoder = Decoder(asset, home.media_root, home.cache_dir, self._deliver)

    def ask(self, query: Query) -> int:
        """Asks; the number comes back with the reply."""
        return self._decoder.ask(query)

    def unlock(self, password: str) -> None:
        """Opens the asset with a password, before the next question is answered."""
        self._decoder.unlock(password)

    def close(self) -> None:
        """Ends the worker; nothing arrives afterwards."""
        self._closed = True
        self._decoder.close()

    def _deliver(self, number: int, reply: Reply) -> None:
        # Runs on the decoder's thread: the queued signal is the only way across.
        if not self._closed:
            self._arrived.emit(number, self._taking(reply) if self._taking else reply)

    def _on_arrived(self, number: int, reply: object) -> None:
        if not self._closed:
            self.replied.emit(number, reply)
