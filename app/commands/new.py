"""`crosstie new`: makes a project."""

from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.terminal import say
from crosstie.schema.errors import SchemaInvalid
from crosstie.storage.project import create_project


def new(
    directory: ProjectDir,
    schema: Annotated[Path, typer.Option("--schema", metavar="FILE", help="The schema document, in YAML.")],
) -> None:
    """Make a project with a schema, ready for samples to be added."""
    with create_project(directory, read_schema(schema), str(schema)) as store:
        ref = store.schema_ref()
    say(f"Made {directory} with schema {ref.id} {ref.version}.")


def read_schema(path: Path) -> bytes:
    """The bytes of a schema document. Raises SchemaInvalid when the file cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SchemaInvalid(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
