"""Pictures of clouds as the drawing thread makes them: colours, labels, and what comes in which frame."""

from collections.abc import Iterator
from typing import Final

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.point_grid import grid_of, put_in_order
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.drawing_thread import CloudView
from crosstie.viewers.pointcloud.point_labels import LabelChanges, PointLabels
from crosstie.viewers.pointcloud.scene import CloudPoints, ColorBy, Frame, Look, Mark, Scene

GROUND: Final = (0.0, 0.0, 0.0)
LOOK: Final = Look(
    palette=np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1),
    ground=GROUND,
    line=GROUND,
    returns=(1.0, 1.0, 1.0),
    shade=GROUND,
    plain=(0.5, 0.5, 0.5),
)
VIEW: Final = Viewport(400, 300)
FROM_ABOVE: Final = Camera(
    (0.0, 0.0, 0.0), elevation_rad=np.pi / 2, distance_m=20.0, projection="orthographic"
)
MANY: Final = 320_000


class Drawing:
    """A view with the frames that came for it."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.view = CloudView()
        self.frames: list[Frame] = []
        self.view.framed.connect(self.frames.append)

    def whole(self, scene: Scene) -> NDArray[np.uint8]:
        """The finished picture of a scene: height×width×3, red first."""
        self.view.draw(scene)
        self._qtbot.waitUntil(
            lambda: bool(self.frames) and self.frames[-1].complete and self.frames[-1].scene is scene,
            timeout=60_000,
        )
        return self.frames[-1].pixels[:, :, 2::-1].copy()


@pytest.fixture
def drawing(qtbot: QtBot) -> Iterator[Drawing]:
    """A view of its own; what it drew is checked by its pictures alone."""
    drawing = Drawing(qtbot)
    yield drawing
    drawing.view.close()


def four_points(**channels: NDArray[np.float32]) -> CloudPoints:
    """One in each quarter of the picture: left front, right front, left back, right back."""
    points = np.array([(4, 5, 0), (4, -5, 1), (-4, 5, 2), (-4, -5, 3)], np.float32)
    return CloudPoints(points, np.array([0, 1, 2, 3], np.float32), channels=channels)


def street(count: int = MANY) -> CloudPoints:
    rng = np.random.default_rng(5)
    points = rng.uniform(-40, 40, (count, 3)).astype(np.float32)
    points[:, 2] = rng.uniform(0, 3, count)
    return CloudPoints(points, np.zeros(count, np.float32))


def scene_of(
    cloud: CloudPoints, color_by: ColorBy = "height", camera: Camera = FROM_ABOVE, high: float = 3.0
) -> Scene:
    look = msgspec.structs.replace(LOOK, color_by=color_by, high=high)
    return Scene(1, 0, camera, VIEW, 1.0, look, cloud)


def quarters(pixels: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    """The brightest colour of each quarter."""
    half = pixels.shape[0] // 2, pixels.shape[1] // 2
    parts = (pixels[: half[0], : half[1]], pixels[: half[0], half[1] :], pixels[half[0] :, : half[1]],
             pixels[half[0] :, half[1] :])  # fmt: skip
    rows = [part.reshape(-1, 3) for part in parts]
    return [tuple(int(one) for one in part[part.astype(int).sum(axis=1).argmax()]) for part in rows]


@pytest.mark.parametrize(
    ("color_by", "high", "wanted"),
    [
        ("height", 3.0, [0, 85, 170, 255]),
        ("value", 3.0, [0, 85, 170, 255]),
        ("ring", 30.0, [0, 255, 85, 170]),
        ("time", 3.0, [255, 170, 85, 0]),
        ("distance", 12.8, [128, 128, 128, 128]),
    ],
)
def test_a_ramp_tells_one_number(drawing: Drawing, color_by: ColorBy, high: float, wanted: list[int]) -> None:
    cloud = four_points(
        ring=np.array([0, 30, 10, 20], np.float32), gps_time=np.array([503, 502, 501, 500], np.float32)
    )
    found = quarters(drawing.whole(scene_of(cloud, color_by, high=high)))
    assert np.allclose(found, np.repeat(np.array(wanted)[:, None], 3, axis=1), atol=2)


def test_points_keep_the_colours_of_their_file(drawing: Drawing) -> None:
    colors = np.array([(200, 10, 30), (1, 128, 255), (90, 91, 92), (255, 255, 0)], np.float32)
    cloud = four_points(red=colors[:, 0], green=colors[:, 1], blue=colors[:, 2])
    found = quarters(drawing.whole(scene_of(cloud, "rgb")))
    assert np.allclose(found, colors, atol=1)


def test_labels_lie_over_every_colour_and_follow_what_changes(drawing: Drawing) -> None:
    cloud = four_points()
    colors = np.zeros((256, 4), np.uint8)
    colors[3], colors[9] = (255, 0, 0, 255), (0, 0, 255, 255)
    values, changes = np.zeros(4, np.uint8), LabelChanges()
    values[1] = 3
    plain = scene_of(cloud, "label")
    first = PointLabels(values, colors, changes, changes.note(None))
    found = quarters(drawing.whole(msgspec.structs.replace(plain, labels=first)))
    assert np.allclose(found, [(128, 128, 128), (255, 0, 0), (128, 128, 128), (128, 128, 128)], atol=1)
    values[2] = 9
    second = PointLabels(values, colors, changes, changes.note(np.array([2])))
    found = quarters(drawing.whole(msgspec.structs.replace(plain, labels=second)))
    assert found[1:3] == [(255, 0, 0), (0, 0, 255)]
    other = colors.copy()
    other[3] = (0, 255, 0, 255)
    third = PointLabels(values, other, changes, changes.note(np.zeros(0, np.int64)))
    found = quarters(drawing.whole(msgspec.structs.replace(plain, labels=third)))
    assert found[1:3] == [(0, 255, 0), (0, 0, 255)]
    by_height = scene_of(cloud, "height")
    found = quarters(drawing.whole(msgspec.structs.replace(by_height, labels=third)))
    assert np.allclose(found, [(0, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)], atol=2)


def test_the_same_points_make_the_same_picture_in_any_order(drawing: Drawing) -> None:
    cloud = street()
    camera = Camera((0.0, 0.0, 0.0), distance_m=50.0)
    grid = grid_of(cloud.points)
    without = drawing.whole(scene_of(cloud, camera=camera))
    of_grid = CloudPoints(cloud.points.copy(), cloud.values)
    gridded = drawing.whole(msgspec.structs.replace(scene_of(of_grid, camera=camera), grid=grid))
    in_order = CloudPoints(cloud.points[grid.order], cloud.values, ordered=True)
    scene = msgspec.structs.replace(scene_of(in_order, camera=camera), grid=put_in_order(grid))
    given = drawing.whole(scene)
    for other in (gridded, given):
        assert (np.abs(other.astype(int) - without).max(axis=2) <= 1).mean() > 0.999


def test_a_grid_that_comes_later_changes_nothing_that_is_seen(drawing: Drawing, qtbot: QtBot) -> None:
    cloud = street()
    scene = scene_of(cloud, camera=Camera((0.0, 0.0, 0.0), distance_m=50.0))
    before = drawing.whole(scene)
    seen = len(drawing.frames)
    with_grid = msgspec.structs.replace(scene, grid=grid_of(cloud.points), serial=2)
    assert np.array_equal(drawing.whole(with_grid), before)
    assert all(frame.complete for frame in drawing.frames[seen:]), "no point has to be drawn again"
    # Turned by nothing much: by now, or soon, the points are in another order.
    near = Camera((0.0, 0.0, 0.0), distance_m=50.0001)
    after = drawing.whole(msgspec.structs.replace(with_grid, camera=near))
    assert (np.abs(after.astype(int) - before).max(axis=2) <= 1).mean() > 0.98


def test_more_points_come_in_and_none_goes(drawing: Drawing) -> None:
    cloud = street(1_200_000)
    camera = Camera((0.0, 0.0, 0.0), distance_m=60.0)
    final = drawing.whole(msgspec.structs.replace(scene_of(cloud, camera=camera), grid=grid_of(cloud.points)))
    shown = final.max(axis=2) > 0
    assert len(drawing.frames) > 1
    counts = [frame.drawn_points for frame in drawing.frames]
    assert counts == sorted(counts)
    for frame in drawing.frames:
        assert not (frame.pixels[:, :, :3].max(axis=2)[~shown] > 0).any()


def test_what_lies_over_the_points_needs_no_point_drawn_again(drawing: Drawing) -> None:
    cloud = street()
    scene = scene_of(cloud, camera=Camera((0.0, 0.0, 0.0), distance_m=50.0))
    drawing.whole(scene)
    seen = len(drawing.frames)
    box = Cuboid((5.0, 5.0, 1.5), (6.0, 6.0, 6.0))
    marked = drawing.whole(msgspec.structs.replace(scene, mark=Mark(box, (1.0, 0.0, 0.0)), serial=2))
    assert len(drawing.frames) == seen + 1, "the first picture is the last"
    red = (marked[:, :, 0] > 250) & (marked[:, :, 1] < 5)
    assert 200 < red.sum() < 60_000
    unmarked = drawing.whole(msgspec.structs.replace(scene, serial=3))
    assert not ((unmarked[:, :, 0] > 250) & (unmarked[:, :, 1] < 5)).any()


def test_returns_stand_before_and_behind_points(drawing: Drawing) -> None:
    wall = np.zeros((40_000, 3), np.float32)
    rng = np.random.default_rng(2)
    wall[:, 1], wall[:, 2] = rng.uniform(-3, 3, 40_000), rng.uniform(-3, 3, 40_000)
    cloud = CloudPoints(wall, np.zeros(40_000, np.float32))
    camera = Camera((0.0, 0.0, 0.0), elevation_rad=0.0, distance_m=12.0)
    before = CloudPoints(np.array([(-2, 0, 0)], np.float32), np.zeros(1, np.float32))
    behind = CloudPoints(np.array([(2, 0, 0)], np.float32), np.zeros(1, np.float32))
    scene = scene_of(cloud, camera=camera, high=100.0)
    for returns, visible in ((before, True), (behind, False)):
        pixels = drawing.whole(msgspec.structs.replace(scene, returns=returns))
        assert (pixels[150, 200] > 200).all() == visible
