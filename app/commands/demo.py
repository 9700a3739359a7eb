"""`crosstie demo`: makes the demo project and opens it."""

from typing import Annotated, Final

import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.terminal import say

_HERO: Final = "V-01 white truck"


def demo(
    directory: ProjectDir,
    no_open: Annotated[bool, typer.Option("--no-open", help="Make the project only.")] = False,
    review: Annotated[
        bool,
        typer.Option(
            "--review", help="Begin with no links and with candidates for them, to try link review (Ctrl+L)."
        ),
    ] = False,
) -> int:
    """Make a demo project, or take the one that is there, and open it."""
    # The generator needs NumPy and the decoders, which no other command should wait for.
    from crosstie.app.demo_project import SAMPLE_ID, have_candidates, have_demo

    if have_demo(directory):
        say(f"Made {directory}: one simulated drive with video, sound, transcript, LiDAR, radar and report.")
    if review:
        have_candidates(directory)
    if no_open:
        return 0
    from crosstie.app.launch import open_window

    # The white truck is in every modality: its links show at once what the window is for.
    return open_window(directory, SAMPLE_ID, select=_HERO)
