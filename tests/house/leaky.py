"""Tests that leave things behind, to show that the guards notice; test_guards.py runs them."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPropertyAnimation, QSettings, QSize, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests import guards

guards.GRACE_SECS = 0.3
ended = threading.Event()
threads: list[QThread] = []
children: list[subprocess.Popen[bytes]] = []
others: list[object] = []


@pytest.fixture(scope="module", autouse=True)
def end_all() -> Iterator[None]:
    yield
    ended.set()
    for thread in threads:
        thread.quit()
        thread.wait()
    for child in children:
        child.communicate(b"\n")


def test_tidy(qtbot: QtBot) -> None:
    window, timer = QWidget(), QTimer(singleShot=True)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(timer.timeout, timeout=1000):
        timer.start(10)


def test_leaves_timer(qapp: QApplication) -> None:
    timer = QTimer()
    others.append(timer)
    timer.start(60_000)


def test_leaves_qthread(qapp: QApplication) -> None:
    threads.append(QThread())
    threads[-1].start()


def test_leaves_animation(qapp: QApplication) -> None:
    widget = QWidget()
    animation = QPropertyAnimation(widget, b"size")
    animation.setDuration(60_000)
    animation.setEndValue(QSize(9, 9))
    others.extend((widget, animation))
    animation.start()


def test_leaves_window(qapp: QApplication) -> None:
    window = QWidget(windowTitle="Forgotten")
    others.append(window)
    window.show()


def test_leaves_thread() -> None:
    threading.Thread(target=ended.wait, name="forgotten").start()


def test_leaves_child() -> None:
    children.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))


def test_writes_settings(qapp: QApplication) -> None:
    QSettings("Crosstie", "Crosstie").setValue("theme", "dark")


def test_sees_no_settings(qapp: QApplication) -> None:
    assert QSettings("Crosstie", "Crosstie").value("theme") is None
