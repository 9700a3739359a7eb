"""What points a hand went round become: a set of their own, more or fewer points of the selected one."""

from typing import Final, Protocol

import msgspec

from crosstie.schema.anchors import Cuboid, PointSet, anchor_kind
from crosstie.schema.edits import AddAnnotation
from crosstie.schema.geometry.point_ranges import joined, point_set_of, without
from crosstie.schema.ids import new_id
from crosstie.schema.records import Annotation, Provenance
from crosstie.storage.media.queries import Cloud
from crosstie.viewers.canvas.notice import NoticeText
from crosstie.viewers.context import PaneContext
from crosstie.viewers.pointcloud.background import Background
from crosstie.viewers.pointcloud.camera import Camera, Viewport
from crosstie.viewers.pointcloud.hand import Lassoed, Outcome
from crosstie.viewers.pointcloud.inside import indices_inside
from crosstie.viewers.pointcloud.lasso import indices_in_lasso
from crosstie.viewers.pointcloud.standing import anchor_for, emptying, keyframe_ns, point_set_at, reshaping
from crosstie.viewers.pointcloud.surface import CloudSurface
from crosstie.viewers.pointcloud.terrain import Terrain
from crosstie.viewers.selection import Ref

_TOLD_FROM: Final = 4_000_000
"""In a smaller cloud points are found in less than half a second."""


class Reached(msgspec.Struct, frozen=True, eq=False):
    """What came of points reached for: how many of the file's own there were, and the set to be had now."""

    count: int
    points: PointSet | None


def reached(
    terrain: Terrain, camera: Camera, viewport: Viewport, lasso: Lassoed, held: PointSet | None
) -> Reached:
    """The points in a lasso, put to those of a set held already or taken from them. Any thread may ask."""
    found = indices_in_lasso(terrain.points, camera, viewport, lasso.outline, terrain.grid)
    places = terrain.files.in_file(found)
    if held is None or not len(places):
        return Reached(len(places), None if lasso.mode == "take" else point_set_of(places))
    return Reached(len(places), without(held, places) if lasso.mode == "take" else joined(held, places))


def points_of_cuboid(terrain: Terrain, cuboid: Cuboid) -> PointSet | None:
    """The points in a cuboid as a set; None for an empty one. Any thread may ask."""
    return point_set_of(terrain.files.in_file(indices_inside(terrain.points, cuboid, terrain.grid)))


def selected_set(context: PaneContext, asset_id: str) -> Annotation | None:
    """The one selected annotation, where it is a point set of an asset that may be changed."""
    refs = context.selection.refs
    annotation = context.state.annotations.get(refs[0].id) if len(refs) == 1 else None
    if annotation is None or annotation.asset_id != asset_id or annotation.pass_id != context.pass_id:
        return None
    return annotation if anchor_kind(annotation.anchor) == "point_set" else None


class LassoPane(Protocol):
    """What going round points needs of its pane."""

    context: PaneContext
    asset_id: str

    @property
    def moves(self) -> bool:
        """Whether the asset holds more than one cloud."""


class Lassoing:
    """Takes the lassos of one of a pane's views; points are looked for beside the window."""

    def __init__(self, pane: LassoPane, surface: CloudSurface, background: Background) -> None:
        self._pane = pane
        self._context = pane.context
        self._surface = surface
        self._background = background
        self._job = f"lasso {surface.objectName()}"
        self._told = False
        surface.acted.connect(self._on_acted)
        surface.left.connect(self._on_left)

    @property
    def is_busy(self) -> bool:
        """Whether points are being looked for."""
        return self._background.is_busy(self._job)

    def leave(self) -> None:
        """Whatever is being looked for is not wanted any more."""
        self._background.drop(self._job)
        self._end()

    def take_cuboid(self, annotation_id: str) -> None:
        """Makes a point set of the points in a cuboid; it is about what the cuboid is about."""
        terrain, box = self._surface.terrain, self._surface.items.by_id.get(annotation_id)
        if box is None or terrain.cloud is None:
            self._context.say("This cuboid has no place in the cloud shown.", "info")
            return
        cloud, cuboid = terrain.cloud, box.cuboid
        self._begin()
        self._background.run(
            self._job,
            lambda: points_of_cuboid(terrain, cuboid),
            lambda points: self._add_beside(annotation_id, points, cloud),
        )

    def _on_acted(self, outcome: Outcome) -> None:
        terrain, view = self._surface.terrain, self._surface.view()
        if not isinstance(outcome, Lassoed) or terrain.cloud is None:
            return
        cloud, target = terrain.cloud, None
        if outcome.mode != "new":
            target = selected_set(self._context, self._pane.asset_id)
            if target is None:
                return
        held = point_set_at(target.anchor, *_span(cloud)) if target else None
        self._begin()
        self._background.run(
            self._job,
            lambda: reached(terrain, *view, outcome, held),
            lambda found: self._take(found, target, held, cloud),
        )

    def _begin(self) -> None:
        """Tells of it where it will take a while; Escape leaves it then."""
        if len(self._surface.terrain.points) >= _TOLD_FROM:
            self._told = self._surface.waits = True
            self._surface.say(NoticeText("Looking for the points…", "Esc leaves it"))

    def _end(self) -> None:
        self._surface.waits = False
        if self._told:
            self._told = False
            self._surface.say(None)

    def _on_left(self) -> None:
        self.leave()
        self._context.say("Left: no point was taken.", "info")

    def _take(self, found: object, target: Annotation | None, held: PointSet | None, cloud: Cloud) -> None:
        assert isinstance(found, Reached)
        self._end()
        if not found.count:
            self._context.say("There are no points of this cloud in the lasso.", "info")
        elif target is None:
            if found.points is not None:
                anchor = anchor_for(found.points, cloud.at_ns, moves=self._pane.moves)
                self._context.annotate(self._pane.asset_id, anchor, self._surface.objectName())
        else:
            self._change(target, held, found.points, cloud)

    def _change(
        self, target: Annotation, held: PointSet | None, points: PointSet | None, cloud: Cloud
    ) -> None:
        now = self._context.state.annotations.get(target.id)
        if now is None or now.anchor is not target.anchor or points == held:
            return
        at_ns = keyframe_ns(target.anchor, *_span(cloud))
        edits = emptying(target, at_ns) if points is None else reshaping(target, points, at_ns)
        if edits:
            self._context.submit(edits, self._surface.objectName())
        else:
            self._context.say("No point would be left of it. Delete takes away the whole set.", "info")

    def _add_beside(self, annotation_id: str, points: object, cloud: Cloud) -> None:
        self._end()
        context = self._context
        about = context.state.annotations.get(annotation_id)
        if not isinstance(points, PointSet):
            context.say("There are no points in this cuboid.", "info")
        elif about is not None and context.document is not None:
            allows = "point_set" in context.document.anchors_of(about.class_id)
            class_id = about.class_id if allows else context.class_for("point_set")
            made = msgspec.structs.replace(
                about,
                id=new_id(),
                class_id=class_id,
                anchor=anchor_for(points, cloud.at_ns, moves=self._pane.moves),
                attributes=context.document.default_attributes(class_id),
                provenance=Provenance(),
            )
            select = Ref("annotation", made.id)
            context.submit((AddAnnotation(made),), self._surface.objectName(), select=select)


def _span(cloud: Cloud) -> tuple[int, int]:
    return cloud.at_ns, max(cloud.next_ns, cloud.at_ns + 1)
