"""`crosstie open`: opens the window on a project."""

from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import ProjectDir, SampleOption
from crosstie.schema.clock import ns_from_seconds
from crosstie.storage.project import reading_project
from crosstie.storage.queries import require_sample


def open_project_window(
    directory: ProjectDir,
    sample: SampleOption = None,
    at: Annotated[
        float | None, typer.Option("--at", metavar="SECONDS", help="Go to this moment.", show_default=False)
    ] = None,
    screenshot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save a picture of the window and leave.", show_default=False),
    ] = None,
    select: Annotated[
        str, typer.Option(metavar="ID", help="Select this, by id or entity name.", show_default=False)
    ] = "",
) -> int:
    """Open the window, by default on the first sample."""
    with reading_project(directory) as database:
        if sample is not None:
            require_sample(database.driver, sample)
    at_ns = None if at is None else ns_from_seconds(at)
    # Qt takes half a second to load, and no other command needs it.
    from crosstie.app.launch import open_window

    return open_window(directory, sample, at_ns, screenshot, select)
