"""Gives the playback the sound of the sample as soon as it is prepared."""

from PySide6.QtCore import QObject

from crosstie.app.playback.mixing import SoundTrack
from crosstie.app.playback.playback import Playback
from crosstie.schema.changes import Changes
from crosstie.storage.media.errors import MediaUnreadable
from crosstie.storage.media.pcm import PcmFile
from crosstie.storage.media.queries import Sound
from crosstie.viewers.context import PaneContext


class Listening(QObject):
    """Hears the first sound of a sample; the others are seen and can be asked for."""

    def __init__(self, context: PaneContext, playback: Playback, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._playback = playback
        self.heard = ""
        self._growing: PcmFile | None = None
        context.sample_opened.connect(self._on_sample_opened)
        context.labels_changed.connect(self._on_labels_changed)
        context.sounds.ready.connect(self._on_ready)
        context.sounds.grown.connect(self._on_grown)

    def hear(self, asset_id: str) -> None:
        """Plays this asset's sound from now on; the empty string for none."""
        self.heard = asset_id
        self._growing = None
        sound = self._context.sounds.get(asset_id) or self._context.sounds.so_far(asset_id)
        if sound is None or not sound.frame_count:
            self._playback.use_tracks(())
            return
        try:
            frames = PcmFile(sound)
        except (OSError, MediaUnreadable):
            self._context.say(f"The prepared sound of {asset_id} is gone: open the sample again.", "warn")
            self._playback.use_tracks(())
            return
        self._growing = frames if sound.so_far else None
        clock = self._context.state.assets[asset_id].clock
        self._playback.use_tracks((SoundTrack(frames, sound.sample_rate, clock),))

    def _on_sample_opened(self) -> None:
        assets = self._context.state.assets.values()
        self.hear(next((asset.id for asset in assets if asset.kind == "audio"), ""))

    def _on_ready(self, asset_id: str, sound: Sound) -> None:
        if asset_id == self.heard and self._growing is not None:
            # The file that is heard already has all of it by now: play is not interrupted.
            self._growing.reach_to(sound.frame_count)
            self._growing = None
        elif asset_id == self.heard:
            self.hear(asset_id)

    def _on_grown(self, asset_id: str, sound: Sound) -> None:
        if asset_id == self.heard and self._growing is not None:
            self._growing.reach_to(sound.frame_count)
        elif asset_id == self.heard:
            self.hear(asset_id)

    def _on_labels_changed(self, changes: Changes) -> None:
        """A sound that was shifted on the sample's clock is heard where it lies now."""
        if self.heard in changes.ids("asset"):
            self.hear(self.heard)
