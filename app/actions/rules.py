"""Actions on broken rules."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.rules.deeds import RuleDeeds


def rule_actions(deeds: RuleDeeds) -> tuple[Action, ...]:
    """The list, walking through it from anywhere, and mending."""

    def any_broken() -> bool:
        return deeds.any_broken

    def can_mend() -> bool:
        return deeds.can_mend

    return (
        Action("rules", "Broken rules", "Link", deeds.open, ("Ctrl+R",), while_typing=True),
        Action(
            "next_broken",
            "Go to the next broken rule",
            "Link",
            partial(deeds.step, +1),
            ("F8",),
            any_broken,
            while_typing=True,
        ),
        Action(
            "previous_broken",
            "Go to the broken rule before",
            "Link",
            partial(deeds.step, -1),
            ("Shift+F8",),
            any_broken,
            while_typing=True,
        ),
        Action(
            "mend_rule",
            "Mend the chosen broken rule",
            "Link",
            deeds.mend_current,
            ("Ctrl+M",),
            can_mend,
            while_typing=True,
            hint="Does the one right thing, or asks which of several",
        ),
    )
