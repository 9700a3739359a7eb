"""The sections below the first screen, each there only where the report has something for it."""

from collections.abc import Callable, Sequence
from typing import Final

from crosstie.qa.reports.charts import control_chart, heat_map, intervals_chart
from crosstie.qa.reports.html_context import Context
from crosstie.qa.reports.html_tables import figure_list, matrix, slices_matrix, table
from crosstie.qa.reports.html_tags import Child, Markup, joined, tag
from crosstie.qa.reports.report import Confusion, Dimension, Figure
from crosstie.qa.reports.words import COMPARISON, count, counted, number
from crosstie.qa.reports.words_headline import left_out_range
from crosstie.qa.study.row import Comparison, Facet

SECTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("modalities", "By modality"),
    ("languages", "By language"),
    ("slices", "By batch, site and pod"),
    ("link-types", "By link type"),
    ("drift", "Drift"),
    ("control", "Over time"),
    ("anchoring", "Anchoring"),
    ("models", "Models"),
    ("rules", "Rules"),
    ("people", "Annotators"),
)
_ON_CHART: Final = ("label_f1", "class_kappa", "link_f1", "link_f1_conditional")


def sections(context: Context) -> list[tuple[str, Markup]]:
    """Return the sections that have something to say, with their ids, in order."""
    made: dict[str, Callable[[Context], list[Child]]] = {
        "modalities": _modalities,
        "languages": _languages,
        "slices": _slices,
        "link-types": _link_types,
        "drift": _drift,
        "control": _control,
        "anchoring": _anchoring,
        "models": _models,
        "rules": _rules,
        "people": _people,
    }
    found = []
    for key, title in SECTIONS:
        parts = [part for part in made[key](context) if part is not None]
        if parts:
            found.append((key, tag("section", tag("h2", title), parts, id=key)))
    return found


def _modalities(context: Context) -> list[Child]:
    parts: list[Child] = []
    for comparison in ("agreement", "accuracy"):
        figures = _facet(context, comparison, "modality")
        if figures:
            shown = [one for one in figures if one.name in _ON_CHART]
            caption = f"By modality: {COMPARISON[comparison]}"
            parts += [
                tag("h3", COMPARISON[comparison]),
                _beside(
                    context,
                    context.chart(intervals_chart(shown, _value(context), context.href)),
                    matrix(context, figures, _value(context), head="modality", caption=caption),
                ),
            ]
    return parts


def _languages(context: Context) -> list[Child]:
    figures = _by(context, "language")
    if not figures:
        return []
    note = tag(
        "p",
        "▼ marks what is worse than the other languages beyond chance. Below 30 samples the interval stands "
        "alone, grey, and is not ranked. No mean over languages is formed.",
        class_="lead",
    )
    sizes = context.report.contents.languages
    return [note, slices_matrix(context, figures, sizes, caption="Numbers by language")]


def _slices(context: Context) -> list[Child]:
    held = context.report.contents
    parts: list[Child] = []
    dimensions: tuple[tuple[Dimension, dict[str, int]], ...] = (
        ("batch", held.batches), ("site", {}), ("pod", held.pods),
    )  # fmt: skip
    for dimension, sizes in dimensions:
        figures = _by(context, dimension)
        if figures:
            shown = slices_matrix(context, figures, sizes, caption=f"Numbers by {dimension}")
            parts.append(context.folded(f"By {dimension}", shown))
    return parts


def _link_types(context: Context) -> list[Child]:
    parts: list[Child] = []
    for comparison in ("accuracy", "agreement"):
        figures = _facet(context, comparison, "link_type") + _facet(context, comparison, "link_modalities")
        if figures:
            shown = [one for one in figures if one.name in _ON_CHART and one.facet == "link_type"]
            caption = f"By link type: {COMPARISON[comparison]}"
            parts += [
                tag("h3", COMPARISON[comparison]),
                _beside(
                    context,
                    context.chart(intervals_chart(shown, _value(context), context.href)),
                    matrix(context, figures, _link_name(context), head="link type", caption=caption),
                ),
            ]
    return parts


def _drift(context: Context) -> list[Child]:
    pairs: dict[tuple[str, str], list[Confusion]] = {}
    for one in context.report.confusions:
        pairs.setdefault((one.first, one.second), []).append(one)
    parts: list[Child] = []
    for (first, second), found in pairs.items():
        title = f"Of what {first} calls a class, the share that {second} calls another"
        parts += [
            tag("h3", title),
            context.chart(heat_map(found, context.words)),
            _confusions(context, found),
        ]
    figures = context.figures(lambda one: one.comparison == "team" and not one.by and not one.facet)
    if figures:
        caption = "Labels of linked things between pods"
        parts.append(figure_list(context, figures, head="of", caption=caption))
    return [*parts, _divergences(context)]


def _confusions(context: Context, found: Sequence[Confusion]) -> Markup | None:
    rows = [
        tag(
            "tr",
            tag("th", context.words.name(one.class_id), scope="row"),
            tag("td", one.batch or "all"),
            tag("td", number(one.share), class_="n", data_v="" if one.share is None else str(one.share)),
            tag("td", context.words.name(one.instead)),
            tag("td", count(one.n), class_="n", data_v=str(one.n)),
        )
        for one in found
    ]
    heads = ["class", "batch", "another class", "most often", "n"]
    shown = table(heads, rows, caption="Confusions by class and batch", numbers=(2, 4))
    return context.folded(f"{counted(len(rows), 'row')} as a table", shown)


