"""Sound as a spectrogram in the whole window, remembered, and the output chosen by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.app.playback.devices import output_names
from crosstie.app.settings import Settings
from crosstie.viewers.sound_look import SoundLook
from crosstie.viewers.waveform import WaveformPane
from tests.ui.small_project import ACTOR, TALK, make_small_project
from tests.ui.workstation import Workstation, opened

SIZE = (1366, 768)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_project(tmp_path_factory.mktemp("small"))


@pytest.fixture
def station(qtbot: QtBot, project: Path) -> Iterator[Workstation]:
    with opened(qtbot, project, ACTOR, TALK, SIZE) as made:
        yield made


def wave(station: Workstation) -> WaveformPane:
    pane = station.pane("mic")
    assert isinstance(pane, WaveformPane)
    return pane


def test_a_key_turns_the_wave_into_a_spectrogram_with_room_and_back(station: Workstation) -> None:
    before = wave(station).height()
    station.key("W")
    station.until(lambda: wave(station).height() >= 80 and wave(station).is_settled())
    assert wave(station).look.view == "spectrogram"
    assert before < 60
    assert station.run("frequency_scale")
    assert wave(station).look.scale == "log"
    station.key("W")
    assert wave(station).look.view == "wave"
    station.until(wave(station).is_settled)


def test_how_sound_is_looked_at_is_remembered(station: Workstation) -> None:
    station.run("spectrogram")
    station.run("sound_larger")
    assert wave(station).look.gain > 1
    assert Settings().sound_look == SoundLook(view="spectrogram")


def test_the_output_is_chosen_by_its_name_and_remembered(station: Workstation) -> None:
    playback = station.window.parts.playback
    station.until(lambda: playback.has_sound)
    assert station.run("output")
    chooser = station.window.parts.chooser
    assert chooser.question == "Sound goes to which device?"
    station.type(output_names()[0])
    station.key("Return")
    assert playback.device == Settings().sound_device == output_names()[0]
    station.until(lambda: playback.has_sound)
    timeline = station.context.timeline
    timeline.play()
    station.until(lambda: timeline.now_ns > 300_000_000)
    timeline.pause()
