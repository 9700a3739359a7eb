"""How many of a maker's proposals are the certain links of a pass, and how many of those it found."""

from collections.abc import Iterable
from itertools import groupby

from crosstie.app.prelabelling.found import Score
from crosstie.app.prelabelling.maker import OPERATING_POINT, Proposal
from crosstie.schema.document import SchemaDocument
from crosstie.schema.document_parts import LinkTypeSpec
from crosstie.schema.records import End
from crosstie.schema.sample_state import SampleState

_Pair = frozenset[End] | tuple[End, End]


def scores(
    maker: str,
    document: SchemaDocument,
    state: SampleState,
    pass_id: str,
    types: Iterable[LinkTypeSpec],
    proposals: Iterable[Proposal],
) -> tuple[Score, ...]:
    """How a maker does at its operating point, for each link type, against a pass's certain links.

    A symmetric type's ends count in either direction.
    """
    proposed = list(proposals)
    found = []
    for spec in types:
        right = {
            _pair(spec, *link.ends)
            for link in state.links.values()
            if link.type_id == spec.id and link.pass_id == pass_id and link.status == "certain"
        }
        said = {
            _pair(spec, one.from_end, one.to_end)
            for one in proposed
            if one.type_id == spec.id and one.score >= OPERATING_POINT
        }
        found.append(Score(maker, spec.id, len(right), len(said), len(right & said)))
    return tuple(found)


def summed(told: Iterable[Score]) -> tuple[Score, ...]:
    """Scores of many samples as one for each maker and link type."""

    def kind(score: Score) -> tuple[str, str]:
        return score.maker, score.link_type

    return tuple(
        sum(group, Score(maker, link_type))
        for (maker, link_type), group in groupby(sorted(told, key=kind), kind)
    )


def _pair(spec: LinkTypeSpec, from_end: End, to_end: End) -> _Pair:
    return frozenset((from_end, to_end)) if spec.symmetric else (from_end, to_end)
