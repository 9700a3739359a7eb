"""`crosstie audit`: shows the trail of a project, and proves that nothing was changed past it."""

import sys

import typer

from crosstie.app.commands.arguments import JsonOption, ProjectDir, SampleOption
from crosstie.app.commands.terminal import ProgressLine, say, say_json
from crosstie.storage import audit as auditing
from crosstie.storage.audit_report import AuditReport
from crosstie.storage.history import HistoryEntry, trail
from crosstie.storage.project import reading_project

commands = typer.Typer(help="Show or prove who did what.", rich_markup_mode=None)


@commands.callback()
def audit() -> None:
    """Show or prove who did what."""


@commands.command()
def verify(directory: ProjectDir, sample: SampleOption = None, as_json: JsonOption = False) -> int:
    """Recompute every chain and replay it against what is stored. Exits 1 when anything differs."""
    line = ProgressLine()
    with reading_project(directory) as database:
        report = auditing.verify(
            database, sample, lambda done, total: line.show("verifying the audit trail", done / total)
        )
    line.clear()
    if as_json:
        say_json({"sound": report.is_sound, "report": report})
    else:
        _tell(report)
    return 0 if report.is_sound else 1


@commands.command()
def show(directory: ProjectDir, sample: SampleOption = None, as_json: JsonOption = False) -> None:
    """List who did what and when, oldest first; with --json each entry's exact content, one a line."""
    with reading_project(directory) as database:
        for entry in trail(database, sample):
            if as_json:
                # The entry's own bytes: writing them anew could write them differently.
                sys.stdout.write(
                    f'{{"position":{entry.position},"hash":"{entry.hash.hex()}","entry":{entry.entry.decode()}}}\n'
                )
            else:
                say(_line(entry.told))


def _tell(report: AuditReport) -> None:
    checked = f"{report.op_count} entries of {report.sample_count} samples"
    if report.is_sound:
        say(f"Sound: {checked}, every chain whole and every stored row as its entries left it.")
        return
    say(f"NOT sound: {len(report.problems)} problems in {checked}.")
    for problem in report.problems:
        say(problem.line)


def _line(entry: HistoryEntry) -> str:
    change = " → ".join(part for part in (entry.before, entry.after) if part)
    where = entry.sample_id or "project"
    return f"{entry.at}  {entry.actor_name}  {where}  {entry.what} {entry.record_id}: {change}"
