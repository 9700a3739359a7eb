"""Where link types and what they tie stand in the picture of a schema. No Qt.

Three columns: what a link may begin at, the link types, what it may end at. A class that is both stands on
both sides, so that no curve runs back. Each column is ordered by the mean place of its neighbours (Sugiyama,
Tagawa and Toda 1981), which keeps crossings few.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import EndpointSpec, LinkTypeSpec

_ROUNDS: Final = 8


class Tie(msgspec.Struct, frozen=True):
    """One link type and what may stand at its ends, classes and entity types by id."""

    link_id: str
    from_ids: tuple[str, ...]
    to_ids: tuple[str, ...]


class GraphPlan(msgspec.Struct, frozen=True):
    """The three columns from top to bottom, and what each link type ties."""

    origins: tuple[str, ...]
    links: tuple[str, ...]
    targets: tuple[str, ...]
    ties: tuple[Tie, ...]


def plan_graph(document: SchemaDocument) -> GraphPlan:
    """The picture of a document's link types."""
    ties = tuple(Tie(spec.id, _ids(spec.from_end), _ids(spec.to_end)) for spec in document.links)
    declared = [*(spec.id for spec in document.classes), *(spec.id for spec in document.entities)]
    origins = [one for one in declared if any(one in tie.from_ids for tie in ties)]
    targets = [one for one in declared if any(one in tie.to_ids for tie in ties)]
    links = [tie.link_id for tie in ties]
    of_origin = {one: [tie.link_id for tie in ties if one in tie.from_ids] for one in origins}
    of_target = {one: [tie.link_id for tie in ties if one in tie.to_ids] for one in targets}
    for _ in range(_ROUNDS):
        places = _places(origins) | _places(targets)
        links.sort(key=_mean_of({tie.link_id: (*tie.from_ids, *tie.to_ids) for tie in ties}, places))
        origins.sort(key=_mean_of(of_origin, _places(links)))
        targets.sort(key=_mean_of(of_target, _places(links)))
    return GraphPlan(tuple(origins), tuple(links), tuple(targets), ties)


def narrowing(spec: LinkTypeSpec) -> str:
    """What a link type asks beside classes, in short: "many-to-one · from transcript"."""
    told: list[str] = [] if spec.cardinality == "many-to-many" else [spec.cardinality]
    told += ["symmetric"] if spec.symmetric else []
    for side, end in (("from", spec.from_end), ("to", spec.to_end)):
        words = [word.replace("_", " ") for word in (*end.anchors, *end.modality)]
        told += [f"{side} {', '.join(words)}"] if words else []
    return " · ".join(told)


def _ids(end: EndpointSpec) -> tuple[str, ...]:
    return (*end.classes, *end.entities)


def _places(column: Sequence[str]) -> dict[str, float]:
    """Places from 0 to 1, so that columns of different lengths compare."""
    last = max(len(column) - 1, 1)
    return {one: at / last for at, one in enumerate(column)}


def _mean_of(neighbours: Mapping[str, Sequence[str]], places: Mapping[str, float]) -> Callable[[str], float]:
    def mean(one: str) -> float:
        found = [places[other] for other in neighbours[one] if other in places]
        return sum(found) / len(found) if found else 0.5

    return mean
