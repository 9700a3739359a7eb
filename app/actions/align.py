"""Actions that match assets in time."""

from crosstie.app.actions.action import Action
from crosstie.app.aligning import Aligning


def align_actions(aligning: Aligning) -> tuple[Action, ...]:
    """By an event, and by sound."""
    here = (
        "First at an event in the current pane's asset, then where the others show it; twice fits drift too"
    )
    sound = "Moves the current sound to where it sounds as another one does"
    return (
        Action(
            "match_here",
            "Match in time: this happens here",
            "Edit",
            aligning.match_here,
            ("Ctrl+Shift+H",),
            aligning.can_match,
            hint=here,
        ),
        Action(
            "match_sound",
            "Match in time by sound…",
            "Edit",
            aligning.match_sound,
            (),
            aligning.can_match_sound,
            hint=sound,
        ),
    )
