"""Speech turn ↔ transcript span, by time."""

from collections.abc import Iterator
from typing import Final

from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.roles import (
    SPOKEN,
    WRITTEN,
    Placed,
    Sides,
    all_sides,
    annotations_at,
    stands,
    ties,
)
from crosstie.app.prelabelling.spoken import Span, shared_part, written_span
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.clock import seconds_from_ns
from crosstie.schema.records import End

_SPOKEN, _WRITTEN = stands(SPOKEN), stands(WRITTEN)
_HALF: Final = 0.4
"""Of the time of both, this part shared is as likely as not the same words."""


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties each turn to the words that were written down of its time."""
    for side in all_sides(job, _SPOKEN, _WRITTEN):
        turns = [(one, spoken_span(one)) for one in annotations_at(job, side.first, SPOKEN)]
        written = [(one, written_span(job, one)) for one in annotations_at(job, side.second, WRITTEN)]
        timed = [(one, span) for one, span in written if span]
        if len(timed) < len(written):
            job.note(f"{len(written) - len(timed)} of {len(written)} transcript spans have no time")
        yield from _tied(side, turns, timed)


def spoken_span(placed: Placed) -> Span:
    """When a turn is spoken, in sample time."""
    anchor, clock = placed.annotation.anchor, placed.asset.clock
    assert isinstance(anchor, TimeSpan)
    return clock.sample_from_asset(anchor.start_ns), clock.sample_from_asset(anchor.end_ns)


def _tied(
    side: Sides, turns: list[tuple[Placed, Span]], written: list[tuple[Placed, Span]]
) -> list[Proposal]:
    fits: dict[tuple[End, End], Fit] = {}
    ordered = sorted(written, key=lambda one: one[1])
    for turn, span in turns:
        for words, said in ordered:
            if said[0] >= span[1]:
                break
            # Words that are part of a longer turn: of a type that allows many, they are within it.
            shared = shared_part(span, said) if side.first_has_one else _within(span, said)
            if shared > 0 and _one_sound(turn, words):
                fits[turn.end, words.end] = Fit(_likely(shared), _reason(span, said, shared))
    return proposals(side, fits)


def _one_sound(turn: Placed, words: Placed) -> bool:
    return words.asset.of in ("", turn.asset.id)


def _within(turn: Span, said: Span) -> float:
    shared = min(turn[1], said[1]) - max(turn[0], said[0])
    return max(shared, 0) / max(said[1] - said[0], 1)


def _likely(shared: float) -> float:
    """Even at `_HALF`, almost certain from twice that on."""
    return min(0.5 * shared / _HALF, 0.5 + 0.5 * (shared - _HALF) / _HALF, 1.0) if shared else 0.0


def _reason(turn: Span, said: Span, shared: float) -> str:
    spans = (f"{seconds_from_ns(start):.2f}–{seconds_from_ns(end):.2f} s" for start, end in (turn, said))
    return "The turn is spoken at {} and the words are written at {}: {:.0%} of that time is shared.".format(
        *spans, shared
    )


MAKER: Final = Maker(
    "speech_text",
    "Speech turn ↔ transcript span",
    "speech turns and the words in the transcript, by time",
    ties(_SPOKEN, _WRITTEN),
    candidates,
)
