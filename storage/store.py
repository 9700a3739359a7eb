"""The store: the one door to a project's records, and the one thread that owns its database."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from crosstie.schema.changes import Changes
from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.edits import AddActor, Edit
from crosstie.schema.ids import new_id
from crosstie.schema.records import Actor, SchemaRef
from crosstie.schema.sample_state import SampleState
from crosstie.storage import queries
from crosstie.storage.database import Database, failures_of, open_for_writing
from crosstie.storage.errors import StoreFailed
from crosstie.storage.history import HistoryEntry, history_of
from crosstie.storage.migrate import bring_up_to_date
from crosstie.storage.own_thread import OwnThread
from crosstie.storage.permission import seen_through, visible_passes
from crosstie.storage.project_folder import ProjectFolder, ProjectLock, login_name
from crosstie.storage.queries import SampleSummary
from crosstie.storage.recorder import Gesture
from crosstie.storage.writer import Writer

T = TypeVar("T")


class Store:
    """One project, open for writing. Safe to call from any thread: all work is done on the store's own.

    Every `submit_…` returns at once; an edit whose future has its result is on disk and survives a power
    cut. Futures fail with EditRefused when an edit does not fit and StoreFailed when the disk does not.
    """

    def __init__(self, root: Path) -> None:
        """Prefer `Store.open`: a store is of no use before it knows who it works for."""
        self.root = root
        self._lock = ProjectLock(ProjectFolder(root))
        self._thread = OwnThread("store")
        try:
            path = ProjectFolder(root).database
            self._database, self._writer = self._thread.submit(lambda: _open(path)).result()
        except BaseException:
            self._thread.close()
            self._lock.release()
            raise
        self._is_open = True

    @classmethod
    def open(cls, root: Path, actor_name: str | None = None) -> "Store":
        """Opens the project in a folder for `actor_name`, by default `$CROSSTIE_ACTOR` or the login name.

        Raises ProjectUnusable when there is none, it is of a newer version or another window has it.
        """
        ProjectFolder(root).require()
        store = cls(root)
        try:
            store._introduce(actor_name or default_actor_name())
        except BaseException:
            store.close()
            raise
        return store

    @property
    def actor(self) -> Actor:
        """The person who works here, for whom edits are made unless another actor is named."""
        return self._actor

    @property
    def actors(self) -> Mapping[str, Actor]:
        """Every actor of the project by id."""
        return self._writer.project.actors

    def schema_ref(self) -> SchemaRef:
        """The schema of passes to come."""
        ref = self._writer.project.schema_in_use
        if ref is None:
            raise StoreFailed(f"{self.root} has no schema; it was not made whole, so make it again")
        return ref

    def schema(self) -> SchemaDocument:
        """The document of the schema of passes to come."""
        return self.schema_by_ref(self.schema_ref())

    def schema_by_ref(self, ref: SchemaRef) -> SchemaDocument:
        """The document of a pass's schema. Raises StoreFailed when the project never used it."""
        return self._writer.project.document(ref)

    def apply(
        self,
        edits: Sequence[Edit],
        initiator: str = "",
        gesture_id: str | None = None,
        actor_id: str | None = None,
    ) -> Changes:
        """Applies one gesture, durably and whole, and says what changed. Waits until it is on disk."""
        return self.submit(edits, initiator, gesture_id, actor_id).result()

    def submit(
        self,
        edits: Sequence[Edit],
        initiator: str = "",
        gesture_id: str | None = None,
        actor_id: str | None = None,
    ) -> "Future[Changes]":
        """Queues one gesture, all of whose edits concern one sample. Gestures are applied in order."""
        gesture = Gesture(tuple(edits), actor_id or self.actor.id, initiator, gesture_id or "")
        return self._submit(lambda: self._writer.apply(gesture)[0])

    def apply_together(self, gestures: Iterable[Sequence[Edit]], initiator: str = "") -> tuple[Changes, ...]:
        """Applies gestures on different samples, durably and all of them or none."""
        made = [Gesture(tuple(edits), self.actor.id, initiator) for edits in gestures]
        return self._submit(lambda: self._writer.apply(*made)).result()

    def use_schema(self, source: bytes, where: str) -> Changes:
        """Brings a schema document into use for passes to come. Raises SchemaInvalid when it is not valid."""
        document = load_schema(source, where)
        ref, actor_id = schema_ref(document), self.actor.id
        return self._submit(lambda: self._writer.use_schema(document, ref, actor_id)).result()

    def with_writer(self, work: Callable[[Writer], T]) -> T:
        """Does work that needs the writer itself, on the store's thread, and waits for it."""
        return self.submit_with_writer(work).result()

    def submit_with_writer(self, work: Callable[[Writer], T]) -> "Future[T]":
        """Queues what `with_writer` does."""
        return self._submit(lambda: work(self._writer))

    def load_sample(
        self, sample_id: str, pass_ids: frozenset[str] | None = None, for_pass: str | None = None
    ) -> SampleState:
        """A sample's records for work in `for_pass`, by default the actor's newest pass, to keep and change.

        Labels of passes that this work must not see are not in it, nor those outside `pass_ids`.
        Raises StoreFailed for a sample that the project does not hold.
        """
        return self.submit_load(sample_id, pass_ids, for_pass).result()

    def submit_load(
        self, sample_id: str, pass_ids: frozenset[str] | None = None, for_pass: str | None = None
    ) -> "Future[SampleState]":
        """Queues what `load_sample` does."""
        return self._submit(lambda: self._load(sample_id, pass_ids, for_pass))

    def samples(self, most: int | None = None) -> tuple[SampleSummary, ...]:
        """Samples with their counts, by id; `most` of them, or all."""
        return self.submit_samples(most).result()

    def submit_samples(self, most: int | None = None) -> "Future[tuple[SampleSummary, ...]]":
        """Queues what `samples` does."""
        return self._submit(lambda: queries.summaries(self._database.driver, most))

    def history(
        self,
        sample_id: str,
        record_id: str | None = None,
        limit: int | None = None,
        for_pass: str | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """The ops of a sample, or of one of its records, newest first, as far as `for_pass` may see them."""
        return self.submit_history(sample_id, record_id, limit, for_pass).result()

    def submit_history(
        self,
        sample_id: str,
        record_id: str | None = None,
        limit: int | None = None,
        for_pass: str | None = None,
    ) -> "Future[tuple[HistoryEntry, ...]]":
        """Queues what `history` does."""

        def read() -> tuple[HistoryEntry, ...]:
            visible = visible_passes(
                self._writer.samples.get(sample_id).state.passes, self.actor.id, for_pass
            )
            return history_of(self._database.driver, sample_id, record_id, limit, visible.__contains__)

        return self._submit(read)

    def close(self) -> None:
        """Waits for what was queued, closes the database and lets others open the project."""
        if self._is_open:
            self._is_open = False
            self._thread.submit(self._database.close).result()
            self._thread.close()
            self._lock.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _load(self, sample_id: str, pass_ids: frozenset[str] | None, for_pass: str | None) -> SampleState:
        state = self._writer.samples.get(sample_id).state
        if not list(state.records()):
            self._writer.samples.forget(sample_id)
            raise StoreFailed(f"{self.root} holds no sample {sample_id!r}; `crosstie info` lists its samples")
        for opened in state.passes.values():
            self._writer.project.document(opened.schema)
        visible = visible_passes(state.passes, self.actor.id, for_pass)
        return seen_through(state, visible if pass_ids is None else visible & pass_ids)

    def _introduce(self, name: str) -> None:
        known = (actor for actor in self.actors.values() if actor.kind == "human" and actor.name == name)
        actor = next(known, None)
        if actor is None:
            actor = Actor(id=new_id(), kind="human", name=name)
            gesture = Gesture((AddActor(actor),), actor.id, "open")
            self._submit(lambda: self._writer.apply(gesture)).result()
        self._actor = actor

    def _submit(self, work: Callable[[], T]) -> "Future[T]":
        def guarded() -> T:
            with failures_of(self._database.path):
                return work()

        try:
            return self._thread.submit(guarded)
        except RuntimeError as error:
            raise StoreFailed(f"{self.root} is closed") from error


def default_actor_name() -> str:
    """`$CROSSTIE_ACTOR`, else the name of the person's login."""
    return os.environ.get("CROSSTIE_ACTOR", "").strip() or login_name()


def _open(path: Path) -> tuple[Database, Writer]:
    database = open_for_writing(path)
    try:
        bring_up_to_date(database)
        with failures_of(path):
            return database, Writer(database)
    except BaseException:
        database.close()
        raise
