"""Many cuboids projected together give the boxes that each gives alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.app.prelabelling.projecting import cuboid_boxes
from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.projection import cuboid_box
from crosstie.schema.geometry.rotations import quaternion_from_yaw
from tests.app.prelabelling.small_jobs import LENS

PLACES = st.tuples(st.floats(-15, 40), st.floats(-25, 25), st.floats(-3, 3))
SIZES = st.tuples(*(st.floats(0.2, 12) for _ in range(3)))
CUBOIDS = st.builds(
    lambda center, size, yaw: Cuboid(center, size, quaternion_from_yaw(yaw)),
    PLACES,
    SIZES,
    st.floats(-math.pi, math.pi),
)


@given(st.lists(CUBOIDS, max_size=6))
def test_together_as_alone(cuboids: list[Cuboid]) -> None:
    for fast, one in zip(cuboid_boxes(LENS, cuboids), cuboids, strict=True):
        alone = cuboid_box(LENS, one)
        assert (fast is None) == (alone is None)
        if fast and alone:
            ours = (fast.x, fast.y, fast.width, fast.height)
            assert ours == pytest.approx((alone.x, alone.y, alone.width, alone.height), abs=1e-6)
