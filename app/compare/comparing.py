"""Finds what differs between two passes, by the same matching that the figures of quality are made with."""

from collections.abc import Iterator
from typing import Final

from crosstie.app.compare.columns import columns_of
from crosstie.app.compare.difference import NOTHING, Compared, Difference, Kind
from crosstie.app.compare.link_differences import LinkDifferences
from crosstie.app.compare.naming import Naming
from crosstie.qa.study.ends import match_ends
from crosstie.qa.study.locating import Located, locate
from crosstie.qa.study.side import Scene, Side
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Annotation, End
from crosstie.schema.sample_state import SampleState
from crosstie.storage.columns import AssetFacts

MOVED_BELOW: Final = 0.9
"""The overlap below which two places of the same thing count as different."""


def compare(document: SchemaDocument, state: SampleState, first: str, second: str, language: str) -> Compared:
    """The differences of two passes under one schema, those of a modality together, in order of time."""
    scene = Scene({key: AssetFacts(one.kind, one.facts) for key, one in state.assets.items()})
    sides = [Side(columns_of(state, state.passes[key]), scene, document) for key in (first, second)]
    located = locate(sides[0], sides[1])
    match = match_ends(located)
    naming = Naming(document, state, language)
    labels = list(_labels(state, located, match, naming))
    differing = [one for one in labels if one.kinds]
    alike = {key for one in labels if not one.kinds for key in (one.a, one.b)}
    links = LinkDifferences(document, state, match, naming)
    found_links, same_links = links.of(sides[0], sides[1])
    differences = sorted((*differing, *found_links), key=lambda one: (one.is_link, one.modality, one.at_ns))
    return Compared(first, second, tuple(differences), frozenset(alike), len(alike) // 2, same_links)


def _labels(
    state: SampleState, located: Located, match: dict[str, str], naming: Naming
) -> Iterator[Difference]:
    mine, others = located.first.columns.ids, located.second.columns.ids
    similarity = located.similarity.tolist()
    for i, j, alike in zip(located.rows.tolist(), located.columns.tolist(), similarity, strict=True):
        yield _pair(state.annotations[mine[i]], state.annotations[others[j]], alike, match, naming)
    for place in located.only_first.tolist():
        yield _alone(state.annotations[mine[place]], "only_a", naming)
    for place in located.only_second.tolist():
        yield _alone(state.annotations[others[place]], "only_b", naming)


def _alone(one: Annotation, kind: Kind, naming: Naming) -> Difference:
    in_a = kind == "only_a"
    words = "B has nothing here" if in_a else "A has nothing here"
    return Difference(
        (kind,),
        naming.modality(one),
        naming.label(one),
        words,
        (End("annotation", one.id), NOTHING) if in_a else (NOTHING, End("annotation", one.id)),
        a=one.id if in_a else "",
        b="" if in_a else one.id,
        at_ns=naming.at_ns(one),
    )


def _pair(a: Annotation, b: Annotation, overlap: float, match: dict[str, str], naming: Naming) -> Difference:
    kinds: list[Kind] = []
    words: list[str] = []
    if overlap < MOVED_BELOW:
        kinds.append("moved")
        words.append(f"moved: overlap {overlap:.2f}")
    if a.class_id != b.class_id:
        kinds.append("class")
        words.append(f"class: A {naming.name(a.class_id)}, B {naming.name(b.class_id)}")
    for key in sorted(a.attributes.keys() | b.attributes.keys()):
        mine, other = a.attributes.get(key), b.attributes.get(key)
        if mine != other:
            kinds.append("attribute")
            words.append(f"{key}: A {naming.value(mine)}, B {naming.value(other)}")
    if match.get(b.entity_id, "") != a.entity_id:
        kinds.append("entity")
        words.append(f"about: A {naming.entity(a.entity_id)}, B {naming.entity(b.entity_id)}")
    told = tuple(dict.fromkeys(kinds))
    return Difference(
        told,
        naming.modality(a),
        naming.label(a),
        " · ".join(words),
        (End("annotation", a.id), End("annotation", b.id)),
        a=a.id,
        b=b.id,
        overlap=overlap,
        other=naming.label(b),
        at_ns=naming.at_ns(a),
    )
