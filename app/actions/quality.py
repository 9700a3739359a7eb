"""Actions on quality: the figures, and two passes of one sample beside each other."""

from collections.abc import Callable
from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.compare.desk import CompareDesk
from crosstie.app.quality.desk import QualityDesk


def quality_actions(desk: QualityDesk) -> tuple[Action, ...]:
    """The page of figures, and the way back from the samples behind one."""
    return (
        Action(
            "quality",
            "Quality figures",
            "View",
            desk.toggle,
            ("Ctrl+D",),
            while_typing=True,
            checked=lambda: desk.active,
            hint="Agreement, accuracy, links and drift, slice by slice; once more goes back to the sample",
        ),
        Action(
            "all_samples",
            "List all samples again",
            "Sample",
            desk.show_all,
            ("Ctrl+Shift+A",),
            lambda: bool(desk.behind.words),
        ),
    )


def compare_actions(compare: CompareDesk, desk: QualityDesk) -> tuple[Action, ...]:
    """Beginning a comparison, and what its own keys do while it lasts."""

    def ask() -> None:
        compare.ask(desk.passes_behind(compare.sample_id))

    def shown() -> bool:
        return compare.compared is not None and bool(compare.compared.differences)

    def act(name: str, title: str, run: Callable[[], object], *keys: str) -> Action:
        return Action(name, title, "Review", run, keys, shown, mode="compare")

    def toggle() -> None:
        if compare.active:
            compare.leave()
        else:
            ask()

    return (
        Action(
            "compare",
            "Compare passes…",
            "Sample",
            toggle,
            ("Ctrl+P",),
            lambda: bool(compare.sample_id),
            while_typing=True,
            checked=lambda: compare.active,
            hint="Sets two passes of this sample beside each other and walks through what differs",
        ),
        act("compare_next", "Next difference", partial(compare.step, +1), "N", "Down"),
        act("compare_previous", "Difference before", partial(compare.step, -1), "Shift+N", "Up"),
        act("compare_kind", "List the next kind of difference", compare.panel.next_kind, "K"),
        act("compare_flip", "A alone, B alone, both", compare.flip, "X"),
        act("compare_all", "Draw what agrees as well", compare.toggle_alike, "H"),
        act("compare_alone", "Only the panes with the difference, or all", compare.stage.toggle_alone, "M"),
        Action("compare_leave", "Leave the comparison", "Review", compare.leave, ("Escape",), mode="compare"),
    )
