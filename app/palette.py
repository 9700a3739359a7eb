"""The command palette: type a few letters of what to do, press Enter."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from crosstie.app.actions.registry import ActionRegistry
from crosstie.app.card import Card, Row
from crosstie.app.search_rank import rank

_WIDTH_PX: Final = 620
_HEIGHT_PX: Final = 430
_TOP_PX: Final = 72


class CommandPalette(Card):
    """A card over the window that lists the actions which apply now, best match first."""

    def __init__(self, registry: ActionRegistry, window: QWidget) -> None:
        super().__init__(window, "palette", "Command palette")
        self._registry = registry
        self.field.setAccessibleName("What to do")
        self.field.setPlaceholderText("What do you want to do?")
        self.list.setAccessibleName("Matching actions")

    def toggle(self) -> None:
        """Ctrl+K opens it and closes it."""
        if self.isVisible():
            self.leave()
        else:
            self._registry.refresh()
            self._open()

    def _matching(self, typed: str) -> Sequence[Row]:
        shown = [action for action in self._registry.all() if action.when() and action.id != "palette"]
        found = rank(typed, shown, lambda action: f"{action.title} {action.group}")
        return [
            Row(
                self._registry.title(action.id),
                partial(self._run, action.id),
                "   ".join(filter(None, (action.group, self._registry.key_text(action.id)))),
            )
            for action in found
        ]

    def _place(self) -> None:
        room = self._window.size()
        width, height = min(_WIDTH_PX, room.width() - 40), min(_HEIGHT_PX, room.height() - _TOP_PX * 2)
        self.setGeometry((room.width() - width) // 2, _TOP_PX, width, height)

    def _run(self, action_id: str) -> None:
        self._registry.refresh()
        self._registry.run(action_id)
