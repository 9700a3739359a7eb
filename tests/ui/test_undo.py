"""Undo and redo by key over every kind of edit, and across edits that the disk refused."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.exceptions import capture_exceptions

from crosstie.schema.changes import Changes
from crosstie.schema.edits import Edit, ReversibleEdit
from crosstie.schema.sample_state import SampleState
from crosstie.storage.audit import verify
from crosstie.storage.errors import StoreFailed
from crosstie.storage.project import reading_project
from tests.ui.hands import hand_on
from tests.ui.pointing import drag
from tests.ui.small_project import STREET, names
from tests.ui.workstation import Workstation

Deed = Callable[[Workstation], object]


def _draw(station: Workstation) -> None:
    hand_on(station.pane("cam")).draw(0.9)


def _mark_out(station: Workstation) -> None:
    """Moves the end of the selected span to the playhead."""
    station.select("turn_1")
    station.context.timeline.seek(600_000_000)
    station.key("O")


def _drag_box(station: Workstation) -> None:
    """Between two keyframes, so that it makes a third."""
    station.context.timeline.seek(400_000_000)
    station.until_settled(400_000_000)
    hand = hand_on(station.pane("cam"))
    x, y = hand.point_of("box_van")
    hand.click("box_van")
    QTest.mousePress(hand.surface, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    for step in (8, 16):
        QTest.mouseMove(hand.surface, QPoint(round(x) + step, round(y)))
    QTest.mouseRelease(hand.surface, Qt.MouseButton.LeftButton, pos=QPoint(round(x) + 16, round(y)))


def _delete_keyframe(station: Workstation) -> None:
    station.select("box_van")
    station.context.timeline.seek(800_000_000)
    station.key("Ctrl+Backspace")


def _class_by_digit(station: Workstation) -> None:
    station.select("turn_2")
    station.key("2")


def _new_entity(station: Workstation) -> None:
    station.select("m_car")
    station.key("E")
    place = station.window.parts.chooser.titles().index("New vehicle") + 1
    station.type(str(place))


def _other_entity(station: Workstation) -> None:
    station.select("m_car")
    station.key("E")
    station.type("1")


def _rename(station: Workstation) -> None:
    station.select("van")
    name = station.on_screen("inspector_entity_name")
    assert isinstance(name, QLineEdit)
    name.setFocus(Qt.FocusReason.TabFocusReason)
    station.key("Ctrl+A")
    station.type("The white one")
    station.key("Return")


def _tie(station: Workstation) -> None:
    station.select("turn_2")
    station.key("T")
    hand_on(station.pane("cam")).click("box_van")
    station.type("1")


def _doubt(station: Workstation) -> None:
    station.select("same")
    shown = station.on_screen("inspector_link_status")
    assert isinstance(shown, QComboBox)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    station.key("Down")


def _untie(station: Workstation) -> None:
    station.select("m_van")
    button = station.on_screen("link_untie")
    station.until(lambda: button.height() > 0)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _shift_row(station: Workstation) -> None:
    body = station.window.bench.time_strip.lanes.body
    place = next(place for place in body.stack.places if place.row.asset.id == "cam")
    name = (30.0, place.top - body.frame.scroll + place.height / 2)
    drag(body, name, (name[0] + 40, name[1]))


def _delete_tied(station: Workstation) -> None:
    station.select("box_van", "turn_2")
    station.key("Delete")


def _delete_entity(station: Workstation) -> None:
    station.select("van")
    station.key("Delete")


DEEDS: dict[str, tuple[Deed, tuple[str, ...]]] = {
    "draw": (_draw, ("AddAnnotation",)),
    "mark": (_mark_out, ("SetAnchor",)),
    "drag": (_drag_box, ("SetKeyframe",)),
    "delete keyframe": (_delete_keyframe, ("SetKeyframe",)),
    "class": (_class_by_digit, ("SetMeaning",)),
    "new entity": (_new_entity, ("AddEntity", "SetEntityOf")),
    "other entity": (_other_entity, ("SetEntityOf",)),
    "rename": (_rename, ("SetEntity",)),
    "tie": (_tie, ("AddLink",)),
    "doubt": (_doubt, ("SetLink",)),
    "untie": (_untie, ("RemoveLink",)),
    "shift in time": (_shift_row, ("SetAssetClock",)),
    "delete": (_delete_tied, ("RemoveLink", "RemoveAnnotation", "RemoveAnnotation")),
    "delete entity": (
        _delete_entity,
        ("RemoveLink", "SetEntityOf", "SetEntityOf", "SetEntityOf", "SetEntityOf", "RemoveEntity"),
    ),
}
_NOT_BY_HAND = {"AddLeftover", "SetLeftover", "RemoveLeftover"}
"""Migrations leave things over, and no hand."""


def test_every_kind_of_edit_that_a_hand_can_make_is_undone_below() -> None:
    kinds = {kind.__name__ for kind in get_args(ReversibleEdit)}
    assert {name for _, made in DEEDS.values() for name in made} == kinds - _NOT_BY_HAND


def _leave_fields(station: Workstation) -> None:
    station.window.focus_walk.to_pane()


def test_each_is_undone_and_done_again(street: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = _Disk(street, monkeypatch)
    for what, (deed, kinds) in DEEDS.items():
        before = street.state.copy()
        disk.sent.clear()
        deed(street)
        assert names(disk.sent) == list(kinds), what
        after = street.state.copy()
        _leave_fields(street)
        for _ in range(2):
            street.key("Ctrl+Z")
            assert street.state.same_as(before), what
            street.key("Ctrl+Shift+Z")
            assert street.state.same_as(after), what
        street.key("Ctrl+Z")
    street.until_saved()
    assert _on_disk(street).same_as(street.state)


def test_all_of_it_is_undone_in_order_and_the_trail_holds_every_step(street: Workstation) -> None:
    begun = street.state.copy()
    stages = [begun]
    for deed in (_class_by_digit, _new_entity, _draw, _rename, _untie, _delete_tied):
        deed(street)
        assert not street.state.same_as(stages[-1]), deed.__name__
        stages.append(street.state.copy())
        _leave_fields(street)
    for stage in reversed(stages[:-1]):
        street.key("Ctrl+Z")
        assert street.state.same_as(stage)
    assert not street.window.session.undo_title
    for stage in stages[1:]:
        street.key("Ctrl+Y")
        assert street.state.same_as(stage)
    street.until_saved()
    assert _on_disk(street).same_as(stages[-1])
    root = street.window.session.store.root
    street.window.close()
    with reading_project(root) as database:
        assert verify(database).is_sound


def test_something_new_ends_redo(street: Workstation) -> None:
    _class_by_digit(street)
    street.key("Ctrl+Z")
    _rename(street)
    _leave_fields(street)
    after = street.state.copy()
    street.key("Ctrl+Shift+Z")
    assert street.state.same_as(after)


def test_the_menu_says_what_would_be_undone(street: Workstation) -> None:
    undo = street.window.registry.qaction("undo")
    assert (undo.text(), undo.isEnabled()) == ("Undo", False)
    _class_by_digit(street)
    assert (undo.text(), undo.isEnabled()) == ("Undo: changed annotation", True)


# The disk refuses


class _Disk:
    """Stands before a store, notes what is sent, and refuses while it has an error to tell."""

    def __init__(self, station: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
        self.error: BaseException | None = None
        self.sent: list[Edit] = []
        store = station.window.session.store
        self._submit = store.submit
        monkeypatch.setattr(store, "submit", self)

    def __call__(self, edits: Sequence[Edit], initiator: str = "") -> "Future[Changes]":
        self.sent += edits
        if self.error is None:
            return self._submit(edits, initiator)
        refused: Future[Changes] = Future()
        refused.set_exception(self.error)
        return refused


def test_what_the_disk_refuses_is_taken_back_with_one_line_and_undo_goes_on(
    talk: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = _Disk(talk, monkeypatch)
    begun = talk.state.copy()
    talk.select("turn_1")
    talk.key("2")
    talk.until_saved()
    first = talk.state.copy()
    disk.error = StoreFailed("the disk of project.db is full; free some room and do it again")
    talk.select("turn_2")
    talk.key("2")
    # What leans on it is made before the answer has come, and refused because it does.
    disk.error = None
    talk.key("Delete")
    talk.until_saved()
    assert talk.message == "the disk of project.db is full; free some room and do it again"
    assert talk.state.same_as(first)
    talk.key("Ctrl+Z")
    assert talk.state.same_as(begun)
    talk.key("Ctrl+Shift+Z")
    talk.until_saved()
    assert talk.state.same_as(first)
    assert _on_disk(talk, "talk").same_as(first)


def test_an_undo_that_the_disk_refuses_can_be_tried_again(
    talk: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = _Disk(talk, monkeypatch)
    begun = talk.state.copy()
    talk.select("turn_1")
    talk.key("2")
    talk.until_saved()
    changed = talk.state.copy()
    disk.error = StoreFailed("the disk is full")
    talk.key("Ctrl+Z")
    talk.until_saved()
    assert talk.state.same_as(changed)
    disk.error = None
    talk.key("Ctrl+Z")
    talk.until_saved()
    assert talk.state.same_as(begun)


def test_what_nobody_foresaw_loses_nothing_either(talk: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = _Disk(talk, monkeypatch)
    before = talk.state.copy()
    disk.error = RuntimeError("boom")
    talk.select("turn_1")
    with capture_exceptions() as caught:
        talk.key("2")
        talk.until_saved()
    assert [str(error) for _, error, _ in caught] == ["boom"]
    assert talk.state.same_as(before)
    disk.error = None
    talk.key("2")
    talk.until_saved()
    assert talk.state.annotations["turn_1"].class_id == "c_noise"
    assert _on_disk(talk, "talk").same_as(talk.state)


def _on_disk(station: Workstation, sample_id: str = STREET) -> SampleState:
    return station.window.session.store.load_sample(sample_id)
