"""One thing that a person can do, as data."""

from collections.abc import Callable
from typing import Literal

import msgspec

Group = Literal["Sample", "Edit", "Annotate", "Link", "Review", "Play", "View", "Help"]
GROUPS: tuple[Group, ...] = ("Sample", "Edit", "Annotate", "Link", "Review", "Play", "View", "Help")
Mode = Literal["", "review", "compare", "quality"]
"""What the window is at: usually nothing in particular."""
LOOKING: frozenset[Group] = frozenset(("Sample", "Play", "View", "Help"))
"""The groups that change no label: the only ones that apply, beside a mode's own, where one only looks."""
ONLY_LOOKS: frozenset[Mode] = frozenset(("compare", "quality"))


def always() -> bool:
    """The condition of an action that can be done at any time."""
    return True


class Action(msgspec.Struct, frozen=True):
    """An action: what it is called, which keys set it off by default, when it applies, what it does.

    `keys` are portable key sequences ("Ctrl+Z"). `while_typing` says whether the keys also work while a
    text field has the keyboard; plain letters never should. `checked` makes it a switch and tells its state.
    `about` tells what it would concern now ("moved" for undo), to stand behind the title. An action of a
    `mode` applies in that mode alone, and while it lasts its keys are no other action's.
    """

    id: str
    title: str
    group: Group
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    when: Callable[[], bool] = always
    while_typing: bool = False
    checked: Callable[[], bool] | None = None
    hint: str = ""
    about: Callable[[], str] | None = None
    mode: Mode = ""
