"""`crosstie add`: adds the samples of a manifest."""

from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.terminal import ProgressLine, say
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import open_project


def add(
    directory: ProjectDir,
    manifest: Annotated[
        Path,
        typer.Argument(metavar="MANIFEST", help="YAML, or JSONL with one sample a line.", show_default=False),
    ],
    copy: Annotated[bool, typer.Option("--copy", help="Copy every file into the project.")] = False,
) -> None:
    """Add the samples of a manifest: all of them, or none when anything is wrong with one."""
    line = ProgressLine()
    with open_project(directory) as store:
        try:
            added = add_manifest(store, manifest, line.show, copy=copy)
        finally:
            line.clear()
    say(f"Added {len(added)} samples to {directory}: {_listed(added)}.")


def _listed(ids: tuple[str, ...], most: int = 5) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more
