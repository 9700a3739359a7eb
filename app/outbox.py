"""Gestures of the person's own that are shown already and not yet on disk. No Qt.

A person never waits for the disk, and never meets a state without what they did last: each gesture is
checked and applied to the state on the screen as it is made, and then sent to the store, which does the
same with its own state in the same order. So the two can only differ when the store refuses what fitted
here, because the disk is full or gone; then that gesture, and whatever leans on it, is taken back.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

import msgspec

from crosstie.app.undo import UndoMark, UndoStack
from crosstie.schema.changes import Change, Changes
from crosstie.schema.document import SchemaDocument
from crosstie.schema.edits import Edit, FoundingEdit, inverses
from crosstie.schema.errors import EditRefused
from crosstie.schema.sample_state import SampleState
from crosstie.schema.validation import check_edit

UndoStep = Callable[[UndoStack], None]


class Sent(msgspec.Struct, frozen=True):
    """A gesture on its way.

    `changes` are those on the screen, None where it does not show there; `leans` says that this is because it
    leans on one that the store refused. `undo_before` is how undo stood before it, `undo_step` what it does
    to that.
    """

    sample_id: str
    edits: tuple[Edit, ...]
    initiator: str
    undo_step: UndoStep
    changes: Changes | None = None
    leans: bool = False
    undo_before: UndoMark = UndoMark()


class Outbox:
    """Oldest first: the store answers in the order in which it was asked, so always about the oldest."""

    def __init__(self, undo: UndoStack) -> None:
        self._undo = undo
        self._sent: deque[Sent] = deque()

    def __len__(self) -> int:
        return len(self._sent)

    def put(
        self,
        state: SampleState,
        document: SchemaDocument | None,
        edits: Iterable[Edit],
        initiator: str,
        undo_step: UndoStep,
    ) -> Changes:
        """Applies a gesture to the state on the screen and notes that it is on its way.

        Raises EditRefused when it does not fit, and then nothing has changed and nothing is on its way.
        """
        sent = Sent(state.sample_id, tuple(edits), initiator, undo_step)
        shown = self._shown(state, document, sent)
        self._sent.append(shown)
        assert shown.changes is not None
        return shown.changes

    @property
    def oldest_leans(self) -> bool:
        """Whether the oldest leans on one that was refused: that it is refused too need not be told."""
        return bool(self._sent) and self._sent[0].leans

    def saved(self) -> None:
        """The oldest is on disk."""
        self._sent.popleft()

    def refused(self, state: SampleState, document: SchemaDocument | None) -> Changes:
        """The oldest did not come to be: takes it off the screen, with whatever leans on it.

        What leans on it stays in the box, because the store, where it fits as little, answers to it as well.
        """
        first = self._sent.popleft()
        if first.sample_id != state.sample_id or first.changes is None:
            return Changes(state.sample_id, (), "refused")
        taken_back = [change for one in reversed(self._sent) for change in _take_back(state, one)]
        taken_back += _take_back(state, first)
        self._undo.restore(first.undo_before)
        again = (self._shown_if_it_fits(state, document, one) for one in self._sent)
        self._sent = deque(msgspec.structs.replace(one, leans=one.changes is None) for one in again)
        put_again = (change for one in self._sent if one.changes for change in one.changes.items)
        return Changes(state.sample_id, (*taken_back, *put_again), "refused")

    def move_to(self, state: SampleState, document: SchemaDocument | None) -> None:
        """Another state is shown, as the store has it: puts what is still on its way on top of it.

        Nothing of that can be undone, because undo begins afresh with each sample that is shown.
        """
        again = (msgspec.structs.replace(one, undo_step=_leaves_undo) for one in self._sent)
        self._sent = deque(self._shown_if_it_fits(state, document, one) for one in again)

    def _shown(self, state: SampleState, document: SchemaDocument | None, sent: Sent) -> Sent:
        before = self._undo.mark()
        changes = state.apply(_checked(state, document, sent.edits), sent.initiator)
        sent.undo_step(self._undo)
        return msgspec.structs.replace(sent, changes=changes, undo_before=before)

    def _shown_if_it_fits(self, state: SampleState, document: SchemaDocument | None, sent: Sent) -> Sent:
        if sent.sample_id == state.sample_id:
            try:
                return self._shown(state, document, sent)
            except EditRefused:
                pass
        return msgspec.structs.replace(sent, changes=None, undo_before=self._undo.mark())


def _checked(state: SampleState, document: SchemaDocument | None, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Each edit, checked only when the state asks for it: so it meets what those before it left."""
    for edit in edits:
        if document is not None:
            check_edit(document, state, edit)
        yield edit


def _take_back(state: SampleState, sent: Sent) -> tuple[Change, ...]:
    """Undoes a gesture where it shows. A pass that it opened stays: empty it does no harm."""
    if sent.changes is None or sent.sample_id != state.sample_id:
        return ()
    return state.apply(inverses([one for one in sent.edits if not isinstance(one, FoundingEdit)])).items


def _leaves_undo(_undo: UndoStack) -> None:
    """Undo has begun afresh."""
