"""Making and opening projects: a folder with a database, media, schema documents and a cache."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert

from crosstie.schema.document import SchemaDocument, load_schema, schema_ref
from crosstie.schema.edits import AddActor
from crosstie.schema.ids import new_id
from crosstie.schema.records import Actor
from crosstie.storage import tables
from crosstie.storage.database import (
    Database,
    failures_of,
    open_for_reading,
    open_for_writing,
    transaction,
)
from crosstie.storage.errors import ProjectUnusable
from crosstie.storage.migrate import make_tables, require_current
from crosstie.storage.project_folder import ProjectFolder
from crosstie.storage.rows import sql
from crosstie.storage.store import Store, default_actor_name
from crosstie.storage.writer import Writer


def create_project(
    root: Path, schema_source: bytes, where: str = "schema", actor_name: str | None = None
) -> Store:
    """Makes a project in a new or empty folder and opens it.

    `schema_source` is the exact bytes of a schema document and `where` its name for messages. The
    folder is a project from the moment at which its database gets its name, and not before.
    Raises SchemaInvalid, ProjectUnusable or StoreFailed, and then there is no project.
    """
    document = load_schema(schema_source, where)
    name = actor_name or default_actor_name()
    folder = _prepare(root)
    partial = folder.root / "project.db.partial"
    for leftover in folder.root.glob("project.db.partial*"):
        leftover.unlink()
    _found(partial, document, Actor(id=new_id(), kind="human", name=name))
    ref = schema_ref(document)
    (folder.schemas / f"{ref.id}-{ref.version}.yaml").write_bytes(schema_source)
    partial.replace(folder.database)
    return Store.open(root, name)


def open_project(root: Path, actor_name: str | None = None) -> Store:
    """Opens a project for writing; a second one is refused while it is open. As Store.open."""
    return Store.open(root, actor_name)


@contextmanager
def reading_project(root: Path) -> Iterator[Database]:
    """A project's database for reading, beside the window that may have it open.

    Raises ProjectUnusable when there is none or its tables are not of this version.
    """
    folder = ProjectFolder(root)
    folder.require()
    database = open_for_reading(folder.database)
    try:
        require_current(database)
        yield database
    finally:
        database.close()


def _prepare(root: Path) -> ProjectFolder:
    folder = ProjectFolder(root)
    if folder.database.exists():
        raise ProjectUnusable(f"{root} already holds a project; open it, or name another folder")
    try:
        for part in (folder.root, folder.media, folder.schemas, folder.cache):
            part.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectUnusable(f"{root} cannot be made into a project: {error.strerror}") from error
    return folder


def _found(path: Path, document: SchemaDocument, actor: Actor) -> None:
    database = open_for_writing(path)
    try:
        make_tables(database)
        with failures_of(path):
            with transaction(database.driver):
                rows = [("project_id", new_id()), ("device_id", new_id())]
                database.driver.executemany(sql(insert(tables.META)), rows)
            Writer(database).use_schema(document, schema_ref(document), AddActor(actor))
            # One whole file without its log beside it, so that renaming it renames all of it.
            database.driver.execute("PRAGMA journal_mode=DELETE")
    finally:
        database.close()
