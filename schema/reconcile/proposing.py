"""Proposes which terms of several taxonomies become one class."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from crosstie.schema.reconcile.likeness import NONE, Agreement, Likeness, likeness
from crosstie.schema.reconcile.taxonomy import Key, SourceTaxonomy, Term, identifier_for
from crosstie.schema.yaml_node import IDENTIFIER

Confirmed = Literal["", "yes", "no"]

LEAST_SCORE: Final = 0.45
"""What is less alike is proposed as a class of its own."""

SURE_SCORE: Final = 0.9
"""From here on a proposal is confirmed unless a person says otherwise."""


class Row(msgspec.Struct, frozen=True):
    """One term and the class that it becomes. `into` is empty where it becomes none.

    `confirmed` is "yes" where that is settled, empty where a person has to look, "no" where it is refused.
    """

    source: str
    id: str
    name: str
    into: str
    score: float
    reason: str
    confirmed: Confirmed = ""

    @property
    def key(self) -> Key:
        """The term's source and id."""
        return (self.source, self.id)


_ALONE: Final = Likeness(0.0, "nothing before it is like it: a class of its own, or a name for one of those?")


class _Cluster:
    """Terms that are proposed to become one class."""

    def __init__(self, class_id: str, first: Term) -> None:
        self.class_id = class_id
        self.terms = [first]

    def likeness(self, term: Term, agreement: Agreement) -> Likeness:
        """How alike a term is to the nearest of them."""
        return max((likeness(term, other, agreement) for other in self._others(term)), default=NONE)

    def _others(self, term: Term) -> list[Term]:
        return [other for other in self.terms if other.source != term.source]

    def holds(self, source: str) -> bool:
        """Whether a term of this source is among them."""
        return any(term.source == source for term in self.terms)


def propose(taxonomies: Sequence[SourceTaxonomy], agreement: Agreement | None = None) -> tuple[Row, ...]:
    """A row for each term, in the order of the taxonomies.

    Each taxonomy's terms are laid to the classes proposed so far, the most alike first and one to a class: a
    taxonomy that tells two things apart has its reasons.
    """
    clusters: list[_Cluster] = []
    found: dict[Key, tuple[_Cluster, Likeness]] = {}
    for taxonomy in taxonomies:
        found |= _laid(taxonomy.terms, clusters, agreement or {})
        for term in taxonomy.terms:
            if term.key not in found:
                cluster = _Cluster(_class_id(term, clusters), term)
                clusters.append(cluster)
                first = taxonomy is taxonomies[0]
                own = Likeness(1.0, "a class of the first taxonomy") if first else _ALONE
                found[term.key] = (cluster, own)
    return tuple(
        Row(
            term.source, term.id, term.title, found[term.key][0].class_id,
            found[term.key][1].score, found[term.key][1].reason,
            "yes" if found[term.key][1].score >= SURE_SCORE else "",
        )
        for taxonomy in taxonomies
        for term in taxonomy.terms
    )  # fmt: skip


def _laid(
    terms: Sequence[Term], clusters: Sequence[_Cluster], agreement: Agreement
) -> dict[Key, tuple[_Cluster, Likeness]]:
    pairs = [
        (like, -place, term, cluster)
        for place, term in enumerate(terms)
        for cluster in clusters
        if (like := cluster.likeness(term, agreement)).score >= LEAST_SCORE
    ]
    found: dict[Key, tuple[_Cluster, Likeness]] = {}
    for like, _, term, cluster in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if term.key not in found and not cluster.holds(term.source):
            cluster.terms.append(term)
            found[term.key] = (cluster, like)
    return found


def _class_id(term: Term, clusters: Sequence[_Cluster]) -> str:
    taken = {cluster.class_id for cluster in clusters}
    if term.id not in taken and IDENTIFIER.fullmatch(term.id) and term.id.startswith("c_"):
        return term.id
    return identifier_for(term.title, "c_", taken)
