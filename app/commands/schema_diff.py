"""`crosstie schema diff`: what differs between two versions of a schema."""

from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import JsonOption
from crosstie.app.commands.new import read_schema
from crosstie.app.commands.terminal import say, say_json
from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.versions.differences import Difference, diff
from crosstie.storage import queries
from crosstie.storage.project import reading_project
from crosstie.storage.project_state import ProjectState

SchemaPlace = Annotated[
    Path, typer.Argument(help="A schema document, or a project for the schema it uses.", show_default=False)
]


def schema_diff(a: SchemaPlace, b: SchemaPlace, as_json: JsonOption = False) -> int:
    """Tell what differs between schema A and schema B. Exits 1 when anything does."""
    found = diff(document_at(a), document_at(b))
    if as_json:
        say_json({"same": not found, "differences": found})
    else:
        _print(a, b, found)
    return 1 if found else 0


def document_at(path: Path) -> SchemaDocument:
    """The schema document in a file, or the one that a project uses. Raises SchemaInvalid."""
    if not path.is_dir():
        return load_schema(read_schema(path), str(path))
    with reading_project(path) as database:
        project = ProjectState((), queries.schemas(database.driver))
        assert project.schema_in_use is not None
        return project.document(project.schema_in_use)


def _print(a: Path, b: Path, found: tuple[Difference, ...]) -> None:
    if not found:
        say(f"{a} and {b} say the same.")
        return
    widths = [
        max(len(text) for text in column) for column in zip(*((d.kind, d.place) for d in found), strict=True)
    ]
    for one in found:
        mark = "  (needs a step)" if one.needs_step else ""
        say(f"{one.kind.ljust(widths[0])}  {one.place.ljust(widths[1])}  {one.what}{mark}")
    needed = sum(one.needs_step for one in found)
    say(f"{len(found)} differences, {needed} of which need a migration step where labels are concerned.")
