"""The lasso in the small views along the axes of a selected cuboid."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Keyframe, Track
from crosstie.viewers.selection import Ref
from tests.ui.cloud_bench import CARS, CloudBench, cloud_asset, on_bench, street
from tests.ui.pointing import at
from tests.ui.test_point_lasso import BODY, BROKEN, CAR, SCHEMA, annotations, held, switch_on


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[CloudBench]:
    """Three frames of a street, and a car in the first with its three sides shown."""
    with on_bench(qtbot, [cloud_asset(tmp_path, broken=BROKEN)], tmp_path, SCHEMA) as bench:
        bench.add("car", Track((Keyframe(0, CAR),)))
        bench.context.pick(Ref("annotation", "car"))
        bench.settle()
        yield bench


def go_round_upper_half(bench: CloudBench, place: int) -> None:
    """In a small view: top (1), side (2) or front (3)."""
    surface = bench.pane.stage.surfaces[place]
    bench.hand_on(surface)
    right, middle = surface.width() - 3.0, surface.height() / 2
    bench.press((3.0, 3.0))
    for corner in ((right / 2, 3.0), (right, 3.0), (right, middle), (right / 2, middle), (3.0, middle)):
        bench.move(corner)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=at((3.0, middle)))
    bench.settle()


@pytest.mark.parametrize("place", [2, 3], ids=["side", "front"])
def test_a_lasso_in_a_small_view_takes_the_points_that_are_seen_there(bench: CloudBench, place: int) -> None:
    switch_on(bench)
    go_round_upper_half(bench, place)
    (made,) = [one for one in annotations(bench) if one.id != "car"]
    found = held(made)
    heights = street(CARS[0], BROKEN)[:, 2]
    # The road behind the car is lower, and what stands before or behind it is not seen from its sides.
    assert set(found.tolist()) <= set(BODY)
    assert heights[found].min() > CAR.center[2] - 0.05
    upper = [index for index in BODY if heights[index] > CAR.center[2] + 0.05]
    assert set(upper) <= set(found.tolist())
    assert len(bench.session.gestures) == 2
    assert np.allclose(bench.cuboid("car").center, CAR.center)


def test_without_the_switch_a_small_view_pulls_the_cuboid_whatever_class_is_chosen(bench: CloudBench) -> None:
    bench.context.choose_class("c_road")
    assert bench.surface.hand.lassos
    side = bench.pane.stage.surfaces[2]
    top = next(grip for grip in side.grips()["car"] if grip.face == 4)
    bench.hand_on(side)
    bench.drag((top.x, top.y), (top.x, top.y - 30))
    assert bench.cuboid("car").size[2] > CAR.size[2] + 0.2
    assert [one.id for one in annotations(bench)] == ["car"]
