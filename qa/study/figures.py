"""The figures of a study: every number of every slice, its interval, the rest, and the test of the two."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

import msgspec

from crosstie.qa import status as said
from crosstie.qa.intervals.families import benjamini_hochberg
from crosstie.qa.intervals.moments import Moments
from crosstie.qa.reports.report import Behind, Dimension, Figure
from crosstie.qa.result import Interval, Result
from crosstie.qa.study.figures_intervals import Draws, draws_of, interval_of
from crosstie.qa.study.figures_tests import drawn_p, rest_draws, share_p, without
from crosstie.qa.study.numbers import TOLD, Told
from crosstie.qa.study.row import Cell, Comparison, Facet
from crosstie.qa.study.slices import ALONE, SliceKey
from crosstie.qa.study.tally import Tally
from crosstie.qa.study.tally_part import Clusters
from crosstie.qa.sums import Sums, total

OnProgress = Callable[[float], None]
_BEHIND_A_SLICE: Final = 8
CROSSED: Final[dict[Facet, tuple[Dimension, ...]]] = {
    "": ALONE,
    "modality": ("language", "site", "pod"),
    "link_type": ("language", "site", "pod", "annotators"),
    "rule": ("language", "batch", "site", "pod"),
    "class": ("language", "pod"),
    "link_modalities": ("language",),
    "anchor": ("language",),
    "attribute": ("language",),
    "maker": ("language",),
}
"""By which dimensions the figures of each part of a sample are told. Every class by every batch and pair of
people would be tens of thousands of figures that nobody reads, and as many more tests to adjust for."""
_FEW: Final = 3
_SMALL: Final = 16
Place = tuple[Comparison, Cell]
Family = tuple[Comparison, str, tuple[Dimension, ...]]


class _Tested(msgspec.Struct, frozen=True):
    figure: Figure
    p: float | None = None


def figures_of(
    tally: Tally, by: Collection[Dimension] = ALONE, on_progress: OnProgress = lambda _share: None
) -> tuple[Figure, ...]:
    """Return every number over all samples, then of each slice by one of the dimensions `by`.

    Each p is of a slice against the rest, adjusted over its family: one comparison, one number, one
    dimension (Benjamini-Hochberg). Undefined is None with a status, for the number and for its interval.
    """
    places = _places(tally, by)
    tested: list[_Tested] = []
    for done, (place, keys) in enumerate(places.items(), 1):
        tested += _of_place(tally, place, keys)
        on_progress(done / len(places))
    return tuple(_adjusted(tested))


def slice_of(figure: Figure) -> SliceKey:
    """Return the slice that a figure is of, to ask the tally for more of it."""
    cell = Cell(figure.metric, figure.facet, figure.value)
    return SliceKey(figure.comparison, cell, tuple(figure.by.items()))


def figure_id(key: SliceKey, name: str) -> str:
    """Return the id of a number of a slice, as `accuracy/link_f1/link_type=l_about/language=th`."""
    facet = [(str(key.cell.facet), key.cell.value)] if key.cell.facet else []
    parts = (f"{name}={_quoted(value)}" for name, value in (*facet, *key.by))
    return "/".join((key.comparison, name, *parts))


def _places(tally: Tally, by: Collection[Dimension]) -> dict[Place, list[SliceKey]]:
    places: dict[Place, list[SliceKey]] = {}
    for key in tally.slices():
        if key.cell.metric in TOLD and _is_told(key, by):
            places.setdefault((key.comparison, key.cell), []).append(key)
    return places


def _is_told(key: SliceKey, by: Collection[Dimension]) -> bool:
    dimensions = [name for name, _ in key.by]
    crossed = CROSSED[key.cell.facet]
    return not dimensions or (len(dimensions) == 1 and dimensions[0] in by and dimensions[0] in crossed)


def _of_place(tally: Tally, place: Place, keys: list[SliceKey]) -> Iterator[_Tested]:
    comparison, cell = place
    outside = _Outside(tally, SliceKey(comparison, cell))
    for key in keys:
        yield from _Slice(tally, key, outside if key.by else None).numbers()


class _Outside:
    """What is needed of all samples of a cell, to tell what lies outside each of its slices."""

    def __init__(self, tally: Tally, whole: SliceKey) -> None:
        self.part = tally.part(whole)
        self.sums = self.part.sums()
        self._places = tally.places[whole.comparison, whole.cell]
        self._moments: dict[tuple[Dimension, str], Moments] = {}
        self._draws: Draws | None = None

    def rest_draws(self, inside: Clusters) -> Draws | None:
        """The replicates of the samples outside a slice; None where none are kept of all samples."""
        whole = self.part.clusters
        if whole is None:
            return None
        if self._draws is None:
            self._draws = draws_of(whole)
        return rest_draws(whole, inside, self._draws)

    def moments(self, dimension: Dimension, name: str) -> Moments:
        """The moments of all samples, each cut as the dimension cuts it, so that a slice can be taken away.

        A sample that two pairs of people worked on is a cluster in the slices of both.
        """
        found = self._moments.get((dimension, name))
        if found is None:
            found = Moments()
            for by, part in self._places.items():
                if len(by) == 1 and by[0][0] == dimension:
                    found += part.of_share(name)
            self._moments[dimension, name] = found
        return found


class _Slice:
    """One slice of one cell: its numbers share sums, replicates and the worst samples."""

    def __init__(self, tally: Tally, key: SliceKey, outside: _Outside | None) -> None:
        self._tally = tally
        self._key = key
        self._part = tally.part(key)
        self._outside = outside
        self._sums = self._part.sums()
        self._rest = without(outside.sums, self._sums) if outside else None
        self._finished: dict[tuple[int, bool], Result] = {}
        self._drawn: dict[bool, Draws | None] = {}

    def numbers(self) -> Iterator[_Tested]:
        """Every number that is told of the cell's metric."""
        behind = (
            self._tally.behind(self._key, _BEHIND_A_SLICE) if self._outside else self._tally.behind(self._key)
        )
        for told in TOLD[self._key.cell.metric]:
            figure = self._figure(told, behind)
            yield _Tested(figure, self._p(told, figure))

    def _figure(self, told: Told, behind: tuple[Behind, ...]) -> Figure:
        key, found = self._key, self._finish(told)
        number = told.number(found)
        return Figure(
            figure_id(key, told.name),
            key.comparison,
            key.cell.metric,
            told.name,
            told.title,
            told.page,
            told.better,
            number,
            _state(found, number),
            self._part.n,
            found.n_units,
            self._interval(told, found, number),
            key.cell.facet,
            key.cell.value,
            dict(key.by),
            self._rest_number(told),
            leave_one_out=_without_each(self._tally, key, told) if not key.by else {},
            figures=_plain(found.figures),
            behind=behind,
        )

    def _interval(self, told: Told, found: Result, number: float | None) -> Interval:
        if number is None:
            return Interval(None, None, 0.95, "none", _state(found, number), self._part.n)
        draws = None if told.share is not None else self._draws(outside=False)
        return interval_of(self._part, self._key.cell.metric, told, draws)

    def _rest_number(self, told: Told) -> float | None:
        if self._rest is None or not self._rest.cells:
            return None
        return told.number(self._finish(told, outside=True))

    def _p(self, told: Told, figure: Figure) -> float | None:
        if self._outside is None or figure.number is None or figure.rest is None:
            return None
        if told.share is not None:
            mine = self._part.of_share(told.name)
            return share_p(mine, self._outside.moments(self._key.by[0][0], told.name) - mine)
        sides = self._draws(outside=False), self._draws(outside=True)
        if sides[0] is None or sides[1] is None:
            return None
        return drawn_p(self._key.cell.metric, told.name, figure.number - figure.rest, (sides[0], sides[1]))

    def _finish(self, told: Told, *, outside: bool = False) -> Result:
        place = (id(told.finish), outside)
        if place not in self._finished:
            parts = self._rest if outside and self._rest is not None else self._sums
            self._finished[place] = told.finish(parts)
        return self._finished[place]

    def _draws(self, *, outside: bool) -> Draws | None:
        if outside not in self._drawn:
            self._drawn[outside] = self._drawn_anew(outside=outside)
        return self._drawn[outside]

    def _drawn_anew(self, *, outside: bool) -> Draws | None:
        mine = self._part.clusters
        if mine is None:
            return None
        if not outside:
            return draws_of(mine)
        return self._outside.rest_draws(mine) if self._outside is not None else None


