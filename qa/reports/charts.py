"""A report's charts as Vega-Lite: drawn alive on the page, and once for paper.

Colours are the page's CSS variables, so that one drawing suits dark and light; `charts_drawn` puts the light
ones in for paper.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from crosstie.qa.reports.html_tags import plain
from crosstie.qa.reports.report import Chart, Confusion, Figure
from crosstie.qa.reports.words import Words, interval, is_shaky, number

Spec = dict[str, Any]
SERIES: Final = tuple(f"var(--series-{at})" for at in range(1, 6))
SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "cross")
_WIDTH: Final = 460
_ROWS: Final = 40
_CELL: Final = 28
_LABEL_PX: Final = 190
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_CONFIG: Final[Spec] = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--text)",
        "titleColor": "var(--quiet)",
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": _LABEL_PX,
    },
    "legend": {
        "labelColor": "var(--text)",
        "titleColor": "var(--quiet)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "orient": "top",
        "labelLimit": 260,
    },
    "header": {"labelColor": "var(--text)", "titleColor": "var(--quiet)"},
    "title": {"color": "var(--text)", "fontSize": 13, "anchor": "start", "limit": _WIDTH},
}


class Drawn(msgspec.Struct, frozen=True):
    """A chart of the page: its specification, and in a sentence what it shows, for who cannot see it."""

    spec: Spec
    told: str


def intervals_chart(
    figures: Sequence[Figure],
    label: Callable[[Figure], str],
    href: Callable[[Figure], str],
    *,
    title: str = "",
    zero: bool = False,
    one_series: bool = False,
) -> Drawn | None:
    """Draw figures as points with their intervals: a row for each label, a colour and shape for each title.

    `one_series` where labels tell titles already. Figures without a number are left out; None where none
    has one.
    """
    rows = [_interval_row(one, label(one), href(one)) for one in figures if one.number is not None]
    if not rows:
        return None
    series = [""] if one_series else list(dict.fromkeys(row["series"] for row in rows))
    labels = list(dict.fromkeys(row["label"] for row in rows))
    if len(labels) > _ROWS:
        title = f"the {_ROWS} lowest of {len(labels)}"
        rows.sort(key=lambda row: row["number"])
        labels = list(dict.fromkeys(row["label"] for row in rows))[:_ROWS]
        rows = [row for row in rows if row["label"] in labels]
    spec = _spec(rows, title)
    spec["height"] = {"step": max(14, 26 // len(series)) if len(series) > 1 else 24}
    if len(series) > 1:
        spec["height"]["for"] = "offset"
    spec["encoding"] = {
        "y": {"field": "label", "type": "nominal", "sort": labels, "title": None},
        "tooltip": _tips("label", "series", "value", "interval", "samples"),
        "href": {"field": "href"},
    }
    if len(series) > 1:
        spec["encoding"]["yOffset"] = {"field": "series", "sort": series}
    spec["layer"] = _marks(series) + ([_rule_at(0)] if zero else [])
    told = "; ".join(f"{row['label']}, {row['series']}: {row['value']} ({row['interval']})" for row in rows)
    return Drawn(spec, told)


def heat_map(confusions: Sequence[Confusion], words: Words, *, title: str = "") -> Drawn | None:
    """Draw which share of each class has another class with the other pod, batch by batch."""
    rows = [_confusion_row(one, words) for one in confusions]
    if not any(row["share"] is not None for row in rows):
        return None
    classes = sorted({row["class"] for row in rows}, key=lambda name: -_highest(rows, name))
    if len(classes) > _ROWS:
        title = f"the {_ROWS} classes of {len(classes)} that differ most"
        rows = [row for row in rows if row["class"] in classes[:_ROWS]]
    spec = _spec(rows, title)
    step = min(40, max(12, 900 // len({row["batch"] for row in rows})))
    spec["width"] = {"step": step}
    spec["height"] = {"step": 24}
    batches = sorted({str(row["batch"]) for row in rows if row["batch"] != "all"})
    spec["encoding"] = {
        "x": {"field": "batch", "type": "nominal", "sort": [*batches, "all"], "title": "batch",
              "axis": {"labelAngle": 0 if len(batches) < 8 else -40, "labelLimit": 90}},
        "y": {"field": "class", "type": "nominal", "title": None},
        "tooltip": _tips("class", "batch", "value", "instead", "n"),
    }  # fmt: skip
    top = _top(rows)
    colour = {"field": "share", "type": "quantitative", "title": "share with another class",
              "scale": {"scheme": "cividis", "domain": [0, top]},
              "legend": {"format": ".2f", "gradientLength": 160, "tickCount": 3}}  # fmt: skip
    ink = {"condition": {"test": f"datum.share > {top * 0.55}", "value": "#000000"}, "value": "#FFFFFF"}
    spec["layer"] = [
        {"mark": {"type": "rect", "cornerRadius": 2}, "encoding": {"color": colour}},
        {"mark": {"type": "text", "fontSize": 10},
         "encoding": {"text": {"field": "share", "format": ".2f"}, "color": ink}},
    ]  # fmt: skip
    told = "; ".join(f"{row['class']}, batch {row['batch']}: {row['value']} of {row['n']}" for row in rows)
    if step < _CELL:
        del spec["layer"][1]
    return Drawn(spec, told)


def control_chart(chart: Chart) -> Drawn | None:
    """Draw a figure over batches with its 3-sigma limits, and below its moving average with its own."""
    if not chart.points:
        return None
    rows = [
        {**msgspec.to_builtins(point), "batch": plain(point.batch), "value": number(point.rate),
         "average": number(point.ewma), "limits": f"{number(point.low)}–{number(point.high)}"}
        for point in chart.points
    ]  # fmt: skip
    order = [row["batch"] for row in rows]
    spec = _spec(rows, "")
    del spec["width"]
    spec["vconcat"] = [
        _control_panel(order, ("rate", "low", "high"), ("rate", chart.centre), 150, labels=False),
        _control_panel(order, ("ewma", "ewma_low", "ewma_high"), ("moving average", chart.centre), 90),
    ]
    beyond = [point.batch for point in chart.points if point.out]
    told = f"Beyond the limits: {', '.join(beyond)}." if beyond else "Every batch is within its limits."
    return Drawn(spec, told)


def _control_panel(
    order: list[str],
    fields: tuple[str, str, str],
    named: tuple[str, float | None],
    height: int,
    *,
    labels: bool = True,
) -> Spec:
    mid, low, high = fields
    title, centre = named
    angle = 0 if sum(map(len, order)) * 7 + len(order) * 8 < _WIDTH else -40
    x = {"field": "batch", "type": "nominal", "sort": order, "title": None,
         "axis": {"labelAngle": angle, "labelLimit": 90, "labels": labels}}  # fmt: skip
    y = {"field": mid, "type": "quantitative", "title": title, "scale": {"zero": False, "nice": True},
         "axis": {"tickCount": 5, "format": "~g"}}  # fmt: skip
    out: Spec = {"condition": {"test": "datum.out", "value": "var(--bad)"}, "value": SERIES[0]}
    shape: Spec = {"condition": {"test": "datum.out", "value": "triangle-up"}, "value": "circle"}
    dashed = {"type": "line", "interpolate": "step", "strokeDash": [4, 3], "color": "var(--quiet)"}
    layers: list[Spec] = [
        {"mark": dashed, "encoding": {"x": x, "y": {**y, "field": low}}},
        {"mark": dashed, "encoding": {"x": x, "y": {**y, "field": high}}},
        {"mark": {"type": "line", "color": SERIES[0], "strokeWidth": 1.5}, "encoding": {"x": x, "y": y}},
        {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
         "encoding": {"x": x, "y": y, "color": out, "shape": shape,
                      "tooltip": _tips("batch", "value", "limits", "average", "x", "n")}},
    ]  # fmt: skip
    if centre is not None:
        layers.append(
            {"mark": {"type": "rule", "color": "var(--quiet)"}, "encoding": {"y": {"datum": centre}}}
        )
    return {"width": _WIDTH, "height": height, "layer": layers}


def _spec(rows: Sequence[Spec], title: str) -> Spec:
    spec: Spec = {"$schema": _SCHEMA, "config": _CONFIG, "data": {"values": list(rows)}, "width": _WIDTH}
    if title:
        spec["title"] = plain(title)
    return spec


def _interval_row(figure: Figure, label: str, href: str) -> Spec:
    ci = figure.ci
    return {
        "label": plain(label),
        "series": plain(figure.title),
        "number": figure.number,
        "low": ci.low if ci else None,
        "high": ci.high if ci else None,
        "shaky": is_shaky(figure),
        "value": number(figure.number),
        "interval": interval(ci),
        "samples": figure.n_samples,
        "href": href,
    }


def _marks(series: list[str]) -> list[Spec]:
    x: Spec = {"type": "quantitative", "title": None, "scale": {"zero": False, "nice": True},
               "axis": {"tickCount": 6, "format": "~g"}}  # fmt: skip
    faint = {"condition": {"test": "datum.shaky", "value": 0.4}, "value": 1}
    colour: Spec = {"value": SERIES[0]}
    shape: Spec = {"value": SHAPES[0]}
    if len(series) > 1:
        scale = {"domain": series, "range": _cycled(SERIES, len(series))}
        colour = {"field": "series", "scale": scale, "title": None}
        shape = {"field": "series", "scale": {"domain": series, "range": _cycled(SHAPES, len(series))},
                 "title": None}  # fmt: skip
    return [
        {"mark": {"type": "rule", "strokeWidth": 2},
         "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": colour,
                      "opacity": faint}},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
         "encoding": {"x": {**x, "field": "number"}, "color": colour, "shape": shape, "opacity": faint}},
    ]  # fmt: skip


def _rule_at(value: float) -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": "var(--quiet)"},
        "encoding": {"x": {"datum": value}, "y": None, "yOffset": None, "tooltip": None, "href": None},
    }


def _cycled(values: Sequence[str], n: int) -> list[str]:
    return [values[at % len(values)] for at in range(n)]


def _tips(*fields: str) -> list[Spec]:
    return [{"field": field, "title": field} for field in fields]


def _confusion_row(one: Confusion, words: Words) -> Spec:
    return {
        "class": plain(words.name(one.class_id)),
        "batch": plain(one.batch or "all"),
        "share": one.share,
        "value": number(one.share),
        "n": one.n,
        "instead": plain(words.name(one.instead)) or "–",
    }


def _highest(rows: Sequence[Spec], name: str) -> float:
    return max(row["share"] or 0.0 for row in rows if row["class"] == name)


def _top(rows: Sequence[Spec]) -> float:
    return max(0.1, *(row["share"] or 0.0 for row in rows))
