"""What colours tell: the file's numbers, their ends, and labels that change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crosstie.storage.media.queries import Cloud
from crosstie.viewers.pointcloud.channels import told_by
from crosstie.viewers.pointcloud.coloring import ends_of, scale_of
from crosstie.viewers.pointcloud.point_labels import LabelChanges, LabelName
from crosstie.viewers.pointcloud.scene import CloudPoints
from crosstie.viewers.theme import DARK

POINTS = np.random.default_rng(1).uniform(-20, 20, (100, 3)).astype(np.float32)
ALL = slice(None)


def cloud_with(**channels: NDArray[np.float32]) -> Cloud:
    values = np.linspace(0, 1, 100, dtype=np.float32)
    return Cloud(0, 1, 0, POINTS, values, "intensity", channels, np.zeros(0, np.uint32), 0)


def points_with(**channels: NDArray[np.float32]) -> CloudPoints:
    return CloudPoints(POINTS, np.zeros(100, np.float32), channels=channels)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
@pytest.mark.parametrize("deepest", [1.0, 255.0, 65535.0])
def test_colours_come_through_whatever_their_depth(deepest: float, red: int, green: int, blue: int) -> None:
    parts = {
        name: np.full(100, part * deepest / 255, np.float32)
        for name, part in zip(("red", "green", "blue"), (red, green, blue), strict=True)
    }
    # A file's depth shows in its brightest point.
    parts["red"][0] = deepest
    packed = int(told_by(points_with(**parts), "rgb", ALL)[1])
    assert np.allclose([packed >> 16, packed >> 8 & 255, packed & 255], (red, green, blue), atol=1)


def test_times_are_told_from_the_first() -> None:
    cloud = points_with(timestamp=np.linspace(7000, 7001, 100, dtype=np.float32))
    told = told_by(cloud, "time", slice(10, 20))
    assert np.allclose(told, np.linspace(0, 1, 100)[10:20], atol=1e-3)


def test_only_what_the_file_tells_is_offered() -> None:
    assert list(ends_of(cloud_with(), 0.0).offered().values()) == ["Height", "Intensity", "Distance"]
    ring = np.arange(100, dtype=np.float32) % 32
    color = np.full(100, 9, np.float32)
    colors = {"red": color, "green": color, "blue": color}
    full = ends_of(cloud_with(ring=ring, gps_time=ring / np.float32(320), **colors), 0.0)
    assert list(full.offered()) == ["height", "rgb", "value", "distance", "ring", "time"]
    assert full.of("ring") == (0, 31)
    assert full.of("time") == pytest.approx((0, 31 / 320))
    same = ends_of(cloud_with(ring=np.zeros(100, np.float32)), 0.0)
    assert "ring" not in same.offered(), "a ring that is the same for all tells nothing"


def test_scales_say_what_colours_tell() -> None:
    ends = ends_of(cloud_with(ring=np.arange(100, dtype=np.float32)), 0.0)
    ring = scale_of(DARK, "ring", ends, 0.0)
    assert ring is not None
    assert (ring.low, ring.high) == ("ring 0", "99")
    assert scale_of(DARK, "rgb", ends, 0.0) is None
    names = (LabelName("road", "#FF0000"),)
    labels = scale_of(DARK, "label", ends, 0.0, names)
    assert labels is not None
    assert labels.names == names


def test_heights_of_a_map_are_told_apart_up_to_its_tops() -> None:
    land = POINTS * (1, 1, 10)
    cloud = Cloud(
        0, 1, 0, land.astype(np.float32), np.zeros(100, np.float32), "", {}, np.zeros(0, np.uint32), 0
    )
    assert ends_of(cloud, -200.0).of("height")[1] > 150
    assert ends_of(cloud_with(), -1.0).of("height")[1] <= 6


@given(st.lists(st.one_of(st.none(), st.lists(st.integers(0, 50), max_size=5)), max_size=90), st.data())
def test_what_changed_since_any_state_is_told(noted: list[list[int] | None], data: st.DataObject) -> None:
    changes = LabelChanges()
    states = [None if indices is None else np.array(indices, dtype=np.int64) for indices in noted]
    serials = [0, *map(changes.note, states)]
    place = data.draw(st.integers(0, len(noted)))
    now, changed = changes.since(serials[place])
    later = noted[place:]
    assert now == serials[-1]
    if changed is None:
        assert None in later or len(later) > 60
    else:
        assert None not in later
        assert set(changed.tolist()) == {index for one in later for index in one or ()}
