"""Undo, redo, leaving what was begun, and the tools over everything."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.selection import Ref


def edit_actions(parts: Parts) -> tuple[Action, ...]:
    """What concerns the last gestures and the selection as a whole."""
    session, context = parts.session, parts.context
    return (
        Action(
            "undo",
            "Undo",
            "Edit",
            session.undo_last,
            ("Ctrl+Z",),
            lambda: bool(session.undo_title),
            about=lambda: session.undo_title,
        ),
        Action(
            "redo",
            "Redo",
            "Edit",
            session.redo,
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            lambda: bool(session.redo_title),
            about=lambda: session.redo_title,
        ),
        Action(
            "select_all", "Select all in the current pane", "Edit", partial(_select_all, parts), ("Ctrl+A",)
        ),
        Action(
            "leave",
            "Leave what was begun, else select nothing",
            "Edit",
            partial(_leave, parts),
            ("Escape",),
            lambda: bool(parts.tying.active or context.selection.refs or parts.bench.maximised),
        ),
    )


def _select_all(parts: Parts) -> None:
    pane = parts.bench.current_pane
    if pane is not None:
        shown = parts.context.annotations_on(pane.asset_id)
        parts.context.selection.set(*(Ref("annotation", annotation.id) for annotation in shown))


def _leave(parts: Parts) -> None:
    if parts.tying.active:
        parts.tying.leave()
    elif parts.context.selection.refs:
        parts.context.selection.clear()
    else:
        parts.bench.toggle_maximise()
