"""The whole way on real files: see, play, scrub, label in every pane, tie every pair, close, reopen."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import Annotation
from crosstie.storage.audit import verify
from crosstie.storage.project import reading_project
from crosstie.viewers.pointcloud import PointCloudPane
from tests.ui.hands import CloudHand, hand_on
from tests.ui.mixed_sample import ACTOR, SAMPLE, make_project
from tests.ui.workstation import Workstation, opened

SIZE = (1680, 1000)
SECOND = 1_000_000_000
KINDS = {
    "film": "box",
    "photo": "box",
    "film_sound": "time_span",
    "subtitles": "text_span",
    "form": "page_region",
    "lidar": "cuboid",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("mixed"))


@pytest.fixture
def station(qtbot: QtBot, project: Path) -> Iterator[Workstation]:
    with opened(qtbot, project, ACTOR, SAMPLE, SIZE) as made:
        yield made


def test_every_pane_shows_one_instant(station: Workstation) -> None:
    station.context.timeline.seek(SECOND)
    station.until_settled(SECOND)
    assert {key: pane.status for key, pane in station.window.bench.panes.items()} == dict.fromkeys(
        station.window.bench.panes, "ready"
    )
    # 29.97 frames a second: the 30th frame, number 29, is shown from 0.968 s until just before 1.001 s.
    assert "frame 29" in station.pane("film").detail
    assert "frame 2" in station.pane("cam_front").detail
    assert "frame 2" in station.pane("lidar").detail


def test_it_plays_by_the_sound_and_scrubs(station: Workstation) -> None:
    timeline = station.context.timeline
    station.until(lambda: station.window.parts.playback.has_sound)
    station.key("Space")
    station.until(lambda: timeline.playing and timeline.now_ns > SECOND // 2)
    # The sound card tells the time: the playhead stands where it is, to within a turn of the event loop.
    playback = station.window.parts.playback
    assert playback.has_sound
    assert playback.clock_ns > SECOND // 2
    station.until(lambda: abs(playback.clock_ns - timeline.now_ns) < SECOND // 10)
    station.key("K")
    station.until(lambda: not timeline.playing)
    stopped_ns = timeline.now_ns
    station.until_settled(stopped_ns)
    for part in (3, 5, 7):
        timeline.scrub(part * SECOND)
    timeline.end_scrub()
    station.until_settled(7 * SECOND)
    station.key("Shift+Left")
    station.until_settled(6 * SECOND)
    station.key("Right")
    station.until(lambda: 6 * SECOND < timeline.now_ns < 6 * SECOND + SECOND // 20)


def test_labels_and_links_across_every_two_panes_are_there_after_reopening(
    qtbot: QtBot, project: Path
) -> None:
    with opened(qtbot, project, ACTOR, SAMPLE, SIZE) as station:
        station.context.timeline.seek(SECOND)
        station.until_settled(SECOND)
        made = {asset_id: label_in(station, asset_id) for asset_id in KINDS}
        assert {key: anchor_kind(one.anchor) for key, one in made.items()} == KINDS
        for first, second in itertools.combinations(KINDS, 2):
            assert tie(station, made[first], made[second]) <= 3
        kept = station.context.state.copy()
        assert len(kept.links) == 15
    with opened(qtbot, project, ACTOR, SAMPLE, SIZE) as station:
        assert station.context.state.same_as(kept)
        shown = {one.asset_id for one in station.context.state.annotations.values()}
        assert shown == set(KINDS)
    with reading_project(project) as database:
        assert verify(database).is_sound


def label_in(station: Workstation, asset_id: str) -> Annotation:
    """Draws one annotation in a pane by hand."""
    pane = station.pane(asset_id)
    hand = hand_on(pane)
    if isinstance(hand, CloudHand):
        assert isinstance(pane, PointCloudPane)
        hand.look_from_above()
        station.until(lambda: not pane.stage.gliding and pane.is_settled())
    return station.drawn_by(lambda: hand.draw(0.2))


def tie(station: Workstation, first: Annotation, second: Annotation) -> int:
    """Ties two annotations with click, T, click; returns the number of input events."""
    links = len(station.context.state.links)
    hand_on(station.pane(first.asset_id)).click(first.id)
    station.until(lambda: [ref.id for ref in station.context.selection.refs] == [first.id])
    station.key("T")
    hand_on(station.pane(second.asset_id)).click(second.id)
    station.until(lambda: len(station.context.state.links) == links + 1)
    return 3
