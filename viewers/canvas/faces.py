"""What an annotation looks like whatever its shape: its colour, its name, the limbs of its body."""

import msgspec

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import Annotation
from crosstie.viewers.canvas.items import Item, Stroke
from crosstie.viewers.canvas.shapes import PlaneShape
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.marks import Marks, broken_rules


class Face(msgspec.Struct, frozen=True):
    """`color` is #RRGGBB; `limbs` are pairs of keypoint names; `broken` says each rule that it breaks.

    `dashed` is all of what belongs to a pass that another one is compared with.
    """

    color: str
    name: str
    limbs: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()
    dashed: bool = False

    def item(
        self, annotation_id: str, shape: PlaneShape, *, stroke: Stroke = "solid", between: bool = False,
        note: str = "",
    ) -> Item:  # fmt: skip
        """The face on a shape; `note` is told beside the name."""
        name = " · ".join(filter(None, (self.name, note)))
        broken, drawn = len(self.broken), "dashed" if self.dashed and stroke == "solid" else stroke
        return Item(annotation_id, shape, self.color, name, drawn, between, self.limbs, broken)


class Faces:
    """Looks them up once: a picture of a thousand shapes is drawn thirty times a second."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._known: dict[str, Face] = {}
        self._marks: Marks | None = None

    def of(self, annotation: Annotation) -> Face:
        """The face of an annotation as it stands."""
        face = self._known.get(annotation.id)
        if face is None:
            face = self._known[annotation.id] = self._made(annotation)
        return face

    def forget(self) -> None:
        """Names, colours or broken rules may have changed."""
        self._known.clear()
        self._marks = None

    def _made(self, annotation: Annotation) -> Face:
        context, spec = self._context, None
        if anchor_kind(annotation.anchor) == "keypoints" and context.document is not None:
            spec = context.document.taxonomy.keypoints_of(annotation.class_id)
        limbs = spec.edges if spec else ()
        if self._marks is None:
            self._marks = broken_rules(context.state, context.violations)
        broken = tuple(mark.message for mark in self._marks.get(annotation.id, ()))
        color, beside = context.color_of(annotation).name(), context.is_beside(annotation)
        return Face(color, context.name_of(annotation), limbs, broken, beside)
