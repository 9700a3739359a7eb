"""Which candidate comes next, which came before, and how far one is. No Qt."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final

import msgspec

from crosstie.qa.productivity import Productivity, figures
from crosstie.schema.decisions import NO_SCORE, Candidate, decisions, pending
from crosstie.schema.document import SchemaDocument
from crosstie.schema.links import LinkOption
from crosstie.schema.records import End, Link, Pass
from crosstie.schema.sample_state import SampleState
from crosstie.storage.waiting import Decided

ADJUDICATES = ("review", "adjudicated")
"""Kinds of pass in which what another person left unsure is decided."""


_LEAST_MINUTES: Final = 0.05


class Progress(msgspec.Struct, frozen=True):
    """How many of the pass's candidates are decided on, how many there are, and how many a minute."""

    done: int
    total: int
    per_minute: float = 0.0


class Pace:
    """How fast one decides since the review began, with so many done already."""

    def __init__(self, done: int = 0) -> None:
        self._done = done
        self._begun_s = monotonic()

    def per_minute(self, done: int) -> float:
        """Decisions a minute; 0 as long as there is too little to tell."""
        minutes = (monotonic() - self._begun_s) / 60
        here = done - self._done
        return here / minutes if here > 0 and minutes > _LEAST_MINUTES else 0.0


def aimed_ends(link: Link, kept: int, option: LinkOption) -> tuple[End, End]:
    """The ends of a link one of which is kept; a symmetric type may have been tied the other way round."""
    stays = link.ends[kept]
    other = option.to_end if option.from_end == stays else option.from_end
    return (stays, other) if kept == 0 else (other, stays)


def waiting_in(document: SchemaDocument, state: SampleState, pass_id: str) -> tuple[Candidate, ...]:
    """What waits for a decision in a pass, the most uncertain first.

    In a review or adjudicated pass also the links that are unsure there: whoever made the pass that it began
    with could not tell.
    """
    shown = state.passes.get(pass_id)
    unsure = tuple(map(as_candidate, unsure_in(state, shown))) if shown is not None else ()
    return (*unsure, *pending(document, state, pass_id))


def unsure_in(state: SampleState, shown: Pass) -> Iterator[Link]:
    """The links of an adjudicating pass that are unsure, and on which nobody has decided in it."""
    if shown.kind in ADJUDICATES:
        mine = (one for one in state.links.values() if one.pass_id == shown.id)
        yield from (one for one in mine if one.status == "unsure" and not one.decided_ms)


def as_candidate(link: Link) -> Candidate:
    """A link of one's own pass, to be decided on or decided on again."""
    score = link.provenance.score
    return Candidate((link,), NO_SCORE if score is None else score, 1.0, link.provenance.reason)


def decision_on(state: SampleState, pass_id: str, candidate_id: str) -> Link | None:
    """The link of a pass by which a candidate was decided on: the one with the candidate's own ends first."""
    own = state.links.get(candidate_id)
    if own is not None and own.pass_id == pass_id:
        return own if own.decided_ms and own.status != "candidate" else None
    made = [one for one in decisions(state, pass_id) if one.provenance.origin_id == candidate_id]
    return next((one for one in made if own is None or one.ends == own.ends), None)


def decided_count(state: SampleState, pass_id: str) -> int:
    """How many candidates were decided on in a pass; one that was re-aimed left two links and counts once."""
    return len({_subject(link, pass_id, state) for link in decisions(state, pass_id)})


def figures_of(state: SampleState, shown: Pass) -> Productivity | None:
    """What was decided in a pass, and how fast; None while nothing was."""
    told = figures(
        Decided(
            shown.actor_id,
            "",
            state.sample_id,
            shown.id,
            _subject(link, shown.id, state),
            link.status,
            link.decided_ms,
        )
        for link in decisions(state, shown.id)
    )
    return told[0] if told else None


def _subject(link: Link, pass_id: str, state: SampleState) -> str:
    """The candidate that a decision is about: the link itself, where it was decided on in place."""
    origin = state.links.get(link.provenance.origin_id)
    taken = link.provenance.source == "pass" and origin is not None
    about = taken and origin is not None and (origin.pass_id == pass_id or origin.status == "candidate")
    return link.provenance.origin_id if about else link.id


class Agenda:
    """The order in which candidates are shown: by rank, put off ones at the end, and the way back."""

    def __init__(self) -> None:
        self._waiting: dict[str, Candidate] = {}
        self._put_off: list[str] = []
        self._settled: list[str] = []
        self._trail: list[str] = []
        self._place = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, waiting: Iterable[Candidate]) -> None:
        """What waits now."""
        self._waiting = {one.link.id: one for one in waiting}
        self._put_off = [key for key in self._put_off if key in self._waiting]

    def get(self, candidate_id: str) -> Candidate | None:
        """A candidate that waits."""
        return self._waiting.get(candidate_id)

    def next(self) -> Candidate | None:
        """The most uncertain one that was not put off; then those that were, in the order of putting off."""
        fresh = (one for key, one in self._waiting.items() if key not in self._put_off)
        first = next(fresh, None)
        if first is None and self._put_off:
            first = self._waiting[self._put_off.pop(0)]
        return first

    def put_off(self, candidate_id: str) -> None:
        """It comes again when all others have been shown."""
        if candidate_id in self._waiting:
            self._put_off = _at_end(self._put_off, candidate_id)
        self._leave(candidate_id)

    def settle(self, candidate_id: str) -> None:
        """It was decided on and waits no more, before all are looked through again."""
        self._waiting.pop(candidate_id, None)
        self._settled = _at_end(self._settled, candidate_id)
        self._leave(candidate_id)

    def back(self) -> str:
        """The id of the candidate before; empty at the beginning."""
        if self._place == 0:
            return ""
        self._place -= 1
        return self._trail[self._place]

    def come_back(self) -> Candidate | None:
        """The one decided on last that waits again: what was decided on it has been taken back."""
        returned = next((key for key in reversed(self._settled) if key in self._waiting), None)
        if returned is None:
            return None
        self._settled.remove(returned)
        return self._waiting[returned]

    def _leave(self, candidate_id: str) -> None:
        """It is what comes before the next."""
        self._trail = _at_end(self._trail, candidate_id)
        self._place = len(self._trail)


def _at_end(keys: list[str], key: str) -> list[str]:
    return [*(one for one in keys if one != key), key]
