"""Actions on samples and passes, and the window's own."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.chooser import Choice
from crosstie.app.parts import Parts
from crosstie.schema.records import Pass, PassKind


def sample_actions(parts: Parts) -> tuple[Action, ...]:
    """Which sample, which pass."""
    return (
        Action("next_sample", "Next sample", "Sample", partial(_walk, parts, +1), ("N",)),
        Action("previous_sample", "Previous sample", "Sample", partial(_walk, parts, -1), ("Shift+N",)),
        Action(
            "choose_pass",
            "Choose or start a pass",
            "Sample",
            partial(choose_pass, parts),
            ("P",),
            lambda: bool(parts.session.sample_id),
        ),
    )


def choose_pass(parts: Parts) -> None:
    """Offers the passes of this sample, and ways to start one's own."""
    session, context = parts.session, parts.context
    shown = [one for one in context.state.passes.values() if not one.about]
    choices = [Choice(f"Show {_words(parts, one)}", partial(_show, parts, one.id)) for one in shown]
    current = session.current_pass
    if current is not None and not _mine(parts, current):
        words = f"Start your own from {_words(parts, current)}"
        choices.append(Choice(words, partial(session.start_pass, "assisted", current.id)))
    starts: tuple[tuple[PassKind, str], ...] = (
        ("assisted", "Start an empty pass of your own"),
        ("blind", "Start a blind pass: no other annotations are loaded"),
    )
    choices += [Choice(words, partial(session.start_pass, kind)) for kind, words in starts]
    parts.chooser.ask("Which pass?", choices)


def _show(parts: Parts, pass_id: str) -> None:
    parts.session.open_sample(parts.session.sample_id, pass_id)


def _words(parts: Parts, one: Pass) -> str:
    mark = ", shown now" if one.id == parts.context.pass_id else ""
    return f"{one.kind} pass by {parts.session.actor_name(one.actor_id)}{mark}"


def _mine(parts: Parts, one: Pass) -> bool:
    return one.actor_id == parts.session.store.actor.id


def _walk(parts: Parts, step: int) -> None:
    sample_id = parts.queue.neighbour(parts.session.sample_id, step)
    if sample_id != parts.session.sample_id:
        parts.session.open_sample(sample_id)
