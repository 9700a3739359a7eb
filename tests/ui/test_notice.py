"""What a pane says in the middle of itself."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from crosstie.viewers.canvas.notice import Notice, NoticeText
from crosstie.viewers.theme import DARK

REASON = "voice.flac: is no readable media file (Invalid data found when processing input)"
SAID = NoticeText(REASON, "The rest of the sample is fine.", tone="bad")


def said(qtbot: QtBot, width: int, height: int) -> tuple[QWidget, Notice]:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(width, height)
    room.show()
    notice = Notice("voice", room)
    notice.say(SAID, DARK)
    return room, notice


def words(notice: Notice) -> list[str]:
    return [label.text() for label in notice.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(("width", "height"), [(940, 40), (300, 40), (160, 30), (700, 300), (200, 150)])
def test_it_stands_within_its_room(qtbot: QtBot, width: int, height: int) -> None:
    room, notice = said(qtbot, width, height)
    assert room.rect().contains(notice.geometry())
    for label in notice.findChildren(QLabel):
        if label.isVisible():
            assert notice.rect().contains(label.geometry())
    assert notice.accessibleName().startswith(REASON)


def test_a_low_room_has_one_line_and_more_comes_back_with_the_room(qtbot: QtBot) -> None:
    room, notice = said(qtbot, 940, 40)
    assert words(notice) == [REASON]
    room.resize(300, 40)
    notice.place(room.rect())
    (short,) = words(notice)
    assert short.endswith("…")
    room.resize(940, 300)
    notice.place(room.rect())
    assert words(notice) == [REASON, SAID.more]
