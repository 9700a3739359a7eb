"""What the pointer means in the lanes."""

from collections.abc import Collection, Iterable
from typing import Final, Literal

import msgspec

from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.lanes.links import Curve, curve_at
from crosstie.viewers.theme import GUTTER_PX
from crosstie.viewers.timeaxis.span_drag import SpanPart

EDGE_PX: Final = 6.0
NARROW_PX: Final = 18.0
LINK_REACH_PX: Final = 5.0


class Hit(msgspec.Struct, frozen=True):
    """A thing under the pointer. `id` is an annotation's, a link's, or for "more" and "row" an asset's.

    `members` are the ids of a bundle's links.
    """

    kind: Literal["bar", "chip", "more", "link", "bundle", "row", "gutter", "nothing"]
    id: str = ""
    part: SpanPart = "body"
    members: tuple[str, ...] = ()

    @property
    def annotation_id(self) -> str:
        """The annotation that is meant; empty where none is."""
        return self.id if self.kind in ("bar", "chip") else ""


def hit_at(frame: Frame, curves: Iterable[Curve], selected: Collection[str], x: float, y: float) -> Hit:
    """The topmost thing at a point of the widget: bars and chips first, then links, then the row itself."""
    found = frame.chip_at(x, y)
    if found is not None:
        place, chip = found
        return Hit("chip", chip.chip.id) if chip.chip else Hit("more", place.row.asset.id)
    bar_found = frame.bar_at(x, y)
    if bar_found is not None:
        bar = bar_found[1]
        return Hit("bar", bar.id, _part(frame, bar.id, x, chosen=bar.id in selected))
    curve = curve_at(curves, x, y, LINK_REACH_PX) if x >= GUTTER_PX else None
    if curve is not None and curve.members:
        return Hit("bundle", curve.link_id, members=curve.members)
    if curve is not None:
        return Hit("link", curve.link_id)
    row = frame.stack.row_at(y + frame.scroll)
    if row is None:
        return Hit("nothing")
    return Hit("row" if x >= GUTTER_PX else "gutter", row.row.asset.id)


def _part(frame: Frame, annotation_id: str, x: float, *, chosen: bool) -> SpanPart:
    """An edge near its end; a narrow bar is all body until it is selected, so that it can be moved."""
    area = frame.area_of(annotation_id)
    if area is None or (area.right - area.left < NARROW_PX and not chosen):
        return "body"
    reach = min(EDGE_PX, max((area.right - area.left) / 3, 3.0))
    if x <= area.left + reach:
        return "start"
    return "end" if x >= area.right - reach else "body"
