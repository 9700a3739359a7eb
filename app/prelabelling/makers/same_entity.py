"""Entity ↔ entity: one thing that was taken for two, by name and looks."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from crosstie.app.prelabelling.alike import Portrait, alike, portrait
from crosstie.app.prelabelling.choosing import Fit, proposals
from crosstie.app.prelabelling.maker import Job, Maker, Proposal
from crosstie.app.prelabelling.moments import life_ns
from crosstie.app.prelabelling.roles import Placed, all_sides, entities_at, is_entity, ties
from crosstie.schema.records import End, Entity


def candidates(job: Job) -> Iterator[Proposal]:
    """Ties entities of one kind with like names or looks that are never seen in two places at once."""
    for side in all_sides(job, is_entity, is_entity):
        firsts, seconds = ({one.id for one in entities_at(job, end)} for end in (side.first, side.second))
        entities = [one for one in job.state.entities.values() if one.id in firsts | seconds]
        portraits = {one.id: portrait(job.document, job.state, job.media, one) for one in entities}
        found: dict[tuple[End, End], Fit] = {}
        for one, other in combinations(entities, 2):
            direct = one.id in firsts and other.id in seconds
            if one.type_id != other.type_id or not (direct or (other.id in firsts and one.id in seconds)):
                continue
            pair = (one, other) if direct else (other, one)
            fit = _fit(job, portraits, *pair)
            if fit is not None:
                found[End("entity", pair[0].id), End("entity", pair[1].id)] = fit
        yield from proposals(side, found)


def _fit(job: Job, portraits: dict[str, Portrait], one: Entity, other: Entity) -> Fit | None:
    if _at_two_places(_placed(job, one), _placed(job, other)):
        return None
    return alike(portraits[one.id], portraits[other.id])


def _placed(job: Job, entity: Entity) -> list[Placed]:
    return [Placed(one, job.state.assets[one.asset_id]) for one in job.state.annotations_of(entity.id)]


def _at_two_places(first: Sequence[Placed], second: Sequence[Placed]) -> bool:
    """Whether two things are seen by one sensor at one time: then they are two."""
    return any(
        one.asset.id == other.asset.id and one.asset.kind not in ("transcript", "document", "output")
        and _meet(one, other)
        for one in first
        for other in second
    )  # fmt: skip


def _meet(one: Placed, other: Placed) -> bool:
    lives = life_ns(one), life_ns(other)
    if lives[0] is None or lives[1] is None:
        return True
    return max(lives[0][0], lives[1][0]) < min(lives[0][1], lives[1][1])


MAKER: Final = Maker(
    "same_entity",
    "Same as",
    "entities that may be one thing, by name and looks",
    ties(is_entity, is_entity),
    candidates,
    hides_entities=False,
)
