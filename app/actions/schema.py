"""Actions on the schema itself, and on what a change of it left to people."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts


def schema_actions(parts: Parts) -> tuple[Action, ...]:
    """Changing the schema, and deciding on leftovers."""
    return (
        Action("edit_schema", "Schema editor", "Edit", partial(_edit, parts), ("Ctrl+Shift+S",)),
        Action(
            "leftovers",
            "Labels left by a change of the schema",
            "Edit",
            partial(_list_leftovers, parts),
            ("Ctrl+Shift+L",),
        ),
    )


def _edit(parts: Parts) -> None:
    # What few open in a session is loaded when they do.
    from crosstie.app.schema_editor.editor import SchemaEditor

    context = parts.context
    SchemaEditor(parts.session.store, context.theme, context.language, parts.bench.window()).show()


def _list_leftovers(parts: Parts) -> None:
    from crosstie.app.schema_editor.leftovers_window import LeftoversWindow

    LeftoversWindow(parts, parts.bench.window()).show()
