"""`crosstie add`: adds the samples of a manifest."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.terminal import ProgressLine, say
from crosstie.storage.intake import add_manifest
from crosstie.storage.project import open_project
from crosstie.storage.store import Store


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
            locked = tuple(_locked(store, added))
        finally:
            line.clear()
    say(f"Added {len(added)} sample{'s' * (len(added) != 1)} to {directory}: {_listed(added)}.")
    if locked:
        say(f"Protected by a password, which the window will ask for: {_listed(locked)}.")


def _locked(store: Store, sample_ids: Iterable[str]) -> Iterator[str]:
    """The documents whose pages could not be counted: they are protected."""
    for sample_id in sample_ids:
        for asset in store.load_sample(sample_id).assets.values():
            if asset.kind == "document" and not asset.facts.page_count:
                yield f"{sample_id}/{asset.id}"


def _listed(ids: tuple[str, ...], most: int = 5) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more
