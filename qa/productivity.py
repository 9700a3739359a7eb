"""How fast people decide on candidates, and how: figures by actor, from the decisions as they stand."""

from collections.abc import Iterable
from statistics import median

import msgspec

from crosstie.storage.database import Database
from crosstie.storage.waiting import Decided, decided_links


class Productivity(msgspec.Struct, frozen=True):
    """One actor's decisions in link review, over all samples.

    A candidate that was re-aimed counts once, as re-aimed. What was decided on anew counts as it stands now.
    `median_seconds` is from when both ends stood on the screen until the key.
    """

    actor_id: str
    actor: str
    decisions: int
    median_seconds: float
    accepted: int = 0
    rejected: int = 0
    unsure: int = 0
    re_aimed: int = 0


def productivity(database: Database) -> tuple[Productivity, ...]:
    """Figures by actor, of those who decided on something. Raises StoreFailed when it cannot be read."""
    return figures(decided_links(database))


def figures(decided: Iterable[Decided]) -> tuple[Productivity, ...]:
    """Figures by actor, in the order in which they first decided on something."""
    by_actor: dict[str, dict[tuple[str, str, str], list[Decided]]] = {}
    for one in decided:
        subject = (one.sample_id, one.pass_id, one.candidate_id)
        by_actor.setdefault(one.actor_id, {}).setdefault(subject, []).append(one)
    return tuple(_of(actor_id, list(subjects.values())) for actor_id, subjects in by_actor.items())


def _of(actor_id: str, decisions: list[list[Decided]]) -> Productivity:
    kinds = [_kind(links) for links in decisions]
    return Productivity(
        actor_id=actor_id,
        actor=decisions[0][0].actor_name,
        decisions=len(decisions),
        median_seconds=median(max(one.decided_ms for one in links) for links in decisions) / 1000,
        accepted=kinds.count("certain"),
        rejected=kinds.count("rejected"),
        unsure=kinds.count("unsure"),
        re_aimed=kinds.count("re_aimed"),
    )


def _kind(links: list[Decided]) -> str:
    """Re-aimed where the candidate's own ends were rejected and others tied in the same decision."""
    return links[0].status if len(links) == 1 else "re_aimed"
