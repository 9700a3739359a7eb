"""Tying in the window: by codes, by mouse, in chains, several at once, and by a drag in the lanes."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import PageRegion
from crosstie.schema.edits import AddAnnotation
from crosstie.schema.records import Annotation, End, Link
from crosstie.viewers.lanes.body import LanesBody
from crosstie.viewers.picking.overlay import PickSheet
from crosstie.viewers.selection import Ref
from tests.ui.grounded_project import ACTOR, SAMPLE, make_grounded_project
from tests.ui.hands import hand_on
from tests.ui.pointing import LEFT, NO_KEY, Point, at, click, drag_to, press
from tests.ui.small_project import STREET, TALK
from tests.ui.workstation import Workstation, opened


class Fingers:
    """Real keys and clicks in a window, counted: one key press or one button press each."""

    def __init__(self, station: Workstation) -> None:
        self._station = station
        self.events = 0

    def key(self, keys: str) -> None:
        """Presses one key."""
        assert len(keys) == 1
        self.events += 1
        self._station.key(keys)

    def code(self, key: str) -> None:
        """Types the code that a thing wears, sign by sign."""
        for sign in code(self._station, key):
            self.key(sign)

    def click(self, asset_id: str, key: str) -> None:
        """Clicks a thing in its pane."""
        self.events += 1
        hand_on(self._station.pane(asset_id)).click(key)


def lanes(station: Workstation) -> LanesBody:
    return station.window.bench.time_strip.lanes.body


def middle(station: Workstation, key: str) -> Point:
    area = lanes(station).frame.area_of(key)
    assert area is not None
    return (area.left + area.right) / 2, (area.top + area.bottom) / 2


def code(station: Workstation, key: str) -> str:
    """The code that is to be read for a thing; the window must show it somewhere."""
    found = station.window.picking.codes[key]
    assert any(found in sheet.codes.values() for sheet in station.window.findChildren(PickSheet))
    return found


def new_links(station: Workstation, before: set[str]) -> list[Link]:
    return [one for key, one in station.state.links.items() if key not in before]


def test_a_typed_link_between_two_visible_ends_takes_three_keys_from_nothing(street: Workstation) -> None:
    before, fingers = set(street.state.links), Fingers(street)
    fingers.key("T")
    fingers.code("m_car")
    fingers.code("car")
    [made] = new_links(street, before)
    assert fingers.events == 3
    assert (made.type_id, made.from_end.id, made.to_end.id) == ("l_mentions", "m_car", "car")
    assert street.selected() == (made.id,)
    assert not street.window.picking.codes
    assert not [one for one in street.window.findChildren(PickSheet) if one.isVisible()]


def test_from_a_selection_it_takes_two_keys_and_one_more_where_several_types_fit(street: Workstation) -> None:
    street.select("turn_1")
    before, fingers = set(street.state.links), Fingers(street)
    fingers.key("T")
    assert street.context.tie_from == Ref("annotation", "turn_1")
    fingers.code("box_car")
    assert street.window.parts.chooser.isVisible()
    fingers.key("1")
    assert fingers.events == 3
    [made] = new_links(street, before)
    assert (made.type_id, made.to_end.id) == ("l_about", "box_car")


def test_by_mouse_it_takes_a_key_and_two_clicks(street: Workstation) -> None:
    before, fingers = set(street.state.links), Fingers(street)
    fingers.key("T")
    fingers.click("talk", "m_car")
    assert street.window.parts.tying.starts == (Ref("annotation", "m_car"),)
    fingers.click("cam", "box_van")
    assert fingers.events == 3
    [made] = new_links(street, before)
    assert (made.type_id, made.to_end.id) == ("l_mentions", "van")


def test_what_cannot_be_an_end_wears_no_code_and_is_dimmed(street: Workstation) -> None:
    street.select("m_car")
    plain = lanes(street).grab().toImage()
    where = at(middle(street, "turn_2"))
    street.key("T")
    assert set(street.window.picking.codes) == {"van", "car"}
    dimmed = lanes(street).grab().toImage()
    assert dimmed.pixelColor(where).lightness() < plain.pixelColor(where).lightness()
    end = at(middle(street, "box_car"))
    assert dimmed.pixelColor(end) == plain.pixelColor(end)


def test_the_same_thing_wears_the_same_code_in_every_pane_and_in_the_list(street: Workstation) -> None:
    street.key("Ctrl+E")
    street.select("m_car")
    street.window.bench.panes["cam"].setFocus()
    street.key("T")
    sheets = [one for one in street.window.findChildren(PickSheet) if one.isVisible()]
    van = {
        sheet.codes[key] for sheet in sheets for key in ("box_van", "cube_van", "m_van") if key in sheet.codes
    }
    assert van == {code(street, "van")}
    assert len([sheet for sheet in sheets if sheet.codes]) >= 4
    panel = street.window.parts.entities
    assert panel.entities.index(panel.entities.place_of("van")).data(258) == code(street, "van")


def test_codes_of_two_signs_are_typed_one_after_the_other(street: Workstation) -> None:
    many = [_region(street, number) for number in range(40)]
    street.window.session.submit([AddAnnotation(one) for one in many], "test")
    street.context.hover(None)
    street.key("T")
    codes = street.window.picking.codes
    double = next(key for key, found in codes.items() if len(found) == 2)
    first, second = list(codes[double])
    street.key(first)
    assert street.window.picking.typed == first
    street.key("Backspace")
    assert street.window.picking.typed == ""
    street.key(first)
    street.key(second)
    assert street.window.parts.tying.starts == (Ref("annotation", double),)


def _region(station: Workstation, number: int) -> Annotation:
    anchor = PageRegion(0, 10 + 14 * (number % 10), 90 + 14 * (number // 10), 10, 10)
    return Annotation(f"r{number}", STREET, station.context.pass_id, "report", "c_row", anchor)


def test_where_nothing_in_sight_fits_it_is_told_until_the_tie_is_left(street: Workstation) -> None:
    street.select("row_van")
    street.window.bench.raise_pane("report")
    street.context.set_hidden(frozenset({"box_van", "box_car", "cube_van", "m_van", "m_car"}))
    street.key("T")
    assert not street.window.picking.codes
    assert street.message.startswith("Nothing in sight can be tied to")
    street.key("Escape")
    assert street.message == ""


def test_a_sign_that_nothing_wears_is_told_and_no_class_is_given(street: Workstation) -> None:
    street.select("m_car")
    street.key("T")
    street.key("9")
    assert "Nothing to pick has the code 9" in street.message
    assert street.window.parts.tying.active


def test_a_wrong_click_says_why_and_leaves_the_tie_open(street: Workstation) -> None:
    street.select("turn_1")
    street.key("T")
    before = len(street.state.links)
    click(lanes(street), middle(street, "m_car"))
    assert "No link type ties" in street.message
    assert street.context.tie_from is not None
    assert len(street.state.links) == before
    street.key("Escape")
    assert not street.window.parts.tying.active
    assert not street.window.picking.line.isVisible()


def test_a_chain_keeps_its_end_until_escape(street: Workstation) -> None:
    street.select("turn_1")
    before = set(street.state.links)
    street.key("C")
    assert street.window.picking.line.text().startswith("Chain from")
    for key in ("box_van", "box_car"):
        street.key(code(street, key))
        street.key("1")
    made = new_links(street, before)
    assert [(one.from_end.id, one.to_end.id) for one in made] == [
        ("turn_1", "box_van"),
        ("turn_1", "box_car"),
    ]
    assert "2 tied" in street.window.picking.line.text()
    assert street.context.tie_from == Ref("annotation", "turn_1")
    street.key("Escape")
    assert not street.window.parts.tying.active
    street.key("Ctrl+Z")
    assert len(new_links(street, before)) == 1


def test_several_are_tied_to_one_as_one_gesture(street: Workstation) -> None:
    street.select("turn_1", "turn_2")
    before = set(street.state.links)
    street.key("T")
    street.key(code(street, "box_car"))
    street.key("1")
    made = new_links(street, before)
    assert {(one.from_end.id, one.to_end.id) for one in made} == {
        ("turn_1", "box_car"),
        ("turn_2", "box_car"),
    }
    assert set(street.selected()) == {one.id for one in made}
    street.key("Ctrl+Z")
    assert not new_links(street, before)


def test_two_selected_things_are_tied_at_once(street: Workstation) -> None:
    street.select("m_car", "car")
    before = set(street.state.links)
    street.key("T")
    [made] = new_links(street, before)
    assert made.type_id == "l_mentions"


def test_an_entity_merged_while_a_tie_begins_at_it_is_followed(street: Workstation) -> None:
    street.select("car")
    street.key("T")
    assert street.window.parts.tying.starts == (Ref("entity", "car"),)
    street.select("van", "car")
    street.run("merge_entities")
    assert street.window.parts.tying.starts == (Ref("entity", "van"),)
    street.key(code(street, "m_car"))
    assert street.state.links[street.selected()[0]].to_end == End("entity", "van")


def test_a_tie_whose_end_is_deleted_is_left_with_a_line(street: Workstation) -> None:
    street.select("m_car")
    street.key("T")
    street.run("delete")
    assert not street.window.parts.tying.active
    assert "the tie was left" in street.message
    assert not street.window.picking.codes


def test_a_drag_from_bar_to_bar_makes_a_tie_and_moves_nothing(street: Workstation) -> None:
    body, before = lanes(street), set(street.state.links)
    start, end = middle(street, "m_car"), middle(street, "box_car")
    standing = street.state.annotations["m_car"]
    press(body, start)
    drag_to(body, start, end)
    assert body.pointer.tie.active
    assert {"box_car", "box_van"} <= body.pointer.tie.possible
    assert "turn_1" not in body.pointer.tie.possible
    QTest.mouseRelease(body, LEFT, NO_KEY, at(end))
    [made] = new_links(street, before)
    assert (made.from_end.id, made.to_end.id) == ("m_car", "car")
    assert street.state.annotations["m_car"] == standing
    assert street.context.tie_from is None


def test_a_drag_to_what_does_not_fit_says_why(street: Workstation) -> None:
    body, before = lanes(street), set(street.state.links)
    start, end = middle(street, "turn_2"), middle(street, "m_car")
    span = street.state.annotations["turn_2"].anchor
    press(body, start)
    drag_to(body, start, end)
    assert "No link type ties" in body.pointer.tie.why_not
    QTest.mouseRelease(body, LEFT, NO_KEY, at(end))
    assert "No link type ties" in street.message
    assert not new_links(street, before)
    assert street.state.annotations["turn_2"].anchor == span
    assert street.context.tie_from is None


def test_escape_gives_a_dragged_tie_up(street: Workstation) -> None:
    body, before = lanes(street), set(street.state.links)
    start, end = middle(street, "m_car"), middle(street, "box_car")
    press(body, start)
    drag_to(body, start, end)
    QTest.keyClick(body, Qt.Key.Key_Escape)
    QTest.mouseRelease(body, LEFT, NO_KEY, at(end))
    assert not new_links(street, before)
    assert street.context.tie_from is None


def test_space_still_plays_while_codes_are_shown(street: Workstation) -> None:
    street.select("m_car")
    street.key("T")
    street.key("Space")
    assert street.context.timeline.playing
    street.key("Space")
    assert street.window.parts.tying.active


def test_another_sample_takes_the_codes_away(street: Workstation) -> None:
    street.select("m_car")
    street.key("T")
    street.open(TALK)
    assert not street.window.parts.tying.active
    assert not street.window.picking.codes
    assert not [one for one in street.window.findChildren(PickSheet) if one.isVisible()]


def test_an_answer_is_grounded_in_several_mentions_in_the_order_of_picking(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with opened(qtbot, make_grounded_project(tmp_path), ACTOR, SAMPLE, (1366, 768)) as station:
        station.select("m_car", "m_a", "m_van")
        before = set(station.state.links)
        station.key("T")
        assert set(station.window.picking.codes) == {"answer"}
        station.key(code(station, "answer"))
        made = sorted(new_links(station, before), key=lambda one: one.place)
        assert [(one.to_end.id, one.place) for one in made] == [("m_car", 1), ("m_a", 2), ("m_van", 3)]
        station.select(made[2].id)
        page = station.window.parts.inspector.link_page
        assert page.place.text == "3 of 3"
        page.place.earlier.click()
        assert station.state.links[made[2].id].place == 2
        assert page.place.text == "2 of 3"
        station.key("Ctrl+Z")
        station.key("Ctrl+Z")
        assert not new_links(station, before)
