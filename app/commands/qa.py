"""`crosstie qa`: quality figures of a project, review plans, and pilots that compare vendors."""

from collections.abc import Sequence
from typing import Final

import typer

from crosstie.app.commands.qa_pilot import pilot
from crosstie.app.commands.qa_plan import plan
from crosstie.app.commands.qa_report import report

commands = typer.Typer(help="Measure, plan and compare labelling quality.", rich_markup_mode=None)
commands.command("report")(report)
commands.command("plan")(plan)
commands.command("pilot")(pilot)

_REPORT: Final = "report"


@commands.callback()
def qa() -> None:
    """Measure, plan and compare labelling quality; `qa DIR` is short for `crosstie qa report DIR`."""


def in_full(arguments: Sequence[str]) -> list[str]:
    """The arguments with `report` where `crosstie qa` is followed by none of its commands.

    A folder that is named like one of them is `./plan`.
    """
    names = {one.name or "" for one in commands.registered_commands}
    if arguments[:1] == ["qa"] and not names.intersection(arguments[1:2]):
        return ["qa", _REPORT, *arguments[1:]]
    return list(arguments)
