"""Samples as the map counts them, made from a seed: several rows, facets, fractions, pods, things refused."""

import random
from fractions import Fraction
from typing import Final

from crosstie.qa.study.row import Cell, Comparison, Counted, Facet, Refused, Row
from crosstie.qa.study.tally import Tally
from crosstie.qa.sums import Key, Number, Sums, sums

PEOPLE: Final = ("Anh", "Bình", "Chi", "Dũng")
POD_OF: Final = {"Anh": "hanoi", "Bình": "hanoi", "Chi": "huế", "Dũng": "huế"}
_COMPARED: Final[tuple[Comparison, ...]] = ("agreement", "accuracy", "team")
_PLACES: Final[tuple[tuple[Facet, str], ...]] = (("", ""), ("class", "c_cup"), ("modality", "audio"))


def counted(number: int, seed: int = 1) -> Counted:
    """One sample; the same for the same number and seed."""
    rng = random.Random(f"{seed} {number}")
    rows = tuple(row for comparison in _COMPARED for row in _rows(number, comparison, rng))
    refused = (Refused("two schemas", name(number)),) if number % 5 == 0 else ()
    return Counted(rows, refused)


def name(number: int) -> str:
    """The id of a sample."""
    return f"s{number:05d}"


def tally_of(samples: "list[Counted] | tuple[Counted, ...]") -> Tally:
    """All of them, one after another."""
    tally = Tally()
    for one in samples:
        tally.add(one)
    return tally


def _rows(number: int, comparison: Comparison, rng: random.Random) -> list[Row]:
    language, batch = rng.choice(("th", "vi")), f"b{number // 8}"
    rows = []
    for pair in range(rng.choice((1, 1, 2))):
        people = tuple(sorted(rng.sample(PEOPLE, 2)))
        pods = tuple(sorted({POD_OF[one] for one in people}))
        cells = {Cell(metric, *place): make(rng) for metric, make in _MAKERS.items() for place in _PLACES}
        if comparison == "team":
            cells[Cell("jensen_shannon")] = _labels(pods, rng)
        rows.append(
            Row(
                name(number), language, batch, rng.choice(("", "site")), comparison, (f"p{pair}", f"q{pair}"),
                people, pods, cells,
            )
        )  # fmt: skip
    site = rows[0].site
    return [
        Row(r.sample_id, r.language, r.batch, site, r.comparison, r.passes, r.annotators, r.pods, r.cells)
        for r in rows
    ]


def _links(rng: random.Random) -> Sums:
    names = (("unconditional", "tp", 9), ("unconditional", "fp", 3), ("unconditional", "fn", 3))
    counts: dict[Key, Number] = {(mode, part): rng.randrange(most) for mode, part, most in names}
    return sums({**counts, ("endpoints",): 9, ("endpoints_found",): rng.randrange(9)})


def _classes(rng: random.Random) -> Sums:
    return sums({("cell", a, b): rng.randrange(4 if a == b else 2) for a in "xyz" for b in "xyz"})


def _turns(rng: random.Random) -> Sums:
    total = Fraction(rng.randrange(7, 90), 7)
    jer = Fraction(rng.randrange(3), rng.randrange(1, 9))
    return sums({("total",): total, ("missed",): total / 3, ("speakers",): 2, ("jer",): jer, ("heard",): 1})


def _labels(pods: tuple[str, ...], rng: random.Random) -> Sums:
    return sums({("labels", pod, label): rng.randrange(9) for pod in pods for label in "xyz"})


_MAKERS: Final = {"link_prf": _links, "class_agreement": _classes, "diarization": _turns}
