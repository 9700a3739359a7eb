"""Candidate links and what a person decides on them: accept, reject, unsure, or another end.

Candidates lie in passes of their makers and tie labels of the pass that they are about. A decision is a
copy of the candidate in the reviewer's own pass, so what was proposed stays as it was proposed.
"""

from collections.abc import Iterable, Iterator
from math import prod
from typing import Final

import msgspec

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument
from crosstie.schema.endpoints import end_problem
from crosstie.schema.errors import EditRefused
from crosstie.schema.gestures import Edits, MakeId
from crosstie.schema.ids import new_id
from crosstie.schema.links import standing_problem
from crosstie.schema.records import End, Link, LinkStatus, Pass, Provenance
from crosstie.schema.sample_state import SampleState

NO_SCORE: Final = 0.5
"""What counts for a candidate without a score: its maker does not know."""

_Key = tuple[str, frozenset[End] | tuple[End, End]]


class Candidate(msgspec.Struct, frozen=True):
    """A tie that waits for a decision.

    `said` are the candidates that propose it, the surest first. `score` is the probability that it is right
    if they are independent, `uncertainty` 0 where that is settled and 1 where it is a coin's toss, raised
    where another candidate contradicts it (`rival`, its id). `reason` is what the makers say, in words.
    """

    said: tuple[Link, ...]
    score: float
    uncertainty: float
    reason: str
    rival: str = ""

    @property
    def link(self) -> Link:
        """The surest proposal of it."""
        return self.said[0]


def candidate_passes(state: SampleState, pass_id: str) -> tuple[Pass, ...]:
    """Each maker's newest candidate pass about a pass."""
    newest = {one.actor_id: one for one in state.passes.values() if one.about == pass_id}
    return tuple(newest.values())


def pending(document: SchemaDocument, state: SampleState, pass_id: str) -> tuple[Candidate, ...]:
    """The candidates about a pass that nobody has decided on, the most uncertain first.

    What an end that has gone, a decision on the same two ends or a certain link leaves no room for is not
    among them; it comes back when that is undone.
    """
    proposed: dict[_Key, list[Link]] = {}
    for link in _open_candidates(document, state, pass_id):
        proposed.setdefault(_key(document, link), []).append(link)
    scores = {key: _together(said) for key, said in proposed.items()}
    rivals = _rivals(document, proposed, scores)
    found = [_candidate(said, scores[key], rivals.get(key)) for key, said in proposed.items()]
    return tuple(sorted(found, key=lambda one: -one.uncertainty))


def decisions(state: SampleState, pass_id: str) -> Iterator[Link]:
    """The links of a pass by which a candidate was decided on."""
    return (link for link in _links_in(state, pass_id) if link.decided_ms and link.status != "candidate")


def decide(
    state: SampleState,
    candidate: Candidate,
    pass_id: str,
    status: LinkStatus,
    decided_ms: int,
    ends: tuple[End, End] | None = None,
    make_id: MakeId = new_id,
) -> Edits:
    """The gesture that decides on a candidate in a pass after `decided_ms` milliseconds of looking.

    With `ends` the candidate is re-aimed: as proposed it is rejected, and tied to these ends it has `status`.
    Raises EditRefused when the candidate is no longer there.
    """
    link, took_ms = candidate.link, max(decided_ms, 1)
    if state.links.get(link.id) != link:
        raise EditRefused("this candidate was decided on meanwhile; go to the next")
    if ends is not None and ends != link.ends:
        aimed = _decided(link, pass_id, status, took_ms, make_id)
        return (
            *_settle(state, link, pass_id, "rejected", took_ms, make_id),
            ed.AddLink(msgspec.structs.replace(aimed, from_end=ends[0], to_end=ends[1])),
        )
    return _settle(state, link, pass_id, status, took_ms, make_id)


def _settle(
    state: SampleState, link: Link, pass_id: str, status: LinkStatus, took_ms: int, make_id: MakeId
) -> Edits:
    if link.pass_id != pass_id:
        return (ed.AddLink(_decided(link, pass_id, status, took_ms, make_id)),)
    before = ed.LinkState.of(link)
    after = msgspec.structs.replace(before, status=status, decided_ms=took_ms)
    return (ed.SetLink(state.sample_id, link.id, before, after),)


