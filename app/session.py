"""The session: one open project, its current sample, and the one way by which edits reach the store."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from crosstie.app.passes import choose_pass
from crosstie.app.undo import UndoStack
from crosstie.app.wording import gesture_title
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.changes import Changes
from crosstie.schema.edits import Edit, FoundingEdit, OpenPass, ReversibleEdit
from crosstie.schema.errors import CrosstieError
from crosstie.schema.gestures import change_class, start_pass_from
from crosstie.schema.ids import new_id
from crosstie.schema.records import Pass, PassKind
from crosstie.schema.sample_state import SampleState
from crosstie.schema.timing import sample_duration_ns
from crosstie.storage.store import Store
from crosstie.viewers.context import PaneContext


class Session(QObject):
    """Stands between the panes and the store.

    Every call returns at once; the store's answers come back on the user-interface thread, in the order
    in which the edits were handed over, and only then does `context.state` change.
    """

    sample_loading = Signal(str)
    sample_shown = Signal()
    samples_changed = Signal(object)
    undo_changed = Signal()
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
        self.pending = 0
        self._closed = False
        self._wanted_sample = ""
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def sample_id(self) -> str:
        """The sample on the screen; empty before the first was loaded."""
        return self.context.state.sample_id

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
        self._then(self.store.submit_samples(), self.samples_changed.emit)

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
        """Commits one gesture; undo can take it back once the store has acknowledged it."""
        reversible = tuple(edit for edit in edits if not isinstance(edit, FoundingEdit))
        title = gesture_title(edits)
        self._commit(edits, initiator, lambda: self.undo.done(reversible, title) if reversible else None)

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
        if self.undo.undo_title:
            self._commit(self.undo.take_undo(), "undo", _nothing)

    def redo(self) -> None:
        """Does again what was undone last."""
        if self.undo.redo_title:
            self._commit(self.undo.take_redo(), "redo", _nothing)

    def ask_history(self, record_id: str) -> None:
        """Asks the audit trail who did what to one record; `history_ready` answers."""
        future = self.store.submit_history(self.sample_id, record_id, 50, self.context.pass_id)
        self._then(future, lambda entries: self.history_ready.emit(record_id, entries))

    def close(self) -> None:
        """Waits for the last commit and closes the project. What is answered later finds nobody to tell."""
        self._closed = True
        self.store.close()

    def _commit(
        self, edits: Sequence[ReversibleEdit | Edit], initiator: str, on_done: Callable[[], None]
    ) -> None:
        self.pending += 1
        sample_id = self.sample_id

        def committed(changes: Changes) -> None:
            self.pending -= 1
            if self.sample_id == sample_id:
                self.context.state.apply(edits, initiator)
                on_done()
                self.context.show_changes(changes)
                self.undo_changed.emit()

        def refused(error: CrosstieError) -> None:
            self.pending -= 1
            if initiator in ("undo", "redo"):
                self.undo.forget()
                self.undo_changed.emit()
            self.context.say(str(error), "bad")

        self._then(self.store.submit(edits, initiator=initiator), committed, refused)

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
        mine = shown.actor_id == self.store.actor.id
        self.context.show_sample(state, shown.id, read_only=not mine, duration_ns=sample_duration_ns(state))
        self.sample_shown.emit()

    def _then(
        self,
        future: "Future[Any]",
        on_result: Callable[[Any], None],
        on_error: Callable[[CrosstieError], None] | None = None,
    ) -> None:
        """Brings a future's outcome to the user-interface thread."""

        def deliver() -> None:
            error = future.exception()
            if error is None:
                on_result(future.result())
            elif isinstance(error, CrosstieError):
                (on_error or self._on_failed)(error)
            else:
                raise error

        future.add_done_callback(lambda _future: self._answered.emit(deliver, None))

    def _on_answered(self, deliver: Callable[[], None], _nothing: None) -> None:
        if not self._closed:
            deliver()

    def _on_failed(self, error: CrosstieError) -> None:
        self.context.say(str(error), "bad")


def _nothing() -> None:
    """An undo or redo keeps its own place in the stack."""
