from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import TimeSpan, Track
from crosstie.schema.edits import AddAnnotation, SetAnchor, SetAssetClock, SetEntity
from crosstie.schema.records import End
from crosstie.schema.rules.verdict import Violation
from crosstie.viewers.lanes.hits import Hit
from crosstie.viewers.lanes.marks import broken_rules
from crosstie.viewers.lanes.tips import tip_for
from crosstie.viewers.lanes.view import LanesView
from crosstie.viewers.selection import Ref
from crosstie.viewers.theme import GUTTER_PX, LIGHT
from tests.ui.drive_sample import SECOND, drive_session, label
from tests.ui.memory_session import MemorySession
from tests.ui.pointing import Point, click, double_click, drag, drag_to, hover, press, wheel

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Lanes:
    """The lanes of the drive in a window of their own."""

    def __init__(self, session: MemorySession, view: LanesView) -> None:
        self.session, self.view = session, view
        self.context, self.body = session.context, view.body

    def x(self, seconds: float) -> float:
        return self.body.scale().x(round(seconds * SECOND))

    def middle(self, annotation_id: str) -> Point:
        area = self.body.frame.area_of(annotation_id)
        assert area is not None
        return (area.left + area.right) / 2, (area.top + area.bottom) / 2

    def edge(self, annotation_id: str, side: str) -> Point:
        area = self.body.frame.area_of(annotation_id)
        assert area is not None
        return (area.left + 2 if side == "start" else area.right - 2), (area.top + area.bottom) / 2

    def row_y(self, asset_id: str) -> float:
        place = next(place for place in self.body.stack.places if place.row.asset.id == asset_id)
        return place.bars_top - self.body.frame.scroll + place.pitch / 2

    def selected(self) -> list[str]:
        return [ref.id for ref in self.context.selection.refs]

    def span(self, annotation_id: str) -> tuple[int, int]:
        anchor = self.session.state.annotations[annotation_id].anchor
        assert isinstance(anchor, TimeSpan | Track)
        return anchor.start_ns, anchor.end_ns


@pytest.fixture
def lanes(qtbot: QtBot, tmp_path: Path) -> Iterator[Lanes]:
    session = drive_session(tmp_path)
    view = LanesView(session.context)
    qtbot.addWidget(view)
    view.resize(1300, 330)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(view.is_settled)
    yield Lanes(session, view)
    session.context.close_media()


def test_one_row_a_modality_in_a_fixed_order(lanes: Lanes) -> None:
    assert [place.row.asset.id for place in lanes.body.stack.places] == [
        "mic", "transcript", "cam_front", "lidar", "report",
    ]  # fmt: skip


def test_text_spans_stand_at_the_time_of_their_words(lanes: Lanes) -> None:
    area = lanes.body.frame.area_of("m1")
    assert area is not None
    assert area.left == pytest.approx(lanes.x(1.0))
    assert area.right == pytest.approx(lanes.x(3.4))


def test_a_click_selects_and_ctrl_extends_and_an_empty_place_clears(lanes: Lanes) -> None:
    click(lanes.body, lanes.middle("turn0"))
    assert lanes.selected() == ["turn0"]
    click(lanes.body, lanes.middle("cub1"), CTRL)
    click(lanes.body, lanes.middle("row2"), CTRL)
    assert lanes.selected() == ["turn0", "cub1", "row2"]
    click(lanes.body, (lanes.x(12), lanes.row_y("mic")))
    assert lanes.selected() == []
    assert lanes.session.gestures == []


def test_dragging_a_bar_moves_it_in_one_edit(lanes: Lanes) -> None:
    start = lanes.middle("turn1")
    drag(lanes.body, start, (start[0] + lanes.x(1.0) - lanes.x(0), start[1]))
    (gesture,) = lanes.session.gestures
    assert [type(edit) for edit in gesture] == [SetAnchor]
    assert lanes.span("turn1")[1] - lanes.span("turn1")[0] == 2_800_000_000
    assert lanes.span("turn1")[0] == pytest.approx(5 * SECOND, abs=0.03 * SECOND)
    assert lanes.selected() == ["turn1"]


def test_a_track_moves_with_its_keyframes_and_is_cut_at_its_edge(lanes: Lanes) -> None:
    start = lanes.middle("box2")
    drag(lanes.body, start, (start[0] + lanes.x(1.0) - lanes.x(0), start[1]))
    moved = lanes.session.state.annotations["box2"].anchor
    assert isinstance(moved, Track)
    assert [round(frame.at_ns / SECOND, 1) for frame in moved.keyframes] == [4.0, 7.0, 12.5]
    edge = lanes.edge("box2", "end")
    drag(lanes.body, edge, (lanes.x(10) + 2, edge[1]))
    cut = lanes.session.state.annotations["box2"].anchor
    assert isinstance(cut, Track)
    assert len(cut.keyframes) == 3
    assert cut.end_ns == pytest.approx(10 * SECOND, abs=0.1 * SECOND)
    assert len(lanes.session.gestures) == 2


