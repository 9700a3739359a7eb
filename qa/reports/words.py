"""The words and numbers of a report's pages: the same on screen, on paper and in the window."""

import math
import shlex
from collections.abc import Mapping
from typing import Final

from crosstie.qa import status as said
from crosstie.qa.reports.report import Behind, Figure, Report
from crosstie.qa.result import Interval

FEW_SAMPLES: Final = 30
"""Below, a slice shows its interval alone and is not ranked."""
NONE: Final = "–"
MINUS: Final = "\u2212"

STATUS: Final[Mapping[str, str]] = {
    said.OK: "Defined.",
    said.EMPTY: "Nothing was there to compare.",
    said.NO_VARIATION: "Everyone gave one and the same label, so agreement beyond chance is not defined.",
    said.INSUFFICIENT: "No two people labelled the same thing.",
    said.UNEQUAL_RATERS: "Not every unit has the same number of annotators.",
    said.NO_UNITS: "There is no unit to count.",
    said.NO_INSTANCES: "Nothing was labelled on either side.",
    said.NO_LINKS: "There is no link on either side.",
    said.NO_MENTIONS: "No entity is mentioned on either side.",
    said.NO_RULES: "No rule applies to any of the samples.",
    said.EMPTY_REFERENCE: "The side compared against is empty.",
    said.NEEDS_TWO_RATERS: "Needs two annotators.",
    said.NOT_CONNECTED: "Some outputs were never chosen over others, so strengths cannot be told.",
    said.ONE_MEMBER: "Needs more than one model.",
    said.NO_DISCORDANT: "No item was answered differently, so there is nothing to test.",
    said.TOO_FEW_CLUSTERS: "Fewer than 10 samples: read the interval with care.",
    said.PHASE_ONE: "Phase I: fewer than 20 batches, the limits are not settled.",
    said.NOT_KEPT: "The interval of this slice was not computed.",
}
COMPARISON: Final[Mapping[str, str]] = {
    "agreement": "two people",
    "accuracy": "people against gold",
    "bias": "assisted against blind",
    "model": "model against adjudicated",
    "team": "pod against pod",
    "settled": "settled labels",
}
FACET: Final[Mapping[str, str]] = {
    "": "all",
    "modality": "modality",
    "class": "class",
    "anchor": "kind of anchor",
    "attribute": "attribute",
    "link_type": "link type",
    "link_modalities": "link between",
    "rule": "rule",
    "maker": "made by",
}
_SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float | None) -> str:
    """Write a number with three significant digits; one that is undefined as a dash."""
    if value is None or not math.isfinite(value):
        return NONE
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 999.5:
        text = f"{size:,.0f}"
    elif size < 0.0005:
        mantissa, exponent = f"{size:.2e}".split("e")
        text = f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPT)}"
    else:
        text = f"{size:#.3g}".rstrip(".")
    return f"{MINUS}{text}" if value < 0 else text


def count(n: int) -> str:
    """Write a whole number with thousands apart."""
    return f"{n:,}"


def counted(n: int, one: str, many: str = "") -> str:
    """Write how many there are, as `1 sample` and `2,400 samples`."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def interval(ci: Interval | None) -> str:
    """Write an interval as `0.791–0.834`; a dash without one."""
    if ci is None or ci.low is None or ci.high is None:
        return NONE
    between = " to " if ci.low < 0 else "–"
    return f"{number(ci.low)}{between}{number(ci.high)}"


def p_value(p: float | None) -> str:
    """Write a p as `p < 0.001` or `p = 0.0123`; nothing without one."""
    if p is None:
        return ""
    return "p < 0.001" if p < 0.001 else f"p = {number(p)}"


def is_shaky(figure: Figure) -> bool:
    """Tell whether the interval is one of too few samples."""
    ci = figure.ci
    return figure.status == said.TOO_FEW_CLUSTERS or (ci is not None and ci.status == said.TOO_FEW_CLUSTERS)


def is_small(figure: Figure) -> bool:
    """Tell whether a slice is too small to be ranked or shown by its number."""
    return figure.n_samples < FEW_SAMPLES


def stands_out(figure: Figure) -> bool:
    """Tell whether a slice is worse than the rest beyond chance (adjusted p below 0.05)."""
    return figure.p_adjusted is not None and figure.p_adjusted < 0.05 and shortfall(figure) > 0


def shortfall(figure: Figure) -> float:
    """How much worse a slice is than the rest, in the figure's unit; 0 where either is undefined."""
    if figure.number is None or figure.rest is None:
        return 0.0
    gap = figure.rest - figure.number
    return gap if figure.better == "higher" else -gap


def status_words(figure: Figure) -> str:
    """Say in a sentence what is to be known of a figure's number and interval."""
    own = STATUS.get(figure.status, figure.status)
    told = [own] if figure.status != said.OK or figure.number is None else []
    ci = figure.ci
    if ci is not None and ci.status not in {said.OK, figure.status}:
        told.append(STATUS.get(ci.status, ci.status))
    return " ".join(told)


def sliced(figure: Figure) -> str:
    """Say which samples a figure is of, as `language th`; empty for all."""
    return ", ".join(f"{name} {value}" for name, value in figure.by.items())


class Words:
    """The names of a report's ids, and the command that opens one of its samples."""

    def __init__(self, report: Report) -> None:
        self._names = report.contents.names
        self._project = report.project

    def name(self, value: str) -> str:
        """The word for the id of a class, link type, modality or rule."""
        return self._names.get(value, value)

    def part(self, figure: Figure) -> str:
        """Say which part of a sample a figure is about, as `link type mentioned by`; empty for all of it."""
        if not figure.facet:
            return ""
        return f"{FACET.get(figure.facet, figure.facet)} {self.name(figure.value)}"

    def place(self, figure: Figure) -> str:
        """Say what of which samples a figure is about, as `class vehicle, language th`."""
        return ", ".join(part for part in (self.part(figure), sliced(figure)) if part)

    def command(self, behind: Behind) -> str:
        """The command that opens a sample, to be run in the folder that holds the project."""
        return shlex.join(["crosstie", "open", self._project, "--sample", behind.sample_id])
