"""Cameras, views and cuboids as hypothesis draws them."""

import math

from hypothesis import strategies as st

from crosstie.schema.anchors import Cuboid
from crosstie.schema.geometry.rotations import normalized, quaternion_from_yaw
from crosstie.viewers.pointcloud.camera import Camera, Viewport


def metres(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_subnormal=False)


places = st.tuples(metres(-60, 60), metres(-60, 60), metres(-3, 3))
sizes = st.tuples(metres(0.3, 14), metres(0.3, 4), metres(0.3, 4))
yaws = metres(-3.14, 3.14)
viewports = st.builds(Viewport, metres(200, 1900), metres(120, 1100))
upright_cuboids = st.builds(Cuboid, places, sizes, yaws.map(quaternion_from_yaw))
tilted_cuboids = st.builds(
    Cuboid,
    places,
    sizes,
    st.tuples(metres(0.2, 1), metres(-1, 1), metres(-1, 1), metres(-1, 1)).map(normalized),
)
cameras = st.builds(
    Camera,
    target=places,
    azimuth_rad=yaws,
    elevation_rad=metres(-0.3, math.pi / 2),
    distance_m=metres(2, 200),
    projection=st.sampled_from(["perspective", "orthographic"]),
)
"""Cameras as hands bring them about."""
cameras_from_above = st.builds(
    Camera,
    target=places,
    azimuth_rad=yaws,
    elevation_rad=metres(0.4, math.pi / 2),
    distance_m=metres(8, 90),
    projection=st.sampled_from(["perspective", "orthographic"]),
)
"""Cameras that look down on a street."""
