"""Sequences of clouds in a real window: read ahead of the playhead, kept within a budget, put together."""

from collections import Counter
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Cuboid, Keyframe, Track
from crosstie.schema.records import Asset
from crosstie.storage.media.queries import CloudAt, Query
from crosstie.viewers.media import AssetMedia
from crosstie.viewers.pointcloud import source as source_module
from crosstie.viewers.pointcloud.source import CloudSource
from crosstie.viewers.pointcloud.sweeps_button import SweepsButton
from tests.ui.cloud_bench import LEVEL, STEP_NS, CloudBench, cloud_asset, media_file
from tests.ui.memory_session import SAMPLE_ID

FRAMES: Final = 8
POST: Final = (20.0, 4.0)
"""Where a post stands in the world; the vehicle drives past it, 1 m a frame."""


class Asked:
    """Counts the files that workers were asked for, each by its index."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.indices: Counter[int] = Counter()
        plain = AssetMedia.ask

        def ask(media: AssetMedia, query: Query) -> int:
            if isinstance(query, CloudAt):
                self.indices[(query.asset_ns + 2) // STEP_NS] += 1
            return plain(media, query)

        monkeypatch.setattr(AssetMedia, "ask", ask)


def drive(folder: Path, *, posed: bool = True) -> Asset:
    """A road with a post, from a vehicle that goes ahead."""
    asset = cloud_asset(folder)
    files = []
    rng = np.random.default_rng(2)
    road = np.column_stack([rng.uniform(-30, 30, (4000, 2)), rng.normal(LEVEL, 0.02, 4000)])
    for number in range(FRAMES):
        post = np.column_stack(
            [rng.normal((POST[0] - number, POST[1]), 0.02, (300, 2)), rng.uniform(-1, 2, 300)]
        )
        points = np.concatenate([post, road])
        path = folder / f"{number:03}.bin"
        np.column_stack([points, rng.uniform(0, 1, len(points))]).astype("<f4").tofile(path)
        files.append(media_file(path))
    poses = folder / "poses.txt"
    poses.write_text("".join(f"1 0 0 {number} 0 1 0 0 0 0 1 0\n" for number in range(FRAMES)))
    times = tuple(number * STEP_NS for number in range(FRAMES))
    return msgspec.structs.replace(
        asset,
        sample_id=SAMPLE_ID,
        files=tuple(files),
        times_ns=times,
        facts=msgspec.structs.replace(asset.facts, frame_count=FRAMES, duration_ns=FRAMES * STEP_NS),
        poses=media_file(poses) if posed else None,
    )


def opened(qtbot: QtBot, asset: Asset, folder: Path) -> tuple[CloudBench, CloudSource]:
    bench = CloudBench(qtbot, [asset], folder)
    bench.context.timeline.set_duration(FRAMES * STEP_NS)
    bench.settle()
    (source,) = bench.pane.findChildren(CloudSource)
    return bench, source


def go(bench: CloudBench, number: int) -> None:
    bench.context.timeline.seek(number * STEP_NS)
    bench.settle()


def shown(source: CloudSource) -> int:
    assert source.cloud is not None
    return source.cloud.index


def test_stepping_back_and_forth_within_the_budget_asks_for_each_file_once(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch)
    bench, source = opened(qtbot, drive(tmp_path), tmp_path)
    for number in (1, 2, 3, 2, 1, 0, 1, 5, 4, 7, 0, 7):
        go(bench, number)
        assert shown(source) == number
    qtbot.waitUntil(lambda: len(asked.indices) == FRAMES, timeout=20_000)
    assert set(asked.indices.values()) == {1}, asked.indices
    bench.pane.close_media()


def test_while_playing_cuboids_are_painted_with_their_cloud_and_not_before_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    bench, _ = opened(qtbot, drive(tmp_path), tmp_path)
    cuboids = (Cuboid((10.0 - number, 0.0, 0.0), (4.0, 2.0, 1.5)) for number in range(FRAMES))
    bench.add("car", Track(tuple(Keyframe(n * STEP_NS, cuboid) for n, cuboid in enumerate(cuboids))))
    bench.settle()
    timeline, surface = bench.context.timeline, bench.surface
    painted: list[bool] = []
    surface.shown.connect(lambda frame: painted.append(frame.scene.items is surface.items))
    timeline.play()
    for number in range(1, FRAMES):
        painted.clear()
        timeline.follow(number * STEP_NS)
        qtbot.waitUntil(lambda: bool(painted), timeout=20_000)
        assert all(painted)
    timeline.pause()
    bench.settle()
    bench.pane.close_media()


def test_what_comes_next_is_read_before_it_is_due(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(monkeypatch)
    bench, source = opened(qtbot, drive(tmp_path), tmp_path)
    each = source.cloud.byte_count if source.cloud else 0
    qtbot.waitUntil(lambda: source.kept_bytes == FRAMES * each, timeout=20_000)
    asked.indices.clear()
    arrived: list[object] = []
    source.arrived.connect(arrived.append)
    bench.context.timeline.seek(4 * STEP_NS)
    assert [shown(source), len(arrived)] == [4, 1], "it is here at once"
    bench.settle()
    assert not asked.indices
    bench.pane.close_media()


def test_the_budget_holds_and_the_playhead_always_has_its_cloud(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = drive(tmp_path)
    asked = Asked(monkeypatch)
    each = (4000 + 300) * (12 + 4 + 4)
    monkeypatch.setattr(source_module.CloudSource.__init__, "__defaults__", (None, 3 * each))
    bench, source = opened(qtbot, asset, tmp_path)
    most = 0
    for number in (0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 0, 4):
        go(bench, number)
        assert shown(source) == number
        most = max(most, source.kept_bytes)
    assert most == 3 * each
    assert max(asked.indices.values()) < 5, "nothing is read again and again"
    bench.pane.close_media()


def test_a_seek_is_answered_before_what_was_to_be_read_ahead(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, source = opened(qtbot, drive(tmp_path), tmp_path)
    order: list[int] = []
    source.arrived.connect(lambda cloud: order.append(cloud.index))
    for number in (6, 2, 7):
        bench.context.timeline.seek(number * STEP_NS)
    bench.settle()
    assert order[-1] == 7
    assert not set(order) - {6, 2, 7}, "what is read ahead is not shown"
    bench.pane.close_media()


def test_sweeps_put_together_keep_what_stands_still_in_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    bench, source = opened(qtbot, drive(tmp_path), tmp_path)
    go(bench, 6)
    alone = source.cloud
    assert alone is not None
    bench.context.sweeps.choose(5)
    bench.settle()
    cloud = source.cloud
    assert cloud is not None
    assert (cloud.index, cloud.sweep_count, cloud.own_count) == (6, 5, len(alone.points))
    assert np.array_equal(cloud.points[: cloud.own_count], alone.points)
    posts = cloud.points[cloud.points[:, 2] > LEVEL + 0.5]
    assert len(posts) > 5 * 250
    assert np.abs(posts[:, :2] - (POST[0] - 6, POST[1])).max() < 0.15
    assert bench.pane.detail.endswith("frame 6 · 21,500 points")
    go(bench, 2)
    assert "3 of 5 sweeps" in bench.pane.detail
    bench.context.sweeps.choose(1)
    bench.settle()
    assert "sweeps" not in bench.pane.detail
    bench.pane.close_media()


def test_the_button_offers_the_sweeps_and_shows_the_choice(qtbot: QtBot, tmp_path: Path) -> None:
    bench, _ = opened(qtbot, drive(tmp_path), tmp_path)
    (button,) = bench.pane.findChildren(SweepsButton)
    assert button.isVisible()
    assert [action.text() for action in button.menu().actions()] == [
        "1 sweep",
        "3 sweeps",
        "5 sweeps",
        "10 sweeps",
    ]
    button.menu().actions()[1].trigger()
    bench.settle()
    assert (button.text(), bench.context.sweeps.count) == ("3 sweeps", 3)
    bench.context.sweeps.step(-1)
    bench.context.sweeps.step(-1)
    assert button.text() == "1 sweep"
    bench.settle()
    bench.pane.close_media()


def test_without_poses_the_button_says_why_there_is_no_choice(qtbot: QtBot, tmp_path: Path) -> None:
    bench, source = opened(qtbot, drive(tmp_path, posed=False), tmp_path)
    (button,) = bench.pane.findChildren(SweepsButton)
    (reason,) = button.menu().actions()
    assert "poses" in reason.text()
    assert "poses" in button.toolTip()
    assert not reason.isEnabled()
    bench.context.sweeps.choose(5)
    bench.settle()
    assert (source.sweeps, button.text()) == (1, "1 sweep")
    assert "sweep" not in bench.pane.detail
    bench.pane.close_media()


def test_a_single_cloud_has_no_such_button(qtbot: QtBot, tmp_path: Path) -> None:
    bench = CloudBench(qtbot, [cloud_asset(tmp_path, frames=1)], tmp_path)
    bench.settle()
    (button,) = bench.pane.findChildren(SweepsButton)
    assert not button.isVisible()
    QTest.keyClick(bench.surface, Qt.Key.Key_Escape)
    bench.pane.close_media()


def test_a_large_cloud_is_mapped_from_the_cache_and_says_how_much_is_shown(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crosstie.viewers.pointcloud.arrangement.MOST_POINTS", 3_000_000)
    count = 4_100_000
    rng = np.random.default_rng(5)
    rows = np.column_stack(
        [rng.uniform(-90, 90, (count, 2)), rng.normal(LEVEL, 0.1, count), rng.uniform(0, 1, count)]
    )
    path = tmp_path / "map.bin"
    rows.astype("<f4").tofile(path)
    asset = msgspec.structs.replace(cloud_asset(tmp_path, frames=1), files=(media_file(path),))
    bench = CloudBench(qtbot, [asset], tmp_path)
    said: list[str] = []
    (source,) = bench.pane.findChildren(CloudSource)
    source.progressed.connect(lambda progress: said.append(progress.what))
    qtbot.waitUntil(bench.pane.is_settled, timeout=150_000)
    assert bench.pane.detail == "3 of 4 M points shown"
    assert {"reading points", "putting points in order"} == set(said)
    assert source.kept_bytes == 0
    assert len(list((tmp_path / "cache").glob("*.cloud"))) == 1
    bench.pane.close_media()
