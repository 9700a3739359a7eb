"""The report as HTML for paper: the same words and tables, condensed, in what a plain layout engine knows."""

import itertools
import re
from typing import Final

import msgspec

from crosstie.qa.reports.charts import Drawn
from crosstie.qa.reports.html_context import Context
from crosstie.qa.reports.html_sections import sections
from crosstie.qa.reports.html_tables import figure_list, table
from crosstie.qa.reports.html_tags import Markup, joined, tag, trusted
from crosstie.qa.reports.report import Behind, Figure, Finding, Report
from crosstie.qa.reports.words import (
    COMPARISON,
    NONE,
    STATUS,
    count,
    counted,
    interval,
    number,
    p_value,
    shortfall,
    stands_out,
)
from crosstie.qa.reports.words_headline import (
    HEADLINES,
    contents_words,
    headline,
    quiet_words,
    worst_slices,
)
from crosstie.qa.reports.words_manual import definition

CHART: Final = "chart-"
"""Ids of the boxes that charts are placed in, before their index."""
KEPT: Final = "kept-"
"""Ids of headings and tables, before their index in the report."""
_LOOK: Final = 20
_TEXT: Final = re.compile(r">[^<]+<")
_JOINING: Final = re.compile(r"f(?=[fil])")


class Paper(msgspec.Struct, frozen=True):
    """HTML to lay out; `charts` belong into the boxes `chart-0`, `chart-1`, …"""

    html: str
    charts: tuple[Drawn, ...]


def paper(report: Report) -> Paper:
    """Write a report for paper. Boxes of charts hold a picture named by their ids."""
    charts: list[Drawn] = []

    def box(drawn: Drawn) -> Markup:
        name = f"{CHART}{len(charts)}"
        charts.append(drawn)
        return tag("p", tag("img", src=name), id=name)

    context = Context(report, box, paper=True)
    parts = joined(
        _title(report),
        _findings(context),
        _headline(report),
        _worst(context),
        [part for _, part in sections(context)],
        _look(report),
        _figures(context),
        _definitions(report),
    )
    return Paper(tag("body", trusted(_placed(parts))), tuple(charts))


def _placed(parts: Markup) -> str:
    """Give headings and tables ids, to see where they fall, and keep letters from joining.

    A joined ff, fi or fl reads back from the PDF as one letter; an empty element between stands in no way.
    """
    numbers = itertools.count()
    named = re.sub(r"<(h2|h3|table)\b", lambda found: f'{found[0]} id="{KEPT}{next(numbers)}"', parts)
    return _TEXT.sub(lambda found: _JOINING.sub("f<span></span>", found[0]), named)


def _title(report: Report) -> Markup:
    notes = [
        tag(
            "p",
            f"⚠ {one.text}",
            f" ({counted(one.samples, 'sample')})" if one.samples else None,
            class_="note",
        )
        for one in report.warnings
    ]
    facts = tag("p", " · ".join(contents_words(report)), class_="quiet")
    return joined(
        tag("p", "Crosstie quality report", class_="quiet"), tag("h1", report.project), facts, notes
    )


def _findings(context: Context) -> Markup:
    found = context.report.findings
    if not found:
        told = [tag("p", line) for line in quiet_words(context.report)]
        return joined(tag("h2", "Nothing stands out"), told)
    title = f"{counted(len(found), 'thing')} stand{'s' if len(found) == 1 else ''} out"
    return joined(tag("h2", title), [_finding(context, one) for one in found])


def _finding(context: Context, finding: Finding) -> Markup:
    facts = [f"effect {number(finding.effect)}"]
    if finding.p_adjusted is not None:
        facts.append(f"{p_value(finding.p_adjusted)} adjusted")
    facts += [f"{one.title} {number(one.number)}" for one in context.of_ids(finding.figures)]
    if finding.behind:
        facts.append(f"look at {', '.join(one.sample_id for one in finding.behind[:5])}")
    detail = tag("p", finding.detail) if finding.detail else None
    facts_line = tag("p", " · ".join(facts), class_="quiet")
    return tag("div", tag("p", tag("b", finding.sentence)), detail, facts_line, class_="finding")


def _headline(report: Report) -> Markup:
    rows = []
    for name, title in HEADLINES:
        found = headline(report, name)
        rows.append(_headline_row(title, found[0] if found else None))
    heads = ["", "value", "95 % interval", "samples", "compared"]
    shown = table(heads, rows, caption="", sortable=False, numbers=(1, 2, 3))
    return joined(tag("h2", "Headline figures"), shown)


def _headline_row(title: str, figure: Figure | None) -> Markup:
    if figure is None:
        cells = (NONE, NONE, NONE, "not measured")
    else:
        why = "" if figure.number is not None else f": {STATUS.get(figure.status, figure.status)}"
        told = f"{COMPARISON[figure.comparison]}{why}"
        cells = (number(figure.number), interval(figure.ci), count(figure.n_samples), told)
    value, ci, n, compared = cells
    return tag(
        "tr", tag("td", title), tag("td", tag("b", value), class_="n"), tag("td", ci, class_="n"),
        tag("td", n, class_="n"), tag("td", compared),
    )  # fmt: skip


def _worst(context: Context) -> Markup:
    found = worst_slices(context.report)
    if not found:
        told = tag("p", "No slice of 30 samples or more lies below the rest.")
        return joined(tag("h2", "Worst slices"), told)
    rows = [
        tag(
            "tr",
            tag("td", context.words.place(one)),
            tag("td", one.title),
            tag("td", tag("b", number(one.number)), " ▼" if stands_out(one) else None, class_="n"),
            tag("td", interval(one.ci), class_="n"),
            tag("td", number(one.rest), class_="n"),
            tag("td", number(shortfall(one)), class_="n"),
            tag("td", count(one.n_samples), class_="n"),
        )
        for one in found
    ]
    heads = ["slice", "number", "value", "95 % interval", "rest", "below", "samples"]
    note = tag("p", "▼ worse than the rest beyond chance; others may be chance.", class_="quiet")
    return joined(
        tag("h2", "Worst slices"), table(heads, rows, caption="", sortable=False, numbers=range(2, 7)), note
    )


def _look(report: Report) -> Markup:
    found = report.to_look_at
    if not found:
        return joined()
    rows = [tag("tr", tag("td", one.sample_id), tag("td", number(one.badness), class_="n")) for one in found]
    shown = table(["sample", "how bad"], rows[:_LOOK], caption="", sortable=False, numbers=(1,))
    command = f"Open one with: crosstie open {report.project} --sample {found[0].sample_id}"
    return joined(tag("h2", "Samples to look at"), tag("p", command, class_="quiet"), shown)


def _figures(context: Context) -> Markup:
    figures = context.figures(lambda one: not one.by or stands_out(one))
    if not figures:
        return joined()
    left = len(context.report.figures) - len(figures)
    bare = [msgspec.structs.replace(one, behind=_first(one.behind)) for one in figures]
    note = f"{counted(left, 'further figure')} of slices: on the HTML page and in the JSON." if left else ""
    shown = figure_list(context, bare, head="of", caption="")
    return joined(tag("h2", "Figures"), tag("p", note, class_="quiet") if note else None, shown)


def _first(behind: tuple[Behind, ...]) -> tuple[Behind, ...]:
    return behind[:1]


def _definitions(report: Report) -> Markup:
    pages = sorted({one.page for one in report.figures})
    if not pages:
        return joined()
    told = [
        tag("p", tag("b", found.title), " (", found.unit, "). ", found.sentence)
        for found in map(definition, pages)
    ]
    return joined(tag("h2", "Definitions"), told)
