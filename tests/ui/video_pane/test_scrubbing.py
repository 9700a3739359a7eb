"""Under a hand that drags the playhead a picture stands at once, and the right one where the hand rests."""

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.storage.media.queries import Picture
from crosstie.viewers.media import AssetMedia
from crosstie.viewers.video import VideoPane
from crosstie.viewers.video.proxy import PAYS_FROM, ProxyMaker
from tests.storage.media.clips import Form, number_in, write_clip
from tests.ui.picture_bench import SECOND, PictureBench
from tests.ui.video_pane.clip import Bench, camera

COUNT = 700
GOP = 350
FAR = 680


@pytest.fixture(scope="module")
def long_groups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups so long that decoding through one takes far longer than a hand waits."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    ticks = [3000 * number for number in range(COUNT)]
    options = {"preset": "ultrafast", "sc_threshold": "0"}
    write_clip(path, ticks, options=options, gop=GOP, form=Form(size=(1280, 720)))
    return path


@pytest.fixture
def bench(qtbot: QtBot, long_groups: Path, tmp_path: Path) -> Iterator[Bench]:
    made = PictureBench(qtbot, VideoPane, tmp_path, camera("cam", long_groups), duration_s=24)
    yield made
    made.pane.close_media()


def pictures_of(bench: Bench) -> list[Picture]:
    """Every picture that comes from now on."""
    found: list[Picture] = []
    media = bench.pane.findChild(AssetMedia)
    assert isinstance(media, AssetMedia)
    media.replied.connect(lambda _, reply: found.append(reply) if isinstance(reply, Picture) else None)
    return found


def more_than(found: list[Picture], count: int) -> bool:
    return len(found) > count


def at_ns(frame: int) -> int:
    return round((frame + 0.5) * SECOND / 30)


def test_a_nearby_picture_comes_first_and_the_right_one_where_the_hand_rests(
    bench: Bench, qtbot: QtBot
) -> None:
    found = pictures_of(bench)
    drawn: list[object] = []
    bench.pane.drawn.connect(drawn.append)
    timeline = bench.context.timeline
    timeline.scrub(at_ns(FAR))
    qtbot.waitUntil(lambda: len(found) == 2, timeout=20_000)
    preview, right = found
    assert (preview.preview, preview.frame_index, number_in(preview.pixels)) == ("nearby", GOP, GOP)
    assert (right.preview, right.frame_index, number_in(right.pixels)) == ("", FAR, FAR)
    qtbot.waitUntil(lambda: drawn == [at_ns(FAR)], timeout=20_000)
    assert timeline.scrubbing
    timeline.end_scrub()
    assert len(found) == 2


def test_letting_go_asks_for_the_right_picture_at_once(bench: Bench, qtbot: QtBot) -> None:
    found = pictures_of(bench)
    timeline = bench.context.timeline
    timeline.scrub(at_ns(FAR))
    timeline.end_scrub()
    qtbot.waitUntil(bench.pane.is_settled, timeout=20_000)
    assert found[-1].frame_index == FAR
    assert not found[-1].preview


def test_on_a_picture_that_stands_for_another_nothing_is_drawn(bench: Bench, qtbot: QtBot) -> None:
    found = pictures_of(bench)
    bench.context.timeline.scrub(at_ns(FAR))
    qtbot.waitUntil(lambda: len(found) == 1, timeout=20_000)
    assert not bench.pane.is_settled()
    assert not bench.pane.canvas.hand.allowed.draws
    qtbot.waitUntil(bench.pane.is_settled, timeout=20_000)
    assert bench.pane.canvas.hand.allowed.draws


def test_a_video_that_is_scrubbed_a_lot_gets_a_proxy_and_rest_still_shows_the_video_itself(
    bench: Bench, qtbot: QtBot
) -> None:
    found = pictures_of(bench)
    timeline = bench.context.timeline
    # A slow machine lets the hand rest here and there: frames about these places are then at hand. Each is
    # far from the one before, and all from the last, so that only a proxy can be quick there.
    places = itertools.cycle((290, 600, 200, 540))
    while sum(picture.preview == "nearby" for picture in found) < PAYS_FROM:
        before = len(found)
        timeline.scrub(at_ns(next(places)))
        qtbot.waitUntil(partial(more_than, found, before), timeout=20_000)
    assert {picture.preview for picture in found} <= {"nearby", ""}
    (maker,) = bench.pane.findChildren(ProxyMaker)
    qtbot.waitUntil(lambda: maker.done is None, timeout=180_000)
    timeline.scrub(at_ns(FAR))
    qtbot.waitUntil(lambda: found[-1].preview == "proxy", timeout=20_000)
    assert (found[-1].frame_index, number_in(found[-1].pixels), found[-1].pixels.shape[1]) == (FAR, FAR, 640)
    qtbot.waitUntil(bench.pane.is_settled, timeout=20_000)
    assert (found[-1].preview, found[-1].frame_index, found[-1].width) == ("", FAR, 1280)
