"""What several viewers need of one asset and must be made only once: prepared sound, and read transcripts."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from crosstie.schema.records import Asset
from crosstie.storage.media.queries import (
    Failed,
    Progress,
    Query,
    Sound,
    SoundPrepare,
    TextOf,
    Transcript,
)
from crosstie.viewers.media import AssetMedia, MediaHome

Made = TypeVar("Made", bound=Sound | Transcript)


class Source(QObject, Generic[Made]):
    """Asks each asset's decoder once, keeps the answer for all who want it, and then ends the decoder.

    `ready` carries the asset's id and the answer, `failed` the id and one line of reason, `progressed` the
    id, the part done from 0 to 1 and what is being done, `grown` the id and what there is so far of a sound.
    """

    ready = Signal(str, object)
    failed = Signal(str, str)
    progressed = Signal(str, float, str)
    grown = Signal(str, object)

    def __init__(
        self, home: MediaHome, query: Query, made: type[Made], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._query = query
        self._made_type: type[Made] = made
        self._assets: dict[str, Asset] = {}
        self._media: dict[str, AssetMedia] = {}
        self._made: dict[str, Made] = {}
        self._reasons: dict[str, str] = {}
        self._so_far: dict[str, Sound] = {}

    def get(self, asset_id: str) -> Made | None:
        """The answer, where it has come."""
        return self._made.get(asset_id)

    def so_far(self, asset_id: str) -> Sound | None:
        """What there is of a sound that is still being prepared."""
        return self._so_far.get(asset_id)

    def reason(self, asset_id: str) -> str:
        """Why there is no answer; empty while there may still be one."""
        return self._reasons.get(asset_id, "")

    @property
    def waiting(self) -> bool:
        """Whether an answer is still on its way."""
        return bool(self._media)

    def prepare(self, asset: Asset) -> None:
        """Asks, unless that was done before; who comes late looks with `get` first."""
        if asset.id in self._assets:
            return
        self._assets[asset.id] = asset
        media = AssetMedia(self._home, asset, self)
        self._media[asset.id] = media
        media.replied.connect(lambda _number, reply: self._on_replied(asset.id, reply))
        media.ask(self._query)

    def keep_only(self, assets: Mapping[str, Asset]) -> None:
        """Forgets what belongs to another sample, and what failed, so that it is tried again."""
        for asset_id, known in tuple(self._assets.items()):
            asset = assets.get(asset_id)
            same = asset is not None and (asset.files, asset.stream) == (known.files, known.stream)
            if not same or asset_id in self._reasons:
                self._forget(asset_id)

    def close(self) -> None:
        """Ends what is still being asked and forgets everything."""
        for asset_id in tuple(self._assets):
            self._forget(asset_id)

    def _on_replied(self, asset_id: str, reply: object) -> None:
        match reply:
            case Progress(done=done, what=what, sound=sound):
                if sound is not None:
                    self._so_far[asset_id] = sound
                    self.grown.emit(asset_id, sound)
                self.progressed.emit(asset_id, done, what)
            case Failed(reason=reason):
                self._end(asset_id)
                self._reasons[asset_id] = reason
                self.failed.emit(asset_id, reason)
            case _ if isinstance(reply, self._made_type):
                self._end(asset_id)
                self._made[asset_id] = reply
                self.ready.emit(asset_id, reply)

    def _end(self, asset_id: str) -> None:
        self._so_far.pop(asset_id, None)
        media = self._media.pop(asset_id, None)
        if media is not None:
            media.close()
            media.deleteLater()

    def _forget(self, asset_id: str) -> None:
        self._end(asset_id)
        del self._assets[asset_id]
        self._made.pop(asset_id, None)
        self._reasons.pop(asset_id, None)


def sound_source(home: MediaHome, parent: QObject | None = None) -> Source[Sound]:
    """The one source of prepared sound: the waveform draws it and the playback plays it."""
    return Source(home, SoundPrepare(), Sound, parent)


def transcript_source(home: MediaHome, parent: QObject | None = None) -> Source[Transcript]:
    """The one source of transcripts: their pane shows them and the lanes place text spans by their times."""
    return Source(home, TextOf(), Transcript, parent)
