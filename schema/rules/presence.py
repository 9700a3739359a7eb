"""Which annotations of a class are there at a time, or in an asset: found once, then kept up."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from crosstie.schema.readable import Readable
from crosstie.schema.records import Annotation, End
from crosstie.schema.rules.span_grid import Span, SpanGrid
from crosstie.schema.rules.times import Spans, annotation_spans, merged
from crosstie.schema.taxonomy import Taxonomy

_ByPass = dict[str, SpanGrid[str]]


class Present(Protocol):
    """What verdicts ask about time and place. The annotations that it names were looked at by naming them."""

    def spans_of(self, end: End) -> Spans:
        """When what stands at a link's end is there; an entity whenever one of its annotations is."""

    def spans(self, annotation: Annotation) -> Spans:
        """When an annotation that was named by one of the two below is there."""

    def meeting(self, pass_id: str, class_id: str, spans: Spans) -> Iterable[Annotation]:
        """The pass's annotations of a class, descendants included, that are there during `spans`."""

    def in_asset(self, pass_id: str, class_id: str, asset_id: str) -> Iterable[Annotation]:
        """The pass's annotations of a class, descendants included, on one asset."""

    def covered(self, pass_id: str, class_id: str, asset_id: str) -> Spans:
        """When one of them is there."""


class Presence:
    """Answers for one sample. What was asked once is kept in step by `put` and `drop`."""

    def __init__(
        self, taxonomy: Taxonomy, state: Readable, ids_of_class: Callable[[str], Iterable[str]]
    ) -> None:
        """`ids_of_class` lists the annotations of one class, descendants left out; asked when needed."""
        self._taxonomy = taxonomy
        self._state = state
        self._ids_of_class = ids_of_class
        self._grids: dict[str, _ByPass] = {}
        self._in_asset: dict[str, dict[tuple[str, str], dict[str, None]]] = {}
        self._spans: dict[str, Spans] = {}
        self._entity_spans: dict[str, Spans] = {}

    def spans_of(self, end: End) -> Spans:
        """When what stands at a link's end is there; an entity whenever one of its annotations is."""
        if end.kind == "annotation":
            found = self._spans.get(end.id)
            return self.spans(self._state.annotations[end.id]) if found is None else found
        found = self._entity_spans.get(end.id)
        if found is None:
            mentions = self._state.annotations_of(end.id)
            found = merged(span for annotation in mentions for span in self.spans(annotation))
            self._entity_spans[end.id] = found
        return found

    def spans(self, annotation: Annotation) -> Spans:
        """When an annotation is there."""
        found = self._spans.get(annotation.id)
        if found is None:
            found = annotation_spans(annotation, self._state.assets[annotation.asset_id])
            self._spans[annotation.id] = found
        return found

    def meeting(self, pass_id: str, class_id: str, spans: Spans) -> Iterable[Annotation]:
        """The pass's annotations of a class, descendants included, that are there during `spans`."""
        grid = self._grid(class_id).get(pass_id)
        return [self._state.annotations[key] for key in grid.meeting(spans)] if grid else ()

    def in_asset(self, pass_id: str, class_id: str, asset_id: str) -> Iterable[Annotation]:
        """The pass's annotations of a class, descendants included, on one asset."""
        return map(self._state.annotations.__getitem__, self._ids_in_asset(pass_id, class_id, asset_id))

    def covered(self, pass_id: str, class_id: str, asset_id: str) -> Spans:
        """When one of them is there. Asked after each edit of one of thousands: it looks at spans alone."""
        known, annotations = self._spans, self._state.annotations
        found: list[Span] = []
        for key in self._ids_in_asset(pass_id, class_id, asset_id):
            found += known[key] if key in known else self.spans(annotations[key])
        return merged(found)

    def put(self, annotation: Annotation) -> None:
        """An annotation was added, or is another one now."""
        self._forget(annotation)
        for class_id, by_pass in self._grids.items():
            if self._taxonomy.is_a(annotation.class_id, class_id):
                grid = by_pass.setdefault(annotation.pass_id, SpanGrid())
                grid.put(annotation.id, self.spans(annotation))
        for class_id, by_place in self._in_asset.items():
            if self._taxonomy.is_a(annotation.class_id, class_id):
                by_place.setdefault((annotation.pass_id, annotation.asset_id), {})[annotation.id] = None

    def drop(self, annotation: Annotation) -> None:
        """An annotation as it was is no more."""
        self._forget(annotation)
        for by_pass in self._grids.values():
            if annotation.pass_id in by_pass:
                by_pass[annotation.pass_id].drop(annotation.id)
        for by_place in self._in_asset.values():
            by_place.get((annotation.pass_id, annotation.asset_id), {}).pop(annotation.id, None)

    def _ids_in_asset(self, pass_id: str, class_id: str, asset_id: str) -> Iterable[str]:
        by_place = self._in_asset.get(class_id)
        if by_place is None:
            by_place = self._in_asset[class_id] = {}
            for annotation in self._of_class(class_id):
                by_place.setdefault((annotation.pass_id, annotation.asset_id), {})[annotation.id] = None
        return by_place.get((pass_id, asset_id), ())

    def _forget(self, annotation: Annotation) -> None:
        self._spans.pop(annotation.id, None)
        self._entity_spans.pop(annotation.entity_id, None)

    def _grid(self, class_id: str) -> _ByPass:
        by_pass = self._grids.get(class_id)
        if by_pass is None:
            by_pass = self._grids[class_id] = {}
            for annotation in self._of_class(class_id):
                grid = by_pass.setdefault(annotation.pass_id, SpanGrid())
                grid.put(annotation.id, self.spans(annotation))
        return by_pass

    def _of_class(self, class_id: str) -> Iterator[Annotation]:
        for below in self._taxonomy.descendants(class_id):
            for key in self._ids_of_class(below):
                yield self._state.annotations[key]
