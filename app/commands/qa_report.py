"""`crosstie qa DIR`: what is wrong, the headline figures and the worst slices, and reports as files."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar, get_args

import msgspec
import typer

from crosstie.app.commands.arguments import ProjectDir
from crosstie.app.commands.qa_files import (
    STANDARD_OUTPUT,
    HtmlFile,
    JsonFile,
    require_files,
    whole_file,
    write_json,
    write_text,
)
from crosstie.app.commands.qa_options import JobsOption, gathered
from crosstie.app.commands.qa_words import columns, counted, say_lines
from crosstie.app.commands.terminal import ProgressLine

if TYPE_CHECKING:
    from crosstie.qa.reports.report import Behind, Report
    from crosstie.qa.study.row import Comparison

Word = TypeVar("Word", bound=str)
_NAMED: Final = 3


class ReportOptions(msgspec.Struct, frozen=True):
    """What `crosstie qa DIR` takes."""

    directory: ProjectDir
    compare: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="agreement, accuracy, bias, model, team or settled; may be repeated. By default all.",
            show_default=False,
        ),
    ] = None
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="language, batch, site, pod or annotators; may be repeated. By default all.",
            show_default=False,
        ),
    ] = None
    json_file: JsonFile = ""
    html_file: HtmlFile = ""
    pdf_file: Annotated[
        str, typer.Option("--pdf", metavar="FILE", help="Write the report to print.", show_default=False)
    ] = ""
    parquet_file: Annotated[
        str,
        typer.Option(
            "--parquet", metavar="FILE", help="Write what each sample was counted as.", show_default=False
        ),
    ] = ""
    dask: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Count on this cluster: tcp://host:8786.", show_default=False),
    ] = ""
    jobs: JobsOption = 0


def run_report(told: ReportOptions) -> int:
    """Tell what is wrong with a project's labels, and how sure that is. Exits 1 when something is.

    Findings, headline figures with n and 95 % interval, the worst slices, and what to know when reading.
    `crosstie qa plan DIR` plans a review, `crosstie qa pilot DIR` compares vendors.
    """
    # NumPy, SciPy and Shapely, which no other command should wait for.
    from crosstie.qa.errors import QualityInvalid
    from crosstie.qa.reports.making import make_report
    from crosstie.qa.reports.report import Dimension
    from crosstie.qa.study.row import Comparison

    files = {"--json": told.json_file, "--html": told.html_file, "--pdf": told.pdf_file}
    require_files(told.directory, {**files, "--parquet": told.parquet_file})
    asked = _chosen("--compare", told.compare, get_args(Comparison))
    by = _chosen("--by", told.by, get_args(Dimension))
    line = ProgressLine()
    try:
        report = make_report(
            told.directory,
            asked,
            by,
            told.jobs,
            told.dask or None,
            lambda share: line.show("counting samples" if share < 0.7 else "finishing figures", share),
        )
        if not report.contents.samples:
            raise QualityInvalid(f"{told.directory} holds no sample yet; `crosstie add` brings some in")
        _write(report, told, asked, line)
    finally:
        line.clear()
    if told.json_file != STANDARD_OUTPUT:
        say_lines(_lines(report, told.directory))
    return 1 if report.findings else 0


report = gathered(ReportOptions, run_report)


def _write(
    report: "Report", told: ReportOptions, asked: "tuple[Comparison, ...]", line: ProgressLine
) -> None:
    if told.html_file:
        from crosstie.qa.reports.html import html_page

        line.show("drawing the page", 0.97)
        write_text(told.html_file, html_page(report))
    if told.pdf_file:
        from crosstie.qa.reports.pdf import write_pdf

        line.show("drawing the report to print", 0.98)
        with whole_file(told.pdf_file) as path:
            write_pdf(report, path)
    if told.parquet_file:
        from crosstie.qa.study.parquet import write_parquet

        path = Path(told.parquet_file)
        write_parquet(told.directory, path, asked, lambda share: line.show("writing rows", share))
    if told.json_file:
        write_json(told.json_file, report)


def _chosen(option: str, words: Sequence[str] | None, known: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words asked for, once each; all that there are where none was. QualityInvalid for another."""
    from crosstie.qa.errors import QualityInvalid
    from crosstie.schema.yaml_node import did_you_mean

    chosen: list[Word] = []
    for word in words or known:
        found = next((one for one in known if one == word), None)
        if found is None:
            near = did_you_mean(word, known) or f"; there are {', '.join(known)}"
            raise QualityInvalid(f"{option} {word}: nothing is called that{near}")
        chosen.append(found)
    return tuple(dict.fromkeys(chosen))


def _lines(report: "Report", directory: Path) -> Iterator[str]:
    from crosstie.qa.reports.words_headline import contents_words, quiet_words

    yield f"{report.project}: {'; '.join(contents_words(report)[1:])}"
    yield ""
    if report.findings:
        yield from _findings(report, directory)
    else:
        yield "Nothing stands out."
        yield from (f"  {text}" for text in quiet_words(report))
    yield from ("", *_headline(report))
    yield from _worst(report)
    if report.warnings:
        yield from ("", "To know when reading", *_warnings(report))


def _findings(report: "Report", directory: Path) -> Iterator[str]:
    for place, finding in enumerate(report.findings, 1):
        yield f"{place}. {finding.sentence}"
        yield f"   {finding.detail}"
        if finding.behind:
            yield f"   Look at: {_command(finding.behind[0], directory)}"


def _command(behind: "Behind", directory: Path) -> str:
    return shlex.join(["crosstie", "open", str(directory), "--sample", behind.sample_id])


def _headline(report: "Report") -> Iterator[str]:
    from crosstie.qa.reports.words import COMPARISON, count, interval, number
    from crosstie.qa.reports.words_headline import HEADLINES, headline

    rows = [("Headline figures", "", "", "95 % interval", "samples", "n")]
    for name, title in HEADLINES:
        for one in headline(report, name):
            value = number(one.number) if one.number is not None else one.status.replace("_", " ")
            size = (count(one.n_samples), count(one.n_units))
            rows.append((f"  {title}", COMPARISON[one.comparison], value, interval(one.ci), *size))
    yield from columns(rows, (False, False, True, True, True, True), indent="")


def _worst(report: "Report") -> Iterator[str]:
    from crosstie.qa.reports.words import COMPARISON, Words, count, interval, number, p_value
    from crosstie.qa.reports.words_headline import worst_slices

    found = worst_slices(report)
    if not found:
        return
    words = Words(report)
    rows = [("Worst slices", "", "", "", "95 % interval", "the rest", "adjusted", "samples")]
    for one in found:
        value = (number(one.number), interval(one.ci), number(one.rest), p_value(one.p_adjusted))
        what = (f"  {words.place(one)}", one.title, COMPARISON[one.comparison])
        rows.append((*what, *value, count(one.n_samples)))
    yield ""
    yield from columns(rows, (False, False, False, True, True, True, True, True), indent="")


def _warnings(report: "Report") -> Iterator[str]:
    for one in report.warnings:
        first = list(one.some[:_NAMED])
        if one.some and one.samples > len(first):
            first.append("…")
        names = f": {', '.join(first)}" if first else ""
        size = f" ({counted(one.samples, 'sample')}{names})" if one.samples else ""
        yield f"  {one.text}{size}"
