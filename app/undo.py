"""Undo and redo of one sample's gestures. Taking back is a new edit: the trail keeps both."""

from collections.abc import Sequence

import msgspec

from crosstie.schema.edits import ReversibleEdit, inverses


class Gesture(msgspec.Struct, frozen=True):
    """The edits that one hand movement or one key made, undone as one."""

    edits: tuple[ReversibleEdit, ...]
    title: str


class UndoStack:
    """What can be taken back and done again, newest last."""

    def __init__(self) -> None:
        self._done: list[Gesture] = []
        self._undone: list[Gesture] = []

    def done(self, edits: Sequence[ReversibleEdit], title: str) -> None:
        """A gesture was committed; what was undone before it cannot be redone any more."""
        self._done.append(Gesture(tuple(edits), title))
        self._undone.clear()

    @property
    def undo_title(self) -> str:
        """What undo would take back; empty when nothing."""
        return self._done[-1].title if self._done else ""

    @property
    def redo_title(self) -> str:
        """What redo would do again; empty when nothing."""
        return self._undone[-1].title if self._undone else ""

    def take_undo(self) -> tuple[ReversibleEdit, ...]:
        """Moves the newest gesture to the redo side and returns the edits that take it back."""
        gesture = self._done.pop()
        self._undone.append(gesture)
        return inverses(gesture.edits)

    def take_redo(self) -> tuple[ReversibleEdit, ...]:
        """Moves the newest undone gesture back and returns its edits."""
        gesture = self._undone.pop()
        self._done.append(gesture)
        return gesture.edits

    def forget(self) -> None:
        """Another sample is open, or the store refused: what stands here no longer fits."""
        self._done.clear()
        self._undone.clear()