def test_an_edge_stops_at_the_end_of_its_asset(lanes: Lanes) -> None:
    edge = lanes.edge("turn3", "end")
    drag(lanes.body, edge, (lanes.body.width() + 60, edge[1]))
    assert lanes.span("turn3") == (13 * SECOND, 18 * SECOND)


def test_alt_snaps_an_edge_to_another_bar_and_to_the_playhead(lanes: Lanes) -> None:
    edge = lanes.edge("turn0", "end")
    drag(lanes.body, edge, (lanes.x(4.0) - 5 - 2, edge[1]), ALT)
    assert lanes.span("turn0")[1] == 4 * SECOND
    lanes.context.timeline.seek(7_350_000_000)
    edge = lanes.edge("turn2", "start")
    drag(lanes.body, edge, (lanes.x(7.35) + 4 + 2, edge[1]), ALT)
    assert lanes.span("turn2")[0] == 7_350_000_000


def test_shift_moves_a_shared_edge_of_two_neighbours(lanes: Lanes) -> None:
    lanes.session.submit(
        [AddAnnotation(label("next", "mic", "c_speech", TimeSpan(3_400_000_000, 4_000_000_000)))], "test"
    )
    edge = lanes.edge("turn0", "end")
    drag(lanes.body, edge, (edge[0] - 20, edge[1]), SHIFT)
    assert lanes.span("turn0")[1] == lanes.span("next")[0] < 3_300_000_000
    assert len(lanes.session.gestures[-1]) == 2


def test_escape_gives_a_drag_up(lanes: Lanes) -> None:
    start = lanes.middle("turn1")
    press(lanes.body, start)
    drag_to(lanes.body, start, (start[0] + 80, start[1]))
    assert lanes.body.pointer.hand.ghosts
    QTest.keyClick(lanes.body, Qt.Key.Key_Escape)
    QTest.mouseRelease(lanes.body, Qt.MouseButton.LeftButton)
    assert lanes.session.gestures == []
    assert not lanes.body.pointer.hand.ghosts


def test_dragging_over_an_empty_stretch_of_sound_makes_a_span(lanes: Lanes) -> None:
    y = lanes.row_y("mic")
    drag(lanes.body, (lanes.x(16.2), y), (lanes.x(17.2), y))
    ((edit,),) = lanes.session.gestures
    assert isinstance(edit, AddAnnotation)
    assert edit.annotation.asset_id == "mic"
    assert edit.annotation.class_id == "c_speech"
    anchor = edit.annotation.anchor
    assert isinstance(anchor, TimeSpan)
    assert anchor.start_ns == pytest.approx(16.2 * SECOND, abs=0.02 * SECOND)
    assert anchor.end_ns == pytest.approx(17.2 * SECOND, abs=0.02 * SECOND)
    assert lanes.selected() == [edit.annotation.id]
    assert not lanes.body.pointer.hand.ghosts


def test_dragging_over_an_empty_stretch_of_cloud_makes_nothing(lanes: Lanes) -> None:
    y = lanes.row_y("lidar")
    drag(lanes.body, (lanes.x(14), y), (lanes.x(16), y))
    assert lanes.session.gestures == []


def test_a_read_only_pass_is_looked_at_and_not_changed(lanes: Lanes) -> None:
    context = lanes.context
    context.show_sample(lanes.session.state, context.pass_id, read_only=True, duration_ns=18 * SECOND)
    start = lanes.middle("turn1")
    drag(lanes.body, start, (start[0] + 80, start[1]))
    drag(lanes.body, (lanes.x(16), start[1]), (lanes.x(17), start[1]))
    assert lanes.session.gestures == []
    assert lanes.session.refusals == []


def test_a_double_click_jumps_to_the_start_of_a_bar(lanes: Lanes) -> None:
    double_click(lanes.body, lanes.middle("cub2"))
    assert lanes.context.timeline.now_ns == 2_500_000_000


def test_while_a_tie_is_drawn_a_click_gives_its_other_end(lanes: Lanes, qtbot: QtBot) -> None:
    click(lanes.body, lanes.middle("m1"))
    lanes.context.set_tie_from(Ref("annotation", "m1"))
    with qtbot.waitSignal(lanes.context.picked) as picked:
        click(lanes.body, lanes.middle("row3"))
    assert picked.args == [Ref("annotation", "row3")]
    assert lanes.selected() == ["m1"]


