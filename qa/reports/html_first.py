"""The first screen: what was measured, what stands out, the headline numbers and the worst slices."""

from typing import Final

from crosstie.qa.reports.html_context import Context, short
from crosstie.qa.reports.html_tags import Markup, joined, tag
from crosstie.qa.reports.report import Figure, Finding
from crosstie.qa.reports.words import (
    COMPARISON,
    NONE,
    STATUS,
    count,
    counted,
    interval,
    is_shaky,
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

_OPEN: Final = 5
_KIND = {
    "links": "links",
    "slice": "slice",
    "drift": "drift",
    "anchoring": "anchoring",
    "consistency": "consistency",
    "control": "over time",
}


def title_block(context: Context) -> Markup:
    """What was measured, when, and what must be known when reading."""
    report = context.report
    pieces = [tag("li", piece) for piece in contents_words(report)]
    return tag(
        "header",
        tag("p", "Crosstie quality report", class_="over"),
        tag("h1", tag("bdi", report.project)),
        tag("ul", pieces, class_="facts"),
        _warnings(context),
    )


def first_screen(context: Context) -> Markup:
    """Findings, headline numbers and the worst slices."""
    left = tag("div", _findings(context), _tiles(context), class_="left")
    return tag("div", left, _worst(context), class_="first")


def _warnings(context: Context) -> Markup | None:
    warnings = context.report.warnings
    if not warnings:
        return None
    items = []
    for one in warnings:
        some = f" {', '.join(one.some)}{' …' if one.samples > len(one.some) else ''}" if one.some else ""
        size = f" ({counted(one.samples, 'sample')}:{some})" if one.samples else ""
        items.append(tag("li", one.text, tag("small", size)))
    head = tag("summary", f"⚠ {counted(len(items), 'thing')} to know when reading")
    return tag("details", head, tag("ul", items), class_="warnings")


def _findings(context: Context) -> Markup:
    found = context.report.findings
    if not found:
        told = [tag("p", line) for line in quiet_words(context.report)]
        return tag("section", tag("h2", "Nothing stands out"), told, id="findings", class_="quiet")
    cards = [_finding(context, one) for one in found]
    rest = None
    if len(cards) > _OPEN:
        more = tag("summary", f"{len(cards) - _OPEN} more")
        rest = tag("details", more, tag("ol", cards[_OPEN:], class_="findings", start=_OPEN + 1))
    title = f"{counted(len(found), 'thing')} stand{'s' if len(found) == 1 else ''} out"
    shown = tag("ol", cards[:_OPEN], class_="findings")
    return tag("section", tag("h2", title), shown, rest, id="findings")


def _finding(context: Context, finding: Finding) -> Markup:
    links = [
        tag("li", context.link(one, one.title, " ", tag("b", number(one.number))))
        for one in context.of_ids(finding.figures)
    ]
    facts = [tag("li", "effect ", tag("b", number(finding.effect)))]
    if finding.p_adjusted is not None:
        facts.append(tag("li", f"{p_value(finding.p_adjusted)} adjusted"))
    samples = context.samples(finding.behind)
    facts += [*links, *([tag("li", "look at ", samples)] if samples else [])]
    return tag(
        "li",
        tag("span", _KIND[finding.kind], class_="kind"),
        tag("strong", finding.sentence),
        tag("p", finding.detail) if finding.detail else None,
        tag("ul", facts, class_="facts"),
    )


def _tiles(context: Context) -> Markup:
    tiles = [_tile(context, title, headline(context.report, name)) for name, title in HEADLINES]
    return tag("section", tag("h2", "Headline figures"), tag("div", tiles, class_="tiles"), id="headline")


def _tile(context: Context, title: str, found: list[Figure]) -> Markup:
    if not found:
        told = tag("p", "Not measured: no passes that can be compared for it.", class_="why")
        return tag("div", tag("h3", title), tag("p", NONE, class_="big none"), told, class_="tile")
    figure = found[0]
    if figure.number is None:
        why = tag("p", STATUS.get(figure.status, figure.status), class_="why")
        big = context.link(figure, NONE, class_="big none")
        return tag("div", tag("h3", title), big, why, class_="tile")
    others = [
        tag("p", COMPARISON[one.comparison], " ", context.link(one, number(one.number)), class_="also")
        for one in found[1:2]
        if one.number is not None
    ]
    shaky = " shaky" if is_shaky(figure) else ""
    return tag(
        "div",
        tag("h3", title),
        context.link(figure, number(figure.number), class_="big"),
        _whisker(figure),
        tag("p", interval(figure.ci), tag("span", f"n {count(figure.n_samples)}"), class_="ci"),
        tag("p", STATUS["too_few_clusters"], class_="why") if shaky else None,
        tag("p", COMPARISON[figure.comparison], class_="also"),
        others,
        class_=f"tile{shaky}",
    )


def _whisker(figure: Figure) -> Markup | None:
    """The interval on a scale of 0 to 1: a picture of what stands beside it."""
    ci = figure.ci
    if figure.number is None or ci is None or ci.low is None or ci.high is None:
        return None
    low, high, at = (100 * min(max(x, 0.0), 1.0) for x in (ci.low, ci.high, figure.number))
    bar = tag("rect", x=f"{low:.1f}", y=3, width=f"{max(high - low, 0.8):.1f}", height=4, class_="range")
    dot = tag("rect", x=f"{max(at - 0.6, 0):.1f}", y=0, width=1.2, height=10, class_="at")
    line = tag("rect", x=0, y=4.5, width=100, height=1, class_="scale")
    return tag("svg", line, bar, dot, viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")


def _worst(context: Context) -> Markup:
    found = worst_slices(context.report)
    if not found:
        told = tag("p", "No slice of 30 samples or more lies below the rest.")
        return tag("section", tag("h2", "Worst slices"), told, id="worst", class_="worst")
    rows = [_worst_row(context, one) for one in found]
    note = "▼ worse than the rest beyond chance; others may be chance."
    if not any(stands_out(one) for one in found):
        note = "None of these is told apart from the rest: chance may do this."
    numbers = [tag("th", name, scope="col", class_="n") for name in ("value", "rest", "below")]
    head = tag("tr", tag("th", "slice", scope="col"), numbers)
    body = tag("table", tag("thead", head), tag("tbody", rows))
    section = (tag("h2", "Worst slices"), body, tag("p", note, class_="note"))
    return tag("section", *section, id="worst", class_="worst")


def _worst_row(context: Context, figure: Figure) -> Markup:
    place = context.words.place(figure)
    name = joined(tag("b", short(place, 44)), tag("small", f"{figure.title} · n {count(figure.n_samples)}"))
    return tag(
        "tr",
        tag("th", name, scope="row"),
        tag("td", context.number(figure), class_="n"),
        tag("td", number(figure.rest), class_="n"),
        tag("td", number(shortfall(figure)), class_="n"),
    )
