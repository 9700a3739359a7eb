"""What a test may not leave behind: threads, timers, animations, child processes, windows."""

import gc
import inspect
import subprocess
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from weakref import WeakKeyDictionary

import psutil
import pytest

GRACE_SECS = 5.0

Leftovers = Callable[[], list[str]]


class Starts:
    """Remembers the line that started each object, by wrapping the method that starts it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._sites: WeakKeyDictionary[object, str] = WeakKeyDictionary()

    def watch(self, owner: type, method: str) -> None:
        """From now on, remember where ``owner.method`` was called on an object."""
        original = getattr(owner, method)

        def start(started: object, *args: object, **kwargs: object) -> object:
            self._sites[started] = _caller()
            return original(started, *args, **kwargs)

        self._monkeypatch.setattr(owner, method, start)

    def seen(self) -> list[object]:
        """Return what was started and still exists."""
        return list(self._sites)

    def say(self, started: object) -> str:
        """Return what this object is and where it was started."""
        name = getattr(started, "name", "") or getattr(started, "objectName", str)()
        what = " ".join(filter(None, (type(started).__name__, name)))
        return f"{what} started at {self._sites.get(started, 'a line not seen')}"

    def say_child(self, child: psutil.Process) -> str:
        """Return what this child process runs and, where Python started it, the line that did."""
        lines = (line for started, line in self._sites.items() if getattr(started, "pid", None) == child.pid)
        return f"child process {' '.join(child.cmdline())} started at {next(lines, 'a line not seen')}"


def _caller() -> str:
    """Return the place of the innermost call that is neither in this file nor in a library."""
    frame = inspect.currentframe()
    while frame is not None:
        file = frame.f_code.co_filename
        if file != __file__ and not any(part in file for part in ("/lib/", "\\Lib\\")):
            return f"{file}:{frame.f_lineno}"
        frame = frame.f_back
    return "a library's line"


def threads_left(starts: Starts) -> Leftovers:
    """Watch Python threads; one that a foreign thread (Qt, PortAudio) shows up as is not ours to end."""
    before = set(threading.enumerate())
    starts.watch(threading.Thread, "start")
    return lambda: [
        starts.say(thread)
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith("Dummy-")
    ]


def children_left(starts: Starts) -> Leftovers:
    """Watch child processes; multiprocessing's resource tracker serves the whole session."""
    this = psutil.Process()
    before = {child.pid for child in this.children()}
    starts.watch(subprocess.Popen, "__init__")
    starts.watch(BaseProcess, "start")

    def say(child: psutil.Process) -> str:
        try:
            tracker = "multiprocessing.resource_tracker" in " ".join(child.cmdline())
            return "" if tracker or child.status() == psutil.STATUS_ZOMBIE else starts.say_child(child)
        except psutil.NoSuchProcess:
            return ""

    return lambda: [text for child in this.children() if child.pid not in before if (text := say(child))]


def qt_left(starts: Starts) -> Leftovers:
    """Watch Qt's threads, timers and animations, and windows still on the screen."""
    from PySide6.QtCore import QAbstractAnimation, QThread, QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    for kind in (QThread, QTimer, QAbstractAnimation):
        starts.watch(kind, "start")
    before = [window for window in QApplication.topLevelWidgets() if window.isVisible()]

    def busy(started: object) -> bool:
        if not isValid(started):
            return False
        match started:
            case QThread():
                return started.isRunning()
            case QTimer():
                return started.isActive()
            case QAbstractAnimation():
                return started.state() == QAbstractAnimation.State.Running
        return False

    def left() -> list[str]:
        running = [starts.say(started) for started in starts.seen() if busy(started)]
        pool = QThreadPool.globalInstance().activeThreadCount()
        shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        windows = [window for window in shown if window not in before]
        return [
            *running,
            *([f"{pool} tasks in the global QThreadPool"] if pool else []),
            *(f"window {type(window).__name__} '{window.windowTitle()}' on the screen" for window in windows),
        ]

    return left


def turn_qt_loop() -> None:
    """Let Qt deliver what is queued, deletions too."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def watch(monkeypatch: pytest.MonkeyPatch, *, with_qt: bool) -> Callable[[], None]:
    """Return a check that fails while what was started since now runs on for more than `GRACE_SECS`."""
    starts = Starts(monkeypatch)
    watched = [threads_left(starts), children_left(starts), *([qt_left(starts)] if with_qt else [])]

    def check() -> None:
        deadline = time.monotonic() + GRACE_SECS
        while left := [text for leftovers in watched for text in leftovers()]:
            if time.monotonic() > deadline:
                pytest.fail("the test left running: " + "; ".join(left), pytrace=False)
            gc.collect()
            if with_qt:
                turn_qt_loop()
            time.sleep(0.01)

    return check
