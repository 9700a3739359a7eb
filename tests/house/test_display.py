"""The display and the sound server that tests run on: OpenGL is drawn, and sound is heard."""

import subprocess
from collections.abc import Iterator

import numpy as np
import pytest
import sounddevice
import vispy
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from vispy import scene

RATE_HZ = 48_000
TONE_HZ = 1000
HEARD_SECS = 0.25


def test_screen_is_large_enough_for_the_whole_window(qapp: QApplication) -> None:
    size = qapp.primaryScreen().size()
    assert (size.width(), size.height()) == (1920, 1200)


def test_a_vispy_canvas_draws_in_a_qt_window(qtbot: QtBot) -> None:
    vispy.use("pyside6")
    window = QWidget()
    qtbot.addWidget(window)
    canvas = scene.SceneCanvas(keys=None, bgcolor="#336699", parent=window)
    QVBoxLayout(window).addWidget(canvas.native)
    window.resize(320, 240)
    window.show()
    window.activateWindow()  # no window manager hands out the focus
    qtbot.waitUntil(window.isActiveWindow)

    def drawn() -> bool:
        return bool(window.grab().toImage().pixelColor(160, 120) == QColor("#336699"))

    qtbot.waitUntil(drawn)
    canvas.close()


@pytest.fixture
def monitor() -> Iterator[subprocess.Popen[bytes]]:
    """What the sound server plays, as 16-bit mono."""
    command = ["parec", "--device=crosstie.monitor", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1"]
    recorder = subprocess.Popen([*command, "--latency-msec=20"], stdout=subprocess.PIPE)
    yield recorder
    recorder.terminate()
    recorder.communicate()


def test_what_is_played_is_heard(monitor: subprocess.Popen[bytes]) -> None:
    seconds = np.arange(2 * RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * TONE_HZ * seconds, dtype=np.float32)
    sounddevice.play(tone, RATE_HZ, latency="low")
    heard = first_sound(monitor)
    sounddevice.stop()
    loudest = np.abs(np.fft.rfft(heard)).argmax() / HEARD_SECS
    assert loudest == pytest.approx(TONE_HZ, abs=2 / HEARD_SECS)


def first_sound(recorder: subprocess.Popen[bytes]) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return the first `HEARD_SECS` that begin with sound, of the next three seconds."""
    assert recorder.stdout is not None
    for _ in range(int(3 / HEARD_SECS)):
        heard = np.frombuffer(recorder.stdout.read(2 * int(HEARD_SECS * RATE_HZ)), dtype=np.int16)
        if heard[: RATE_HZ // 100].max() > 1000:
            return heard
    pytest.fail("nothing was heard")
