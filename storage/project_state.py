"""What belongs to the project as a whole: its actors, its schema documents and which one is in use."""

from collections.abc import Iterable
from types import MappingProxyType

from crosstie.schema import edits as ed
from crosstie.schema.document import SchemaDocument, load_kept_schema, schema_ref
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import Actor, SchemaRef
from crosstie.storage.errors import StoreFailed
from crosstie.storage.queries import KeptSchema


class ProjectState:
    """Actors by id and schema documents by hash. Documents are parsed when they are first asked for."""

    def __init__(self, actors: Iterable[Actor], schemas: Iterable[KeptSchema]) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._schemas = {kept.ref.sha256: kept for kept in schemas}
        self._documents: dict[str, SchemaDocument] = {}
        self._in_use = list(self._schemas.values())[-1].ref if self._schemas else None

    @property
    def actors(self) -> MappingProxyType[str, Actor]:
        """Every actor by id, first come first."""
        return MappingProxyType(self._actors)

    @property
    def schema_in_use(self) -> SchemaRef | None:
        """The schema of passes to come; None in a project that is just being made."""
        return self._in_use

    @property
    def schemas(self) -> tuple[SchemaRef, ...]:
        """Every schema that was ever in use."""
        return tuple(kept.ref for kept in self._schemas.values())

    def knows(self, ref: SchemaRef) -> bool:
        """Whether the project keeps exactly this schema document."""
        kept = self._schemas.get(ref.sha256)
        return kept is not None and kept.ref == ref

    def document(self, ref: SchemaRef) -> SchemaDocument:
        """The schema document with this hash. Raises StoreFailed when the project has none."""
        if (known := self._documents.get(ref.sha256)) is not None:
            return known
        kept = self._schemas.get(ref.sha256)
        if kept is None:
            raise StoreFailed(f"schema {ref.id} {ref.version} ({ref.sha256[:12]}) is not in the project")
        document = load_kept_schema(kept.source, f"{ref.id} {ref.version}")
        self._documents[ref.sha256] = document
        return document

    def keep(self, document: SchemaDocument) -> None:
        """Makes a document known, so that UseSchema may name it."""
        ref = schema_ref(document)
        self._schemas.setdefault(ref.sha256, KeptSchema(ref, document.source))
        self._documents[ref.sha256] = document

    def source(self, ref: SchemaRef) -> bytes:
        """The exact bytes of a schema document that is known here."""
        return self._schemas[ref.sha256].source

    def apply(self, edit: ed.Edit) -> None:
        """Takes in an edit of the project. Raises EditRefused when it does not fit."""
        match edit:
            case ed.AddActor(actor=actor):
                if actor.id in self._actors:
                    raise EditRefused(f"actor {actor.id} is already in the project")
                self._actors[actor.id] = actor
            case ed.UseSchema(before=before, after=after):
                if before != self._in_use:
                    raise EditRefused(
                        "another schema came into use meanwhile; look again and repeat the edit"
                    )
                if not self.knows(after):
                    raise EditRefused(f"schema {after.id} {after.version} is not in the project")
                self._in_use = after
            case _:
                raise EditRefused("only actors and schemas belong to the project's own trail")

    def copy(self) -> "ProjectState":
        """An independent state, to try a gesture on."""
        copied = ProjectState(self._actors.values(), self._schemas.values())
        copied._documents = dict(self._documents)
        copied._in_use = self._in_use
        return copied
