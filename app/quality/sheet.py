"""A report as a sheet: one row a slice, one column a number, narrowed by a filter. No Qt."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from crosstie.app.quality.made import Made, RowsBy
from crosstie.app.quality.words import in_order
from crosstie.qa.reports.report import Dimension, Figure
from crosstie.qa.study.row import Comparison, Facet

Key = tuple[str, str]
"""A metric and one of its numbers."""
DIMENSION_ROWS: Final[tuple[Dimension, ...]] = ("language", "batch", "site", "pod", "annotators")
FACET_ROWS: Final[tuple[Facet, ...]] = (
    "modality", "class", "anchor", "attribute", "link_type", "link_modalities", "rule", "maker",
)  # fmt: skip
ALL: Final = "all"
_ORDER: Final = (
    "consistency", "link_f1", "link_precision", "link_recall", "endpoint_recall", "link_f1_conditional",
    "anchoring_wrong", "anchoring_right", "label_f1", "mean_iou", "class_kappa", "class_same", "class_alpha",
    "attribute_kappa", "attribute_same", "entity_conll", "cer", "wer", "u_alpha", "der", "jer", "hota",
    "idf1", "grounding", "kv_f1", "co_label_other", "taxonomy_v",
)  # fmt: skip
"""Names of numbers as columns, what is looked at first in front; others follow as the report has them."""
_HEADLINES: Final = (
    "consistency", "link_f1", "anchoring_wrong", "label_f1", "class_kappa", "entity_conll", "cer", "u_alpha",
    "hota", "grounding", "kv_f1", "der", "co_label_other", "class_same", "link_recall", "link_precision",
)  # fmt: skip
"""Names of numbers, the one that is looked at first in front."""


class Filter(msgspec.Struct, frozen=True):
    """Which part of a report is shown: a comparison, values of dimensions, and one value of a facet."""

    comparison: Comparison = "agreement"
    by: dict[Dimension, str] = {}
    facet: Facet = ""
    value: str = ""


class Column(msgspec.Struct, frozen=True):
    """One number: the same in every row."""

    metric: str
    name: str
    title: str


class SheetRow(msgspec.Struct, frozen=True):
    """One slice: its value as it is kept, as it is read, and a figure or None for each column."""

    value: str
    title: str
    figures: tuple[Figure | None, ...]


class Sheet(msgspec.Struct, frozen=True):
    """What a table shows; the first row is that of all samples where there is one."""

    rows_by: RowsBy
    columns: tuple[Column, ...] = ()
    rows: tuple[SheetRow, ...] = ()


def sheet_of(made: Made, shown: Filter, rows_by: RowsBy) -> Sheet:
    """The figures of a filter, one row for each value that is there; worst rows are not moved: names are."""
    rows: dict[str, dict[Key, Figure]] = {}
    titles: dict[Key, str] = {}
    for figure in _near(made, shown, rows_by):
        value = _row_of(figure, shown, rows_by)
        if value is not None:
            key = figure.metric, figure.name
            rows.setdefault(value, {})[key] = figure
            titles[key] = figure.title
    parts = [key for value, found in rows.items() if value != ALL for key in found]
    # A number that no part has is no column of parts.
    titles = {key: title for key, title in titles.items() if not parts or key in parts}
    place = {name: at for at, name in enumerate(_ORDER)}
    keys = sorted(titles, key=lambda key: place.get(key[1], len(place)))
    columns = tuple(Column(metric, name, titles[metric, name]) for metric, name in keys)
    names = made.names
    ordered = sorted(rows, key=lambda value: (value != ALL, in_order(names.get(value) or value)))
    return Sheet(rows_by, columns, tuple(_row(value, names, rows[value], keys) for value in ordered))


def _near(made: Made, shown: Filter, rows_by: RowsBy) -> Iterator[Figure]:
    """The figures among which those of a sheet are: of all that there are, a few."""
    dimension = next((one for one in DIMENSION_ROWS if one == rows_by), None)
    facet = next((one for one in FACET_ROWS if one == rows_by), None)
    if dimension is not None:
        yield from made.shaped(shown.comparison, shown.facet, {*shown.by, dimension})
        if dimension not in shown.by:
            yield from made.shaped(shown.comparison, shown.facet, shown.by)
    elif facet is not None:
        yield from made.shaped(shown.comparison, facet, shown.by)
        yield from made.shaped(shown.comparison, "", shown.by)


def headlines(made: Made, shown: Filter, most: int) -> tuple[Figure, ...]:
    """The figures to look at first: rules kept, which concern every comparison, then those of the filter."""
    settled = made.shaped("settled", shown.facet, shown.by)
    kept = (one for one in settled if one.name == "consistency")
    found: dict[str, Figure] = {}
    for figure in (*kept, *made.shaped(shown.comparison, shown.facet, shown.by)):
        if figure.by == shown.by and figure.value == shown.value:
            found[figure.name] = figure
    return tuple(found[name] for name in _HEADLINES if name in found)[:most]


def offered(made: Made, comparison: Comparison) -> dict[RowsBy, tuple[str, ...]]:
    """The values of each dimension and facet that a comparison has figures of, by their names."""
    found, names = made.values(comparison), made.names
    known = [key for key in (*DIMENSION_ROWS, *FACET_ROWS) if key in found]
    return {key: tuple(sorted(found[key], key=lambda one: in_order(names.get(one) or one))) for key in known}


def first_comparison(made: Made) -> Comparison:
    """The comparison to begin with: what people agree on, if there is any of that."""
    order: tuple[Comparison, ...] = ("agreement", "accuracy", "team", "model", "bias", "settled")
    return next((one for one in order if one in made.comparisons), "agreement")


def _row_of(figure: Figure, shown: Filter, rows_by: RowsBy) -> str | None:
    """The row that a figure stands in; None for one that the filter leaves out."""
    by, facet = dict(figure.by), (figure.facet, figure.value)
    wanted, value = dict(shown.by), ALL
    dimension = next((one for one in DIMENSION_ROWS if one == rows_by), None)
    if dimension is not None:
        value = by.pop(dimension, ALL)
        chosen = wanted.pop(dimension, "")
        if chosen and value != chosen:
            return None
        return value if by == wanted and facet == (shown.facet, shown.value) else None
    if by != wanted:
        return None
    if figure.facet == rows_by:
        return figure.value if shown.facet != rows_by or shown.value == figure.value else None
    return ALL if facet == ("", "") and not shown.facet else None


def _row(
    value: str,
    names: Mapping[str, str],
    figures: Mapping[Key, Figure],
    keys: Sequence[Key],
) -> SheetRow:
    title = "All" if value == ALL else names.get(value, value)
    return SheetRow(value, title, tuple(map(figures.get, keys)))
