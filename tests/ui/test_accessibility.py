"""Everything that takes a hand has names, and everything can be reached and done by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tests.ui.on_screen import unnamed
from tests.ui.workstation import Workstation


def test_whatever_takes_a_hand_has_an_object_name_and_an_accessible_name(street: Workstation) -> None:
    for chosen in ((), ("box_van",), ("m_van",), ("van",), ("said",)):
        street.select(*chosen)
        assert unnamed() == [], chosen


def test_so_it_has_in_cards_and_dialogs(street: Workstation) -> None:
    street.key("P")
    assert unnamed() == []
    street.key("Ctrl+K")
    assert unnamed() == []
    street.key("Escape")
    street.run("shortcuts")
    [dialog] = street.window.findChildren(QDialog)
    assert dialog.isVisible()
    assert unnamed() == []
    dialog.close()


def test_every_part_of_the_window_is_reached_by_one_key_and_left_again(street: Workstation) -> None:
    street.select("box_van")
    parts = (
        street.window.bench,
        street.window.bench.time_strip.transport,
        street.window.parts.inspector,
        street.window.title,
    )
    reached: list[QWidget] = []
    for _ in range(6):
        street.key("F6")
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
    for part in parts:
        assert any(part is one or part.isAncestorOf(one) for one in reached), part.objectName()
    street.window.focus_walk.to_pane()
    street.key("Escape")
    assert street.selected() == ()


def test_tab_walks_every_control_of_the_inspector_and_nothing_gets_stuck(street: Workstation) -> None:
    street.select("box_van")
    street.key("Return")
    seen: list[str] = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused.objectName() in seen[:1]:
            break
        seen.append(focused.objectName())
        street.key("Tab")
    wanted = {
        "inspector_class",
        "inspector_entity",
        "attribute_colour",
        "attribute_parked",
        "attribute_speed",
        "attribute_notes",
        "choice_front",
        "attribute_tongue",
        "link_jump",
        "link_untie",
    }
    assert wanted <= set(seen)


def test_a_sample_is_labelled_with_no_mouse_at_all(street: Workstation) -> None:
    """Walk to an annotation, say what it is about, write a note, look at another pass, come back."""
    street.key("Tab")
    first = street.selected()
    street.key("Tab")
    assert street.selected() != first
    while street.selected() != ("m_car",):
        street.key("Tab")
    street.key("E")
    street.key("Down")
    street.key("Return")
    assert street.state.annotations["m_car"].entity_id == "car"
    while street.selected() != ("box_car",):
        street.key("Tab")
    street.key("Return")
    while QApplication.focusWidget() is not street.on_screen("attribute_notes"):
        street.key("Tab")
    street.type("one mirror")
    street.key("Return")
    assert street.state.annotations["box_car"].attributes["notes"] == "one mirror"
    street.key("P")
    street.type("model")
    street.key("Return")
    street.until(lambda: street.context.pass_id == "model-street")
    street.key("P")
    street.type("assisted")
    street.key("Return")
    street.until(lambda: street.context.pass_id == "assisted-street")
    assert street.state.annotations["box_car"].attributes["notes"] == "one mirror"


@pytest.mark.parametrize("keys", ["Tab", "Shift+Tab"])
def test_a_control_shows_that_it_has_the_keyboard(street: Workstation, keys: str) -> None:
    """The picture of a control with the keyboard is another than without it."""
    street.select("box_car")
    street.key("Return")
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        with_keyboard = focused.grab().toImage()
        street.key(keys)
        if isinstance(focused, QLineEdit):
            assert not focused.isModified()
        assert focused.grab().toImage() != with_keyboard, focused.objectName()
        assert Qt.FocusPolicy.TabFocus & focused.focusPolicy()
