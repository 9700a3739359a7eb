"""What the quality page says: names of what is compared, numbers, intervals, and why there is none. No Qt."""

import re
from typing import Final

from crosstie.qa import status as said
from crosstie.qa.reports.report import Behind, Dimension, Figure
from crosstie.qa.result import Interval
from crosstie.qa.study.row import Comparison, Facet

_COUNTABLE: Final = 1_000_000
NONE: Final = "–"
"""What stands where a figure is undefined."""

COMPARISONS: Final[dict[Comparison, str]] = {
    "agreement": "Agreement: person and person",
    "accuracy": "Accuracy: person and gold",
    "bias": "Bias: assisted and blind",
    "model": "Model and adjudicated",
    "team": "Drift: pod and pod",
    "settled": "Rules: most settled pass",
}
_MISSING: Final[dict[Comparison, str]] = {
    "agreement": "No sample has independent passes of two people yet. "
    "Let a second person open some of the samples and start a pass of their own (P, without copying).",
    "accuracy": "No sample has a gold pass beside a person's yet. "
    "Import gold labels as passes of kind gold, for 30 samples or more.",
    "bias": "No sample has a blind pass beside an assisted one yet. "
    "Let people work blind on some samples that others have done with suggestions (P, blind).",
    "model": "No sample has a model's pass beside an adjudicated or gold one yet.",
    "team": "No sample has passes of people of two pods yet. "
    "Write who is in which pod into pods.yaml in the project's folder, and give both pods some samples.",
    "settled": "No pass has been labelled yet: there is nothing that rules could be kept in.",
}
DIMENSIONS: Final[dict[Dimension, str]] = {
    "language": "Language",
    "batch": "Batch",
    "site": "Site",
    "pod": "Pod",
    "annotators": "Annotators",
}
FACETS: Final[dict[Facet, str]] = {
    "modality": "Modality",
    "class": "Class",
    "anchor": "Kind of anchor",
    "attribute": "Attribute",
    "link_type": "Link type",
    "link_modalities": "Between",
    "rule": "Rule",
    "maker": "Maker",
}
_WHY: Final = {
    said.EMPTY: "nothing to compare here",
    said.NO_VARIATION: "every label is the same, so that chance alone would agree as well",
    said.INSUFFICIENT: "no label has a second one to be compared with",
    said.UNEQUAL_RATERS: "not every label was made by as many people",
    said.NO_UNITS: "nothing of the kind was labelled",
    said.NO_INSTANCES: "nothing of the kind was labelled",
    said.NO_LINKS: "no links in either pass",
    said.NO_MENTIONS: "no entity is mentioned",
    said.NO_RULES: "no rule applies",
    said.EMPTY_REFERENCE: "the pass compared with is empty",
    said.NEEDS_TWO_RATERS: "needs two people",
    said.NOT_CONNECTED: "not all were compared with each other",
    said.ONE_MEMBER: "needs more than one model",
    said.NO_DISCORDANT: "no pair differs",
    said.TOO_FEW_CLUSTERS: "too few samples",
}


def missing(comparison: Comparison) -> str:
    """What is not there, and what to do, where a comparison has no figures."""
    return _MISSING[comparison]


def in_order(words: str) -> list[tuple[int, str]]:
    """What to sort names by, so that "batch-2" comes before "batch-10"."""
    parts = re.split(r"(\d+)", words.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def number_text(number: float | None, digits: int = 2) -> str:
    """A figure for the screen; undefined is a dash, and what rounds to nothing never "-0.00"."""
    if number is None:
        return NONE
    text = f"{number:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def interval_text(ci: Interval | None, digits: int = 2) -> str:
    """An interval as "0.51–0.72", or nothing where there is no interval."""
    if ci is None or ci.low is None or ci.high is None:
        return ""
    low, high = number_text(ci.low, digits), number_text(ci.high, digits)
    return f"{low} to {high}" if "\N{MINUS SIGN}" in f"{low}{high}" else f"{low}–{high}"


def why_none(figure: Figure) -> str:
    """Why a figure has no value, in words; empty where it has one."""
    if figure.number is not None:
        return ""
    return _WHY.get(figure.status, figure.status.replace("_", " "))


def is_thin(figure: Figure) -> bool:
    """Whether it rests on too few samples for its interval to be trusted."""
    return said.TOO_FEW_CLUSTERS in (figure.status, figure.ci.status if figure.ci is not None else "")


def slice_words(figure: Figure, names: dict[str, str]) -> str:
    """Which samples, and which part of them: "Thai · b1 · Link type about"; "all samples" for all."""
    parts = [f"{DIMENSIONS[key].lower()} {value}" for key, value in figure.by.items()]
    if figure.facet:
        parts.append(f"{FACETS[figure.facet].lower()} {names.get(figure.value, figure.value)}")
    return " · ".join(parts) or "all samples"


def counted_samples(count: int) -> str:
    """A number of samples with its word."""
    return f"{count:,} sample{'' if count == 1 else 's'}"


def figure_words(figure: Figure, names: dict[str, str]) -> str:
    """All of a figure on one line."""
    head = f"{figure.title}, {slice_words(figure, names)}: "
    if figure.number is None:
        return f"{head}{NONE} ({why_none(figure)}), n = {counted_samples(figure.n_samples)}"
    parts = [f"{head}{number_text(figure.number, 3)}"]
    interval = interval_text(figure.ci, 3)
    if interval:
        parts[0] += f" (95 %: {interval})"
    parts.append(f"n = {counted_samples(figure.n_samples)}, {figure.n_units:,} units")
    if figure.rest is not None:
        parts.append(f"all others {number_text(figure.rest, 3)}")
    if figure.p_adjusted is not None:
        parts.append(f"adjusted p {p_text(figure.p_adjusted)}")
    if is_thin(figure):
        parts.append("fewer than 10 samples: only a hint")
    return " · ".join(parts)


def p_text(p: float) -> str:
    """A probability as one prints it."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def behind_words(behind: Behind) -> str:
    """How much of a sample is not as it should be, where that is a number of things."""
    if not behind.badness:
        return "as good as can be"
    whole = behind.badness == round(behind.badness) and behind.badness < _COUNTABLE
    return f"{behind.badness:,.0f} not as they should be" if whole else "not as it should be"