def test_links_of_the_selection_are_drawn_and_all_of_them_on_demand(lanes: Lanes) -> None:
    assert lanes.body.curves == []
    lanes.context.pick(Ref("annotation", "cub2"))
    assert {curve.link_id for curve in lanes.body.curves} >= {"k5"}
    lanes.context.pick(None)
    assert lanes.body.curves == []
    lanes.view.links_button.click()
    assert {curve.link_id for curve in lanes.body.curves} == {"k1", "k2", "k3", "k4", "k5", "k6", "k7"}


def test_hovering_shows_a_bars_links_and_a_link_can_be_selected(lanes: Lanes) -> None:
    hover(lanes.body, lanes.middle("cub2"))
    assert "k5" in {curve.link_id for curve in lanes.body.curves}
    assert lanes.context.hovered == Ref("annotation", "cub2")
    lanes.view.links_button.click()
    curve = next(curve for curve in lanes.body.curves if curve.link_id == "k7")
    clear = next(
        point
        for point in (curve.point(part / 40) for part in range(1, 40))
        if lanes.body.frame.bar_at(*point) is None and lanes.body.frame.chip_at(*point) is None
    )
    click(lanes.body, clear)
    assert lanes.context.selection.refs == (Ref("link", "k7"),)


def test_a_hidden_annotation_leaves_its_row(lanes: Lanes) -> None:
    lanes.context.set_hidden(frozenset(["turn1", "row1"]))
    assert lanes.body.frame.area_of("turn1") is None
    assert lanes.body.frame.area_of("row1") is None
    lanes.context.set_hidden(frozenset())
    assert lanes.body.frame.area_of("turn1") is not None


def test_the_wheel_zooms_at_the_cursor_and_shift_pans(lanes: Lanes) -> None:
    here = (lanes.x(6.0), lanes.row_y("lidar"))
    wheel(lanes.body, here, 4)
    view = lanes.context.time_axis.view
    assert view.length_ns < 8 * SECOND
    assert lanes.x(6.0) == pytest.approx(here[0], abs=0.5)
    wheel(lanes.body, here, -1, SHIFT)
    assert lanes.context.time_axis.view.start_ns > view.start_ns
    assert lanes.context.time_axis.view.length_ns == view.length_ns
    double_click(lanes.body, (lanes.x(6.0), lanes.body.stack.height + 20))
    assert lanes.context.time_axis.view.length_ns == 18 * SECOND


def test_the_ruler_scrubs_and_then_settles(lanes: Lanes, qtbot: QtBot) -> None:
    ruler, timeline = lanes.view.ruler, lanes.context.timeline
    press(ruler, (lanes.x(2), 12))
    assert timeline.scrubbing
    drag_to(ruler, (lanes.x(2), 12), (lanes.x(5), 12))
    assert timeline.now_ns == pytest.approx(5 * SECOND, abs=0.02 * SECOND)
    with qtbot.waitSignal(timeline.settled):
        QTest.mouseRelease(ruler, Qt.MouseButton.LeftButton)
    assert not timeline.scrubbing


def test_shift_drag_on_the_ruler_draws_the_loop(lanes: Lanes) -> None:
    drag(lanes.view.ruler, (lanes.x(4), 12), (lanes.x(2), 12), SHIFT)
    loop = lanes.context.timeline.loop
    assert loop is not None
    assert loop.start_ns == pytest.approx(2 * SECOND, abs=0.02 * SECOND)
    assert loop.end_ns == pytest.approx(4 * SECOND, abs=0.02 * SECOND)


def test_every_moment_is_painted_and_said(lanes: Lanes, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lanes.view.drawn, check_params_cb=lambda now_ns: now_ns == 7 * SECOND):
        lanes.context.timeline.seek(7 * SECOND)


def test_a_changed_theme_is_painted(lanes: Lanes, qtbot: QtBot) -> None:
    before = lanes.body.grab().toImage().pixelColor(5, 5)
    lanes.context.set_theme(LIGHT)
    after = lanes.body.grab().toImage().pixelColor(5, 5)
    assert before != after
    assert after == LIGHT.color("panel")


def test_reveal_brings_time_and_row_into_view(lanes: Lanes) -> None:
    lanes.view.resize(1300, 110)
    lanes.context.time_axis.show(0, 2 * SECOND)
    lanes.view.reveal("box3")
    area = lanes.body.frame.area_of("box3")
    assert area is not None
    assert GUTTER_PX <= area.left < area.right <= lanes.body.width()
    assert 0 <= area.top < area.bottom <= lanes.body.height()


