"""The lasso in the whole window by key, and in a cloud so large that its grid is made beside the window."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Cuboid, PointSet
from crosstie.schema.geometry.point_ranges import point_count, point_set_of
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import create_project
from crosstie.viewers.pointcloud import PointCloudPane
from tests.ui.cloud_bench import CAR_SIZE, CARS, LEVEL, CloudBench, cloud_asset, street
from tests.ui.pointing import at, hover
from tests.ui.test_point_lasso import BODY, SCHEMA, about, go_round, switch_on
from tests.ui.workstation import Workstation, opened

CAR = Cuboid((*CARS[0], LEVEL + CAR_SIZE[2] / 2), CAR_SIZE)
MANIFEST = """
samples:
  - id: street
    language: en
    assets:
      - {{id: lidar, kind: pointcloud, path: "{cloud}", layout: kitti}}
"""


@pytest.fixture
def station(qtbot: QtBot, tmp_path: Path) -> Iterator[Workstation]:
    """A project with one cloud, open in the window."""
    cloud = tmp_path / "000.bin"
    street(CARS[0]).tofile(cloud)
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(MANIFEST.format(cloud=cloud), encoding="utf-8")
    with create_project(tmp_path / "project", SCHEMA, actor_name="an") as store:
        add_manifest(store, manifest)
    with opened(qtbot, tmp_path / "project", "an", "street", (1366, 768)) as station:
        yield station


@pytest.fixture
def large(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """A cloud of more points than can be looked through between two pictures."""
    asset = cloud_asset(tmp_path, frames=1)
    rng = np.random.default_rng(2)
    more = np.column_stack([rng.uniform(-90, 90, (320_000, 2)), rng.normal(LEVEL, 0.02, 320_000)])
    rows = np.column_stack([more, np.zeros(len(more))]).astype("<f4")
    np.concatenate([street(CARS[0]), rows]).tofile(tmp_path / "000.bin")
    bench = CloudBench(qtbot, [asset], tmp_path, SCHEMA)
    bench.settle()
    yield bench
    bench.pane.close_media()


def test_a_lasso_by_key_is_one_step_of_undo_and_counted_in_the_inspector(station: Workstation) -> None:
    pane = station.pane("lidar")
    assert isinstance(pane, PointCloudPane)
    station.key("S")
    assert _lassos(pane)
    _go_round_car(pane)
    station.until(lambda: len(station.state.annotations) == 1)
    [made] = station.state.annotations.values()
    assert isinstance(made.anchor, PointSet)
    count = f"{point_count(made.anchor):,} points"
    labels = [one.text() for one in station.window.findChildren(QLabel) if one.isVisible()]
    assert any(count in text for text in labels)
    station.key("Ctrl+Z")
    station.until(lambda: not station.state.annotations)
    station.key("Ctrl+Shift+Z")
    station.until(lambda: len(station.state.annotations) == 1)
    station.select(made.id)
    station.key("Delete")
    station.until(lambda: not station.state.annotations)
    station.key("S")
    assert not _lassos(pane)
    station.until_saved()


def test_the_points_of_a_cuboid_by_key(station: Workstation) -> None:
    station.context.annotate("lidar", CAR, "test")
    station.until(lambda: len(station.state.annotations) == 1)
    station.until_settled()
    station.key("Shift+S")
    station.until(lambda: len(station.state.annotations) == 2)
    kinds = {type(one.anchor) for one in station.state.annotations.values()}
    assert kinds == {Cuboid, PointSet}
    station.until_saved()


def test_a_large_cloud_gets_its_grid_while_it_rests_and_is_picked_through_it(
    large: CloudBench, qtbot: QtBot
) -> None:
    surface = large.surface
    points = point_set_of(np.arange(BODY.start, BODY.stop))
    assert points is not None
    large.add("body", points)
    large.settle()
    assert surface.sets.by_id["body"].indices.tolist() == list(BODY)
    place = large.seen((CAR.center[0] - CAR_SIZE[0] / 2, CAR.center[1], CAR.center[2]))
    qtbot.waitUntil(lambda: surface.terrain.grid is not None, timeout=30_000)
    large.settle()
    hover(surface, place)
    assert surface.hand.hovered == "body"
    large.click(place)
    assert large.selected() == ["body"]
    switch_on(large)
    large.context.selection.clear()
    go_round(large, about(large, CAR))
    [made] = [one for one in large.session.state.annotations.values() if one.id != "body"]
    assert isinstance(made.anchor, PointSet)
    assert point_count(made.anchor) > len(BODY)


def _lassos(pane: PointCloudPane) -> bool:
    return pane.stage.surface.hand.lassos


def _go_round_car(pane: PointCloudPane) -> None:
    """A square on the screen about the middle of the view, where the car stands."""
    surface = pane.stage.surface
    bounds = (surface.width() * 0.4, surface.height() * 0.3, surface.width() * 0.6, surface.height() * 0.6)
    left, top, right, bottom = bounds
    ring = [(left, top), (right, top), (right, bottom), (left, bottom)]
    hover(surface, ring[0])
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=at(ring[0]))
    for corner in ring[1:]:
        QTest.mouseMove(surface, at(corner))
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=at(ring[-1]))
