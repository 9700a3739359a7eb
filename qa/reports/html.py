"""The report as one HTML page that needs nothing else: it opens from disk, without network, and prints."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from crosstie.qa.reports.charts_drawn import library
from crosstie.qa.reports.html_context import Context
from crosstie.qa.reports.html_first import first_screen, title_block
from crosstie.qa.reports.html_sections import SECTIONS, sections
from crosstie.qa.reports.html_tables import all_figures, table
from crosstie.qa.reports.html_tags import Markup, joined, tag, trusted
from crosstie.qa.reports.report import Report
from crosstie.qa.reports.words import COMPARISON, number
from crosstie.qa.reports.words_manual import definition, definition_html

_SETTLED: Final = {"anchoring": "anchoring", "control": "control-charts", "drift": "drift"}


def html_page(report: Report) -> str:
    """Return the page. What the report says is text in it, whatever it holds; scripts are named by hash."""
    context = Context(report)
    scripts = [library(), _part("page.js")] if report.figures or report.charts else [_part("page.js")]
    parts = sections(context)
    shown = dict(SECTIONS)
    menu = [(key, shown[key]) for key, _ in parts]
    body = joined(
        tag("a", "Skip to the findings", href="#findings", class_="skip"),
        title_block(context),
        _menu([*menu, *_LAST]),
        tag("main", first_screen(context), [part for _, part in parts], _last(context)),
        _colophon(report),
        tag("p", id="said", role="status", class_="said"),
        [tag("script", trusted(script), type="module") for script in scripts],
    )
    head = tag("head", _meta(scripts), tag("title", f"Quality of {report.project}"), _style())
    return "<!doctype html>\n" + tag("html", head, tag("body", body), lang="en")


_LAST: Final = (("look", "Samples to look at"), ("figures", "All figures"), ("definitions", "Definitions"))


def _meta(scripts: list[str]) -> Markup:
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return joined(
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("link", rel="icon", href="data:,"),
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _style() -> Markup:
    return tag("style", trusted(_part("page.css")))


@cache
def _part(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8")


def _menu(items: list[tuple[str, str]]) -> Markup:
    links = [tag("li", tag("a", title, href=f"#{key}")) for key, title in items]
    return tag("nav", tag("ul", links), aria_label="Sections")


def _last(context: Context) -> Markup:
    report = context.report
    return joined(
        tag("section", tag("h2", "Samples to look at"), _look(context), id="look"),
        tag("section", tag("h2", "All figures"), _controls(report), all_figures(context), id="figures"),
        tag("section", tag("h2", "Definitions"), _definitions(report), id="definitions"),
    )


def _look(context: Context) -> Markup:
    found = context.report.to_look_at
    if not found:
        return tag("p", "None stands out by itself.")
    rows = [
        tag(
            "tr",
            tag("th", tag("bdi", one.sample_id), scope="row"),
            tag("td", number(one.badness), class_="n", data_v=f"{one.badness:.9g}"),
            tag("td", tag("code", context.words.command(one)), class_="behind"),
        )
        for one in found
    ]
    note = f"Commands are for the folder that holds {context.report.project}. 0 is as good as can be."
    heads = ["sample", "how bad", "open it"]
    shown = table(heads, rows, caption="Samples to look at, worst first", numbers=(1,))
    return joined(tag("p", note, class_="lead"), shown)


def _controls(report: Report) -> Markup:
    compared = dict.fromkeys(one.comparison for one in report.figures)
    slices = dict.fromkeys(" ".join(one.by) for one in report.figures if one.by)
    kinds = [tag("option", COMPARISON[key], value=key) for key in compared]
    by = [tag("option", f"by {name.replace(' ', ' and ')}", value=name) for name in slices]
    return tag(
        "form",
        tag("label", "Find ", tag("input", type="search", id="find", placeholder="th, vehicle, link F1…")),
        tag("label", "Compared ", tag("select", tag("option", "all", value=""), kinds, id="compared")),
        tag("label", "Slices ", tag("select", tag("option", "all", value=""),
            tag("option", "all samples only", value="all"), by, id="by")),
        tag("output", id="shown"),
        class_="controls",
        hidden=True,
    )  # fmt: skip


def _definitions(report: Report) -> Markup:
    pages = dict.fromkeys(one.page for one in report.figures)
    if report.charts:
        pages.setdefault(_SETTLED["control"])
    if report.confusions or report.divergences:
        pages.setdefault(_SETTLED["drift"])
    parts = []
    for page in [*sorted(pages), "intervals", "benjamini-hochberg"]:
        found = definition(page)
        parts.append(tag("article", tag("h3", found.title), definition_html(found), id=f"d-{page}"))
    return joined(parts)


def _colophon(report: Report) -> Markup:
    made = ", ".join(f"{name} {version}" for name, version in report.lib_versions.items())
    told = (
        "Intervals hold for 95 %, with the sample as the cluster. p are adjusted by Benjamini and Hochberg "
        "over each family of slices. Charts by Vega-Lite."
    )
    return tag("footer", tag("p", told), tag("p", f"Made with {made}.") if made else None)
