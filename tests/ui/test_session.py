"""The session in the window: passes to choose from, hands quicker than the disk, pictures that fail."""

import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crosstie.app.launch import open_window
from crosstie.app.message_line import MessageLine
from crosstie.app.screenshot import ScreenshotFailed
from crosstie.schema.anchors import Box, Track
from crosstie.schema.changes import Changes
from crosstie.schema.edits import Edit
from crosstie.schema.geometry.tracks import shape_at
from crosstie.storage.permission import visible_passes
from tests.ui.hands import hand_on
from tests.ui.pointing import drag
from tests.ui.small_project import ACTOR, STREET
from tests.ui.workstation import Workstation, opened

HALF = 500_000_000


# Passes


def test_the_chooser_lists_the_passes_and_shows_the_one_taken(street: Workstation) -> None:
    assert street.context.pass_id == "assisted-street"
    street.key("P")
    chooser = street.window.parts.chooser
    assert chooser.question == "Which pass?"
    assert chooser.titles() == (
        "Show model pass by Detector 3",
        "Show assisted pass by you, shown now",
        "Start an empty pass of your own",
        "Start a blind pass: no other annotations are loaded",
    )
    street.type("1")
    street.until(lambda: street.context.pass_id == "model-street")
    street.until_settled()
    assert street.context.read_only
    assert street.message == "This pass is read-only. Press P to start your own."
    assert {one.pass_id for one in street.context.annotations_on("cam")} == {"model-street"}
    assert "read only" in street.window.title.pass_button.text()
    street.key("P")
    assert "Start your own from model pass by Detector 3, shown now" in chooser.titles()


def test_a_sample_that_is_left_before_it_was_drawn_keeps_its_panes(photo: Workstation) -> None:
    """Somebody who leafs through samples sees each for a moment only."""
    session, context = photo.window.session, photo.context
    # On to the other pass from within the very signal that shows the first.
    session.sample_shown.connect(
        lambda: session.open_sample(STREET, "model-street"), Qt.ConnectionType.SingleShotConnection
    )
    session.open_sample(STREET)
    photo.until(lambda: context.pass_id == "model-street")
    photo.until_settled()
    shown = {key for key, pane in photo.window.bench.panes.items() if pane.isVisible()}
    assert shown == {"cam", "mic", "talk", "lidar", "report"}


def test_a_pass_started_from_another_holds_copies_that_can_be_changed(street: Workstation) -> None:
    street.window.session.open_sample(STREET, "model-street")
    street.until(lambda: street.context.pass_id == "model-street")
    street.key("P")
    street.type("start your own")
    street.key("Return")
    street.until(lambda: not street.context.read_only)
    street.until_settled()
    mine = street.context.pass_id
    assert mine not in ("model-street", "assisted-street")
    copies = [one for one in street.state.annotations.values() if one.pass_id == mine]
    assert len(copies) == 8
    assert {one.provenance.source for one in copies} == {"pass"}
    [turn] = [one for one in copies if one.provenance.origin_id == "bot_turn_1"]
    street.select(turn.id)
    street.key("2")
    street.until_saved()
    assert street.state.annotations[turn.id].class_id == "c_noise"
    assert street.state.annotations["bot_turn_1"].class_id == "c_speech"


def test_a_blind_pass_is_loaded_without_anything_of_others(street: Workstation) -> None:
    street.key("P")
    street.type("blind")
    street.key("Return")
    street.until(lambda: street.context.pass_id not in ("assisted-street", ""))
    street.until_settled()
    assert list(street.state.annotations) == []
    assert list(street.state.entities) == []
    blind = street.context.pass_id
    store = street.window.session.store
    assert visible_passes(store.load_sample(STREET).passes, store.actor.id, blind) == {blind}


# Hands quicker than the disk


