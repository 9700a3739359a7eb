"""A pilot as one HTML page that needs nothing else: no script, no network; it opens from disk and prints."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Final

from crosstie.qa.pilot.report import Gap, Number, Pilot
from crosstie.qa.pilot.wording import NONE, gap_words, limits, smallest, told_apart, value, verdict
from crosstie.qa.reports.html_tables import table
from crosstie.qa.reports.html_tags import Markup, joined, tag, trusted
from crosstie.qa.reports.words import count, counted, p_value
from crosstie.qa.reports.words_manual import definition, definition_html

_BY_LANGUAGE: Final = ("consistency", "link_f1", "audit_completeness", "seconds", "cost")
_BESIDE: Final = ("differences", "power", "intervals", "benjamini-hochberg")
_WIDTH: Final = 260
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)


def pilot_page(pilot: Pilot) -> str:
    """Return the page. Names and words of the project are text in it, whatever they hold."""
    sections = [
        _section("findings", "What it tells", _told(pilot)),
        _section("numbers", "The vendors", _numbers(pilot)),
        *(_section(f"gaps-{i}", _title(*pair), _gaps(pilot, *pair)) for i, pair in enumerate(_pairs(pilot))),
        _section("languages", "By language", list(_languages(pilot))),
        _section("notes", "How it was made", _notes(pilot)),
        _section("definitions", "Definitions", list(_definitions(pilot))),
    ]
    body = tag("body", _header(pilot), tag("main", sections))
    head = tag("head", _meta(), tag("title", f"Pilot of {pilot.project}"), tag("style", trusted(_style())))
    return "<!doctype html>\n" + tag("html", head, body, lang="en")


def _meta() -> Markup:
    return joined(
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),
    )


@cache
def _style() -> str:
    return (files("crosstie.qa.reports") / "page" / "page.css").read_text(encoding="utf-8")


def _header(pilot: Pilot) -> Markup:
    facts = [counted(pilot.samples, "truly multimodal sample")]
    facts += [f"{name} {count(n)}" for name, n in pilot.languages.items()]
    if len(pilot.vendors) > 1:
        facts.append(f"{count(pilot.both)} labelled by every vendor")
    facts.append(pilot.made_at)
    items = [tag("li", tag("bdi", fact)) for fact in facts]
    over = tag("p", "Crosstie pilot report", class_="over")
    return tag("header", over, tag("h1", tag("bdi", pilot.project)), tag("ul", items, class_="facts"))


def _section(key: str, title: str, *children: str | list[Markup]) -> Markup:
    return tag("section", tag("h2", title), *children, id=key)


def _title(first: str, second: str) -> str:
    return f"{first} less {second}"


def _pairs(pilot: Pilot) -> list[tuple[str, str]]:
    return list(combinations([one.name for one in pilot.vendors], 2))


def _told(pilot: Pilot) -> Markup:
    broken = [tag("li", tag("strong", "Audit trail broken"), tag("p", one)) for one in pilot.broken_trails]
    told = [_verdict(pilot, *pair) for pair in _pairs(pilot)]
    warned = [tag("p", one, class_="note") for one in pilot.warnings]
    return joined(tag("ol", broken, told, class_="findings") if broken or told else None, warned)


def _verdict(pilot: Pilot, first: str, second: str) -> Markup:
    calm = None if told_apart(pilot, first, second) else "border-color: var(--good)"
    return tag("li", tag("strong", verdict(pilot, first, second)), style=calm)


def _numbers(pilot: Pilot) -> Markup:
    names = [one.name for one in pilot.vendors]
    samples = [tag("td", count(pilot.by_vendor[name]), class_="n") for name in names]
    rows = [tag("tr", tag("th", "Samples", scope="row"), samples)]
    for first in pilot.numbers[names[0]]:
        if not first.language:
            cells = [_cell(pilot.number(name, first.name)) for name in names]
            rows.append(tag("tr", tag("th", _term(first.page, first.title), scope="row"), cells))
    heads = ["", *(tag("bdi", name) for name in names)]
    return table(heads, rows, caption="Numbers of each vendor", sortable=False)


def _cell(number: Number | None) -> Markup:
    if number is None or number.value is None:
        return tag("td", NONE, class_="n none")
    size = f"{counted(number.n_samples, 'sample')}, {count(number.n_units)} counted"
    few = "shaky" if number.ci is not None and number.ci.status != "ok" else ""
    ends = tag("i", limits(number.ci, number.unit)) if number.ci else None
    return tag("td", tag("b", value(number.value, number.unit)), ends, class_=f"n {few}".strip(), title=size)


def _gaps(pilot: Pilot, first: str, second: str) -> Markup:
    gaps = [one for one in pilot.gaps if (one.first, one.second, one.language) == (first, second, "")]
    ends = [end for gap in gaps if gap.unit == "share" and gap.ci for end in (gap.ci.low, gap.ci.high)]
    reach = max((abs(end) for end in ends if end is not None), default=0.0)
    rows = [
        tag("tr", tag("th", gap.title, scope="row"), _gap_cells(gap), tag("td", _range(gap, reach)))
        for gap in gaps
    ]
    heads = [
        "",
        "difference",
        "p, adjusted",
        _term("power", "smallest to be found"),
        _term("power", f"samples to find {pilot.asked.difference * 100:g} pp"),
        "samples",
        "paired",
        f"{second} is better · {first} is better",
    ]
    return table(heads, rows, caption=_title(first, second), sortable=False)


def _gap_cells(gap: Gap) -> list[Markup]:
    told = tag("b", gap_words(gap)) if gap.is_told_apart else gap_words(gap)
    cells = [
        p_value(gap.p_adjusted).removeprefix("p ").removeprefix("= "),
        smallest(gap),
        "" if gap.needed is None else count(gap.needed),
        count(gap.n_samples),
        count(gap.n_paired),
    ]
    return [tag("td", told, class_="n"), *(tag("td", cell, class_="n") for cell in cells)]


def _range(gap: Gap, reach: float) -> Markup | None:
    """The interval around its difference, 0 in the middle; of shares alone, all on one scale."""
    ci = gap.ci
    if gap.unit != "share" or gap.difference is None or ci is None or ci.low is None or ci.high is None:
        return None
    if not reach:
        return None
    low, at, high = (_WIDTH / 2 * (1 + value / reach) for value in (ci.low, gap.difference, ci.high))
    return tag(
        "svg",
        tag("rect", x=0, y=7, width=_WIDTH, height=1, class_="scale"),
        tag("rect", x=round(low, 1), y=4, width=round(max(high - low, 1), 1), height=7, class_="range"),
        tag("rect", x=_WIDTH / 2 - 0.5, y=0, width=1, height=15, class_="at", opacity="0.4"),
        tag("circle", cx=round(at, 1), cy=7.5, r=3, class_="at"),
        width=_WIDTH,
        height=15,
        role="img",
        aria_label=gap_words(gap),
    )


def _languages(pilot: Pilot) -> Iterator[Markup]:
    names = [one.name for one in pilot.vendors]
    titles = {one.name: one.title for one in pilot.numbers[names[0]]}
    for measure in _BY_LANGUAGE:
        if measure not in titles:
            continue
        rows = [
            tag(
                "tr",
                tag("th", tag("bdi", language), scope="row"),
                [_cell(pilot.number(name, measure, language)) for name in names],
                tag("td", count(n), class_="n"),
            )
            for language, n in pilot.languages.items()
        ]
        yield tag("h3", titles[measure])
        heads = ["language", *(tag("bdi", name) for name in names), "samples"]
        yield table(heads, rows, caption=f"{titles[measure]} by language", sortable=False)


def _notes(pilot: Pilot) -> Markup:
    told = list(pilot.assumed)
    told += [f"Left out: {counted(n, 'sample')} that {why}." for why, n in pilot.left_out.items()]
    for name, n in pilot.untimed.items():
        told.append(f"{name}: {counted(n, 'pass', 'passes')} made all at once, so without a working time.")
    people = [f"{one.name} ({one.kind}): {', '.join(one.people)}" for one in pilot.vendors]
    modalities = ", ".join(f"{name} {count(n)}" for name, n in pilot.modalities.items())
    told += [f"Vendors: {'; '.join(people)}.", f"Modalities, in so many samples: {modalities}."]
    return tag("ul", [tag("li", line) for line in told])


def _definitions(pilot: Pilot) -> Iterator[Markup]:
    first = pilot.numbers[pilot.vendors[0].name]
    for page in dict.fromkeys([*(one.page for one in first), *_BESIDE]):
        found = definition(page)
        yield tag("article", tag("h3", found.title), definition_html(found), id=f"d-{page}")


def _term(page: str, title: str) -> Markup:
    return tag("a", title, href=f"#d-{page}", class_="term")
