"""Actions on how many sweeps of a cloud are seen together; they change no label."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.sweep_choice import has_sweeps, why_apart


def sweep_actions(parts: Parts) -> tuple[Action, ...]:
    """More of them, and fewer."""
    context = parts.context

    def any_sweeps() -> bool:
        return any(map(has_sweeps, context.state.assets.values()))

    def step(direction: int) -> None:
        reasons = [why_apart(asset) for asset in context.state.assets.values() if has_sweeps(asset)]
        if all(reasons):
            context.say(reasons[0], "info")
        else:
            context.sweeps.step(direction)

    def count() -> str:
        return f"now {context.sweeps.count}"

    hint = "A cloud together with those before it, through the vehicle's poses"
    more, fewer = "More sweeps of the cloud together", "Fewer sweeps of the cloud together"
    return (
        Action("more_sweeps", more, "View", partial(step, 1), ("Alt+=",), any_sweeps, hint=hint, about=count),
        Action(
            "fewer_sweeps", fewer, "View", partial(step, -1), ("Alt+-",), any_sweeps, hint=hint, about=count
        ),
    )
