"""`crosstie qa pilot`: what a few hundred multimodal samples tell of vendors, and what they cannot tell."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.qa_files import (
    STANDARD_OUTPUT,
    HtmlFile,
    JsonFile,
    require_files,
    write_json,
    write_text,
)
from crosstie.app.commands.qa_options import gathered
from crosstie.app.commands.qa_words import columns, counted, say_lines
from crosstie.app.commands.terminal import ProgressLine

if TYPE_CHECKING:
    from crosstie.qa.pilot.report import Pilot

_BY_LANGUAGE = ("consistency", "link_f1")


class PilotOptions(msgspec.Struct, frozen=True):
    """What `crosstie qa pilot` takes."""

    directory: ProjectDir
    vendor: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A pod of pods.yaml, or a person; name each.", show_default=False),
    ] = None
    batch: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only samples of this batch; may be repeated.", show_default=False),
    ] = None
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="AMOUNT", help="What an hour costs: 12.50, or NAME=12.50.", show_default=False),
    ] = None
    difference: Annotated[
        float, typer.Option(metavar="SHARE", help="Tell how many samples find this difference.")
    ] = 0.05
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Leave out samples that are not truly multimodal.")
    ] = False
    json_file: JsonFile = ""
    html_file: HtmlFile = ""


def run_pilot(told: PilotOptions) -> int:
    """Compare vendors over 100 to 500 truly multimodal samples. Exits 1 when a trail is broken.

    Consistency, links against gold, whole audit trails, time and cost, by language; and which differences a
    pilot of this size could tell.
    """
    # NumPy, SciPy and Shapely, which no other command should wait for.
    from crosstie.qa.pilot.asked import Asked, rates_from
    from crosstie.qa.pilot.making import make_pilot
    from crosstie.qa.pilot.page import pilot_page

    require_files(told.directory, {"--json": told.json_file, "--html": told.html_file})
    asked = Asked(
        vendors=tuple(told.vendor or ()),
        batches=tuple(told.batch or ()),
        rates=rates_from(told.rate or ()),
        difference=told.difference,
        leave_out=told.leave_out,
    )
    line = ProgressLine()
    try:
        made = make_pilot(told.directory, asked, line.show)
    finally:
        line.clear()
    if told.json_file != STANDARD_OUTPUT:
        say_lines(_lines(made))
    if told.json_file:
        write_json(told.json_file, made)
    if told.html_file:
        write_text(told.html_file, pilot_page(made))
    return 1 if made.broken_trails else 0


pilot = gathered(PilotOptions, run_pilot)


def _lines(made: "Pilot") -> Iterator[str]:
    from itertools import combinations

    from crosstie.qa.pilot.wording import verdict

    languages = ", ".join(f"{name} {n:,}" for name, n in made.languages.items())
    both = f"; {made.both:,} labelled by every vendor" if len(made.vendors) > 1 else ""
    yield f"{made.project}: pilot of {counted(made.samples, 'truly multimodal sample')} ({languages}){both}"
    pairs = list(combinations([one.name for one in made.vendors], 2))
    yield from (verdict(made, *pair) for pair in pairs)
    yield from (f"BROKEN TRAIL {line}" for line in made.broken_trails)
    yield from ("", *_numbers(made))
    for pair in pairs:
        yield from ("", *_differences(made, *pair))
    yield from ("", *_languages(made))
    notes = [*made.warnings, *_left_out(made)]
    if notes:
        yield from ("", "To be known", *(f"  {note}" for note in notes))
    yield from ("", "Assumed", *(f"  {line}" for line in made.assumed))


def _numbers(made: "Pilot") -> Iterator[str]:
    from crosstie.qa.pilot.wording import number_words

    names = [one.name for one in made.vendors]
    rows = [("", *names), ("Samples", *(f"{made.by_vendor[name]:,}" for name in names))]
    for number in made.numbers[names[0]]:
        if not number.language:
            found = (made.number(name, number.name) for name in names)
            rows.append((number.title, *map(number_words, found)))
    yield from columns(rows, (False, *(True for _ in names)))
    if any(number_words(number).endswith("*") for name in names for number in made.numbers[name]):
        yield "  * fewer than 10 samples"


def _differences(made: "Pilot", first: str, second: str) -> Iterator[str]:
    from crosstie.qa.pilot.wording import gap_words, smallest

    yield f"{first} less {second}"
    wanted = f"samples to find {made.asked.difference * 100:g} pp"
    rows = [("", "difference", "told apart", "smallest to find", wanted)]
    for gap in made.gaps:
        if (gap.first, gap.second, gap.language) != (first, second, ""):
            continue
        apart = "" if gap.p_adjusted is None else "yes" if gap.is_told_apart else "no"
        needed = "" if gap.needed is None else f"{gap.needed:,}"
        rows.append((gap.title, gap_words(gap), apart, smallest(gap), needed))
    yield from columns(rows, (False, True, True, True, True))


def _languages(made: "Pilot") -> Iterator[str]:
    from crosstie.qa.pilot.wording import number_words

    names = [one.name for one in made.vendors]
    for measure in _BY_LANGUAGE:
        title = next(one.title for one in made.numbers[names[0]] if one.name == measure)
        yield f"{title} by language"
        rows = [("", *(f"{name}{part}" for name in names for part in ("", ", samples")))]
        for language in made.languages:
            found = [made.number(name, measure, language) for name in names]
            cells = [part for one in found for part in (number_words(one), str(one.n_samples if one else 0))]
            rows.append((language, *cells))
        yield from columns(rows, (False, *(True for _ in names for _part in range(2))))


def _left_out(made: "Pilot") -> Iterator[str]:
    for why, n in made.left_out.items():
        yield f"Left out: {n:,} samples that {why}."
    for name, n in made.untimed.items():
        yield f"{name}: {counted(n, 'pass')} made all at once, so without a working time."
