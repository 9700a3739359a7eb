"""A long compressed sound in the real window: its wave grows while it is read, and can be heard meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pytestqt.qtbot import QtBot

from crosstie.app.session import Session
from crosstie.app.settings import Settings
from crosstie.app.window import MainWindow
from crosstie.storage.intake import add_manifest
from crosstie.storage.media.queries import Sound
from crosstie.storage.project import create_project
from crosstie.storage.store import Store
from crosstie.viewers.waveform import WaveformPane
from tests.ui.mixed_sample import ACTOR, SCHEMA
from tests.ui.workstation import Workstation

RATE = 8_000
HOURS = 3
_MANIFEST = "samples: [{id: long, language: en, assets: [{id: mic, kind: audio, path: long.flac}]}]"


def make_project(root: Path) -> Path:
    """Three hours of a tone, an hour louder each."""
    tone = np.sin(np.arange(RATE * 60) / 3)
    with soundfile.SoundFile(root / "long.flac", "w", RATE, 1, "PCM_16") as file:
        for minute in range(HOURS * 60):
            file.write((tone * 9_000 * (1 + minute // 60)).astype(np.int16))
    (root / "manifest.yaml").write_text(_MANIFEST)
    with create_project(root / "project", SCHEMA, actor_name=ACTOR) as store:
        add_manifest(store, root / "manifest.yaml")
    return root / "project"


def lit_columns(pane: WaveformPane) -> int:
    """How many columns of the wave's picture hold anything."""
    wave = pane.wave
    return 0 if wave is None else int((wave.pixels != 0).any(axis=0).sum())


class Growth:
    """What stood in the pane each time that more of the sound was there."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.details: list[str] = []
        self.lit: list[int] = []
        self.heard: list[bool] = []
        window.session.context.sounds.grown.connect(self._note)

    def _note(self, _asset_id: str, sound: Sound) -> None:
        assert sound.so_far
        pane = self._window.bench.panes["mic"]
        assert isinstance(pane, WaveformPane)
        self.details.append(pane.detail)
        self.lit.append(lit_columns(pane))
        self.heard.append(self._window.parts.playback.has_sound)


@pytest.fixture
def station(qtbot: QtBot, tmp_path: Path) -> Iterator[Workstation]:
    window = MainWindow(Session(Store.open(make_project(tmp_path), ACTOR)), Settings())
    window.resize(1366, 768)
    yield Workstation(qtbot, window)
    window.close()
    window.deleteLater()


def test_the_wave_grows_and_is_heard_before_all_of_it_is_read(qtbot: QtBot, station: Workstation) -> None:
    window, growth = station.window, Growth(station.window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.session.open_sample("long")
    station.until(lambda: window.session.sample_id == "long" and bool(window.bench.panes))
    station.until_settled()
    pane = station.pane("mic")
    assert isinstance(pane, WaveformPane)
    whole = lit_columns(pane)
    assert growth.lit == sorted(growth.lit)
    assert any(0 < columns < whole for columns in growth.lit)
    assert any("· reading " in detail for detail in growth.details)
    assert any(growth.heard)
    assert "reading" not in pane.detail
    sound = station.context.sounds.get("mic")
    assert sound is not None
    assert sound.frame_count == HOURS * 3600 * RATE
    station.context.timeline.seek(HOURS * 3600 * 10**9 - 10**9)
    station.until_settled()
    station.context.timeline.play()
    station.until(lambda: not station.context.timeline.playing)
