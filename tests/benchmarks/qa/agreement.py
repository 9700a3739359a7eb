"""Kappa against scikit-learn, alpha against the package `krippendorff`."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crosstie.qa.agreement.alpha import krippendorff_alpha
from crosstie.qa.agreement.cohen import cohen_kappa
from tests.benchmarks.qa.timing import fastest, installed, require_close
from tests.benchmarks.row import Goal, Row

UNITS: Final = 100_000
CLASSES: Final = 30


def rows() -> Iterator[Row]:
    """Kappa of text, of fixed-width text and of codes; alpha of three annotators with gaps."""
    if installed("sklearn"):
        yield from _kappa_rows()
    if installed("krippendorff"):
        yield _alpha_row()


def _kappa_rows() -> Iterator[Row]:
    one, other = _codes(2, 0.0)
    names = [f"c_class_{code}" for code in range(CLASSES)]
    written = [[names[code] for code in side] for side in (one.tolist(), other.tolist())]
    fixed = [np.array(side) for side in written]
    yield _kappa_row("text", written[0], written[1])
    yield _kappa_row("text in an array", fixed[0], fixed[1])
    yield _kappa_row("codes", one, other)


def _kappa_row(kind: str, a: "Sequence[str] | NDArray[Any]", b: "Sequence[str] | NDArray[Any]") -> Row:
    cohen_kappa_score = import_module("sklearn.metrics").cohen_kappa_score
    ours, found = fastest(lambda: cohen_kappa(a, b).value, 5)
    raw, theirs = fastest(lambda: float(cohen_kappa_score(a, b)), 5)
    require_close(f"kappa of {kind}", found, theirs)
    name = f"kappa of {UNITS:,} pairs, {kind}, against scikit-learn"
    return Row(name, ours * 1000, raw * 1000, "ms", Goal("at most", 0.1), f"{raw / ours:.0f}× faster")


def _alpha_row() -> Row:
    krippendorff = import_module("krippendorff")
    codes = _codes(3, 0.1)
    data = np.where(codes < 0, np.nan, codes.astype(np.float64))
    ours, found = fastest(lambda: krippendorff_alpha(codes).value)
    raw, theirs = fastest(
        lambda: float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")), 1
    )
    require_close("alpha", found, theirs)
    name = f"alpha of 3 × {UNITS:,} labels, a tenth missing, against krippendorff"
    return Row(name, ours * 1000, raw * 1000, "ms", Goal("at most", 0.01), f"{raw / ours:.0f}× faster")


def _codes(annotators: int, missing: float) -> NDArray[np.int64]:
    """Labels of annotators who agree four times in five; -1 is none."""
    rng = np.random.default_rng(1)
    truth = rng.integers(CLASSES, size=UNITS)
    rows = [
        np.where(rng.random(UNITS) < 0.8, truth, rng.integers(CLASSES, size=UNITS)) for _ in range(annotators)
    ]
    rows = [np.where(rng.random(UNITS) < missing, -1, row) for row in rows]
    return np.array(rows, np.int64)
