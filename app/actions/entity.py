"""Actions on entities."""

from collections.abc import Callable
from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.entities import deeds
from crosstie.app.entities.panel import meant_entities
from crosstie.app.parts import Parts
from crosstie.app.rails import Rails
from crosstie.viewers.context import PaneContext


def entity_actions(parts: Parts, rails: Rails) -> tuple[Action, ...]:
    """The list of entities, merging, splitting, making and renaming."""
    context, panel = parts.context, parts.entities

    def list_them() -> None:
        rails.show_page("entities")
        panel.take_keyboard()

    def rename() -> None:
        rails.show_page("entities")
        panel.edit_name(meant_entities(context)[-1])

    def make() -> None:
        rails.show_page("entities")
        deeds.make(parts)

    return (
        Action("entities", "Entities and where they appear", "View", list_them, ("Ctrl+E",)),
        *_regroupings(parts),
        _act("make_entity", "Make an entity", make, "Ctrl+Shift+E", lambda: not context.read_only),
        _act("rename_entity", "Rename the entity", rename, "F2", partial(_may, context, 1)),
    )


def _regroupings(parts: Parts) -> tuple[Action, Action]:
    context = parts.context
    merge, split = partial(deeds.merge_meant, parts), partial(deeds.split_chosen, parts)
    hint = "Makes the selected entities, or those of the selected annotations, one: the first"
    split_title = "Split off as an entity of its own"
    return (
        _act("merge_entities", "Merge entities", merge, "Shift+M", partial(_may, context, 2), hint),
        _act("split_entity", split_title, split, "Shift+E", partial(_may_split, context)),
    )


def _may(context: PaneContext, least: int) -> bool:
    """Whether so many entities are meant and may be changed."""
    return not context.read_only and len(meant_entities(context)) >= least


def _may_split(context: PaneContext) -> bool:
    return _may(context, 1) and any(ref.kind == "annotation" for ref in context.selection.refs)


def _act(
    name: str, title: str, run: Callable[[], object], key: str, when: Callable[[], bool], hint: str = ""
) -> Action:
    return Action(name, title, "Annotate", run, (key,), when, hint=hint)
