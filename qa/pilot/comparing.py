"""What tells two vendors apart, and what a pilot of this size could tell."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from crosstie.qa.intervals.families import benjamini_hochberg
from crosstie.qa.intervals.gaps import clustered_gap, mean_gap
from crosstie.qa.pilot.asked import Asked
from crosstie.qa.pilot.counting import CountedSample
from crosstie.qa.pilot.measures import MEASURES
from crosstie.qa.pilot.numbers import COST, COST_TITLE, SECONDS, TIME_TITLE, seconds, shares
from crosstie.qa.pilot.report import Gap, Unit
from crosstie.qa.result import Result
from crosstie.qa.sampling.power import clusters_for_difference, smallest_difference


def gaps_of(vendors: Sequence[str], samples: Sequence[CountedSample], asked: Asked) -> tuple[Gap, ...]:
    """Every difference between two vendors, over all samples and language by language.

    Each of the two families of tests, over all samples and by language, is adjusted by itself.
    """
    pairs = list(combinations(vendors, 2))
    whole = [gap for pair in pairs for gap in _gaps(pair, samples, asked, "")]
    languages = sorted({one.language for one in samples})
    parts = [
        gap
        for language in languages
        for pair in pairs
        for gap in _gaps(pair, [one for one in samples if one.language == language], asked, language)
    ]
    return (*_adjusted(whole), *_adjusted(parts))


def _gaps(
    pair: tuple[str, str], samples: Sequence[CountedSample], asked: Asked, language: str
) -> Iterator[Gap]:
    for measure in MEASURES:
        one, other = (shares(measure, vendor, samples) for vendor in pair)
        found = clustered_gap(one, other)
        yield _gap((measure.name, measure.title, "share"), pair, found, language, asked.difference)
    first, second = (seconds(vendor, samples) for vendor in pair)
    yield _gap((SECONDS, TIME_TITLE, "seconds"), pair, mean_gap(first, second), language)
    rates = [asked.rate(vendor) for vendor in pair]
    if rates[0] is not None and rates[1] is not None:
        found = mean_gap(_priced(first, rates[0]), _priced(second, rates[1]))
        yield _gap((COST, COST_TITLE, "money"), pair, found, language)


def _priced(worked: dict[str, float], rate: float) -> dict[str, float]:
    return {name: value / 3600 * rate for name, value in worked.items()}


def _gap(
    what: tuple[str, str, Unit],
    pair: tuple[str, str],
    found: Result,
    language: str,
    difference: float | None = None,
) -> Gap:
    name, title, unit = what
    se, n = found.number("se"), found.n_units
    wanted = clusters_for_difference(se, n, difference).value if difference is not None else None
    return Gap(
        name=name,
        title=title,
        unit=unit,
        first=pair[0],
        second=pair[1],
        difference=found.value,
        status=found.status,
        n_samples=n,
        n_paired=int(found.number("n_paired") or 0),
        ci=found.ci,
        p=found.number("p"),
        p_adjusted=None,
        smallest=smallest_difference(se, n).value,
        needed=None if wanted is None else int(wanted),
        language=language,
    )


def _adjusted(gaps: Sequence[Gap]) -> list[Gap]:
    adjusted = benjamini_hochberg([gap.p for gap in gaps]).figures["adjusted"]
    assert isinstance(adjusted, list)
    return [msgspec.structs.replace(gap, p_adjusted=p) for gap, p in zip(gaps, adjusted, strict=True)]
