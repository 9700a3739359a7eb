"""The uneven clip, and panes on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.clock import AssetClock
from crosstie.schema.records import Asset
from crosstie.viewers.video import VideoPane
from tests.storage.media.clips import write_clip
from tests.ui.picture_bench import PictureBench
from tests.ui.video_pane.clip import PLAIN, TICKS, Bench, MakeBench, camera


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The uneven clip."""
    path = tmp_path_factory.mktemp("clip") / "uneven.mp4"
    write_clip(path, TICKS)
    return path


@pytest.fixture
def make_bench(qtbot: QtBot, clip: Path, tmp_path: Path) -> Iterator[MakeBench]:
    """Makes a pane of the clip, or of another camera."""
    made: list[Bench] = []

    def make(*assets: Asset, clock: AssetClock = PLAIN) -> Bench:
        found = assets or (camera("cam_front", clip, clock=clock),)
        made.append(PictureBench(qtbot, VideoPane, tmp_path, *found))
        return made[-1]

    yield make
    for bench in made:
        bench.pane.close_media()


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    """The clip, from the sample's start."""
    return make_bench()