def _decided(link: Link, pass_id: str, status: LinkStatus, took_ms: int, make_id: MakeId) -> Link:
    said = link.provenance
    taken = Provenance("pass", link.id, model=said.model, score=said.score, reason=said.reason)
    return msgspec.structs.replace(
        link, id=make_id(), pass_id=pass_id, status=status, provenance=taken, decided_ms=took_ms
    )


def _open_candidates(document: SchemaDocument, state: SampleState, pass_id: str) -> Iterator[Link]:
    settled = {_key(document, link) for link in _links_in(state, pass_id) if link.status != "candidate"}
    about = {one.id for one in candidate_passes(state, pass_id)}
    for link in state.links.values():
        if link.status != "candidate" or not (link.pass_id == pass_id or link.pass_id in about):
            continue
        if _key(document, link) not in settled and _may_stand(document, state, link, pass_id):
            yield link


def _may_stand(document: SchemaDocument, state: SampleState, link: Link, pass_id: str) -> bool:
    spec = document.find_link_type(link.type_id)
    if spec is None or not all(map(state.holds, link.ends)):
        return False
    ends = ((spec.from_end, link.from_end), (spec.to_end, link.to_end))
    if any(end_problem(document, state, endpoint, end) for endpoint, end in ends):
        return False
    in_pass = msgspec.structs.replace(link, pass_id=pass_id)
    return not standing_problem(document, state, spec, *link.ends, besides=in_pass)


def _candidate(said: list[Link], score: float, rival: tuple[Link, float] | None) -> Candidate:
    surest_first = tuple(sorted(said, key=lambda link: -_score(link)))
    reasons = (link.provenance.reason for link in surest_first)
    doubt = 1 - abs(2 * score - 1)
    if rival is not None:
        # Two that cannot both be right are as uncertain as the gap between them is small.
        doubt = max(doubt, 1 - abs(score - rival[1]))
    in_words = " ".join(dict.fromkeys(filter(None, reasons)))
    return Candidate(surest_first, score, doubt, in_words, rival[0].id if rival else "")


def _rivals(
    document: SchemaDocument, proposed: dict[_Key, list[Link]], scores: dict[_Key, float]
) -> dict[_Key, tuple[Link, float]]:
    """For each proposal the likeliest other one that it cannot stand beside, with its score."""
    at: dict[tuple[str, int, End], list[_Key]] = {}
    for key, said in proposed.items():
        for place in _exclusive(document, said[0]):
            at.setdefault(place, []).append(key)
    found: dict[_Key, tuple[Link, float]] = {}
    for keys in at.values():
        likeliest = sorted(keys, key=lambda key: -scores[key])[:2]
        for key in keys:
            rival = next((other for other in likeliest if other != key), None)
            if rival is not None and (key not in found or scores[rival] > found[key][1]):
                found[key] = (proposed[rival][0], scores[rival])
    return found


def _exclusive(document: SchemaDocument, link: Link) -> Iterator[tuple[str, int, End]]:
    """The ends at which a type allows one link only."""
    spec = document.find_link_type(link.type_id)
    assert spec is not None, "links of unknown types are no candidates"
    for limited, end, side in ((spec.one_to, link.from_end, 0), (spec.one_from, link.to_end, 1)):
        if limited:
            yield link.type_id, 0 if spec.symmetric else side, end


def _together(said: Iterable[Link]) -> float:
    return 1 - prod(1 - _score(link) for link in said)


def _score(link: Link) -> float:
    score = link.provenance.score
    return NO_SCORE if score is None else min(max(score, 0.0), 1.0)


def _key(document: SchemaDocument, link: Link) -> _Key:
    spec = document.find_link_type(link.type_id)
    symmetric = spec is not None and spec.symmetric
    return link.type_id, frozenset(link.ends) if symmetric else link.ends


def _links_in(state: SampleState, pass_id: str) -> Iterator[Link]:
    return (link for link in state.links.values() if link.pass_id == pass_id)
