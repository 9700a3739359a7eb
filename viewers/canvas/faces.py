"""What an annotation looks like whatever its shape: its colour, its name, the limbs of its body."""

import msgspec

from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import Annotation
from crosstie.viewers.context import PaneContext


class Face(msgspec.Struct, frozen=True):
    """`color` is #RRGGBB; `limbs` are pairs of keypoint names."""

    color: str
    name: str
    limbs: tuple[tuple[str, str], ...] = ()


class Faces:
    """Looks them up once: a picture of a thousand shapes is drawn thirty times a second."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._known: dict[str, Face] = {}

    def of(self, annotation: Annotation) -> Face:
        """The face of an annotation as it stands."""
        face = self._known.get(annotation.id)
        if face is None:
            face = self._known[annotation.id] = self._made(annotation)
        return face

    def forget(self) -> None:
        """Names or colours may have changed."""
        self._known.clear()

    def _made(self, annotation: Annotation) -> Face:
        context, spec = self._context, None
        if anchor_kind(annotation.anchor) == "keypoints" and context.document is not None:
            spec = context.document.taxonomy.keypoints_of(annotation.class_id)
        limbs = spec.edges if spec else ()
        return Face(context.color_of(annotation).name(), context.name_of(annotation), limbs)
