"""Numbers, names and slices in words, as findings say them."""

from collections.abc import Mapping
from typing import Final

from crosstie.qa.intervals.moments import Moments, share_interval
from crosstie.qa.study.numbers import TOLD, Told
from crosstie.qa.study.slices import By
from crosstie.schema.names import name_from_id

MINUS: Final = "\u2212"
_OF: Final = {"language": "language", "site": "site", "pod": "pod", "batch": "batch"}


class Words:
    """Words for ids of classes, link types, rules and modalities, and for the numbers of a study."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def name(self, any_id: str) -> str:
        """Return the word for an id, as good as there is one."""
        return self._names.get(any_id) or name_from_id(any_id)

    def slice(self, by: By) -> str:
        """Return a slice in words, as in "language th"."""
        said = (f"{_OF[name]} {value}" if name in _OF else value for name, value in by)
        return ", ".join(said)

    def part(self, facet: str, value: str) -> str:
        """Return what part of samples a figure is about, as in "row of links"; empty for all of them."""
        if facet == "link_type":
            return f"“{self.name(value)}” links"
        if facet == "link_modalities":
            return f"{'–'.join(self.name(one) for one in value.split('–'))} links"
        if facet == "rule":
            return f"rule {self.name(value)}"
        return self.name(value) if value else ""


def told_of(metric: str, name: str) -> Told:
    """Return a number of a metric by its name."""
    return next(told for told in TOLD[metric] if told.name == name)


def number(value: float) -> str:
    """Return a share from 0 to 1 with two digits, as in "0.71"."""
    return f"{value:.2f}"


def percent(value: float) -> str:
    """Return a share in whole percent, as in "34 %"; "below 1 %" instead of a rounded nothing."""
    rounded = round(100 * abs(value))
    if not rounded:
        return "below 1 %" if value > 0 else "0 %"
    return f"{MINUS if value < 0 else ''}{rounded} %"


def with_interval(moments: Moments) -> str:
    """Return a rate with its interval, as in "0.71 [0.66, 0.75]"."""
    ci, rate = share_interval(moments), moments.rate
    if rate is None:
        return "–"
    limits = "" if ci.low is None or ci.high is None else f" [{number(ci.low)}, {number(ci.high)}]"
    return f"{number(rate)}{limits}"


def percent_with_interval(moments: Moments) -> str:
    """Return a rate in percent with its interval, as in "34 % [30, 38]"."""
    ci, rate = share_interval(moments), moments.rate
    if rate is None:
        return "–"
    limits = "" if ci.low is None or ci.high is None else f" [{100 * ci.low:.0f}, {100 * ci.high:.0f}]"
    return f"{percent(rate)}{limits}"


def p_value(p: float) -> str:
    """Return a p in words: "p = 0.003", or "p < 0.0001"."""
    return "p < 0.0001" if p < 0.0001 else f"p = {p:.2g}"


def several(words: list[str]) -> str:
    """Return a list in words: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
