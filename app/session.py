"""The session: one open project, its current sample, and the one way by which edits reach the store."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.app.outbox import Outbox, UndoStep
from crosstie.app.passes import choose_pass
from crosstie.app.prelabelling.ordering import most_at_odds_first
from crosstie.app.undo import Gesture, UndoStack
from crosstie.app.wording import gesture_title
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.changes import Changes
from crosstie.schema.edits import Edit, FoundingEdit, OpenPass
from crosstie.schema.errors import CrosstieError
from crosstie.schema.gestures import change_class, start_pass_from
from crosstie.schema.ids import new_id
from crosstie.schema.records import Pass, PassKind
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import sample_duration_ns
from crosstie.schema.versions.succession import continued
from crosstie.storage.store import Store
from crosstie.viewers.context import PaneContext


class Session(QObject):
    """Stands between the panes and the store.

    Every call returns at once. An edit that fits is in `context.state` when its call returns, and on its way
    to the disk; the store's answers come back on the user-interface thread in the order of the edits. One
    that the store refuses after all is taken off the screen again.
    """

    sample_loading = Signal(str)
    sample_shown = Signal()
    samples_changed = Signal(object)
    undo_changed = Signal()
    saved_changed = Signal()
    history_ready = Signal(str, object)
    _answered = Signal(object, object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.context = PaneContext(self, self)
        self.context.media_root = store.root
        self.context.cache_dir = store.root / "cache"
        self.context.document = store.schema()
        self.undo = UndoStack()
        self._outbox = Outbox(self.undo)
        self._closed = False
        self._wanted_sample = ""
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def sample_id(self) -> str:
        """The sample on the screen; empty before the first was loaded."""
        return self.context.state.sample_id

    @property
    def pending(self) -> int:
        """How many gestures are on the screen and not yet on disk."""
        return len(self._outbox)

    @property
    def current_pass(self) -> Pass | None:
        """The pass on the screen."""
        return self.context.state.passes.get(self.context.pass_id)

    def actor_name(self, actor_id: str) -> str:
        """An actor's name for the screen; "you" for the person who works here."""
        if actor_id == self.store.actor.id:
            return "you"
        actor = self.store.actors.get(actor_id)
        return actor.name if actor else "unknown"

    # Samples and passes

    def ask_samples(self) -> None:
        """Asks for the list of samples; `samples_changed` carries it."""
        coming = most_at_odds_first(self.store.submit_samples(), self.store.root)
        self._then(coming, self.samples_changed.emit)

    def open_sample(self, sample_id: str, pass_id: str = "") -> None:
        """Loads a sample and shows the pass named, else the person's own, else the best there is."""
        self._wanted_sample = sample_id
        self.sample_loading.emit(sample_id)
        future = self.store.submit_load(sample_id, for_pass=pass_id or None)
        self._then(future, lambda state: self._show(state, pass_id))

    def start_pass(self, kind: PassKind, source_pass_id: str = "") -> None:
        """Begins a pass of the person's own, empty or with copies of another pass's labels, and shows it."""
        self._start_pass(self.context.state, kind, source_pass_id)

    def _start_pass(self, state: SampleState, kind: PassKind, source_pass_id: str = "") -> None:
        opened = Pass(
            id=new_id(),
            sample_id=state.sample_id,
            kind=kind,
            actor_id=self.store.actor.id,
            schema=self.store.schema_ref(),
            started_from=source_pass_id,
        )
        edits: list[Edit] = [OpenPass(opened)]
        if source_pass_id:
            edits += start_pass_from(state, source_pass_id, opened)
        future = self.store.submit(edits, initiator="start pass")
        self._then(future, lambda _changes: self.open_sample(state.sample_id, opened.id))

    # Edits

    def submit(self, edits: Sequence[Edit], initiator: str) -> None:
        """Commits one gesture, which undo can take back from now on."""
        reversible = tuple(edit for edit in edits if not isinstance(edit, FoundingEdit))
        gesture = Gesture(reversible, gesture_title(edits))
        self._commit(edits, initiator, lambda undo: undo.done(gesture) if reversible else None)

    def give_class(self, class_id: str) -> None:
        """Makes a class the chosen one, and gives it to the selected annotations that it allows."""
        context = self.context
        context.choose_class(class_id)
        document = context.document
        if document is None or context.read_only:
            return
        chosen = [
            context.state.annotations[ref.id]
            for ref in context.selection.refs
            if ref.id in context.state.annotations
        ]
        fitting = [one for one in chosen if anchor_kind(one.anchor) in document.anchors_of(class_id)]
        edits = [
            edit
            for one in fitting
            if one.class_id != class_id
            for edit in change_class(document, one, class_id)
        ]
        if edits:
            context.submit(edits, "class")

    def undo_last(self) -> None:
        """Takes back the newest gesture by a new edit."""
        gesture = self.undo.newest
        if gesture is not None:
            self._commit(gesture.taken_back, "undo", lambda undo: undo.undone(gesture))

    def redo(self) -> None:
        """Does again what was undone last."""
        gesture = self.undo.newest_undone
        if gesture is not None:
            self._commit(gesture.edits, "redo", lambda undo: undo.redone(gesture))

    @property
    def undo_title(self) -> str:
        """What undo would take back; empty when nothing."""
        return self.undo.newest.title if self.undo.newest else ""

    @property
    def redo_title(self) -> str:
        """What redo would do again; empty when nothing."""
        return self.undo.newest_undone.title if self.undo.newest_undone else ""

    def ask_history(self, record_id: str) -> None:
        """Asks the audit trail who did what to one record; `history_ready` answers."""
        future = self.store.submit_history(self.sample_id, record_id, 50, self.context.pass_id)
        self._then(future, lambda entries: self.history_ready.emit(record_id, entries))

    def close(self) -> None:
        """Waits for the last commit and closes the project. What is answered later finds nobody to tell."""
        self._closed = True
        self.store.close()

    def _commit(self, edits: Sequence[Edit], initiator: str, undo_step: UndoStep) -> None:
        if self._closed:
            return
        context = self.context
        try:
            changes = self._outbox.put(context.state, context.document, edits, initiator, undo_step)
        except CrosstieError as error:
            context.say(str(error), "bad")
            # A field that was typed into, a thing that was dragged: they show again what stands.
            context.show_changes(Changes(self.sample_id, (), initiator))
            return
        # Sent before it is told, so that who now asks for history meets it there.
        self._then(self.store.submit(edits, initiator=initiator), self._on_saved, self._on_refused)
        context.show_changes(changes)
        self.undo_changed.emit()
        self.saved_changed.emit()

    def _on_saved(self, _changes: Changes) -> None:
        self._outbox.saved()
        self.saved_changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        """Takes off the screen what did not come to be, with what leans on it, and says why, once."""
        is_told = self._outbox.oldest_leans
        taken_back = self._outbox.refused(self.context.state, self.context.document)
        self.context.show_changes(taken_back)
        self.undo_changed.emit()
        self.saved_changed.emit()
        if not is_told:
            self._on_failed(error)

    def _show(self, state: SampleState, pass_id: str) -> None:
        if state.sample_id != self._wanted_sample:
            return
        shown = state.passes.get(pass_id) or choose_pass(state, self.store.actor.id)
        self.undo.forget()
        self.undo_changed.emit()
        if shown is None:
            self._start_pass(state, "assisted")
            return
        self.context.document = self.store.schema_by_ref(shown.schema)
        self._outbox.move_to(state, self.context.document)
        goes_on = shown.id in continued(state.passes.values())
        read_only = goes_on or shown.actor_id != self.store.actor.id
        self.context.show_sample(state, shown.id, read_only=read_only, duration_ns=sample_duration_ns(state))
        self.sample_shown.emit()

    def _then(
        self,
        future: "Future[Any]",
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Brings a future's outcome to the user-interface thread."""

        def deliver() -> None:
            error = future.exception()
            if error is None:
                on_result(future.result())
            else:
                (on_error or self._on_failed)(error)

        future.add_done_callback(lambda _future: self._answered.emit(deliver, None))

    def _on_answered(self, deliver: Callable[[], None], _nothing: None) -> None:
        if not self._closed:
            deliver()

    def _on_failed(self, error: BaseException) -> None:
        """Says why. Raises what nobody foresaw, for the crash log to say in a line and keep in full."""
        if not isinstance(error, CrosstieError):
            raise error
        self.context.say(str(error), "bad")