def test_a_broken_rule_is_marked_with_the_number_of_them_and_told_in_the_tip(lanes: Lanes) -> None:
    m2, v2 = End("annotation", "m2"), End("entity", "V2")
    broken = [Violation("r1", "spoken without a link", (m2,), 5 * SECOND, "p1")]
    broken += [Violation("r2", "seen nowhere", (m2, v2), None, "p1")]
    area = lanes.body.frame.area_of("m2")
    assert area is not None
    plain = lanes.body.grab().toImage()
    lanes.context.set_violations(tuple(broken))
    marked = lanes.body.grab().toImage()
    bad = lanes.context.theme.color("bad")
    inside = [(round(area.right) - dx, round(area.top) + dy) for dx in range(12) for dy in range(14)]
    when = (round(lanes.x(5)), round(area.top) + 2)
    assert marked.pixelColor(*when) == bad != plain.pixelColor(*when)
    assert not any(plain.pixelColor(x, y) == bad for x, y in inside)
    assert any(marked.pixelColor(x, y) == bad for x, y in inside)
    assert "seen nowhere" in tip_for(
        lanes.context, Hit("bar", "m2"), broken_rules(lanes.session.state, broken)
    )


def test_a_name_is_never_read_as_markup(lanes: Lanes) -> None:
    entity = lanes.session.state.entities["V1"]
    renamed = msgspec.structs.replace(entity, name="<img src=x>")
    lanes.session.submit([SetEntity(entity, renamed)], "test")
    assert "&lt;img" in tip_for(lanes.context, Hit("bar", "box1"), {})
    place = lanes.body.stack.row_of_bar("box1")
    assert place is not None
    assert place.row.bars.bars[place.row.bars.place_of("box1")].name == "<img src=x>"


def test_ctrl_and_the_wheel_over_the_names_make_rows_higher_and_the_wheel_alone_scrolls(lanes: Lanes) -> None:
    lanes.view.resize(1300, 120)
    before = lanes.body.stack.height
    wheel(lanes.body, (20, 40), 3, CTRL)
    assert lanes.body.stack.height > before
    wheel(lanes.body, (20, 40), -2)
    assert lanes.body.frame.scroll > 0
    assert lanes.context.time_axis.view.length_ns == 18 * SECOND


def offset_ns(lanes: Lanes, asset_id: str) -> int:
    return lanes.session.state.assets[asset_id].clock.offset_ns


def row_name(lanes: Lanes, asset_id: str) -> Point:
    return GUTTER_PX / 3, lanes.row_y(asset_id)


def test_a_row_dragged_by_its_name_shifts_the_asset_in_one_edit(lanes: Lanes) -> None:
    before, scale = offset_ns(lanes, "cam_front"), lanes.body.scale()
    x, y = row_name(lanes, "cam_front")
    drag(lanes.body, (x, y), (x + 50, y))
    assert offset_ns(lanes, "cam_front") - before == pytest.approx(
        scale.length_ns(50), abs=scale.length_ns(1)
    )
    assert [type(edit) for edit in lanes.session.gestures[-1]] == [SetAssetClock]
    assert lanes.body.pointer.row.ghost is None


def test_with_shift_a_row_moves_ten_times_finer_than_the_hand(lanes: Lanes) -> None:
    before, scale = offset_ns(lanes, "mic"), lanes.body.scale()
    x, y = row_name(lanes, "mic")
    drag(lanes.body, (x, y), (x + 50, y), SHIFT)
    assert offset_ns(lanes, "mic") - before == pytest.approx(scale.length_ns(5), abs=scale.length_ns(1))


def test_a_row_is_left_where_it_lies_by_escape_by_a_click_and_in_a_read_only_pass(lanes: Lanes) -> None:
    before = offset_ns(lanes, "cam_front")
    x, y = row_name(lanes, "cam_front")
    press(lanes.body, (x, y))
    drag_to(lanes.body, (x, y), (x + 50, y))
    assert lanes.body.pointer.row.ghost is not None
    QTest.keyClick(lanes.body, Qt.Key.Key_Escape)
    QTest.mouseRelease(lanes.body, Qt.MouseButton.LeftButton)
    click(lanes.body, (x, y))
    context = lanes.context
    context.show_sample(lanes.session.state, context.pass_id, read_only=True, duration_ns=18 * SECOND)
    drag(lanes.body, (x, y), (x + 50, y))
    assert offset_ns(lanes, "cam_front") == before
