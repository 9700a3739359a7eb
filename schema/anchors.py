"""Anchors: where in an asset a label sits. Their JSON form is kept for ever.

Times are nanoseconds of the asset's own clock, so that moving an asset on the sample's clock moves
its labels with it. Pixels count from the top-left corner of the top-left pixel of the upright,
full-size picture. Pages count from 0; page coordinates are PDF points from the top-left corner of the
page as displayed. Clouds are in metres in the sensor's own right-handed frame. Text offsets are
Unicode code points in the asset's whole text, end exclusive.
"""

import itertools
import math
from typing import Final, Literal

import msgspec

from crosstie.schema.errors import AnchorInvalid

Visibility = Literal["visible", "occluded", "out"]
Interpolation = Literal["linear", "hold"]
Point2 = tuple[float, float]
Point3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]


class _Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Common form: `kind` names the anchor in JSON."""


class TimeSpan(_Anchor, frozen=True, tag="time_span"):
    """From `start_ns` until just before `end_ns` of asset time."""

    start_ns: int
    end_ns: int

    def __post_init__(self) -> None:
        _require(
            self.start_ns < self.end_ns,
            f"time span ends ({self.end_ns}) before it starts ({self.start_ns})",
        )


class TextSpan(_Anchor, frozen=True, tag="text_span"):
    """Characters `start` to `end` of the asset's text, and the words themselves.

    `quote`, `prefix` and `suffix` (W3C Web Annotation's TextQuoteSelector) find the place again when
    the transcript was corrected.
    """

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        _require(
            0 <= self.start < self.end,
            f"text span {self.start}–{self.end} is empty or negative",
        )
        _require(
            len(self.quote) == self.end - self.start,
            "text span's quote is not as long as the span",
        )


class Box(_Anchor, frozen=True, tag="box"):
    """Upright rectangle in pixels; `x`, `y` is its top-left corner."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        _require_finite(self.x, self.y, self.width, self.height)
        _require(
            self.width > 0 and self.height > 0,
            "a box needs a width and a height above zero",
        )


class RotatedBox(_Anchor, frozen=True, tag="rotated_box"):
    """Rectangle in pixels about its centre, turned clockwise on screen by `angle_rad`."""

    center_x: float
    center_y: float
    width: float
    height: float
    angle_rad: float

    def __post_init__(self) -> None:
        _require_finite(self.center_x, self.center_y, self.width, self.height, self.angle_rad)
        _require(
            self.width > 0 and self.height > 0,
            "a rotated box needs a width and a height above zero",
        )


class Polygon(_Anchor, frozen=True, tag="polygon"):
    """Closed outline in pixels, without repeating the first point; `holes` are outlines cut out."""

    points: tuple[Point2, ...]
    holes: tuple[tuple[Point2, ...], ...] = ()

    def __post_init__(self) -> None:
        for ring in (self.points, *self.holes):
            _require(len(ring) >= 3, "a polygon's outline needs three points")
            _require_finite(*(value for point in ring for value in point))


class Polyline(_Anchor, frozen=True, tag="polyline"):
    """Open line in pixels."""

    points: tuple[Point2, ...]

    def __post_init__(self) -> None:
        _require(len(self.points) >= 2, "a polyline needs two points")
        _require_finite(*(value for point in self.points for value in point))


class Keypoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One named point in pixels; "out" when it is not in the picture."""

    name: str
    x: float
    y: float
    visibility: Visibility = "visible"


class Keypoints(_Anchor, frozen=True, tag="keypoints"):
    """Named points of one body, each at most once."""

    points: tuple[Keypoint, ...]

    def __post_init__(self) -> None:
        names = [point.name for point in self.points]
        _require(bool(names), "keypoints need at least one point")
        _require(len(set(names)) == len(names), "a keypoint's name stands twice")
        _require_finite(*(value for point in self.points for value in (point.x, point.y)))


class Mask(_Anchor, frozen=True, tag="mask"):
    """Pixels as run lengths in column-major order, beginning with a run of zeros (COCO's RLE).

    `width` × `height` is the whole picture's size; the runs add up to it.
    """

    width: int
    height: int
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(self.width > 0 and self.height > 0, "a mask needs a size above zero")
        _require(all(run >= 0 for run in self.counts), "a mask's run is negative")
        _require(
            sum(self.counts) == self.width * self.height,
            "a mask's runs do not add up to its size",
        )


class PageRegion(_Anchor, frozen=True, tag="page_region"):
    """Rectangle on page `page` (from 0) in points; `text` is what stood there when it was drawn."""

    page: int
    x: float
    y: float
    width: float
    height: float
    text: str = ""

    def __post_init__(self) -> None:
        _require(self.page >= 0, "a page number counts from 0")
        _require_finite(self.x, self.y, self.width, self.height)
        _require(
            self.width > 0 and self.height > 0,
            "a page region needs a width and a height above zero",
        )


class Cuboid(_Anchor, frozen=True, tag="cuboid"):
    """Box in space: centre and (length, width, height) in metres.

    `rotation` is a unit quaternion (w, x, y, z) that turns the cuboid's own axes (length along x,
    width along y, height along z) into the sensor's.
    """

    center: Point3
    size: Point3
    rotation: Quaternion = (1.0, 0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        _require_finite(*self.center, *self.size, *self.rotation)
        _require(min(self.size) > 0, "a cuboid needs three sizes above zero")
        w, x, y, z = self.rotation
        norm = w * w + x * x + y * y + z * z
        _require(abs(norm - 1.0) < 1e-6, "a cuboid's rotation must be a unit quaternion")


class PointSet(_Anchor, frozen=True, tag="point_set"):
    """Points of one cloud file by index, as half-open ranges in ascending order."""

    ranges: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        edges = [edge for pair in self.ranges for edge in pair]
        _require(bool(edges), "a point set needs at least one point")
        _require(
            edges[0] >= 0 and all(a < b for a, b in self.ranges),
            "a point set's range is empty",
        )
        _require(edges == sorted(edges), "a point set's ranges must ascend without overlap")


class WholeAsset(_Anchor, frozen=True, tag="whole_asset"):
    """The asset as a whole: a caption, a rating, an intent."""


Spatial = Box | RotatedBox | Polygon | Polyline | Keypoints | Mask | PageRegion | Cuboid | PointSet


class Keyframe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A track's place at one instant, and how it goes on from there to the next keyframe."""

    at_ns: int
    shape: Spatial
    visibility: Visibility = "visible"
    interpolation: Interpolation = "linear"


class Track(_Anchor, frozen=True, tag="track"):
    """A spatial anchor over asset time: it lives from its first keyframe to its last, both included."""

    keyframes: tuple[Keyframe, ...]

    def __post_init__(self) -> None:
        _require(bool(self.keyframes), "a track needs a keyframe")
        times = [keyframe.at_ns for keyframe in self.keyframes]
        _require(
            all(a < b for a, b in itertools.pairwise(times)),
            "a track's keyframes must ascend in time",
        )
        kinds = {type(keyframe.shape) for keyframe in self.keyframes}
        _require(len(kinds) == 1, "a track's keyframes must all be of one kind")

    @property
    def start_ns(self) -> int:
        """Asset time of the first keyframe."""
        return self.keyframes[0].at_ns

    @property
    def end_ns(self) -> int:
        """Asset time of the last keyframe, which still belongs to the track."""
        return self.keyframes[-1].at_ns


Anchor = Spatial | TimeSpan | TextSpan | WholeAsset | Track

SPATIAL_KINDS: Final = (
    "box", "rotated_box", "polygon", "polyline", "keypoints", "mask", "page_region", "cuboid", "point_set",
)  # fmt: skip
ANCHOR_KINDS: Final = (*SPATIAL_KINDS, "time_span", "text_span", "whole_asset")


def anchor_kind(anchor: Anchor) -> str:
    """The kind that a schema's `anchors` list names: a track counts as the shape it carries."""
    shape = anchor.keyframes[0].shape if isinstance(anchor, Track) else anchor
    tag = shape.__struct_config__.tag
    assert isinstance(tag, str)
    return tag


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise AnchorInvalid(message)


def _require_finite(*values: float) -> None:
    # NaN fails both comparisons. Unlike math.isfinite they also take whole numbers beyond a float's reach.
    # A plain loop: shapes are made anew for every frame of every camera.
    for value in values:
        if not -math.inf < value < math.inf:
            raise AnchorInvalid("an anchor's coordinate is not a finite number")
