"""How much a sample's candidates contradict each other and its labels: what sends it up the queue."""

from crosstie.app.prelabelling.roles import one_thing
from crosstie.schema.decisions import Candidate, pending
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import End
from crosstie.schema.sample_state import SampleState


def disagreement(document: SchemaDocument, state: SampleState, pass_id: str) -> float:
    """How many of a pass's open candidates must be wrong, by what the makers themselves say; 0 for none.

    Two that cannot both be right, because an end takes one link only, count as much as the less likely of
    them is held to be right. One that says of two ends that they are one thing, though the pass says that
    they are two, counts as much as it is held to be right.
    """
    candidates = pending(document, state, pass_id)
    by_id = {link.id: one for one in candidates for link in one.said}
    rivals = {frozenset((one.link.id, one.rival)) for one in candidates if one.rival in by_id}
    at_odds = sum(min(by_id[key].score for key in pair) for pair in rivals)
    return round(at_odds + sum(one.score for one in candidates if _contradicts(document, state, one)), 3)


def _contradicts(document: SchemaDocument, state: SampleState, candidate: Candidate) -> bool:
    """Whether the pass says that the ends are two things, and the link's type that they are one."""
    spec = document.find_link_type(candidate.link.type_id)
    ends = candidate.link.ends
    if spec is None or all(end.kind == "entity" for end in ends):
        return False
    about = [_entity_at(state, end) for end in ends]
    if not all(about) or about[0] == about[1]:
        return False
    if any(end.kind == "entity" for end in ends):
        return state.entities[about[0]].type_id == state.entities[about[1]].type_id
    return one_thing(document, spec)


def _entity_at(state: SampleState, end: End) -> str:
    return end.id if end.kind == "entity" else state.annotations[end.id].entity_id
