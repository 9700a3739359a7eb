"""Which pass of a sample a person sees first."""

from typing import Final

from crosstie.schema.records import Pass, PassKind
from crosstie.schema.sample_state import SampleState
from crosstie.schema.versions.succession import continued

_BEST_FIRST: Final[tuple[PassKind, ...]] = ("adjudicated", "gold", "review", "assisted", "model")


def choose_pass(state: SampleState, actor_id: str) -> Pass | None:
    """The person's own newest pass; else the most settled one there is, to be read; else None.

    A candidate pass is seen through the pass that it is about. Somebody else's blind pass is never chosen:
    it is not for other eyes until it is compared.
    """
    passes = [one for one in state.passes.values() if not one.about]
    mine = [one for one in passes if one.actor_id == actor_id]
    if mine:
        return mine[-1]
    gone_on = continued(passes)
    others = [one for one in passes if one.kind in _BEST_FIRST and one.id not in gone_on]
    return min(others, key=lambda one: _BEST_FIRST.index(one.kind), default=None)
