from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from crosstie.viewers.selection import Ref
from crosstie.viewers.theme import LIGHT
from crosstie.viewers.timeline import PlayRange, Timeline
from crosstie.viewers.transport import TransportBar
from crosstie.viewers.transport.slider import ScrubSlider
from tests.ui.drive_sample import SECOND, drive_session
from tests.ui.memory_session import MemorySession
from tests.ui.pointing import drag_to, press


class Bar:
    """The transport bar of the drive."""

    def __init__(self, session: MemorySession, widget: TransportBar) -> None:
        self.session, self.widget = session, widget
        self.context = session.context

    @property
    def timeline(self) -> Timeline:
        return self.context.timeline

    def button(self, name: str) -> QToolButton:
        button = self.widget.findChild(QToolButton, f"transport_{name}")
        assert button is not None
        return button

    def text(self, name: str) -> str:
        label = self.widget.findChild(QLabel, f"transport_{name}")
        assert label is not None
        return label.text()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)


@pytest.fixture
def bar(qtbot: QtBot, tmp_path: Path) -> Iterator[Bar]:
    session = drive_session(tmp_path)
    widget = TransportBar(session.context)
    qtbot.addWidget(widget)
    widget.resize(1100, 36)
    with qtbot.waitExposed(widget):
        widget.show()
    yield Bar(session, widget)
    session.context.close_media()


def test_the_buttons_command_the_timeline(bar: Bar) -> None:
    bar.click("go_end")
    assert bar.timeline.now_ns == 18 * SECOND
    bar.click("step_back")
    assert bar.timeline.now_ns == 18 * SECOND - 25_000_000
    bar.click("go_start")
    assert bar.timeline.now_ns == 0
    bar.click("step_on")
    assert bar.timeline.now_ns == 25_000_000
    bar.click("play")
    assert bar.timeline.playing
    bar.click("play")
    assert not bar.timeline.playing


def test_time_length_and_frame_are_told(bar: Bar) -> None:
    bar.timeline.seek(6_240_000_000)
    assert (bar.text("time"), bar.text("frame"), bar.text("duration")) == ("00:06.240", "", "00:18.000")
    bar.widget.use_frames_of(lambda now_ns: now_ns * 25 // SECOND)
    assert bar.text("frame") == "frame 156"


def test_the_play_button_shows_what_a_click_would_do(bar: Bar) -> None:
    def picture() -> object:
        return bar.button("play").icon().pixmap(20, 20).toImage()

    still = picture()
    bar.timeline.play()
    assert picture() != still
    bar.timeline.pause()
    assert picture() == still


def test_the_speed_goes_round_and_a_right_click_makes_it_normal(bar: Bar) -> None:
    bar.click("rate")
    assert bar.timeline.rate == 1.25
    assert bar.button("rate").text() == "1.25×"
    bar.timeline.set_rate(4.0)
    bar.click("rate")
    assert bar.timeline.rate == 0.25
    bar.button("rate").customContextMenuRequested.emit(bar.button("rate").rect().center())
    assert bar.timeline.rate == 1.0


def test_loop_takes_the_selected_span(bar: Bar) -> None:
    bar.context.pick(Ref("annotation", "turn1"))
    bar.click("loop")
    assert bar.timeline.loop == PlayRange(4 * SECOND, 6_800_000_000)
    assert bar.timeline.now_ns == 4 * SECOND
    assert bar.button("loop").isChecked()


def test_a_second_click_leaves_the_loop(bar: Bar) -> None:
    bar.timeline.set_loop(PlayRange(SECOND, 2 * SECOND))
    assert bar.button("loop").isChecked()
    bar.click("loop")
    assert bar.timeline.loop is None
    assert not bar.button("loop").isChecked()


def test_without_a_span_the_second_around_the_playhead_is_looped(bar: Bar) -> None:
    bar.context.pick(Ref("annotation", "row1"))
    bar.timeline.seek(5 * SECOND)
    bar.click("loop")
    assert bar.timeline.loop == PlayRange(4_500_000_000, 5_500_000_000)


def test_the_slider_scrubs_and_settles(bar: Bar, qtbot: QtBot) -> None:
    slider = bar.widget.findChild(ScrubSlider)
    assert slider is not None
    here, there = ((slider.scale().x(at * SECOND), 12.0) for at in (3, 9))
    press(slider, here)
    assert bar.timeline.scrubbing
    drag_to(slider, here, there)
    assert bar.timeline.now_ns == pytest.approx(9 * SECOND, abs=0.05 * SECOND)
    with qtbot.waitSignal(bar.timeline.settled):
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton)


def test_tool_tips_name_the_keys_and_every_control_has_a_name(bar: Bar) -> None:
    bar.widget.set_action_hints({"play": "Play or pause  Space"})
    assert bar.button("play").toolTip() == "Play or pause  Space"
    assert bar.button("go_end").toolTip()
    for kind in (QToolButton, QLabel, ScrubSlider):
        controls: list[QWidget] = bar.widget.findChildren(kind)
        assert controls
        assert all(one.objectName() and one.accessibleName() for one in controls)


def test_an_empty_sample_has_nothing_to_play(bar: Bar) -> None:
    bar.timeline.set_duration(0)
    assert not bar.widget.isEnabled()


def test_icons_follow_the_theme(bar: Bar) -> None:
    dark = bar.widget.grab().toImage()
    bar.context.set_theme(LIGHT)
    light = bar.widget.grab().toImage()
    assert dark.pixelColor(3, 3) != light.pixelColor(3, 3)
    assert light.pixelColor(3, 3) == LIGHT.color("panel")
