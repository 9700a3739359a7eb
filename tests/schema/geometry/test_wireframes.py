"""Many cuboids projected at once are the same lines as each projected alone."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.projection import cuboid_edges
from crosstie.schema.geometry.rotations import quaternion_from_yaw
from crosstie.schema.geometry.wireframes import wireframes
from crosstie.schema.records import Calibration

K = ((700.0, 0.0, 640.0), (0.0, 710.0, 360.0), (0.0, 0.0, 1.0))
# The camera looks along the cloud's x axis.
AHEAD = ((0.0, -1.0, 0.0, 0.0), (0.0, 0.0, -1.0, 0.5), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
CAMERAS = [
    Calibration("pinhole", 1280, 720, K, AHEAD),
    Calibration("pinhole", 1280, 720, K, AHEAD, (-0.3, 0.1, 0.001, -0.002)),
    Calibration("fisheye", 1280, 720, K, AHEAD, (0.01, -0.02, 0.003, -0.0005)),
]
places = st.tuples(st.floats(-6, 40), st.floats(-15, 15), st.floats(-3, 3))
lengths = st.tuples(st.floats(0.5, 8), st.floats(0.5, 4), st.floats(0.5, 4))
cuboids = st.builds(Cuboid, places, lengths, st.floats(-3.1, 3.1).map(quaternion_from_yaw))


@pytest.mark.parametrize("camera", CAMERAS)
@settings(deadline=None, max_examples=40)
@given(found=st.lists(cuboids, max_size=5))
def test_many_at_once_are_the_same_as_each_alone(camera: Calibration, found: list[Cuboid]) -> None:
    at_once = wireframes(camera, found)
    assert len(at_once) == len(found)
    for cuboid, segments in zip(found, at_once, strict=True):
        alone = [pair for edge in cuboid_edges(camera, cuboid) for pair in itertools.pairwise(edge.tolist())]
        ours, theirs = np.asarray(segments).reshape(-1, 4), np.asarray(alone).reshape(-1, 4)
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-6)


def test_coefficients_that_are_all_zero_bend_nothing() -> None:
    ahead = Cuboid((20.0, 3.0, 0.0), (4.0, 2.0, 1.5), quaternion_from_yaw(0.4))
    zeros = Calibration("pinhole", 1280, 720, K, AHEAD, (0.0, 0.0, 0.0, 0.0, 0.0))
    np.testing.assert_array_equal(wireframes(zeros, [ahead]), wireframes(CAMERAS[0], [ahead]))


def test_a_cuboid_behind_the_camera_has_no_lines_and_keeps_its_place() -> None:
    behind = Cuboid((-20.0, 0.0, 0.0), (4.0, 2.0, 1.5))
    ahead = Cuboid((20.0, 0.0, 0.0), (4.0, 2.0, 1.5))
    none, twelve = wireframes(CAMERAS[0], [behind, ahead])
    assert (len(none), len(twelve)) == (0, 12)
    assert wireframes(CAMERAS[0], []) == []
