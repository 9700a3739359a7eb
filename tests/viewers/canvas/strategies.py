"""Shapes and rectangles for property tests."""

from hypothesis import strategies as st

from crosstie.schema.anchors import (
    Box,
    Keypoint,
    Keypoints,
    PageRegion,
    Polygon,
    Polyline,
    RotatedBox,
)
from crosstie.viewers.canvas.transform import Size

places = st.floats(-500, 2500)
lengths = st.floats(2, 900)
points = st.tuples(places, places)
boxes = st.builds(Box, places, places, lengths, lengths)
regions = st.builds(PageRegion, st.integers(0, 5), places, places, lengths, lengths, st.just("words"))
rotated_boxes = st.builds(RotatedBox, places, places, lengths, lengths, st.floats(-3.1, 3.1))
rings = st.lists(points, min_size=3, max_size=9).map(tuple)
polygons = st.builds(Polygon, rings, st.lists(rings, max_size=2).map(tuple))
polylines = st.builds(Polyline, st.lists(points, min_size=2, max_size=9).map(tuple))
bodies = st.lists(points, min_size=1, max_size=5).map(
    lambda found: Keypoints(tuple(Keypoint(str(n), x, y) for n, (x, y) in enumerate(found)))
)
shapes = st.one_of(boxes, regions, rotated_boxes, polygons, polylines, bodies)
sizes = st.builds(Size, st.floats(40, 5000), st.floats(40, 5000))
