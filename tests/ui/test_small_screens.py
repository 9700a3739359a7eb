"""A laptop's screen, and one on which everything is twice as large: nothing is pushed out or cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crosstie.app.plain import ElidedButton, ElidedLabel
from tests.ui.pointing import drag_to, press
from tests.ui.small_project import ACTOR, STREET
from tests.ui.workstation import Workstation, opened

LAPTOP = (1366, 768)
LONG_NAME = "Xe tải trắng của ông Nguyễn Văn Thành"


@pytest.fixture
def laptop(qtbot: QtBot, small_project: Path) -> Iterator[Workstation]:
    with opened(qtbot, small_project, ACTOR, STREET, LAPTOP) as station:
        yield station


def _outside(station: Workstation) -> list[str]:
    """Visible widgets of the window's own frame that reach beyond it."""
    window = station.window
    room = QRect(QPoint(0, 0), window.size())
    parts = (window.title, window.bench, window.parts.messages, *window.bench.panes.values())
    return [
        part.objectName()
        for part in parts
        if part.isVisible() and not room.contains(QRect(part.mapTo(window, QPoint(0, 0)), part.size()))
    ]


def _cut(part: QWidget) -> list[str]:
    """Texts in a part that need more room than they have and do not end in an ellipsis."""
    found = []
    for one in part.findChildren(QWidget):
        wraps = isinstance(one, QLabel) and one.wordWrap()
        if not isinstance(one, QLabel | QAbstractButton) or not one.isVisible() or wraps:
            continue
        if isinstance(one, ElidedLabel | ElidedButton):
            continue
        needed = one.fontMetrics().horizontalAdvance(one.text())
        if needed > one.width() + 1:
            found.append(f"{one.objectName()}: {one.text()!r} needs {needed} of {one.width()} px")
    return found


def test_the_window_fits_a_laptop_with_every_pane_in_sight(laptop: Workstation) -> None:
    assert (laptop.window.width(), laptop.window.height()) == LAPTOP
    assert _outside(laptop) == []
    for key, pane in laptop.window.bench.panes.items():
        assert pane.isVisible(), key
        assert pane.width() >= 160, key
        assert pane.height() >= 40, key


def test_the_panes_of_a_window_that_became_smaller_stand_as_in_one_that_was_small(
    laptop: Workstation,
) -> None:
    bench, camera = laptop.window.bench, laptop.pane("cam")
    small = camera.height()
    laptop.window.resize(1880, 1150)
    laptop.until(lambda: camera.height() > small + 20)
    bench.arrange_afresh()
    laptop.until_settled()
    laptop.window.resize(*LAPTOP)
    laptop.until(lambda: abs(camera.height() - small) <= 2)
    # The sizes that a hand sets stay as they are.
    gap = camera.mapTo(bench, QPoint(camera.width() // 2, camera.height() + 2))
    press(bench, (gap.x(), gap.y()))
    drag_to(bench, (gap.x(), gap.y()), (gap.x(), gap.y() - 40))
    laptop.until(lambda: camera.height() < small - 30)
    QTest.mouseRelease(bench, Qt.MouseButton.LeftButton, pos=QPoint(gap.x(), gap.y() - 40))
    laptop.window.resize(LAPTOP[0] + 100, LAPTOP[1])
    laptop.until_settled()
    assert camera.height() < small - 30


def test_a_long_message_ends_in_an_ellipsis_and_leaves_the_window_as_wide_as_it_was(
    laptop: Workstation,
) -> None:
    laptop.window.parts.messages.say(" ".join([LONG_NAME] * 20), "bad")
    laptop.until_settled()
    assert (laptop.window.width(), laptop.window.height()) == LAPTOP
    assert _outside(laptop) == []
    label = laptop.window.findChild(ElidedLabel, "message")
    assert label is not None
    assert label.shown_text().endswith("…")


def test_the_left_rail_folds_where_there_is_no_room_and_comes_by_its_key(laptop: Workstation) -> None:
    assert not laptop.window.rails.left_shown
    laptop.key("Ctrl+B")
    laptop.until(lambda: laptop.window.rails.left_shown)
    laptop.until_settled()
    assert _outside(laptop) == []
    laptop.key("Ctrl+B")
    laptop.key("Ctrl+I")
    laptop.until(lambda: not laptop.window.rails.right_shown)
    assert _outside(laptop) == []


def test_nothing_is_cut_in_the_frame_of_a_laptop(laptop: Workstation) -> None:
    laptop.select("box_van")
    window = laptop.window
    parts: tuple[QWidget, ...] = (window.title, window.bench.time_strip.transport, window.parts.inspector)
    laptop.until(lambda: [text for part in parts for text in _cut(part)] == [])


def test_a_long_name_is_read_whole_or_ends_in_an_ellipsis(laptop: Workstation) -> None:
    laptop.select("van")
    laptop.on_screen("inspector_entity_name").setFocus(Qt.FocusReason.TabFocusReason)
    laptop.key("Ctrl+A")
    laptop.type(LONG_NAME)
    laptop.key("Return")
    laptop.select("box_van")
    button = laptop.on_screen("inspector_entity")
    assert isinstance(button, ElidedButton)
    box = laptop.on_screen("inspector_class")
    # Too long for one line with the class: it gets a line of its own.
    laptop.until(lambda: button.mapToGlobal(QPoint()).y() >= box.mapToGlobal(QPoint()).y() + box.height())
    assert button.toolTip() == LONG_NAME
    assert button.width() > 200
    assert _outside(laptop) == []


def test_cards_and_dialogs_fit_a_laptop(laptop: Workstation) -> None:
    room = QRect(QPoint(0, 0), laptop.window.size())
    laptop.key("P")
    assert room.contains(laptop.window.parts.chooser.geometry())
    laptop.key("Ctrl+K")
    assert room.contains(laptop.window.palette_card.geometry())
    laptop.key("Escape")
    laptop.run("shortcuts")
    [dialog] = laptop.window.findChildren(QDialog)
    assert dialog.width() <= LAPTOP[0]
    assert dialog.height() <= LAPTOP[1]
    assert _cut(dialog) == []
    dialog.close()
