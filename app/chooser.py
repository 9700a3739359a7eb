"""A card that offers a few things to choose from: a digit takes one at once, letters narrow the list."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QWidget

from crosstie.app.card import Card, Row
from crosstie.app.list_rows import ROW_PX
from crosstie.app.plain import plain_label
from crosstie.app.search_rank import rank

_WIDTH_PX: Final = 440
_FRAME_PX: Final = 92
"""What the question, the field and the margins take of the card's height."""
_DIGITS: Final = 9


class Choice(msgspec.Struct, frozen=True):
    """One thing to choose, what to do when it is chosen, and quiet words beside it."""

    title: str
    take: Callable[[], object]
    icon: QIcon | None = None
    aside: str = ""


class Chooser(Card):
    """Opens over the window with a question; closes when something is taken, or on Escape."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "chooser", "Choose")
        self._choices: tuple[Choice, ...] = ()
        self._tell_left: Callable[[], None] = _nothing
        self._question = plain_label(role="title", wrap=True)
        self.field.setAccessibleName("Narrow the choice")
        self.field.setPlaceholderText("A digit takes one, letters narrow the list")
        self.list.setAccessibleName("Choices")
        self._column.insertWidget(0, self._question)

    @property
    def question(self) -> str:
        """What is asked now, or was asked last."""
        return self._question.text()

    def ask(
        self, question: str, choices: Sequence[Choice], on_left: Callable[[], None] | None = None
    ) -> None:
        """Offers the choices; `on_left` is called when the person leaves without taking one."""
        self.leave()
        self._choices, self._tell_left = tuple(choices), on_left or _nothing
        self._question.setText(question)
        self.setAccessibleName(question)
        self._open()

    def _matching(self, typed: str) -> Sequence[Row]:
        found = rank(typed, self._choices, lambda choice: choice.title)
        return [
            Row(
                choice.title,
                choice.take,
                choice.aside,
                digit=str(place + 1) if place < _DIGITS and not typed else "",
                icon=choice.icon,
            )
            for place, choice in enumerate(found)
        ]

    def _place(self) -> None:
        room = self._window.size()
        width = min(_WIDTH_PX, room.width() - 40)
        height = min(_FRAME_PX + ROW_PX * max(len(self._choices), 1), room.height() - 120)
        self.setGeometry((room.width() - width) // 2, max((room.height() - height) // 3, 20), width, height)

    def _on_left(self) -> None:
        self._tell_left()

    def _on_key(self, event: QKeyEvent) -> bool:
        if not self.field.text() and "1" <= event.text() <= "9":
            self._take(int(event.text()) - 1)
            return True
        return super()._on_key(event)


def _nothing() -> None:
    """Nobody wants to know."""
