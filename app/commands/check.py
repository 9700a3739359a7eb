"""`crosstie check`: the rules of each pass's own schema, over a whole project."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Annotated

import msgspec
import typer

from crosstie.app.commands.arguments import JsonOption, ProjectDir, SampleOption
from crosstie.app.commands.terminal import ProgressLine, say
from crosstie.qa.checking.check import Check
from crosstie.qa.checking.results import Checked, Totals


def check(
    directory: ProjectDir,
    sample: SampleOption = None,
    of_pass: Annotated[
        str,
        typer.Option(
            "--pass", metavar="KIND|ID", help="Passes of this kind, or this one pass.", show_default=False
        ),
    ] = "",
    rule: Annotated[
        str, typer.Option("--rule", metavar="ID", help="Only this rule.", show_default=False)
    ] = "",
    as_json: JsonOption = False,
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, metavar="N", help="Processes; 0 is one for every processor.")
    ] = 0,
) -> int:
    """Check the rules of the schema. Exits 1 when one is broken.

    By default the newest pass of each sample's most settled kind: adjudicated, gold, review or assisted.
    """
    line = ProgressLine()
    asked = Check(directory, sample, of_pass, rule, jobs)
    found = asked.run(lambda share: line.show("checking rules", share))
    with closing(found):
        try:
            totals = _print_json(found) if as_json else _print(asked, found, line)
        finally:
            line.clear()
    return 1 if totals.violations else 0


def _print(asked: Check, found: Iterable[Checked], line: ProgressLine) -> Totals:
    totals = Totals()
    for checked in found:
        totals.add(checked)
        if checked.violations:
            line.clear()
        for violation in checked.violations:
            say(f"{checked.sample_id} ({checked.kind}) {violation.rule_id}: {violation.message}")
    line.clear()
    for text in _summary(asked, totals):
        say(text)
    return totals


def _summary(asked: Check, totals: Totals) -> Iterator[str]:
    width = max((len(rule_id) for rule_id in totals.rules), default=0)
    for rule_id, rule in totals.rules.items():
        counts = f"{rule.kept:,} kept, {rule.broken:,} broken, {rule.not_applicable:,} not applicable"
        violations = f"; {_counted(rule.violations, 'violation')}" if rule.violations else ""
        yield f"  {rule_id.ljust(width)}  {counts}{violations}"
    told = f"All rules kept: {_counted(totals.passes, 'pass')} checked"
    if totals.violations:
        share = f"{totals.broken_passes:,} of {_counted(totals.passes, 'pass')}"
        told = f"Rules broken in {share}: {_counted(totals.violations, 'violation')}"
    without = asked.samples_without
    yield f"{told}; {_counted(without, 'sample')} without a pass to check." if without else f"{told}."


def _counted(count: int, what: str) -> str:
    plural = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"


def _print_json(found: Iterable[Checked]) -> Totals:
    """One document on one line, written pass by pass."""
    totals, write, begun = Totals(), sys.stdout.write, '{"passes":['
    for checked in found:
        totals.add(checked)
        write(begun + msgspec.json.encode(_told(checked)).decode())
        begun = ","
    # A project that cannot be read has written nothing so far.
    write('{"passes":[],' if not totals.passes else "],")
    summary = {
        "rules": totals.rules,
        "passes_checked": totals.passes,
        "passes_broken": totals.broken_passes,
        "violations": totals.violations,
    }
    write(msgspec.json.encode(summary).decode()[1:] + "\n")
    return totals


def _told(checked: Checked) -> dict[str, object]:
    rules = {
        rule_id: {"state": tally.state, **msgspec.structs.asdict(tally)}
        for rule_id, tally in checked.rules.items()
    }
    return {**msgspec.structs.asdict(checked), "rules": rules}
