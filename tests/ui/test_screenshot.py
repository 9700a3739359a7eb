"""`crosstie open --screenshot` waits as long as it is told of progress, and gives up a minute after that."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from crosstie.app.window import MainWindow
from crosstie.viewers.canvas.notice import Notice, NoticeText
from tests.app.command import Commands, Ran

Look = Callable[[MainWindow, int], bool]
_LOOKS = 40


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now_ms = 0

    def start(self) -> None:
        self.now_ms = 0

    restart = start

    def elapsed(self) -> int:
        return self.now_ms


@pytest.fixture
def shoot(
    qapp: QApplication,
    small_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[Path, Look], Ran]:
    """Runs the command on a window that is settled when `look` says so, half a minute between two looks."""

    def run(picture: Path, look: Look) -> Ran:
        seen: list[bool] = []
        clock = Clock()
        settled = MainWindow.is_settled

        def looked(window: MainWindow, sample_id: str, at_ns: int | None) -> bool:
            there = settled(window, sample_id, at_ns)
            if there or seen:
                seen.append(there)
                clock.now_ms += 29_000
            return bool(seen) and look(window, len(seen))

        monkeypatch.setattr("crosstie.app.screenshot.QElapsedTimer", lambda: clock)
        monkeypatch.setattr(MainWindow, "is_settled", looked)
        return Commands(capsys)("open", small_project, "--sample", "talk", "--screenshot", picture)

    return run


def test_it_waits_for_minutes_while_progress_is_told(
    shoot: Callable[[Path, Look], Ran], tmp_path: Path
) -> None:
    picture = tmp_path / "shot.png"

    def reading_on(window: MainWindow, look: int) -> bool:
        if look < _LOOKS:
            tell(window, look / _LOOKS)
        return look >= _LOOKS

    told = shoot(picture, reading_on)
    assert (told.code, told.err) == (0, "")
    assert not QImage(str(picture)).isNull()


def test_it_gives_up_in_one_line_after_a_minute_of_silence(
    shoot: Callable[[Path, Look], Ran], tmp_path: Path
) -> None:
    picture = tmp_path / "shot.png"
    looks: list[int] = []

    def stuck(window: MainWindow, look: int) -> bool:
        looks.append(look)
        tell(window, min(look, 9) / _LOOKS)
        return False

    line = shoot(picture, stuck).complaint()
    assert "no screenshot: " in line
    assert "made no progress for a minute after “Reading mic… decoding”" in line
    assert 9 < looks[-1] < 15
    assert not picture.exists()


def tell(window: MainWindow, done: float) -> None:
    """Lets the sound's pane say how far it has come, as it does while a long sound is read."""
    pane = window.bench.panes["mic"]
    notice = pane.findChild(Notice)
    assert isinstance(notice, Notice)
    notice.say(NoticeText("Reading mic…", "decoding", done=done), pane.context.theme)
