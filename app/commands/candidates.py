"""`crosstie candidates`: lets makers propose links, or measures them against a pass."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosstie.app.commands.arguments import JsonOption, ProjectDir, SampleOption
from crosstie.app.commands.terminal import ProgressLine, say, say_json
from crosstie.storage.project import reading_project
from crosstie.storage.queries import require_sample, summaries

if TYPE_CHECKING:
    from crosstie.app.prelabelling.making import Made, SampleMade
    from crosstie.app.prelabelling.measuring import Measured


def candidates(
    directory: ProjectDir,
    sample: SampleOption = None,
    makers: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="MAKER", help="Only this maker; may be repeated.", show_default=False),
    ] = None,
    against: Annotated[
        str,
        typer.Option(
            metavar="PASS",
            help="Measure the makers on a pass (a kind such as gold, or an id) instead; write nothing.",
            show_default=False,
        ),
    ] = "",
    as_json: JsonOption = False,
) -> int:
    """Propose links in passes of the makers' own, for a person to decide on.

    Each sample's candidates are about its newest pass of a person, or its gold pass where there is none.
    Blind passes are never looked at. Stopped half way, what was written stays.
    Exits 2 when a sample failed.
    """
    # The makers need NumPy and the decoders, which no other command should wait for.
    from crosstie.app.prelabelling.making import make
    from crosstie.app.prelabelling.measuring import measure
    from crosstie.app.prelabelling.registry import makers_named

    names = tuple(maker.name for maker in makers_named(makers or ()))
    sample_ids = _samples(directory, sample)
    line = ProgressLine()
    try:
        if against:
            told: Measured | Made = measure(directory, sample_ids, names, against, line.show)
        else:
            told = make(directory, sample_ids, names, line.show)
    finally:
        line.clear()
    if as_json:
        say_json(told)
    else:
        _say(told)
    return 2 if _failed(told) else 0


def _samples(directory: Path, sample: str | None) -> Sequence[str]:
    with reading_project(directory) as database:
        if sample is not None:
            return (require_sample(database.driver, sample).id,)
        return tuple(summary.id for summary in summaries(database.driver))


def _failed(told: "Measured | Made") -> bool:
    from crosstie.app.prelabelling.making import Made

    return isinstance(told, Made) and told.failed


def _say(told: "Measured | Made") -> None:
    from crosstie.app.prelabelling.making import Made

    if isinstance(told, Made):
        _say_made(told)
    else:
        _say_measured(told)
    for note in told.notes:
        say(f"  note: {note}")


def _say_measured(told: "Measured") -> None:
    say(f"Against {told.against}, at a score of {told.operating_point:g}, over {_counted(told.samples)}:")
    say(f"  {'maker':<15} {'link type':<18} {'n':>6} {'said':>6} {'right':>6}  precision  recall    F1")
    for row in told.makers:
        counts = f"{row.n:>6} {row.proposed:>6} {row.right:>6}"
        parts = f"{_part(row.precision):>9}  {_part(row.recall):>6}  {_part(row.f1):>4}"
        say(f"  {row.maker:<15} {row.link_type:<18} {counts}  {parts}")


def _say_made(made: "Made") -> None:
    for sample in made.samples:
        say(_sample_line(sample))
    for pair in made.same_as:
        one, other = (f"{end.name} ({end.sample})" for end in (pair.first, pair.second))
        say(f"  same as? {one} and {other}: {pair.score:.2f}. {pair.reason}")


def _sample_line(sample: "SampleMade") -> str:
    if not sample.pass_id:
        return f"{sample.sample}: {sample.failure or 'there is no pass to make candidates about'}"
    counts = ", ".join(
        f"{one.maker} {one.count}{'' if one.renewed else ' (as before)'}" for one in sample.makers
    )
    return f"{sample.sample}: {counts or 'no maker fits its schema'}; disagreement {sample.disagreement:.2f}"


def _part(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _counted(samples: int) -> str:
    return f"{samples} sample" if samples == 1 else f"{samples} samples"
