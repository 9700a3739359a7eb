"""Shifting an asset in time by hand: every pane shows at once what now happens at the playhead."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from crosstie.storage.project import reading_project
from crosstie.storage.queries import sample_state
from crosstie.viewers.video.pane import VideoPane
from tests.ui.pointing import drag
from tests.ui.small_project import ACTOR, STREET
from tests.ui.workstation import Workstation, opened

SECOND = 1_000_000_000


def shift(station: Workstation, asset_id: str, pixels: int) -> None:
    body = station.window.bench.time_strip.lanes.body
    place = next(place for place in body.stack.places if place.row.asset.id == asset_id)
    y = place.top - body.frame.scroll + place.height / 2
    drag(body, (30.0, y), (30.0 + pixels, y))


def frame(station: Workstation) -> int | None:
    pane = station.pane("cam")
    assert isinstance(pane, VideoPane)
    return pane.frame_at(station.context.timeline.now_ns)


def test_the_picture_shows_the_frame_of_the_shifted_clock_and_the_disk_keeps_it(
    qtbot: QtBot, small_project: Path
) -> None:
    with opened(qtbot, small_project, ACTOR, STREET, (1400, 900)) as station:
        station.context.timeline.seek(SECOND // 2)
        station.until_settled(SECOND // 2)
        before = frame(station)
        assert before is not None
        shift(station, "cam", -60)
        station.until(lambda: station.state.assets["cam"].clock.offset_ns < 0)
        station.until_settled(SECOND // 2)
        after = frame(station)
        assert after is not None
        assert after > before
        kept = station.state.assets["cam"].clock
        station.until_saved()
        station.key("Ctrl+Z")
        station.until_settled(SECOND // 2)
        assert frame(station) == before
        station.key("Ctrl+Shift+Z")
        station.until_saved()
    with reading_project(small_project) as database:
        assert sample_state(database.driver, STREET).assets["cam"].clock == kept


def test_who_looks_closely_goes_on_looking_at_the_same_stretch(qtbot: QtBot, small_project: Path) -> None:
    with opened(qtbot, small_project, ACTOR, STREET, (1400, 900)) as station:
        axis, timeline = station.context.time_axis, station.context.timeline
        length = timeline.duration_ns
        shift(station, "cam", 100)
        station.until(lambda: station.state.assets["cam"].clock.offset_ns > 0)
        assert timeline.duration_ns >= length
        assert axis.view.end_ns == timeline.duration_ns
        axis.show(0, SECOND // 4)
        near = axis.view
        shift(station, "cam", 100)
        assert axis.view == near
