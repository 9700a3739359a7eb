"""Actions on entities."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.entities import deeds
from crosstie.app.entities.panel import meant_entities
from crosstie.app.parts import Parts
from crosstie.app.rails import Rails


def entity_actions(parts: Parts, rails: Rails) -> tuple[Action, ...]:
    """The list of entities, merging, splitting, making and renaming."""
    context = parts.context

    def several() -> bool:
        return not context.read_only and len(meant_entities(context)) > 1

    def one() -> bool:
        return not context.read_only and bool(meant_entities(context))

    def annotations() -> bool:
        return one() and any(ref.kind == "annotation" for ref in context.selection.refs)

    def go() -> None:
        rails.show_page("entities")
        parts.entities.take_keyboard()

    def rename() -> None:
        rails.show_page("entities")
        parts.entities.edit_name(meant_entities(context)[-1])

    def make() -> None:
        rails.show_page("entities")
        deeds.make(parts)

    merge_hint = "Makes the selected entities, or those of the selected annotations, one: the first"
    return (
        Action("entities", "Entities and where they appear", "View", go, ("Ctrl+E",)),
        Action(
            "merge_entities",
            "Merge entities",
            "Annotate",
            partial(deeds.merge_meant, parts),
            ("Shift+M",),
            several,
            hint=merge_hint,
        ),
        Action(
            "split_entity",
            "Split off as an entity of its own",
            "Annotate",
            partial(deeds.split_chosen, parts),
            ("Shift+E",),
            annotations,
        ),
        Action(
            "make_entity",
            "Make an entity",
            "Annotate",
            make,
            ("Ctrl+Shift+E",),
            lambda: not context.read_only,
        ),
        Action("rename_entity", "Rename the entity", "Annotate", rename, ("F2",), one),
    )
