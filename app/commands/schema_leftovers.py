"""`crosstie schema leftovers`: lists what migrations left to people, and decides on it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from crosstie.app.commands.arguments import JsonOption, ProjectDir, SampleOption
from crosstie.app.commands.terminal import say, say_json
from crosstie.schema.errors import EditRefused
from crosstie.schema.records import Leftover
from crosstie.schema.versions.settling import drop, place
from crosstie.storage.leftovers import case_of, open_leftovers
from crosstie.storage.project import open_project, reading_project
from crosstie.storage.store import Store

StepOption = Annotated[
    str, typer.Option("--step", metavar="TEXT", help="Only those of steps with this in their place.")
]
GiveOption = Annotated[
    str, typer.Option("--give", metavar="ID", help="Bring the labels over under this class or type.")
]
DropOption = Annotated[bool, typer.Option("--drop", help="Leave the labels out for good.")]


def schema_leftovers(
    directory: ProjectDir,
    sample: SampleOption = None,
    step: StepOption = "",
    give: GiveOption = "",
    drop_them: DropOption = False,
    as_json: JsonOption = False,
) -> int:
    """List labels that migrations left to people; --give or --drop decides. Exits 1 while any wait."""
    if give and drop_them:
        raise EditRefused("--give and --drop exclude each other; say one")
    notes = _open(directory, sample, step)
    refused: Counter[str] = Counter()
    if give or drop_them:
        with open_project(directory) as store:
            refused = _decide(store, notes, give)
        notes = _open(directory, sample, step)
    if as_json:
        say_json({"count": len(notes), "leftovers": notes, "refused": dict(refused)})
    else:
        _print(notes, refused)
    return 1 if notes else 0


def _open(directory: Path, sample: str | None, step: str) -> list[Leftover]:
    with reading_project(directory) as database:
        return [note for note in open_leftovers(database, sample) if step in note.step]


def _decide(store: Store, notes: Iterable[Leftover], give: str) -> Counter[str]:
    """Decides on the leftovers of the person's own passes; returns why others were left as they are."""
    refused: Counter[str] = Counter()
    by_pass: dict[tuple[str, str], set[str]] = defaultdict(set)
    for note in notes:
        by_pass[note.sample_id, note.pass_id].add(note.id)
    for (sample_id, pass_id), wanted in by_pass.items():
        # Placing one label may settle others, so each decision looks again.
        while wanted:
            case = case_of(store, sample_id, pass_id)
            left = next((one for one in case.open() if one.id in wanted), None)
            if left is None:
                break
            wanted.discard(left.id)
            try:
                edits = place(case, left, give) if give else drop(left)
                store.apply(edits, "schema leftovers")
            except EditRefused as error:
                refused[str(error)] += 1
    return refused


def _print(notes: list[Leftover], refused: Counter[str]) -> None:
    for note in notes:
        state, step = note.state.replace("_", " "), f"  [{note.step}]" if note.step else ""
        say(f"{note.sample_id}  {note.kind} {note.origin_id}  {state}: {note.reason}{step}")
    say(f"{len(notes):,} labels wait for a person." if notes else "No label waits for a person.")
    for reason, count in refused.most_common(5):
        say(f"  refused {count:,} times: {reason}")
