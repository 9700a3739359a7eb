"""The tree of classes: who descends from whom, and what each class inherits."""

from collections.abc import Iterable
from typing import Final

from crosstie.schema.document_parts import AttributeSpec, ClassSpec, KeypointsSpec

MAX_LEVELS: Final = 32


class Taxonomy:
    """Look-ups over the classes of one document, worked out once. Unknown ids allow nothing."""

    def __init__(self, classes: Iterable[ClassSpec]) -> None:
        self.by_id = {spec.id: spec for spec in classes}
        self.place_of = {class_id: place for place, class_id in enumerate(self.by_id)}
        self._lines = {class_id: self._line_of(class_id) for class_id in self.by_id}
        self._anchors = {
            class_id: next((spec.anchors for spec in line if spec.anchors), ())
            for class_id, line in self._lines.items()
        }
        self._attributes = {
            class_id: {spec.name: spec for ancestor in reversed(line) for spec in ancestor.attributes}
            for class_id, line in self._lines.items()
        }
        self._above = {class_id: frozenset(s.id for s in line) for class_id, line in self._lines.items()}

    def line(self, class_id: str) -> tuple[ClassSpec, ...]:
        """The class, its parent, and so on up to the root."""
        return self._lines.get(class_id, ())

    def is_a(self, class_id: str, ancestor: str) -> bool:
        """Whether `class_id` is `ancestor` or descends from it."""
        return ancestor in self._above.get(class_id, frozenset())

    def is_any(self, class_id: str, ancestors: Iterable[str]) -> bool:
        """Whether `class_id` is one of `ancestors` or descends from one."""
        above = self._above.get(class_id, frozenset())
        return any(ancestor in above for ancestor in ancestors)

    def descendants(self, ancestor: str) -> tuple[str, ...]:
        """`ancestor` and every class below it, in the document's order."""
        return tuple(class_id for class_id in self.by_id if self.is_a(class_id, ancestor))

    def anchors_of(self, class_id: str) -> tuple[str, ...]:
        """The anchor kinds that a class allows: its own list, or else its nearest ancestor's."""
        return self._anchors.get(class_id, ())

    def attributes_of(self, class_id: str) -> dict[str, AttributeSpec]:
        """The attributes of a class by name, the root's first."""
        return self._attributes.get(class_id, {})

    def keypoints_of(self, class_id: str) -> KeypointsSpec | None:
        """The named points of a class: its own, or else its nearest ancestor's."""
        return next((spec.keypoints for spec in self.line(class_id) if spec.keypoints), None)

    def _line_of(self, class_id: str) -> tuple[ClassSpec, ...]:
        line: list[ClassSpec] = []
        spec = self.by_id.get(class_id)
        # Loops and endless lines are reported by the reader; here they only have to end.
        while spec is not None and len(line) <= MAX_LEVELS:
            line.append(spec)
            spec = self.by_id.get(spec.parent)
        return tuple(line)
