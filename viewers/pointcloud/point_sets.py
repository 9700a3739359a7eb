"""Keeps the point sets that stand in the cloud shown: which points they hold and what colour these take."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal

from crosstie.schema.anchors import PointSet
from crosstie.viewers.canvas.items import Stroke
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pointcloud.background import Background
from crosstie.viewers.pointcloud.file_points import FilePoints
from crosstie.viewers.pointcloud.ground import Points
from crosstie.viewers.pointcloud.point_labels import LABEL_COUNT, Indices, LabelColors, LabelName, Labels
from crosstie.viewers.pointcloud.set_items import SetItem, SetItems
from crosstie.viewers.pointcloud.set_shapes import SetShape, shapes_of
from crosstie.viewers.pointcloud.standing import point_set_at

_JOB: Final = "point sets"
_AT_ONCE: Final = 300_000
"""In a cloud of no more points than this sets stand before the next picture."""
_STRENGTH: Final = 225
"""Of 255: what a label leaves of a point's other colour still tells near from far."""


class SetLabels(msgspec.Struct, frozen=True, eq=False):
    """A label for each point, by the set that holds it, what the labels look like, and what is new of it."""

    values: Labels
    colors: LabelColors
    names: tuple[LabelName, ...]
    changed: Indices | None


class _Wanted(msgspec.Struct, frozen=True):
    """One set that is to be shown."""

    id: str
    asset_id: str
    points: PointSet
    color: str
    name: str
    dashed: bool


class _Cloud(msgspec.Struct, frozen=True, eq=False):
    """The cloud that the sets are of. `shapes` are those worked out for it so far."""

    points: Points
    files: FilePoints
    shapes: dict[str, tuple[PointSet, SetShape | None]]


class _Found(msgspec.Struct, frozen=True, eq=False):
    items: SetItems
    values: Labels
    colors: LabelColors
    names: tuple[LabelName, ...]


class PointSets(QObject):
    """`stood` brings SetItems and SetLabels whenever the sets of the cloud shown are others."""

    stood = Signal(object, object)

    def __init__(self, context: PaneContext, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._cloud = _Cloud(np.zeros((0, 3), dtype=np.float32), FilePoints(), {})
        self._values: Labels | None = None
        self._wanted: tuple[_Wanted, ...] = ()

    def is_settled(self) -> bool:
        """Whether the sets shown are those of the labels and of the cloud."""
        return not self._background.is_busy(_JOB)

    def show_cloud(self, points: Points, files: FilePoints) -> None:
        """Another cloud is shown from now on; `follow` says which sets stand in it."""
        had = bool(self._wanted)
        self._cloud, self._wanted, self._values = _Cloud(points, files, {}), (), None
        self._background.drop(_JOB)
        if had:
            self.stood.emit(SetItems(), None)

    def follow(self, asset_id: str, at_ns: int, end_ns: int) -> None:
        """The labels may be others: shows an asset's sets that stand in the cloud of `at_ns` to `end_ns`."""
        wanted = tuple(self._sets_of(asset_id, at_ns, end_ns))
        if _alike(wanted, self._wanted):
            return
        self._wanted = wanted
        cloud = self._cloud
        if len(cloud.points) <= _AT_ONCE:
            self._background.drop(_JOB)
            self._take(_found(cloud, wanted))
        else:
            self._background.run(_JOB, lambda: _found(cloud, wanted), self._take)

    def _sets_of(self, asset_id: str, at_ns: int, end_ns: int) -> Iterator[_Wanted]:
        context = self._context
        for annotation in context.annotations_on(asset_id):
            points = point_set_at(annotation.anchor, at_ns, end_ns)
            if points is not None:
                color, name = context.color_of(annotation).name(), context.name_of(annotation)
                beside = context.is_beside(annotation)
                yield _Wanted(annotation.id, asset_id, points, color, name, beside)

    def _take(self, found: object) -> None:
        assert isinstance(found, _Found)
        changed: Indices | None = None
        if self._values is None:
            self._values = found.values
        else:
            changed = np.flatnonzero(self._values != found.values)
            np.copyto(self._values, found.values)
        self.stood.emit(found.items, SetLabels(self._values, found.colors, found.names, changed))


def _alike(some: Sequence[_Wanted], others: Sequence[_Wanted]) -> bool:
    """Whether sets would look the same. An unchanged anchor is the same object: nothing long is compared."""
    return len(some) == len(others) and all(
        one.points is other.points
        and (one.id, one.color, one.name, one.dashed) == (other.id, other.color, other.name, other.dashed)
        for one, other in zip(some, others, strict=True)
    )


def _found(cloud: _Cloud, wanted: Sequence[_Wanted]) -> _Found:
    """Works out where sets lie, as far as it is not known, and labels their points; the last set wins."""
    known = dict(cloud.shapes)
    missing = [one for one in wanted if one.id not in known or known[one.id][0] is not one.points]
    shapes = shapes_of(cloud.points, cloud.files, [one.points for one in missing])
    for one, shape in zip(missing, shapes, strict=True):
        cloud.shapes[one.id] = known[one.id] = (one.points, shape)
    shown = [(one, shape) for one in wanted if (shape := known[one.id][1]) is not None]
    slots = _slots([one.color for one, _ in shown])
    values = np.zeros(len(cloud.points), dtype=np.uint8)
    for one, shape in shown:
        values[shape.indices] = slots[one.color]
    names = {one.color: LabelName(one.name, one.color) for one, _ in reversed(shown)}
    items = [_item(one, shape) for one, shape in shown]
    return _Found(SetItems(items), values, _colors(slots), tuple(names[color] for color in slots))


def _item(one: _Wanted, shape: SetShape) -> SetItem:
    stroke: Stroke = "dashed" if one.dashed else "solid"
    return SetItem(one.id, one.asset_id, shape.indices, shape.box, shape.rim, one.color, one.name, stroke)


def _slots(colors: Sequence[str]) -> dict[str, int]:
    """A label for each colour, from 1 on; those that are too many share the last."""
    return {color: min(place + 1, LABEL_COUNT - 1) for place, color in enumerate(dict.fromkeys(colors))}


def _colors(slots: dict[str, int]) -> LabelColors:
    table = np.zeros((LABEL_COUNT, 4), dtype=np.uint8)
    for color, slot in slots.items():
        table[slot] = (*bytes.fromhex(color[1:]), _STRENGTH)
    return table