def _divergences(context: Context) -> Markup | None:
    rows = [
        tag(
            "tr",
            tag("th", tag("bdi", one.first), " and ", tag("bdi", one.second), scope="row"),
            tag("td", number(one.jsd_bit), class_="n", data_v=str(one.jsd_bit or "")),
            tag("td", number(one.null_mean), class_="n", data_v=str(one.null_mean or "")),
            tag("td", number(one.p), class_="n", data_v=str(one.p or "")),
            tag("td", "drift: the same samples" if one.drift else "mix: not the same samples"),
            tag("td", count(one.n_samples), class_="n", data_v=str(one.n_samples)),
        )
        for one in context.report.divergences
    ]
    if not rows:
        return None
    divergence = context.defined("drift", "Jensen-Shannon divergence, bits")
    heads: list[Child] = ["pods", divergence, "by chance alone", "p", "what it is", "samples"]
    return table(heads, rows, caption="Use of classes, pod against pod", numbers=(1, 2, 3, 5))


def _control(context: Context) -> list[Child]:
    parts: list[Child] = []
    for chart in context.report.charts:
        drawn = control_chart(chart)
        if drawn is None:
            continue
        pod = f" · {chart.pod}" if chart.pod else ""
        phase = "Phase I: fewer than 20 batches, so the limits are not settled." if chart.phase_one else ""
        told = tag("p", " ".join(part for part in (drawn.told, phase) if part), class_="lead")
        parts.append(tag("div", tag("h3", f"{chart.title}{pod}"), told, context.chart(drawn), class_="keep"))
    if parts:
        how = (
            "Rate of each batch with its 3-sigma limits (dashed), below it the moving average (EWMA, λ 0.2) "
            "with its own. Red triangles lie beyond the limits. "
        )
        parts.insert(
            0, tag("p", how, context.defined("control-charts", "Control charts"), ".", class_="lead")
        )
    return parts


def _anchoring(context: Context) -> list[Child]:
    figures = context.figures(lambda one: one.comparison == "bias" and one.page == "anchoring")
    whole = [one for one in figures if not one.by and not one.facet]
    if not whole:
        return []
    lead = (
        "How much more often an assisted pass equals the suggestion than a blind pass of the same sample: on "
        "wrong suggestions the bias, on right ones the benefit."
    )
    chart = intervals_chart(whole, lambda one: one.title, context.href, zero=True, one_series=True)
    return [
        tag("p", lead, class_="lead"),
        _beside(
            context,
            context.chart(chart),
            figure_list(context, figures, head="of", caption="Assisted against blind"),
        ),
    ]


def _models(context: Context) -> list[Child]:
    found = context.figures(lambda one: one.comparison == "model" and not one.by)
    figures = [one for one in found if one.facet == "maker"] + [one for one in found if not one.facet]
    if not figures:
        return []
    shown = [one for one in figures if one.name in _ON_CHART]

    def label(figure: Figure) -> str:
        return context.words.name(figure.value) if figure.facet else "all models"

    caption = "Models against adjudicated passes"
    return [
        _beside(
            context,
            context.chart(intervals_chart(shown, label, context.href)),
            matrix(context, figures, label, head="model", caption=caption),
        ),
    ]


def _rules(context: Context) -> list[Child]:
    figures = _facet(context, "settled", "rule")
    if not figures:
        return []
    chart = intervals_chart(figures, _value(context), context.href, one_series=True)
    return [
        _beside(
            context,
            context.chart(chart),
            figure_list(context, figures, head="rule", caption="Consistency by rule"),
        ),
    ]


def _people(context: Context) -> list[Child]:
    figures = context.figures(lambda one: one.comparison == "agreement" and not one.facet)
    pairs = [one for one in figures if set(one.by) == {"annotators"}]
    ranges = [left_out_range(context.words, one) for one in figures if not one.by]
    told = joined([tag("p", line, class_="lead") for line in ranges if line])
    if not pairs:
        return [told] if told else []

    def pair(figure: Figure) -> str:
        return figure.by["annotators"]

    caption = "Agreement by pair of annotators"
    return [told, matrix(context, pairs, pair, head="annotators", caption=caption)]


def _facet(context: Context, comparison: Comparison, facet: Facet) -> list[Figure]:
    return context.figures(lambda one: one.comparison == comparison and one.facet == facet and not one.by)


def _by(context: Context, dimension: Dimension) -> list[Figure]:
    return context.figures(lambda one: set(one.by) == {dimension} and not one.facet)


def _beside(context: Context, chart: Markup | None, shown: Markup) -> Markup:
    if context.paper:
        return joined(chart, shown)
    return tag("div", chart, shown, class_="beside")


def _link_name(context: Context) -> Callable[[Figure], str]:
    def name(figure: Figure) -> str:
        return context.words.name(figure.value) if figure.facet == "link_type" else context.words.part(figure)

    return name


def _value(context: Context) -> Callable[[Figure], str]:
    return lambda figure: context.words.name(figure.value)
