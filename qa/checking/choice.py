"""Which pass of each sample is checked."""

from collections.abc import Mapping
from typing import Final, get_args

from crosstie.schema.records import Pass, PassKind
from crosstie.schema.versions.succession import continued
from crosstie.storage.permission import visible_passes

MOST_SETTLED: Final[tuple[PassKind, ...]] = ("adjudicated", "gold", "review", "assisted")
"""The kinds that are checked when none is asked for, the one that counts most first."""
KINDS: Final[tuple[PassKind, ...]] = get_args(PassKind)


def chosen_passes(passes: Mapping[str, Pass], asked: str, actor_id: str) -> tuple[Pass, ...]:
    """The passes of a sample to check: of a kind all there are, by an id that one, else the most settled one.

    Of several equally settled ones the newest counts. Blind passes are checked only when they are asked for,
    and what a person must not see while working blind is not checked for them either. Passes that hold
    nothing but candidates have no rules to keep. One that goes on under a newer schema is checked by its id
    alone.
    """
    seen = visible_passes(passes, actor_id, None)
    mine = [one for one in passes.values() if one.id in seen and not one.about]
    gone_on = continued(passes.values())
    if asked in KINDS or not asked:
        mine = [one for one in mine if one.id not in gone_on]
    if asked in KINDS:
        return tuple(one for one in mine if one.kind == asked)
    if asked:
        return tuple(one for one in mine if one.id == asked)
    ranked = [one for one in reversed(mine) if one.kind in MOST_SETTLED]
    best = min(ranked, key=lambda one: MOST_SETTLED.index(one.kind), default=None)
    return (best,) if best else ()
