import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import TimeSpan
from crosstie.schema.clock import AssetClock
from crosstie.schema.edits import AddAnnotation, SetAnchor, SetAssetClock
from crosstie.schema.records import Asset, MediaFacts, MediaFile
from crosstie.storage.media.pcm import PcmFile
from crosstie.viewers.selection import Ref
from crosstie.viewers.sound_look import SoundLook
from crosstie.viewers.waveform import WaveformPane
from tests.data import data_file
from tests.ui.drive_sample import SCHEMA, SECOND, label
from tests.ui.memory_session import SAMPLE_ID, MemorySession
from tests.ui.pointing import Point, click, double_click, drag, drag_to, hover, press, wheel

RATE = 8000
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def write_wav(path: Path, seconds: float = 10.0, channels: int = 1) -> Path:
    """A tone that sounds in the second half only."""
    count = round(seconds * RATE)
    tone = (np.sin(np.arange(count) * 0.4) * 12000).astype(np.int16)
    tone[: count // 2] = 0
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, RATE, count, "NONE", ""))
        file.writeframes(np.repeat(tone[:, None], channels, axis=1).tobytes())
    return path


def sound_asset(path: Path, stream: str = "") -> Asset:
    files = (MediaFile(str(path), path.stat().st_size, ""),)
    facts = MediaFacts(duration_ns=10 * SECOND)
    return Asset("mic", SAMPLE_ID, "audio", files, stream=stream, facts=facts)


class Waveform:
    """One waveform pane in a window of its own."""

    def __init__(self, session: MemorySession, pane: WaveformPane) -> None:
        self.session, self.pane, self.context = session, pane, session.context

    def x(self, seconds: float) -> float:
        return self.pane.scale().x(round(seconds * SECOND))

    def wave_y(self) -> float:
        return self.pane.span_view().wave_top + 15

    def bar(self, annotation_id: str) -> Point:
        view = self.pane.span_view()
        left, top, right, bottom = view.bar_rect(view.bars.place_of(annotation_id))
        return (left + right) / 2, (top + bottom) / 2

    def span(self, annotation_id: str) -> tuple[float, float]:
        anchor = self.session.state.annotations[annotation_id].anchor
        assert isinstance(anchor, TimeSpan)
        return anchor.start_ns / SECOND, anchor.end_ns / SECOND

    def selected(self) -> list[str]:
        return [ref.id for ref in self.context.selection.refs]

    def dark_columns(self) -> tuple[float, float]:
        """From where to where (seconds) the wave is more than a line."""
        image = self.pane.grab().toImage()
        top = self.pane.span_view().wave_top
        y = round(top + (self.pane.height() - top) * 0.35)
        quiet = self.context.theme.color("quiet")
        xs = [x for x in range(113, image.width()) if image.pixelColor(x, y) == quiet]
        scale = self.pane.scale()
        return scale.ns(xs[0]) / SECOND, scale.ns(xs[-1]) / SECOND


Show = Callable[[Asset], Waveform]


