"""`crosstie schema`: works on schema documents."""

from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import JsonOption
from crosstie.app.commands.new import read_schema
from crosstie.app.commands.schema_diff import schema_diff
from crosstie.app.commands.schema_leftovers import schema_leftovers
from crosstie.app.commands.schema_migrate import schema_migrate
from crosstie.app.commands.schema_reconcile import schema_reconcile
from crosstie.app.commands.terminal import say, say_json
from crosstie.schema.document import load_schema, schema_ref
from crosstie.schema.errors import SchemaInvalid

commands = typer.Typer(help="Work on schema documents.", rich_markup_mode=None)

commands.command("diff")(schema_diff)
commands.command("migrate")(schema_migrate)
commands.command("leftovers")(schema_leftovers)
commands.command("reconcile")(schema_reconcile)


@commands.callback()
def schema() -> None:
    """Work on schema documents."""


@commands.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A schema document.", show_default=False)],
    as_json: JsonOption = False,
) -> int:
    """Check a schema document and name every mistake in it. Exits 1 when there is one."""
    source = read_schema(file)
    try:
        document = load_schema(source, str(file))
    except SchemaInvalid as error:
        problems = error.problems or (str(error),)
        if as_json:
            say_json({"valid": False, "problems": problems})
        else:
            for problem in problems:
                say(f"{file}: {problem}")
        return 1
    ref = schema_ref(document)
    if as_json:
        say_json({"valid": True, "schema": ref})
    else:
        counted = (len(document.classes), len(document.entities), len(document.links), len(document.rules))
        say(f"{file}: schema {ref.id} {ref.version} is valid.")
        say("It has {} classes, {} entity types, {} link types and {} rules.".format(*counted))
    return 0
