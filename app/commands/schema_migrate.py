"""`crosstie schema migrate`: brings a project's labels under another version of its schema."""

from pathlib import Path
from typing import Annotated, Final

import typer

from crosstie.app.commands.arguments import JsonOption, ProjectDir
from crosstie.app.commands.new import read_schema
from crosstie.app.commands.terminal import ProgressLine, say, say_json
from crosstie.storage.migrating import MigrationReport, StepCount, dry_run, migrate_project
from crosstie.storage.project import open_project, reading_project

_MOST_SHOWN: Final = 20

NewSchema = Annotated[
    Path, typer.Argument(metavar="NEW", help="The schema document to come under.", show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Count what would be done, and touch nothing.")]


def schema_migrate(
    directory: ProjectDir, new: NewSchema, dry: DryRun = False, as_json: JsonOption = False
) -> int:
    """Bring every label under NEW by its migration steps, all or none. Exits 1 when some are left to people.

    Each pass is continued by a new one; the old ones stay as they were.
    """
    source, where = read_schema(new), str(new)
    line = ProgressLine()

    def progress(done: int, total: int) -> None:
        line.show("looking at labels" if dry else "migrating labels", done / total if total else 1.0)

    if dry:
        with reading_project(directory) as database:
            report = dry_run(database, source, where, progress)
    else:
        with open_project(directory) as store:
            report = migrate_project(store, source, where, progress)
    line.clear()
    if as_json:
        say_json({"leftovers": report.leftover_count, "report": report})
    else:
        _print(report)
    return 1 if report.leftover_count else 0


def _print(report: MigrationReport) -> None:
    target = f"{report.target.id} {report.target.version}"
    if not report.pass_count:
        say(f"Every pass is under {target} already: nothing to do.")
        return
    origins = ", ".join(f"{ref.id} {ref.version}" for ref in report.origins)
    done = "would be continued" if report.dry_run else "were continued"
    passes = f"{report.pass_count:,} passes of {report.sample_count:,} samples"
    say(f"{passes} {done} under {target} (from {origins}).")
    for count in report.steps:
        say(f"  {count.step or 'no step':60}  {_counted(count)}")
    for note in report.leftovers[:_MOST_SHOWN]:
        say(f"  {note.sample_id}  {note.kind} {note.origin_id}: {note.reason}")
    if report.leftover_count > _MOST_SHOWN:
        say(f"  and {report.leftover_count - _MOST_SHOWN:,} more")
    if report.leftover_count:
        say(f"{report.leftover_count:,} are left to people: `crosstie schema leftovers DIR` lists them.")


def _counted(count: StepCount) -> str:
    parts = [
        f"{number:,} {what}"
        for number, what in (
            (count.lossless, "lossless"),
            (count.needs_human, "need a person"),
            (count.impossible, "impossible"),
        )
        if number
    ]
    return ", ".join(parts) or "no label"
