"""The command palette, by keyboard and by mouse."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crosstie.app.palette import CommandPalette
from crosstie.viewers.theme import DARK
from tests.ui.workstation import Workstation


def _opened(station: Workstation) -> CommandPalette:
    station.key("Ctrl+K")
    palette = station.window.palette_card
    assert palette.isVisible()
    assert QApplication.focusWidget() is palette.field
    return palette


def test_typing_narrows_and_enter_does_it(photo: Workstation) -> None:
    palette = _opened(photo)
    everything = palette.titles()
    photo.type("light or")
    assert palette.titles()[0] == "Light or dark"
    assert len(palette.titles()) < len(everything)
    photo.key("Return")
    assert not palette.isVisible()
    assert photo.context.theme is not DARK


def test_it_offers_only_what_applies_now(talk: Workstation) -> None:
    nothing_selected = _opened(talk).titles()
    talk.key("Escape")
    talk.select("turn_1")
    selected = _opened(talk).titles()
    assert "Delete" not in nothing_selected
    assert "Delete" in selected
    assert "Next page" not in selected


def test_it_shows_the_keys_in_force(photo: Workstation) -> None:
    photo.window.registry.rebind("theme", ("Ctrl+Alt+L",))
    palette = _opened(photo)
    photo.type("light")
    assert palette.list.item(0).data(Qt.ItemDataRole.UserRole + 1).endswith("Ctrl+Alt+L")


def test_escape_gives_the_keyboard_back(talk: Workstation) -> None:
    talk.select("turn_1")
    talk.key("Return")
    before = QApplication.focusWidget()
    assert before is talk.window.parts.inspector.annotation_page.class_box
    palette = _opened(talk)
    talk.key("Escape")
    assert not palette.isVisible()
    assert QApplication.focusWidget() is before
    assert talk.selected() == ("turn_1",)


def test_its_key_closes_it_again(photo: Workstation) -> None:
    palette = _opened(photo)
    photo.key("Ctrl+K")
    assert not palette.isVisible()


def test_arrows_and_tab_walk_the_rows(photo: Workstation) -> None:
    palette = _opened(photo)
    photo.key("Down")
    photo.key("Tab")
    assert palette.list.currentRow() == 2
    photo.key("Up")
    photo.key("Up")
    photo.key("Up")
    assert palette.list.currentRow() == 0


def test_a_click_does_a_row_and_a_click_elsewhere_leaves(photo: Workstation) -> None:
    palette = _opened(photo)
    photo.type("light or")
    row = palette.list.visualItemRect(palette.list.item(0))
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert photo.context.theme is not DARK
    palette = _opened(photo)
    canvas = photo.on_screen("canvas_still")
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not palette.isVisible()


def test_a_chooser_gives_way_to_it(photo: Workstation) -> None:
    photo.key("P")
    assert photo.window.parts.chooser.isVisible()
    palette = _opened(photo)
    photo.until(lambda: not photo.window.parts.chooser.isVisible())
    assert palette.isVisible()
