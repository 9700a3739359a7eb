"""The inspector by hand: class, every type of attribute, entity, links, provenance, history."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from crosstie.app.plain import ElidedButton
from crosstie.schema.records import AttributeValue
from tests.ui.hands import hand_on
from tests.ui.workstation import Workstation


def click(station: Workstation, widget: QWidget) -> None:
    """Scrolls there as a hand would, and clicks near the left, where every control has something to press."""
    station.until(lambda: widget.height() > 0)
    station.window.parts.inspector.ensureWidgetVisible(widget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))


def field(station: Workstation, name: str) -> QLineEdit:
    """A text field of the form, clicked into, its text chosen to be typed over."""
    found = station.on_screen(f"attribute_{name}")
    assert isinstance(found, QLineEdit)
    click(station, found)
    station.key("Ctrl+A")
    return found


def box(station: Workstation, name: str) -> QComboBox:
    """A drop-down with the keyboard in it."""
    found = station.on_screen(name)
    assert isinstance(found, QComboBox)
    found.setFocus(Qt.FocusReason.TabFocusReason)
    return found


def said(station: Workstation, key: str, name: str) -> AttributeValue:
    """What an annotation says of itself."""
    return station.state.annotations[key].attributes.get(name)


def words_on(widget: QWidget) -> list[str]:
    """All that is to be read in a part of the window."""
    texts = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return texts + [one.words for one in widget.findChildren(ElidedButton) if one.isVisible()]


def rows(station: Workstation, name: str) -> list[QPushButton]:
    """The visible buttons of a list, from top to bottom."""
    found = station.window.parts.inspector.findChildren(QPushButton, name)
    return [one for one in found if one.isVisible()]


# Attributes


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("speed", "42.5", 42.5),
        ("speed", "1,5", 1.5),
        ("speed", "0.000001", 0.000001),
        ("seats", "4", 4),
        ("notes", "  xe tải trắng ", "xe tải trắng"),
        ("tongue", "zh-Hant", "zh-Hant"),
    ],
)
def test_what_is_typed_is_kept_with_enter(
    street: Workstation, name: str, typed: str, value: AttributeValue
) -> None:
    street.select("box_car")
    shown = field(street, name)
    street.type(typed)
    street.key("Return")
    assert said(street, "box_car", name) == value
    assert type(said(street, "box_car", name)) is type(value)
    assert shown.text() == typed.strip().replace(",", ".")
    assert QApplication.focusWidget() is not shown


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("speed", "400", "400.0 is above 300"),
        ("speed", "-1", "-1.0 is below 0"),
        ("speed", "fast", "must be a number"),
        ("speed", "nan", "not a finite number"),
        ("seats", "2.5", "must be a whole number"),
        ("tongue", "no tag!", "no language tag"),
    ],
)
def test_what_does_not_fit_is_marked_said_and_not_kept(
    street: Workstation, name: str, typed: str, why: str
) -> None:
    street.select("box_car")
    shown = field(street, name)
    street.type(typed)
    street.key("Return")
    assert name not in street.state.annotations["box_car"].attributes
    assert why in street.message
    assert why.lower() in shown.toolTip().lower()
    assert shown.property("level") == "bad"
    assert QApplication.focusWidget() is shown
    street.key("Escape")
    assert (shown.text(), shown.property("level"), shown.toolTip()) == ("", "", "")


def test_an_emptied_field_says_nothing_any_more(street: Workstation) -> None:
    street.select("box_van")
    field(street, "notes")
    street.key("Backspace")
    street.key("Return")
    assert "notes" not in street.state.annotations["box_van"].attributes
    assert street.state.annotations["box_van"].attributes["colour"] == "white"


def test_a_number_is_shown_with_every_digit(street: Workstation) -> None:
    street.select("box_car")
    field(street, "speed")
    street.type("123.4567891")
    street.key("Return")
    street.select("turn_1")
    street.select("box_car")
    shown = street.on_screen("attribute_speed")
    assert isinstance(shown, QLineEdit)
    assert shown.text() == "123.4567891"


def test_a_word_is_chosen_and_taken_back_by_keyboard(street: Workstation) -> None:
    street.select("box_car")
    shown = box(street, "attribute_colour")
    street.key("Down")
    street.key("Down")
    assert said(street, "box_car", "colour") == "red"
    street.key("Home")
    assert shown.currentText() == "not said"
    assert "colour" not in street.state.annotations["box_car"].attributes


def test_a_switch_is_worked_by_click_and_by_space(street: Workstation) -> None:
    street.select("box_car")
    tick = street.on_screen("attribute_parked")
    assert isinstance(tick, QCheckBox)
    click(street, tick)
    assert said(street, "box_car", "parked") is True
    tick.setFocus(Qt.FocusReason.TabFocusReason)
    street.key("Space")
    assert said(street, "box_car", "parked") is False
    assert not street.context.timeline.playing


def test_several_words_are_kept_in_the_schemas_order(street: Workstation) -> None:
    street.select("box_car")
    for name in ("choice_blinker", "choice_front"):
        click(street, street.on_screen(name))
    assert said(street, "box_car", "lights") == ("front", "blinker")
    for name in ("choice_blinker", "choice_front"):
        click(street, street.on_screen(name))
    assert "lights" not in street.state.annotations["box_car"].attributes


def test_text_that_is_being_composed_is_kept_only_when_it_is_done(street: Workstation) -> None:
    street.select("box_car")
    shown = field(street, "notes")
    composing = QInputMethodEvent("しろい", [])
    QApplication.sendEvent(shown, composing)
    assert shown.text() == ""
    assert "notes" not in street.state.annotations["box_car"].attributes
    done = QInputMethodEvent()
    done.setCommitString("白い車")
    QApplication.sendEvent(shown, done)
    street.key("Return")
    assert said(street, "box_car", "notes") == "白い車"


def test_typed_text_belongs_to_what_was_shown_when_it_was_typed(street: Workstation) -> None:
    street.select("box_van")
    field(street, "notes")
    street.type("first")
    street.select("box_car")
    assert said(street, "box_van", "notes") == "first"
    shown = field(street, "speed")
    street.type("400")
    street.select("box_van")
    assert shown.text() == ""
    street.key("Return")
    assert "speed" not in street.state.annotations["box_van"].attributes
    assert "speed" not in street.state.annotations["box_car"].attributes


# Class and entity


def test_another_class_keeps_the_attributes_that_it_has_as_well(street: Workstation) -> None:
    made = street.drawn_by(lambda: hand_on(street.pane("cam")).draw(0.9))
    for name, typed in (("notes", "dented"), ("speed", "30")):
        field(street, name)
        street.type(typed)
        street.key("Return")
    shown = box(street, "inspector_class")
    street.key("Down")
    assert shown.currentText() == "person"
    changed = street.state.annotations[made.id]
    assert (changed.class_id, changed.attributes) == ("c_person", {"parked": False, "notes": "dented"})
    street.run("undo")
    assert street.state.annotations[made.id].attributes == {"parked": False, "notes": "dented", "speed": 30}


def test_a_class_that_a_link_forbids_is_refused_and_the_box_shows_what_stands(street: Workstation) -> None:
    street.select("box_van")
    shown = box(street, "inspector_class")
    street.key("Down")
    assert street.state.annotations["box_van"].class_id == "c_vehicle"
    assert shown.currentText() == "vehicle"
    assert "person" in street.message


def test_the_entity_is_chosen_from_the_page_and_renamed_on_its_own(street: Workstation) -> None:
    street.select("m_car")
    click(street, street.on_screen("inspector_entity"))
    chooser = street.window.parts.chooser
    assert chooser.isVisible()
    assert chooser.titles()[:2] == ("V-01", "V-02")
    street.type("2")
    assert street.state.annotations["m_car"].entity_id == "car"
    click(street, street.on_screen("inspector_entity_open"))
    assert street.selected() == ("car",)
    name = street.on_screen("inspector_entity_name")
    assert isinstance(name, QLineEdit)
    click(street, name)
    street.key("Ctrl+A")
    street.type("Xe đỏ của bà Nguyễn Thị Hồng")
    street.key("Return")
    assert street.state.entities["car"].name == "Xe đỏ của bà Nguyễn Thị Hồng"
    click(street, name)
    street.key("Ctrl+A")
    street.key("Backspace")
    street.key("Return")
    assert street.state.entities["car"].name == "Xe đỏ của bà Nguyễn Thị Hồng"
    assert name.text() == "Xe đỏ của bà Nguyễn Thị Hồng"


def test_an_entity_lists_where_it_appears_and_leads_there(street: Workstation) -> None:
    street.select("van")
    appearances = rows(street, "appearance")
    assert len(appearances) == 4
    [cloud] = [one for one in appearances if isinstance(one, ElidedButton) and "lidar" in one.words]
    click(street, cloud)
    assert street.selected() == ("cube_van",)


# Links


def test_links_are_listed_followed_and_untied(street: Workstation) -> None:
    street.select("m_van")
    [jump] = rows(street, "link_jump")
    assert isinstance(jump, ElidedButton)
    assert jump.words == "→  mentions  V-01"
    click(street, jump)
    assert street.selected() == ("van",)
    street.select("m_van")
    click(street, street.on_screen("link_untie"))
    assert "said" not in street.state.links
    inspector = street.window.parts.inspector
    street.until(lambda: any("No links yet" in text for text in words_on(inspector)))


def test_a_link_has_a_page_with_its_ends_status_and_attributes(street: Workstation) -> None:
    street.select("m_van")
    click(street, street.on_screen("link_open"))
    assert street.selected() == ("said",)
    box(street, "inspector_link_status")
    street.key("Down")
    assert street.state.links["said"].status == "unsure"
    box(street, "attribute_sure")
    street.key("Down")
    field(street, "why")
    street.type("he points at it")
    street.key("Return")
    assert street.state.links["said"].attributes == {"sure": "heard", "why": "he points at it"}
    click(street, street.on_screen("inspector_link_end_0"))
    assert street.selected() == ("m_van",)


# Provenance, history, somebody else's pass


def test_history_tells_each_change_in_words_newest_first(street: Workstation) -> None:
    street.select("box_car")
    for colour in ("white", "red"):
        box(street, "attribute_colour")
        street.key("Down")
        assert said(street, "box_car", "colour") == colour
    street.run("undo")
    history = street.window.parts.inspector.history
    wanted = [
        "colour red → white (undo)",
        "colour white → red",
        "colour not said → white",
        "added annotation",
    ]
    street.until(lambda: [text for text in words_on(history) if text in wanted] == wanted)
    assert words_on(history).count("An") == len(wanted)


def test_somebody_elses_pass_is_shown_and_cannot_be_changed(street: Workstation) -> None:
    street.window.session.open_sample("street", "model-street")
    street.until(lambda: street.context.pass_id == "model-street")
    street.until_settled()
    before = street.state.copy()
    street.select("bot_box_van")
    page = street.window.parts.inspector.annotation_page
    assert any("drafted · by Detector 3 · score 0.87" in text for text in words_on(page))
    for name in (
        "inspector_class",
        "inspector_entity",
        "attribute_colour",
        "attribute_speed",
        "choice_front",
    ):
        assert not street.on_screen(name).isEnabled(), name
    assert not rows(street, "link_untie")
    for keys in ("2", "E", "Delete", "T"):
        street.key(keys)
    hand_on(street.pane("cam")).draw(0.9)
    street.until_saved()
    assert street.state.same_as(before)
    street.select("bot_van")
    shown = street.on_screen("inspector_entity_name")
    assert isinstance(shown, QLineEdit)
    assert shown.isReadOnly()
