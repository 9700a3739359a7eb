"""Actions of the window itself: its rails, its theme, its palette, and walking through it by keyboard."""

from collections.abc import Callable
from functools import partial

import msgspec

from crosstie.app.actions.action import Action, Group, always
from crosstie.app.rails import Rails


class WindowDeeds(msgspec.Struct, frozen=True):
    """What the window can do, for the actions to set off."""

    any_selected: Callable[[], bool]
    arrange: Callable[[], None]
    choose_language: Callable[[], None]
    choose_output: Callable[[], None]
    choose_sound: Callable[[], None]
    edit_shortcuts: Callable[[], None]
    inspect: Callable[[], None]
    quit: Callable[[], object]
    toggle_palette: Callable[[], None]
    toggle_theme: Callable[[], None]
    walk: Callable[[int], None]


def window_actions(deeds: WindowDeeds, rails: Rails) -> tuple[Action, ...]:
    """What is not about one part alone."""
    return (
        _act(
            "inspect",
            "Annotate",
            "Edit in the inspector",
            deeds.inspect,
            "Return",
            "Enter",
            when=deeds.any_selected,
        ),
        _act("sound", "Play", "Hear another sound, or none", deeds.choose_sound),
        _act("output", "Play", "Choose where sound goes", deeds.choose_output),
        *_walks(deeds.walk),
        _rail("left_rail", "Samples and classes", rails.toggle_left, "Ctrl+B", lambda: rails.left_shown),
        _rail("right_rail", "Inspector", rails.toggle_right, "Ctrl+I", lambda: rails.right_shown),
        _act("theme", "View", "Light or dark", deeds.toggle_theme, "Ctrl+Shift+D"),
        _act("arrange", "View", "Arrange the panes afresh", deeds.arrange),
        _act("language", "View", "Language of the schema's names", deeds.choose_language),
        Action("palette", "Command palette", "Help", deeds.toggle_palette, ("Ctrl+K",), while_typing=True),
        _act("shortcuts", "Help", "Shortcuts", deeds.edit_shortcuts, "?"),
        Action("quit", "Quit", "Sample", deeds.quit, ("Ctrl+Q",), while_typing=True),
    )


def _walks(walk: Callable[[int], None]) -> tuple[Action, ...]:
    return tuple(
        Action(name, title, "View", partial(walk, step), (key,), while_typing=True)
        for name, title, step, key in (
            ("next_part", "Next part of the window", +1, "F6"),
            ("previous_part", "Previous part of the window", -1, "Shift+F6"),
        )
    )


def _rail(name: str, title: str, toggle: Callable[[], None], key: str, shown: Callable[[], bool]) -> Action:
    return Action(name, title, "View", toggle, (key,), checked=shown)


def _act(
    name: str,
    group: Group,
    title: str,
    run: Callable[[], object],
    *keys: str,
    when: Callable[[], bool] = always,
) -> Action:
    return Action(name, title, group, run, keys, when)
