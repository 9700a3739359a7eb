"""Actions on the schema itself, and on what a change of it left to people."""

from functools import partial
from pathlib import Path
from typing import Final

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.app.plain import counted

_LEFTOVERS: Final = "Labels left by a change of the schema"


def schema_actions(parts: Parts) -> tuple[Action, ...]:
    """Changing the schema, and deciding on leftovers."""
    parts.context.sample_opened.connect(partial(_tell_leftovers, parts))
    return (
        Action("edit_schema", "Schema editor", "Edit", partial(_edit, parts), ("Ctrl+Shift+S",)),
        Action(
            "leftovers",
            _LEFTOVERS,
            "Edit",
            partial(_list_leftovers, parts),
            ("Ctrl+Shift+L",),
        ),
        Action("reconcile", "One schema out of several taxonomies", "Edit", partial(_reconcile, parts)),
    )


def _tell_leftovers(parts: Parts) -> None:
    context = parts.context
    notes = context.state.leftovers.values()
    waiting = sum(note.pass_id == context.pass_id and note.decision == "open" for note in notes)
    if waiting:
        here = counted(waiting, "label waits", "labels wait")
        context.say(f"{here} here since the schema changed: “{_LEFTOVERS}” in the Edit menu.", "info")


def _edit(parts: Parts) -> None:
    # What few open in a session is loaded when they do.
    from crosstie.app.schema_editor.editor import SchemaEditor

    context = parts.context
    SchemaEditor(parts.session.store, context.theme, context.language, parts.bench.window()).show()


def _list_leftovers(parts: Parts) -> None:
    from crosstie.app.schema_editor.leftovers_window import LeftoversWindow

    LeftoversWindow(parts, parts.bench.window()).show()


def _reconcile(parts: Parts) -> None:
    from PySide6.QtWidgets import QFileDialog

    from crosstie.app.schema_editor.reconcile_window import ReconcileWindow

    window, root = parts.bench.window(), parts.session.store.root
    kinds = "Taxonomies (*.yaml *.yml *.json *.xml *.csv *.txt)"
    names, _ = QFileDialog.getOpenFileNames(window, "Taxonomies to reconcile", str(root / "schema"), kinds)
    if names:
        ReconcileWindow([Path(name) for name in names], root, parts.context.theme, window).show()
