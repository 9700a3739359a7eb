"""Anchors that make no place are refused, from Python and from JSON alike."""

import math
from collections.abc import Callable

import msgspec
import pytest

from crosstie.schema import anchors as an
from crosstie.schema.clock import AssetClock
from crosstie.schema.errors import AnchorInvalid
from crosstie.schema.ids import new_id

NAN, INF = math.nan, math.inf
BOX = an.Box(0.0, 0.0, 1.0, 1.0)

NOWHERE: list[tuple[Callable[[], object], str]] = [
    (lambda: an.TimeSpan(5, 5), "ends"),
    (lambda: an.TimeSpan(5, 4), "ends"),
    (lambda: an.TextSpan(3, 3, ""), "empty or negative"),
    (lambda: an.TextSpan(-1, 2, "abc"), "empty or negative"),
    (lambda: an.TextSpan(0, 2, "abc"), "not as long as the span"),
    (lambda: an.Box(0, 0, 0, 1), "above zero"),
    (lambda: an.Box(0, 0, 1, -1), "above zero"),
    (lambda: an.Box(NAN, 0, 1, 1), "not a finite number"),
    (lambda: an.Box(0, INF, 1, 1), "not a finite number"),
    (lambda: an.Box(0, 0, INF, 1), "not a finite number"),
    (lambda: an.RotatedBox(0, 0, 1, 0, 0), "above zero"),
    (lambda: an.RotatedBox(0, 0, 1, 1, NAN), "not a finite number"),
    (lambda: an.Polygon(((0, 0), (1, 1))), "needs three points"),
    (lambda: an.Polygon(((0, 0), (1, 1), (0, 1)), (((0, 0), (1, 1)),)), "needs three points"),
    (lambda: an.Polygon(((0, 0), (1, 1), (0, -INF))), "not a finite number"),
    (lambda: an.Polyline(((0, 0),)), "needs two points"),
    (lambda: an.Polyline(((0, 0), (0, NAN))), "not a finite number"),
    (lambda: an.Keypoints(()), "at least one point"),
    (lambda: an.Keypoints((an.Keypoint("a", 0, 0), an.Keypoint("a", 1, 1))), "stands twice"),
    (lambda: an.Keypoints((an.Keypoint("a", 0, NAN),)), "not a finite number"),
    (lambda: an.Mask(0, 3, ()), "a size above zero"),
    (lambda: an.Mask(2, 2, (5, -1)), "run is negative"),
    (lambda: an.Mask(2, 2, (3,)), "do not add up"),
    (lambda: an.PageRegion(-1, 0, 0, 1, 1), "counts from 0"),
    (lambda: an.PageRegion(0, 0, 0, 1, 0), "above zero"),
    (lambda: an.PageRegion(0, NAN, 0, 1, 1), "not a finite number"),
    (lambda: an.Cuboid((0, 0, 0), (1, 0, 1)), "three sizes above zero"),
    (lambda: an.Cuboid((0, 0, NAN), (1, 1, 1)), "not a finite number"),
    (lambda: an.Cuboid((0, 0, 0), (1, 1, 1), (1, 1, 0, 0)), "unit quaternion"),
    (lambda: an.PointSet(()), "at least one point"),
    (lambda: an.PointSet(((3, 3),)), "range is empty"),
    (lambda: an.PointSet(((-1, 3),)), "range is empty"),
    (lambda: an.PointSet(((0, 4), (3, 5))), "ascend without overlap"),
    (lambda: an.Track(()), "needs a keyframe"),
    (lambda: an.Track((an.Keyframe(3, BOX), an.Keyframe(3, BOX))), "ascend in time"),
    (lambda: an.Track((an.Keyframe(3, BOX), an.Keyframe(2, BOX))), "ascend in time"),
    (lambda: an.Track((an.Keyframe(3, BOX), an.Keyframe(4, an.Mask(1, 1, (1,))))), "all be of one kind"),
]


@pytest.mark.parametrize(("make", "message"), NOWHERE)
def test_numbers_that_make_no_place_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(AnchorInvalid, match=message):
        make()


@pytest.mark.parametrize(
    "data",
    [
        b'{"kind":"time_span","start_ns":5,"end_ns":5}',
        b'{"kind":"box","x":0,"y":0,"width":-1,"height":1}',
        b'{"kind":"box","x":1e999,"y":0,"width":1,"height":1}',
        b'{"kind":"track","keyframes":[]}',
        b'{"kind":"blob"}',
        b'{"kind":"box","x":0,"y":0,"width":1}',
    ],
)
def test_json_that_makes_no_place_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        msgspec.json.decode(data, type=an.Anchor)


def test_json_with_a_clock_that_stands_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="must be above zero"):
        msgspec.json.decode(b'{"rate_num":0}', type=AssetClock)


def test_a_track_counts_as_the_shape_that_it_carries() -> None:
    track = an.Track((an.Keyframe(3, BOX), an.Keyframe(9, BOX)))
    assert an.anchor_kind(track) == an.anchor_kind(BOX) == "box"
    assert (track.start_ns, track.end_ns) == (3, 9)
    assert an.anchor_kind(an.WholeAsset()) == "whole_asset"


def test_ids_made_later_sort_later() -> None:
    ids = [new_id() for _ in range(1000)]
    assert sorted(ids) == ids
    assert len({*ids}) == 1000
