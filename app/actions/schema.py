"""Actions on the schema itself."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts


def schema_actions(parts: Parts) -> tuple[Action, ...]:
    """Changing the schema."""
    return (Action("edit_schema", "Schema editor", "Edit", partial(_edit, parts), ("Ctrl+Shift+S",)),)


def _edit(parts: Parts) -> None:
    # What few open in a session is loaded when they do.
    from crosstie.app.schema_editor.editor import SchemaEditor

    context = parts.context
    SchemaEditor(parts.session.store, context.theme, context.language, parts.bench.window()).show()
