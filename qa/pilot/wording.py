"""A pilot's numbers in words: the same on a terminal and on the page."""

from typing import Final

from crosstie.qa import status as said
from crosstie.qa.pilot.report import Gap, Number, Pilot, Unit
from crosstie.qa.result import Interval

NONE: Final = "–"
MINUS: Final = "\u2212"


def value(amount: float | None, unit: Unit, *, signed: bool = False) -> str:
    """Write an amount in its unit; a difference with its sign, and of shares in points; none as a dash."""
    if amount is None:
        return NONE
    size = abs(amount)
    text = {"share": f"{size * 100:.1f}", "seconds": _seconds(size), "money": f"{size:,.2f}"}[unit]
    is_zero = not any(digit in text for digit in "123456789")
    sign = "" if is_zero else MINUS if amount < 0 else "+" if signed else ""
    return f"{sign}{text}{'' if unit != 'share' else ' pp' if signed else ' %'}"


def limits(ci: Interval | None, unit: Unit, *, signed: bool = False) -> str:
    """Write an interval, as `37.2 to 49.2`; empty without one."""
    if ci is None or ci.low is None or ci.high is None:
        return ""
    low, high = (
        value(end, unit, signed=signed).removesuffix(" %").removesuffix(" pp") for end in (ci.low, ci.high)
    )
    return f"{low} to {high}"


def number_words(number: Number | None) -> str:
    """Write a number with its interval and a mark where too few samples made it."""
    if number is None or number.value is None:
        return NONE
    ends = limits(number.ci, number.unit)
    few = " *" if number.ci is not None and number.ci.status == said.TOO_FEW_CLUSTERS else ""
    return value(number.value, number.unit) + (f" ({ends})" if ends else "") + few


def gap_words(gap: Gap) -> str:
    """Write a difference with its interval."""
    ends = limits(gap.ci, gap.unit, signed=True)
    return value(gap.difference, gap.unit, signed=True) + (f" ({ends})" if ends else "")


def told_apart(pilot: Pilot, first: str, second: str) -> list[Gap]:
    """The numbers that tell two vendors apart, over all samples."""
    return [one for one in _whole(pilot, first, second) if one.is_told_apart]


def smallest(gap: Gap) -> str:
    """Write the smallest difference that the pilot finds."""
    return value(gap.smallest, gap.unit, signed=True).removeprefix("+")


def verdict(pilot: Pilot, first: str, second: str) -> str:
    """Say in a sentence what tells two vendors apart, or how much nothing told."""
    apart = told_apart(pilot, first, second)
    if apart:
        told = ", ".join(f"{_lowered(one.title)} {gap_words(one)}" for one in apart)
        return f"{first} and {second} differ: {told}, all of {first} less {second}."
    link = next((one for one in _whole(pilot, first, second) if one.name == "link_f1"), None)
    if link is None or link.smallest is None:
        return f"Nothing tells {first} and {second} apart."
    found = smallest(link)
    would = f"a difference of {found} in link F1 would have shown four times in five"
    return f"Nothing tells {first} and {second} apart; {would}."


def _whole(pilot: Pilot, first: str, second: str) -> list[Gap]:
    return [one for one in pilot.gaps if (one.first, one.second, one.language) == (first, second, "")]


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _seconds(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"
