"""Undo and redo of one sample's gestures. Taking back is a new edit: the trail keeps both."""

import msgspec

from crosstie.schema.edits import ReversibleEdit, inverses


class Gesture(msgspec.Struct, frozen=True):
    """The edits that one hand movement or one key made, undone as one."""

    edits: tuple[ReversibleEdit, ...]
    title: str

    @property
    def taken_back(self) -> tuple[ReversibleEdit, ...]:
        """The edits that take it back."""
        return inverses(self.edits)


class UndoMark(msgspec.Struct, frozen=True):
    """How an undo stack stood at some moment, to go back to."""

    done: tuple[Gesture, ...] = ()
    undone: tuple[Gesture, ...] = ()


class UndoStack:
    """What can be taken back and done again, newest last."""

    def __init__(self) -> None:
        self._now = UndoMark()

    def done(self, gesture: Gesture) -> None:
        """A gesture was made; what was undone before it cannot be redone any more."""
        self._now = UndoMark((*self._now.done, gesture))

    @property
    def newest(self) -> Gesture | None:
        """What undo would take back."""
        return self._now.done[-1] if self._now.done else None

    @property
    def newest_undone(self) -> Gesture | None:
        """What redo would do again."""
        return self._now.undone[-1] if self._now.undone else None

    def undone(self, gesture: Gesture) -> None:
        """A gesture was taken back: it can be done again now."""
        self._now = UndoMark(_without(self._now.done, gesture), (*self._now.undone, gesture))

    def redone(self, gesture: Gesture) -> None:
        """A gesture was done again."""
        self._now = UndoMark((*self._now.done, gesture), _without(self._now.undone, gesture))

    def mark(self) -> UndoMark:
        """How the stack stands, for `restore`."""
        return self._now

    def restore(self, mark: UndoMark) -> None:
        """Back to how it stood: what was done since then did not come to be."""
        self._now = mark

    def forget(self) -> None:
        """Another sample is open: what stands here no longer fits."""
        self._now = UndoMark()


def _without(gestures: tuple[Gesture, ...], gesture: Gesture) -> tuple[Gesture, ...]:
    """All but the newest, where that is the gesture: it is not when the disk refused what was undone."""
    return gestures[:-1] if gestures and gestures[-1] == gesture else gestures
