"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ProjectDir = Annotated[Path, typer.Argument(metavar="DIR", help="The project's folder.", show_default=False)]
SampleOption = Annotated[
    str | None, typer.Option("--sample", metavar="ID", help="Only this sample.", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for other programs to read.")]
