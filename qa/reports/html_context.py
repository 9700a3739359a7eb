"""What every part of the page needs: the report, its words, and where each figure stands in the page."""

from collections.abc import Callable, Iterable
from typing import Final

from crosstie.qa.reports.charts import Drawn
from crosstie.qa.reports.charts_drawn import chart_svg
from crosstie.qa.reports.html_tags import Child, Markup, json_text, tag
from crosstie.qa.reports.report import Behind, Figure, Report
from crosstie.qa.reports.words import (
    NONE,
    Words,
    interval,
    is_shaky,
    is_small,
    number,
    stands_out,
    status_words,
)
from crosstie.qa.reports.words_manual import definition

BEHIND: Final = 5
_LONG: Final = 28
_TOLD: Final = 900
Draw = Callable[[Drawn], Markup]


class Context:
    """A report on its way to a page. Figures link to their rows, charts are drawn by `draw`.

    On `paper` nothing folds: what is folded on screen is left out, and tables are no wider than the page.
    """

    def __init__(self, report: Report, draw: Draw | None = None, *, paper: bool = False) -> None:
        self.paper = paper
        self.report = report
        self.words = Words(report)
        self._draw = draw or _figure
        self._at = {figure.id: f"f{at}" for at, figure in enumerate(report.figures)}

    def anchor(self, figure: Figure) -> str:
        """The id of the figure's row in the table of all figures."""
        return self._at[figure.id]

    def href(self, figure: Figure) -> str:
        """The link to the figure's row."""
        return f"#{self._at[figure.id]}"

    def link(self, figure: Figure, *children: Child, class_: str | None = None) -> Markup:
        """Link to a figure's row; its title says what it is of and what is to be known of it."""
        if self.paper:
            return tag("span", *children, class_=class_)
        parts = (figure.title, self.words.place(figure), status_words(figure))
        title = " · ".join(part for part in parts if part)
        return tag("a", *children, href=self.href(figure), title=title, class_=class_)

    def figures(self, wanted: Callable[[Figure], bool]) -> list[Figure]:
        """The figures that are wanted, in the report's order."""
        return [figure for figure in self.report.figures if wanted(figure)]

    def of_ids(self, ids: Iterable[str]) -> list[Figure]:
        """The figures of ids, those left out that the report does not hold."""
        return [found for found in map(self.report.figure, ids) if found is not None]

    def defined(self, page: str, text: str) -> Markup:
        """Link a title to its definition."""
        if self.paper:
            return tag("span", text)
        return tag("a", text, href=f"#d-{page}", class_="term", title=definition(page).sentence)

    def chart(self, drawn: Drawn | None) -> Markup | None:
        """Draw a chart, where there is one."""
        return None if drawn is None else self._draw(drawn)

    def number(self, figure: Figure) -> Markup:
        """Write a figure's number with its interval, as far as its n allows, linked to its row.

        A slice of fewer than 30 samples shows its interval alone; undefined is a dash and why.
        """
        if figure.number is None:
            return self.link(figure, NONE, class_="none")
        worse = tag("span", "▼", class_="worse", title="worse than the rest") if stands_out(figure) else None
        classes = "shaky" if is_shaky(figure) else None
        if figure.by and is_small(figure):
            return self.link(figure, tag("i", interval(figure.ci)), class_="small")
        told = (tag("b", number(figure.number)), worse, tag("i", interval(figure.ci)))
        return self.link(figure, *told, class_=classes)

    def folded(self, title: str, shown: Markup) -> Markup | None:
        """Fold something away under a title; on paper it is left out."""
        return None if self.paper else tag("details", tag("summary", title), shown, class_="fold")

    def samples(self, behind: tuple[Behind, ...], limit: int = BEHIND) -> Markup | None:
        """List the worst samples with the command that opens each; nothing where there is none."""
        if not behind:
            return None
        more = f"{limit} worst of {len(behind)}" if len(behind) > limit else f"{len(behind)}"
        if self.paper:
            return tag("small", ", ".join(one.sample_id for one in behind[:limit]))
        items = [tag("li", tag("code", self.words.command(one))) for one in behind[:limit]]
        return tag("details", tag("summary", more), tag("ul", items), class_="behind")


def short(text: str, limit: int = _LONG) -> Markup:
    """Write a name; a long one is cut, and whole in its title. Its direction touches nothing beside it."""
    if len(text) <= limit:
        return tag("bdi", text)
    return tag("bdi", text[: limit - 1].rstrip() + "…", title=text)


def _figure(drawn: Drawn) -> Markup:
    told = drawn.told if len(drawn.told) <= _TOLD else drawn.told[:_TOLD].rsplit("; ", 1)[0] + "; …"
    spec = tag("script", json_text(drawn.spec), type="application/json")
    return tag("figure", tag("div", chart_svg(drawn), class_="still"), spec, aria_label=told, class_="chart")
