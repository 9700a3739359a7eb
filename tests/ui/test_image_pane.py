"""The image pane in a real window: every kind of shape is shown, moved and kept."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import (
    Anchor,
    Box,
    Keypoint,
    Keypoints,
    Mask,
    Polygon,
    Polyline,
    RotatedBox,
)
from crosstie.schema.geometry.masks import mask_bounds, mask_from_pixels
from crosstie.schema.records import Asset, End
from crosstie.schema.rules.verdict import Violation
from crosstie.schema.sample_state import SampleState
from crosstie.viewers.image import ImagePane
from crosstie.viewers.selection import Ref
from crosstie.viewers.theme import DARK, LABEL_COLORS
from tests.data import data_file
from tests.storage.media.assets import asset_of
from tests.ui.memory_session import PASS_ID
from tests.ui.picture_bench import SECOND, PictureBench, with_facts
from tests.ui.pointing import click, hover

WIDTH: Final = 320
HEIGHT: Final = 180
Bench = PictureBench[ImagePane]
BODY: Final = Keypoints((Keypoint("head", 100, 60), Keypoint("hand", 130, 90, "occluded")))


def a_mask() -> Mask:
    pixels = np.zeros((HEIGHT, WIDTH), bool)
    pixels[60:100, 90:150] = True
    return mask_from_pixels(pixels)


SHAPES: Final[dict[str, Anchor]] = {
    "box": Box(90, 60, 60, 40),
    "rotated box": RotatedBox(120, 80, 60, 40, 0.3),
    "polygon": Polygon(((90, 60), (150, 60), (150, 100), (90, 100))),
    "polyline": Polyline(((90, 60), (120, 80), (150, 60))),
    "keypoints": BODY,
    "mask": a_mask(),
}


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """A grey picture."""
    path = tmp_path / "grey.ppm"
    path.write_bytes(b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + b"\x80" * WIDTH * HEIGHT * 3)
    bench = PictureBench(qtbot, ImagePane, tmp_path, picture(path))
    yield bench
    bench.pane.close_media()


def picture(path: Path) -> Asset:
    return with_facts(msgspec.structs.replace(asset_of("image", path), id="photo"))


def test_a_drag_draws_a_box_without_time(bench: Bench) -> None:
    bench.drag((20, 30), (80, 70))
    anchor = bench.only().anchor
    assert isinstance(anchor, Box)
    assert (anchor.x, anchor.y, anchor.width, anchor.height) == pytest.approx((20, 30, 60, 40), abs=0.5)
    bench.context.timeline.seek(7 * SECOND)
    assert [item.id for item in bench.canvas.scene.items] == [bench.only().id]
    assert bench.pane.step_instant(0, 1) is None


@pytest.mark.parametrize("kind", SHAPES)
def test_every_shape_is_painted_picked_and_moved_in_one_edit(bench: Bench, kind: str) -> None:
    bench.add("it", SHAPES[kind], "c_person" if kind == "keypoints" else "c_car")
    bench.settle()
    assert bench.count_of(LABEL_COLORS[1 if kind == "keypoints" else 0]) > 20
    grip = {"polyline": (105, 70), "keypoints": (100, 60)}.get(kind, (120, 80))
    click(bench.canvas, bench.seen(*grip))
    assert bench.selected() == ["it"]
    bench.context.selection.clear()
    bench.drag(grip, (grip[0] + 30, grip[1] + 20))
    assert len(bench.session.gestures) == 2
    before, after = SHAPES[kind], bench.anchor("it")
    assert type(after) is type(before)
    if isinstance(before, Mask) and isinstance(after, Mask):
        assert mask_bounds(after) == Box(120, 80, 60, 40)
    elif isinstance(before, RotatedBox) and isinstance(after, RotatedBox):
        assert (after.center_x, after.center_y) == pytest.approx((150, 100), abs=0.6)
        assert (after.width, after.height, after.angle_rad) == (60, 40, 0.3)
    elif isinstance(before, Keypoints) and isinstance(after, Keypoints):
        assert [point.visibility for point in after.points] == ["visible", "occluded"]
        assert after.points[1].x == pytest.approx(160, abs=0.6)


def test_a_corner_of_a_selected_polygon_is_dragged(bench: Bench) -> None:
    bench.add("it", SHAPES["polygon"])
    bench.context.pick(Ref("annotation", "it"))
    bench.drag((150, 100), (180, 120))
    after = bench.anchor("it")
    assert isinstance(after, Polygon)
    assert after.points[:2] == ((90, 60), (150, 60))
    assert after.points[2] == pytest.approx((180, 120), abs=0.6)


def test_a_keypoint_of_a_selected_body_is_dragged(bench: Bench) -> None:
    bench.add("it", BODY, "c_person")
    bench.context.pick(Ref("annotation", "it"))
    bench.drag((130, 90), (150, 100))
    after = bench.anchor("it")
    assert isinstance(after, Keypoints)
    assert (after.points[0].x, after.points[0].y) == (100, 60)
    assert (after.points[1].x, after.points[1].y) == pytest.approx((150, 100), abs=0.6)


def test_a_selected_rotated_box_is_turned_by_its_handle(bench: Bench) -> None:
    bench.add("it", RotatedBox(160, 90, 80, 40, 0.0))
    bench.context.pick(Ref("annotation", "it"))
    arm = 24 / bench.canvas.transform.scale
    bench.drag((160, 70 - arm), (230, 90))
    after = bench.anchor("it")
    assert isinstance(after, RotatedBox)
    assert after.angle_rad == pytest.approx(math.pi / 2, abs=0.05)
    assert (after.center_x, after.center_y, after.width, after.height) == (160, 90, 80, 40)


def test_a_thousand_boxes_are_told_apart(bench: Bench) -> None:
    for number in range(1000):
        column, row = number % 40, number // 40
        bench.add(f"b{number}", Box(4 + column * 7.8, 3 + row * 7, 5, 4))
    bench.settle()
    click(bench.canvas, bench.seen(4 + 17 * 7.8 + 2.5, 3 + 12 * 7 + 2))
    assert bench.selected() == [f"b{12 * 40 + 17}"]


def test_a_broken_rule_is_marked_however_small_the_label_is(bench: Bench) -> None:
    bench.add("it", Box(100, 60, 6, 6))
    bench.settle()
    assert bench.count_of(DARK.bad) == 0
    broken = Violation("r1", "speed <b>is</b> missing", (End("annotation", "it"),), None, PASS_ID)
    bench.context.set_violations((broken,))
    bench.settle()
    assert bench.count_of(DARK.bad) > 100
    hover(bench.canvas, bench.seen(103, 63))
    assert bench.hovered() == "it"
    assert bench.canvas.toolTip() == "<qt>speed &lt;b&gt;is&lt;/b&gt; missing</qt>"
    hover(bench.canvas, bench.seen(200, 120))
    assert bench.hovered() == ""
    assert bench.canvas.toolTip() == ""


def test_a_photograph_is_as_sharp_as_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    bench = PictureBench(
        qtbot, ImagePane, tmp_path, picture(data_file("driving/kitti_object_3/training/image_2/000001.png"))
    )
    assert bench.pane.detail == "1242 × 375"
    fitted = bench.picture()
    assert fitted.shape[1] == 644
    bench.canvas.zoom(300, 180, 8)
    bench.settle()
    assert bench.canvas.transform.scale > 4
    bench.pane.fit()
    bench.settle()
    assert np.array_equal(bench.picture(), fitted)
    bench.pane.close_media()


def test_a_damaged_picture_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    bench = PictureBench(qtbot, ImagePane, tmp_path, msgspec.structs.replace(asset_of("image", path), id="b"))
    assert bench.pane.status == "failed"
    assert "broken.png" in bench.said()
    bench.pane.close_media()


def test_a_pane_outlives_its_sample_for_a_moment(bench: Bench) -> None:
    other = SampleState("other")
    bench.context.show_sample(other, "p1", read_only=False, duration_ns=9 * SECOND)
    bench.context.timeline.seek(3 * SECOND)
    bench.canvas.zoom(50, 50, 2)
    bench.pane.repaint()
    assert bench.pane.is_settled()
    bench.pane.close_media()
    bench.context.timeline.seek(4 * SECOND)
    bench.pane.repaint()