def _adjusted(tested: Iterable[_Tested]) -> Iterator[Figure]:
    rows = list(tested)
    families: dict[Family, list[int]] = {}
    for at, one in enumerate(rows):
        family = (one.figure.comparison, one.figure.name, tuple(one.figure.by))
        families.setdefault(family, []).append(at)
    found: dict[int, float] = {}
    for places in families.values():
        adjusted = benjamini_hochberg([rows[at].p for at in places]).figures["adjusted"]
        assert isinstance(adjusted, list)
        found |= {at: p for at, p in zip(places, adjusted, strict=True) if p is not None}
    for at, one in enumerate(rows):
        yield msgspec.structs.replace(one.figure, p_adjusted=found[at]) if at in found else one.figure


def _without_each(tally: Tally, key: SliceKey, told: Told) -> dict[str, float | None]:
    """The number without each annotator in turn, for agreement over all samples; for three people or more."""
    if key.comparison != "agreement" or key.cell.facet:
        return {}
    groups: dict[tuple[str, ...], Sums] = {}
    for by, part in tally.places[key.comparison, key.cell].items():
        if len(by) == 1 and by[0][0] == "annotators":
            groups[tuple(by[0][1].split(" × "))] = part.sums()
    people = sorted({name for group in groups for name in group})
    if len(people) < _FEW:
        return {}
    return {
        person: told.number(told.finish(total(part for group, part in groups.items() if person not in group)))
        for person in people
    }


def _state(found: Result, number: float | None) -> str:
    return said.EMPTY if number is None and found.status == said.OK else found.status


def _plain(figures: Mapping[str, object]) -> dict[str, object]:
    """The numbers beside a number; tables and lists are asked of the sums when they are wanted."""
    plain: dict[str, object] = {}
    for name, value in figures.items():
        if isinstance(value, Fraction):
            plain[name] = float(value)
        elif value is None or isinstance(value, bool | int | float | str):
            plain[name] = value
        elif isinstance(value, dict) and len(value) <= _SMALL:
            plain[name] = _plain(value)
    return plain


def _quoted(value: str) -> str:
    return value.replace("%", "%25").replace("/", "%2F")
