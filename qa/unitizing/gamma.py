"""Gamma and gamma-cat: agreement on units that are aligned first, against chance by shuffling."""

import math
import statistics
from collections.abc import Mapping, Sequence

import numpy as np

from crosstie.qa import status as said
from crosstie.qa.result import Result
from crosstie.qa.sums import Sums, exact, sums
from crosstie.qa.unitizing.align import Alignment, Dissimilarity, best_alignment
from crosstie.qa.unitizing.spans import Span

_MAX_SAMPLES = 3000


def gamma(
    annotators: Mapping[str, Sequence[Span]],
    how: Dissimilarity | None = None,
    *,
    precision: float = 0.02,
    n_samples: int = 30,
    seed: int = 1,
) -> Result:
    """Return gamma = 1 - observed / expected disorder of one continuum, and gamma-cat beside it.

    Expected disorder is a Monte-Carlo mean over shuffled continua; as many are drawn (at least `n_samples`)
    as give it within `precision` of itself at 95 %. Seed, number and precision are kept with the figure. At
    most 1, 0 = chance. Mathet, Widloecher & Metivier 2015; gamma-cat Mathet 2017, Comput Linguist 43:661.
    """
    parts = gamma_sums(
        annotators, how or Dissimilarity(), precision=precision, n_samples=n_samples, seed=seed
    )
    return finish_gamma(parts, f"seed {seed}, precision {precision}")


def gamma_sums(
    annotators: Mapping[str, Sequence[Span]],
    how: Dissimilarity,
    *,
    precision: float,
    n_samples: int,
    seed: int,
) -> Sums:
    """Return observed and mean expected disorder of one document; documents add up to 1 - sum(obs) /
    sum(exp).
    """
    rows = [[span for span in annotators[name] if span.length] for name in sorted(annotators)]
    if len(rows) < 2 or not any(rows):
        return sums({("documents",): 0, ("few",): int(len(rows) < 2)})
    best = best_alignment(rows, how)
    chance = _chance(rows, how, precision, n_samples, np.random.default_rng(seed))
    expected = statistics.fmean(a.disorder for a in chance)
    expected_cat = statistics.fmean(category_disorder(a, how) for a in chance)
    return sums(
        {
            ("documents",): 1, ("annotators", len(rows)): 1, ("units",): sum(map(len, rows)),
            ("tuples",): len(best.tuples), ("samples",): len(chance),
            ("observed",): exact(best.disorder), ("expected",): exact(expected),
            ("observed_cat",): exact(category_disorder(best, how)), ("expected_cat",): exact(expected_cat),
        }
    )  # fmt: skip


def finish_gamma(parts: Sums, method: str = "") -> Result:
    """Finish the disorders of one or more documents."""
    expected, expected_cat = parts["expected",], parts["expected_cat",]
    value = float(1 - parts["observed",] / exact(float(expected))) if expected else None
    cat = float(1 - parts["observed_cat",] / exact(float(expected_cat))) if expected_cat else None
    documents = parts.count("documents")
    figures: dict[str, object] = {
        "gamma": value, "gamma_cat": cat, "n_unitary_alignments": parts.count("tuples"),
        "best_alignment_disorder": float(parts["observed",] / documents) if documents else None,
        "expected_disorder": float(expected / documents) if documents else None,
        "n_samples": parts.count("samples"),
    }  # fmt: skip
    state = said.OK if value is not None else said.NO_VARIATION if documents else said.NO_UNITS
    if parts["few",]:
        state = said.INSUFFICIENT
    annotators = max((int(str(key[0])) for key in parts.under("annotators")), default=0)
    units = parts.count("units")
    return Result(
        "gamma", value, state, units, 0, annotators, figures, parts, method=f"Mathet 2015, {method}"
    )


def category_disorder(alignment: Alignment, how: Dissimilarity) -> float:
    """Return the disorder of labels alone; a pair weighs by how close it stands, a unit left alone counts
    whole.
    """
    disorder = weight = 0.0
    for units in alignment.tuples:
        present = [unit for unit in units if unit is not None]
        base = 1 / (len(present) - 1) if len(present) > 1 else 0.0
        for i, a in enumerate(present):
            for b in present[i + 1 :]:
                near = base * max(0.0, 1 - how.alpha * how.position(a, b))
                disorder += near * how.category(a.label, b.label)
                weight += near
        alone = len(present) * (len(units) - len(present))
        disorder += alone * how.delta_empty**2
        weight += alone * how.delta_empty
    return disorder / weight if weight else 0.0


def _chance(
    rows: list[list[Span]], how: Dissimilarity, precision: float, n_samples: int, rng: np.random.Generator
) -> list[Alignment]:
    drawn = [best_alignment(_shuffled(rows, rng), how) for _ in range(n_samples)]
    spread = [a.disorder for a in drawn]
    variation = statistics.stdev(spread) / (statistics.fmean(spread) or 1.0)
    needed = min(_MAX_SAMPLES, math.ceil((variation * 1.96 / precision) ** 2))
    drawn += [best_alignment(_shuffled(rows, rng), how) for _ in range(needed - n_samples)]
    return drawn


def _shuffled(rows: list[list[Span]], rng: np.random.Generator) -> list[list[Span]]:
    """Rotate randomly chosen annotators' units by random amounts that lie apart from each other (2015,
    5.2).
    """
    units = [unit for row in rows for unit in row]
    low, high = min(0.0, *(u.start for u in units)), max(u.end for u in units)
    apart = float(sum(u.length for u in units)) / len(units) / 2
    free = [(low, high)]
    shuffled = []
    for _ in rows:
        pivot = _draw(free, rng) if free else float(rng.uniform(low, high))
        free = [piece for a, b in free for piece in ((a, min(b, pivot - apart)), (max(a, pivot + apart), b))]
        free = [(a, b) for a, b in free if b > a]
        row = rows[int(rng.integers(len(rows)))]
        shift = [pivot + (low - high if u.start + pivot > high else 0.0) for u in row]
        shuffled.append([Span(u.start + s, u.end + s, u.label) for u, s in zip(row, shift, strict=True)])
    return shuffled if any(shuffled) else _shuffled(rows, rng)


def _draw(free: list[tuple[float, float]], rng: np.random.Generator) -> float:
    sizes = np.array([b - a for a, b in free])
    a, b = free[int(rng.choice(len(free), p=sizes / sizes.sum()))]
    return float(rng.uniform(a, b))
