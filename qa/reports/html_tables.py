"""Tables of figures: numbers against slices, and lists."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from crosstie.qa.reports.html_context import Context, short
from crosstie.qa.reports.html_tags import Child, Markup, joined, tag
from crosstie.qa.reports.report import Figure
from crosstie.qa.reports.words import (
    COMPARISON,
    count,
    interval,
    is_shaky,
    is_small,
    number,
    p_value,
    status_words,
)

_ON_PAPER: Final = 6


def table(
    heads: Sequence[Child],
    rows: Sequence[Markup],
    *,
    caption: str,
    sortable: bool = True,
    numbers: Collection[int] = (),
) -> Markup:
    """Return a table; the page's script lets each column be sorted.

    `rows` are tr elements, `numbers` the places of columns that stand to the right.
    """
    cells = [
        tag("th", one, scope="col", class_="n" if at in numbers else None) for at, one in enumerate(heads)
    ]
    head = tag("thead", tag("tr", cells))
    body = tag(
        "table", tag("caption", caption), head, tag("tbody", rows), class_="sort" if sortable else None
    )
    return tag("div", body, class_="wide", tabindex="0", role="region", aria_label=caption)


def cell(context: Context, figure: Figure | None) -> Markup:
    """Return a figure's cell of a matrix, sorted by its number; empty where there is no such figure."""
    if figure is None:
        return tag("td", class_="n")
    ranked = not (figure.by and is_small(figure))
    value = "" if figure.number is None or not ranked else f"{figure.number:.9g}"
    return tag("td", context.number(figure), class_="n", data_v=value)


def matrix(
    context: Context,
    figures: Sequence[Figure],
    row_of: Callable[[Figure], str],
    *,
    head: str,
    caption: str,
) -> Markup:
    """Return a table with a row for what `row_of` says and a column for each number."""
    titles = {figure.name: context.defined(figure.page, figure.title) for figure in figures}
    rows: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        rows.setdefault(row_of(figure), {})[figure.name] = figure
    body = []
    for name, found in rows.items():
        cells = [cell(context, found.get(title)) for title in titles]
        samples = max(figure.n_samples for figure in found.values())
        size = tag("td", count(samples), class_="n", data_v=str(samples))
        body.append(tag("tr", tag("th", short(name, 40), scope="row"), cells, size))
    heads = [head, *titles.values(), "samples"]
    return table(heads, body, caption=caption, numbers=range(1, len(heads)))


def slices_matrix(
    context: Context, figures: Sequence[Figure], sizes: dict[str, int], *, caption: str
) -> Markup:
    """Return a table with a row for each number and a column for each slice, the slices in order of name."""
    values = sorted({value for figure in figures for value in figure.by.values()})
    wide = _ON_PAPER if context.paper else max(len(values), 1)
    return joined(
        _some_slices(context, figures, sizes, values[at : at + wide], caption)
        for at in range(0, len(values), wide)
    )


def _some_slices(
    context: Context, figures: Sequence[Figure], sizes: dict[str, int], values: list[str], caption: str
) -> Markup:
    rows: dict[tuple[str, str], dict[str, Figure]] = {}
    for figure in figures:
        for value in figure.by.values():
            rows.setdefault((figure.comparison, figure.name), {})[value] = figure
    heads: list[Child] = ["number"]
    heads += [joined(short(value, 20), _size(sizes.get(value))) for value in values]
    body = []
    for found in rows.values():
        first = next(iter(found.values()))
        title = joined(context.defined(first.page, first.title), tag("small", COMPARISON[first.comparison]))
        cells = [cell(context, found.get(value)) for value in values]
        body.append(tag("tr", tag("th", title, scope="row"), cells))
    return table(heads, body, caption=caption, sortable=False, numbers=range(1, len(heads)))


def figure_list(context: Context, figures: Sequence[Figure], *, head: str, caption: str) -> Markup:
    """Return a table with a row for each figure: of what, its number, interval, n and the samples behind."""
    body = []
    for figure in figures:
        name = context.words.place(figure) or "all samples"
        body.append(
            tag(
                "tr",
                tag("th", short(name, 44), scope="row"),
                tag("td", context.defined(figure.page, figure.title)),
                cell(context, figure),
                tag("td", count(figure.n_samples), class_="n", data_v=str(figure.n_samples)),
                tag("td", p_value(figure.p_adjusted), class_="n", data_v=_sortable(figure.p_adjusted)),
                tag("td", context.samples(figure.behind)),
            )
        )
    heads = [head, "number", "value", "samples", "against the rest", "look at"]
    return table(heads, body, caption=caption, numbers=(2, 3, 4))


def all_figures(context: Context) -> Markup:
    """Return every figure of the report: a row each, which all links to figures lead to."""
    rows = [_row(context, figure) for figure in context.report.figures]
    heads = ["figure", "compared", "part", "of samples", "value", "95 % interval", "rest",
             "p, adjusted", "samples", "units", "to be known", "worst samples"]  # fmt: skip
    return table(heads, rows, caption="All figures", numbers=range(4, 10))


def _row(context: Context, figure: Figure) -> Markup:
    classes = " ".join(
        name
        for name, holds in (("small", bool(figure.by) and is_small(figure)), ("shaky", is_shaky(figure)))
        if holds
    )
    return tag(
        "tr",
        tag("th", tag("a", figure.title, href=f"#d-{figure.page}"), scope="row"),
        tag("td", COMPARISON[figure.comparison]),
        tag("td", short(context.words.part(figure), 40)),
        tag("td", short(", ".join(f"{name} {value}" for name, value in figure.by.items()), 40)),
        _number(figure.number),
        tag("td", interval(figure.ci), class_="n"),
        _number(figure.rest) if figure.by else tag("td"),
        tag("td", p_value(figure.p_adjusted).removeprefix("p ").removeprefix("= "), class_="n",
            data_v=_sortable(figure.p_adjusted)),
        tag("td", count(figure.n_samples), class_="n", data_v=str(figure.n_samples)),
        tag("td", count(figure.n_units), class_="n", data_v=str(figure.n_units)),
        tag("td", status_words(figure)),
        tag("td", context.samples(figure.behind, 3)),
        id=context.anchor(figure),
        class_=classes or None,
        data_c=figure.comparison,
        data_b=" ".join(figure.by) or "all",
    )  # fmt: skip


def _number(value: float | None) -> Markup:
    return tag("td", number(value), class_="n", data_v=_sortable(value))


def _sortable(value: float | None) -> str:
    return "" if value is None else f"{value:.9g}"


def _size(samples: int | None) -> Markup | None:
    return None if samples is None else tag("small", f"n {count(samples)}")
