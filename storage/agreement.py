"""How often labels of different classes stand together: linked, about one entity, or in one place."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from crosstie.schema.anchors import Anchor, Box, Cuboid, PageRegion, Spatial, TextSpan, TimeSpan, Track
from crosstie.schema.geometry.boxes import around, bounds, iou
from crosstie.schema.geometry.cuboids import footprint
from crosstie.schema.reconcile.likeness import Agreement, Together, normalised
from crosstie.schema.reconcile.taxonomy import Key, SourceTaxonomy
from crosstie.schema.records import Annotation
from crosstie.schema.sample_state import SampleState
from crosstie.storage import queries
from crosstie.storage.database import Database, failures_of, snapshot
from crosstie.storage.project_state import ProjectState

LEAST_IOU: Final = 0.5
"""From which overlap on two labels in one asset are taken to mark the same thing."""

_MOST_IN_ONE_PLACE: Final = 2000
"""Of more labels than these in one asset only the first are compared."""

Progress = Callable[[int, int], None]
_ClassKey = tuple[str, str]


def label_agreement(
    database: Database, taxonomies: Sequence[SourceTaxonomy], progress: Progress | None = None
) -> Agreement:
    """What a project's certain links, entities and overlapping labels say about the taxonomies' terms.

    A term stands for the class with its id in the schema that it comes from, else for each class of its name.
    Samples are read one at a time. Raises StoreFailed when the project cannot be read.
    """
    pairs: Counter[tuple[Key, Key]] = Counter()
    with failures_of(database.path), snapshot(database.driver):
        project = ProjectState((), queries.schemas(database.driver))
        terms = _terms_of_classes(project, taxonomies)
        samples = queries.summaries(database.driver)
        for done, sample in enumerate(samples, 1):
            state = queries.sample_state(database.driver, sample.id)
            for first, second in _pairs(state):
                for one in _terms(state, first, terms):
                    for other in _terms(state, second, terms):
                        if one != other:
                            pairs[one, other] += 1
                            pairs[other, one] += 1
            if progress:
                progress(done, len(samples))
    return _together(pairs)


def _together(pairs: Counter[tuple[Key, Key]]) -> Agreement:
    totals: Counter[tuple[Key, str]] = Counter()
    for (one, other), count in pairs.items():
        totals[one, other[0]] += count
    return {(one, other): Together(count, totals[one, other[0]]) for (one, other), count in pairs.items()}


def _terms_of_classes(
    project: ProjectState, taxonomies: Sequence[SourceTaxonomy]
) -> Mapping[_ClassKey, tuple[Key, ...]]:
    found: dict[_ClassKey, list[Key]] = defaultdict(list)
    for ref in project.schemas:
        for spec in project.document(ref).classes:
            said = {normalised(name) for name in spec.names.values()} | {normalised(spec.id)}
            for taxonomy in taxonomies:
                own = taxonomy.document is not None and taxonomy.document.id == ref.id
                by_name = taxonomy.document is None
                found[ref.sha256, spec.id] += [
                    term.key
                    for term in taxonomy.terms
                    if (own and term.id == spec.id) or (by_name and normalised(term.title) in said)
                ]
    return {key: tuple(terms) for key, terms in found.items()}


def _terms(
    state: SampleState, label: Annotation, terms: Mapping[_ClassKey, tuple[Key, ...]]
) -> tuple[Key, ...]:
    return terms.get((state.passes[label.pass_id].schema.sha256, label.class_id), ())


def _pairs(state: SampleState) -> Iterator[tuple[Annotation, Annotation]]:
    for link in state.links.values():
        ends = [state.annotations.get(end.id) for end in link.ends]
        if link.status == "certain" and ends[0] and ends[1]:
            yield ends[0], ends[1]
    for entity_id in state.entities:
        yield from _of_different_classes(tuple(state.annotations_of(entity_id)))
    for asset_id in state.assets:
        yield from _in_one_place(state, list(state.annotations_on(asset_id))[:_MOST_IN_ONE_PLACE])


def _of_different_classes(labels: Sequence[Annotation]) -> Iterator[tuple[Annotation, Annotation]]:
    """One pair for every two classes that stand for one entity, however many labels of them there are."""
    firsts = {label.class_id: label for label in reversed(labels)}
    yield from combinations(firsts.values(), 2)


def _in_one_place(
    state: SampleState, labels: Sequence[Annotation]
) -> Iterator[tuple[Annotation, Annotation]]:
    """Labels of passes under different schemas that overlap."""
    by_schema: dict[str, list[Annotation]] = defaultdict(list)
    for label in labels:
        by_schema[state.passes[label.pass_id].schema.id].append(label)
    for some, others in combinations(by_schema.values(), 2):
        yield from _overlapping(some, others)


def _overlapping(
    some: Iterable[Annotation], others: Sequence[Annotation]
) -> Iterator[tuple[Annotation, Annotation]]:
    for first in some:
        for second in others:
            if overlap(first.anchor, second.anchor) >= LEAST_IOU:
                yield first, second


def overlap(first: Anchor, second: Anchor) -> float:
    """Intersection over union of two anchors in one asset; of tracks, at the first moment that both hold."""
    match first, second:
        case Track(), Track():
            later = {keyframe.at_ns: keyframe.shape for keyframe in second.keyframes}
            shared = next((k for k in first.keyframes if k.at_ns in later), None)
            return overlap(shared.shape, later[shared.at_ns]) if shared else 0.0
        case TimeSpan(), TimeSpan():
            return _span_iou(first.start_ns, first.end_ns, second.start_ns, second.end_ns)
        case TextSpan(), TextSpan():
            return _span_iou(first.start, first.end, second.start, second.end)
        case PageRegion(), PageRegion() if first.page != second.page:
            return 0.0
        case Cuboid(), other if not isinstance(other, Cuboid):
            return 0.0
        case other, Cuboid() if not isinstance(other, Cuboid):
            return 0.0
        case _:
            return _shape_iou(first, second)


def _shape_iou(first: Anchor, second: Anchor) -> float:
    one, other = (_around(anchor) for anchor in (first, second))
    return iou(one, other) if one and other else 0.0


def _around(anchor: Anchor) -> Box | None:
    """The upright box around a shape: in pixels, or of a cuboid in metres as seen from above."""
    if isinstance(anchor, Cuboid):
        return around(tuple((float(x), float(y)) for x, y, *_ in footprint(anchor)))
    return bounds(anchor) if isinstance(anchor, Spatial) else None


def _span_iou(start: int, end: int, other_start: int, other_end: int) -> float:
    shared = min(end, other_end) - max(start, other_start)
    return shared / (max(end, other_end) - min(start, other_start)) if shared > 0 else 0.0