class _SlowDisk:
    """Holds every answer of the store back until it is told to let go."""

    def __init__(self, station: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
        self._held: list[tuple[Future[Changes], Future[Changes]]] = []
        store = station.window.session.store
        self._submit = store.submit
        monkeypatch.setattr(store, "submit", self)

    def __call__(self, edits: Sequence[Edit], initiator: str = "") -> "Future[Changes]":
        told: Future[Changes] = Future()
        self._held.append((self._submit(edits, initiator), told))
        return told

    def let_go(self) -> None:
        """The answers come, in order."""
        for kept, told in self._held:
            told.set_result(kept.result())


def test_a_drag_upon_a_drag_is_not_refused(street: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
    street.context.timeline.seek(HALF)
    street.until_settled(HALF)
    before = street.state.annotations["box_van"].anchor
    assert isinstance(before, Track)
    disk = _SlowDisk(street, monkeypatch)
    hand = hand_on(street.pane("cam"))
    hand.click("box_van")
    x, y = hand.point_of("box_van")
    drag(hand.surface, (x, y), (x + 12, y))
    drag(hand.surface, (x + 12, y), (x + 24, y))
    assert street.window.session.pending == 2
    disk.let_go()
    street.until_saved()
    assert street.message == ""
    after = street.state.annotations["box_van"].anchor
    assert isinstance(after, Track)
    assert _left(after) > _left(before)
    assert street.window.session.store.load_sample(STREET).same_as(street.state)


def _left(track: Track) -> float:
    moment = shape_at(track, HALF)
    assert moment is not None
    assert isinstance(moment.shape, Box)
    return moment.shape.x


def test_a_field_then_enter_then_a_digit_are_not_refused(
    street: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = street.drawn_by(lambda: hand_on(street.pane("cam")).draw(0.9))
    street.until_saved()
    disk = _SlowDisk(street, monkeypatch)
    notes = street.on_screen("attribute_notes")
    assert isinstance(notes, QLineEdit)
    QTest.mouseClick(notes, Qt.MouseButton.LeftButton)
    street.type("dented")
    street.key("Return")
    street.key("2")
    street.key("E")
    street.type("1")
    street.key("Ctrl+Z")
    changed = street.state.annotations[made.id]
    assert (changed.class_id, changed.attributes["notes"], changed.entity_id) == ("c_person", "dented", "")
    disk.let_go()
    street.until_saved()
    assert street.message == ""
    assert street.window.session.store.load_sample(STREET).same_as(street.state)


def test_the_message_line_says_when_something_is_not_on_disk_yet(
    talk: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = talk.window.parts.messages
    assert line.facts == "4 annotations · 0 entities · 0 links · all saved"
    disk = _SlowDisk(talk, monkeypatch)
    talk.select("turn_1")
    talk.key("Delete")
    assert line.facts.startswith("3 annotations · ")
    talk.until(lambda: line.facts.endswith("saving…"))
    disk.let_go()
    talk.until(lambda: line.facts.endswith("all saved"))


def test_edits_under_way_when_the_window_closes_are_there_afterwards(
    qtbot: QtBot, small_project: Path
) -> None:
    with opened(qtbot, small_project, ACTOR, "talk", (1200, 800)) as station:
        station.select("turn_1")
        station.key("2")
        station.key("Delete")
        kept = station.state.copy()
        assert "turn_1" not in kept.annotations
    with opened(qtbot, small_project, ACTOR, "talk", (1200, 800)) as station:
        assert station.state.same_as(kept)


# A picture of a window in which something went wrong


def test_a_screenshot_of_a_window_that_erred_fails_in_one_line(
    qapp: QApplication, small_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_line: MessageLine, _text: str) -> None:
        raise RuntimeError("boom")

    picture = tmp_path / "x.png"
    with monkeypatch.context() as patch:
        # What tells of errors is put back afterwards, or it would keep the window alive.
        patch.setattr(sys, "excepthook", sys.excepthook)
        patch.setattr(threading, "excepthook", threading.excepthook)
        patch.setattr(MessageLine, "show_facts", broken)
        line = _reason(small_project, picture)
    assert line.startswith("Unexpected error: RuntimeError: boom. Nothing that was saved is lost; ")
    assert "\n" not in line
    assert not picture.exists()


def _reason(project: Path, picture: Path) -> str:
    """Why no screenshot was taken."""
    try:
        open_window(project, "talk", None, picture)
    except ScreenshotFailed as failure:
        return str(failure)
    return ""