@pytest.fixture
def show(qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    shown: list[Waveform] = []

    def make(asset: Asset) -> Waveform:
        session = MemorySession(SCHEMA, [asset], tmp_path, tmp_path / "cache")
        session.show(10 * SECOND)
        pane = WaveformPane(session.context, asset)
        qtbot.addWidget(pane)
        pane.resize(1136, 130)
        with qtbot.waitExposed(pane):
            pane.show()
        qtbot.waitUntil(pane.is_settled, timeout=20_000)
        shown.append(Waveform(session, pane))
        return shown[-1]

    yield make
    for one in shown:
        one.pane.close_media()
        one.context.close_media()


@pytest.fixture
def mic(show: Show, tmp_path: Path) -> Waveform:
    mic = show(sound_asset(write_wav(tmp_path / "a.wav")))
    spans = {"a": (1, 3), "b": (3, 5), "c": (2, 4)}
    edits = [
        AddAnnotation(label(key, "mic", "c_speech", TimeSpan(start * SECOND, end * SECOND)))
        for key, (start, end) in spans.items()
    ]
    mic.session.submit(edits, "test")
    mic.session.gestures.clear()
    return mic


def test_the_wave_stands_where_it_is_heard(mic: Waveform) -> None:
    start, end = mic.dark_columns()
    assert start == pytest.approx(5, abs=0.03)
    assert end == pytest.approx(10, abs=0.03)


def test_moving_the_asset_on_the_clock_moves_the_wave_and_its_spans(mic: Waveform, qtbot: QtBot) -> None:
    asset = mic.session.state.assets["mic"]
    later = AssetClock(offset_ns=-2 * SECOND)
    mic.session.submit([SetAssetClock(SAMPLE_ID, "mic", asset.clock, later)], "test")
    qtbot.waitUntil(mic.pane.is_settled)
    assert mic.dark_columns()[0] == pytest.approx(3, abs=0.03)
    assert mic.pane.span_view().edges(mic.pane.span_view().bars.bars[-1])[0] == pytest.approx(mic.x(1))


def test_it_says_its_own_time_and_what_sound_it_is(mic: Waveform) -> None:
    mic.context.timeline.seek(6_240_000_000)
    assert mic.pane.detail == "00:06.240 · 8 kHz mono"


def test_the_sound_is_there_for_the_playback_too(mic: Waveform) -> None:
    sound = mic.context.sounds.get("mic")
    assert sound is not None
    assert (sound.sample_rate, sound.channels, sound.frame_count) == (RATE, 1, 10 * RATE)
    assert len(PcmFile(sound)) == 10 * RATE


def test_two_channels_are_drawn_apart_where_there_is_room(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    pane = show(sound_asset(write_wav(tmp_path / "st.wav", channels=2))).pane
    assert "stereo" in pane.detail
    pane.resize(1136, 300)
    qtbot.waitUntil(pane.is_settled)
    image = pane.grab().toImage()
    x = round(pane.scale().x(8 * SECOND))
    ground = pane.context.theme.color("quiet")
    filled = [image.pixelColor(x, y) == ground for y in range(image.height())]
    runs = sum(1 for before, now in zip([False, *filled], filled, strict=False) if now and not before)
    assert runs == 2


def test_a_drag_in_the_wave_makes_a_span_also_over_another(mic: Waveform) -> None:
    y = mic.wave_y()
    drag(mic.pane, (mic.x(3.5), y), (mic.x(6.5), y))
    ((edit,),) = mic.session.gestures
    assert isinstance(edit, AddAnnotation)
    assert mic.span(edit.annotation.id) == pytest.approx((3.5, 6.5), abs=0.02)
    assert mic.selected() == [edit.annotation.id]


def test_a_drag_within_a_selected_span_moves_it(mic: Waveform) -> None:
    mic.context.pick(Ref("annotation", "b"))
    drag(mic.pane, (mic.x(4.5), mic.wave_y()), (mic.x(5.5), mic.wave_y()))
    assert [type(edit) for edit in mic.session.gestures[0]] == [SetAnchor]
    assert mic.span("b") == pytest.approx((4, 6), abs=0.02)


def test_a_bar_is_dragged_and_stays_within_the_sound(mic: Waveform) -> None:
    x, y = mic.bar("b")
    drag(mic.pane, (x, y), (x + 2000, y))
    assert mic.span("b") == (8, 10)
    assert len(mic.session.gestures) == 1


def test_an_edge_is_dragged_alone_and_with_shift_takes_its_neighbour_along(mic: Waveform) -> None:
    y = mic.wave_y()
    drag(mic.pane, (mic.x(3) - 2, y), (mic.x(2.5) - 2, y))
    assert mic.span("a") == pytest.approx((1, 2.5), abs=0.02)
    assert mic.span("b") == (3, 5)
    before = mic.session.state.annotations["a"].anchor
    mic.session.submit([SetAnchor(SAMPLE_ID, "a", before, TimeSpan(SECOND, 3 * SECOND))], "test")
    drag(mic.pane, (mic.x(3) - 2, y), (mic.x(2.6) - 2, y), SHIFT)
    assert mic.span("a")[1] == mic.span("b")[0] == pytest.approx(2.6, abs=0.02)
    assert len(mic.session.gestures[-1]) == 2


def test_alt_snaps_to_another_edge(mic: Waveform) -> None:
    y = mic.wave_y()
    drag(mic.pane, (mic.x(8), y), (mic.x(5) + 5, y), ALT)
    ((edit,),) = mic.session.gestures
    assert isinstance(edit, AddAnnotation)
    assert mic.span(edit.annotation.id)[0] == 5


def test_a_click_in_the_wave_goes_there_and_selects_what_is_around(mic: Waveform) -> None:
    click(mic.pane, (mic.x(4.5), mic.wave_y()))
    assert mic.context.timeline.now_ns == pytest.approx(4.5 * SECOND, abs=0.01 * SECOND)
    assert mic.selected() == ["b"]
    click(mic.pane, (mic.x(8), mic.wave_y()))
    assert mic.selected() == []
    assert mic.session.gestures == []


def test_a_double_click_on_a_bar_goes_to_its_start(mic: Waveform) -> None:
    double_click(mic.pane, mic.bar("c"))
    assert mic.context.timeline.now_ns == 2 * SECOND


def test_a_tie_is_completed_by_a_click_on_a_bar(mic: Waveform, qtbot: QtBot) -> None:
    mic.context.set_tie_from(Ref("annotation", "a"))
    assert mic.pane.pointer.cursor == Qt.CursorShape.CrossCursor
    with qtbot.waitSignal(mic.context.picked) as picked:
        click(mic.pane, mic.bar("b"))
    assert picked.args == [Ref("annotation", "b")]


def test_escape_gives_a_drag_up(mic: Waveform) -> None:
    start = (mic.x(7), mic.wave_y())
    press(mic.pane, start)
    drag_to(mic.pane, start, (mic.x(8), start[1]))
    assert mic.pane.pointer.hand.ghosts
    QTest.keyClick(mic.pane, Qt.Key.Key_Escape)
    QTest.mouseRelease(mic.pane, Qt.MouseButton.LeftButton)
    assert mic.session.gestures == []


def test_a_refused_edit_leaves_no_ghost(mic: Waveform) -> None:
    start = (mic.x(7), mic.wave_y())
    press(mic.pane, start)
    drag_to(mic.pane, start, (mic.x(8), start[1]))
    mic.context.read_only = True
    QTest.mouseRelease(mic.pane, Qt.MouseButton.LeftButton)
    assert not mic.pane.pointer.hand.ghosts


def test_hovering_tells_the_context(mic: Waveform) -> None:
    hover(mic.pane, mic.bar("a"))
    assert mic.context.hovered == Ref("annotation", "a")
    hover(mic.pane, (mic.x(9), mic.wave_y()))
    assert mic.context.hovered is None


def test_zooming_in_draws_the_wave_anew(mic: Waveform, qtbot: QtBot) -> None:
    wheel(mic.pane, (mic.x(5), mic.wave_y()), 8)
    assert not mic.pane.is_settled()
    qtbot.waitUntil(mic.pane.is_settled)
    assert mic.dark_columns()[0] == pytest.approx(5, abs=0.01)


def test_the_painted_instant_is_said(mic: Waveform, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mic.pane.drawn, check_params_cb=lambda at_ns: at_ns == 7 * SECOND):
        mic.context.timeline.seek(7 * SECOND)


def test_as_a_spectrogram_the_tone_stands_at_its_frequency(mic: Waveform, qtbot: QtBot) -> None:
    looks = mic.context.sound_looks
    looks.set("mic", SoundLook(view="spectrogram", scale="linear"))
    qtbot.waitUntil(mic.pane.is_settled)
    image, top = mic.pane.grab().toImage(), mic.pane.span_view().wave_top
    x = round(mic.x(9.3))
    column = [image.pixelColor(x, y).lightness() for y in range(round(top), image.height())]
    # 0.4 of a turn a frame at 8 kHz is 509 Hz, of 4 kHz in all.
    place = 1 - column.index(max(column)) / len(column)
    assert place == pytest.approx(509 / 4000, abs=0.04)
    looks.set("mic", SoundLook())
    qtbot.waitUntil(mic.pane.is_settled)
    assert mic.dark_columns()[0] == pytest.approx(5, abs=0.03)


def test_the_wheel_with_ctrl_and_over_the_name_makes_the_wave_larger(mic: Waveform) -> None:
    axis_before = mic.context.time_axis.view
    wheel(mic.pane, (mic.x(5), mic.wave_y()), 2, Qt.KeyboardModifier.ControlModifier)
    assert mic.pane.look.gain == pytest.approx(2)
    wheel(mic.pane, (40, mic.wave_y()), -2)
    assert mic.pane.look.gain == 1.0
    assert mic.context.time_axis.view == axis_before


def test_the_menu_offers_what_there_is_and_marks_what_is(show: Show, tmp_path: Path) -> None:
    pane = show(sound_asset(write_wav(tmp_path / "st.wav", channels=2))).pane
    menu = pane.look_button.menu()
    assert menu is not None

    def entries() -> dict[str, QAction]:
        assert menu is not None
        menu.aboutToShow.emit()
        return {action.text(): action for action in menu.actions()}

    assert entries()["Wave"].isChecked()
    assert "Linear" not in entries()
    entries()["Spectrogram"].trigger()
    entries()["Linear"].trigger()
    entries()["Together"].trigger()
    assert pane.look == SoundLook(view="spectrogram", scale="linear", channels="together")
    assert entries()["Linear"].isChecked()


def test_every_channel_has_its_row(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    pane = show(sound_asset(write_wav(tmp_path / "many.wav", channels=4))).pane
    pane.resize(1136, 300)
    pane.context.sound_looks.set("mic", SoundLook(channels="apart"))
    qtbot.waitUntil(pane.is_settled)
    image = pane.grab().toImage()
    x = round(pane.scale().x(8 * SECOND))
    wave = pane.context.theme.color("quiet")
    filled = [image.pixelColor(x, y) == wave for y in range(image.height())]
    assert sum(1 for before, now in zip([False, *filled], filled, strict=False) if now and not before) == 4


def test_a_sound_not_seen_yet_looks_as_the_last_one_that_was_set(mic: Waveform) -> None:
    looks = mic.context.sound_looks
    looks.set("mic", SoundLook(view="spectrogram", scale="log", gain=4.0))
    assert looks.of("another") == SoundLook(view="spectrogram", scale="log")


def test_a_sound_that_cannot_be_read_says_so(show: Show, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF\x00\x00")
    pane = show(sound_asset(broken)).pane
    assert pane.status == "failed"
    assert "broken.wav" in pane.reason
    assert "\n" not in pane.reason


@pytest.mark.parametrize(
    ("name", "stream", "said"),
    [
        ("audio/pyannote_sample/src/pyannote/audio/sample/sample.wav", "", "16 kHz mono"),
        ("audio/mfa_speech/wav/common_voice_ja_24511055.mp3", "", "mono"),
        ("video/torchcodec_nasa/nasa_13013.mp4", "audio:0", "stereo"),
    ],
)
def test_real_sound_and_the_sound_of_a_video(show: Show, name: str, stream: str, said: str) -> None:
    shown = show(sound_asset(data_file(name), stream=stream))
    assert shown.pane.status == "ready"
    assert said in shown.pane.detail
    start, end = shown.dark_columns()
    assert start < end


def test_a_pane_outlives_its_sample_for_a_moment(mic: Waveform) -> None:
    wave = mic.pane.wave
    mic.context.timeline.seek(5 * SECOND)
    other = MemorySession(SCHEMA, [], Path(), Path())
    mic.context.show_sample(other.state, "p1", read_only=False, duration_ns=9 * SECOND)
    mic.pane.repaint()
    mic.context.timeline.seek(3 * SECOND)
    mic.pane.repaint()
    # It stands as it was left, and nothing can be changed in it.
    assert mic.pane.status == "ready"
    assert mic.pane.wave is wave
    assert set(mic.pane.spots()) == {"a", "b", "c"}
    bar = mic.bar("a")
    drag(mic.pane, bar, (bar[0] + 40, bar[1]))
    drag(mic.pane, (mic.x(7), mic.wave_y()), (mic.x(8), mic.wave_y()))
    assert mic.session.gestures == []
