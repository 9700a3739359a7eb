"""Measuring makers over a whole project against a pass that is taken for right; nothing is written."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from crosstie.app.prelabelling.about import PassRefused
from crosstie.app.prelabelling.crew import run_all
from crosstie.app.prelabelling.found import Order, SampleFound, Score
from crosstie.app.prelabelling.maker import OPERATING_POINT
from crosstie.app.prelabelling.making import OnProgress, notes_of
from crosstie.app.prelabelling.measure import summed


class Row(msgspec.Struct, frozen=True):
    """One maker on one link type: the counts of Score, and its parts of them; None where undefined."""

    maker: str
    link_type: str
    n: int
    proposed: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None


class Measured(msgspec.Struct, frozen=True):
    """What `crosstie candidates --against PASS --json` prints."""

    project: str
    against: str
    operating_point: float
    samples: int
    makers: tuple[Row, ...]
    notes: tuple[str, ...]


def measure(
    root: Path, sample_ids: Sequence[str], makers: tuple[str, ...], against: str, progress: OnProgress
) -> Measured:
    """Precision and recall of the makers on the samples that have the pass.

    Raises PassRefused for a blind pass, or where no sample has the pass.
    """
    found: list[SampleFound] = []
    order = Order(str(root), makers, against)
    running = run_all(order, sample_ids, lambda title, share: progress(f"measuring {title}", share))
    with closing(running):
        for one in running:
            found.append(one)
            progress("measuring", len(found) / len(sample_ids))
    measured = [one for one in found if one.pass_id]
    if not measured:
        failure = next((one.failure for one in found if one.failure), "")
        raise PassRefused(failure or f"no sample has a pass '{against}'; name a kind such as gold, or an id")
    told = summed(score for one in measured for maker in one.found for score in maker.scores)
    return Measured(
        str(root), against, OPERATING_POINT, len(measured), tuple(map(_row, told)), notes_of(found)
    )


def _row(score: Score) -> Row:
    values = (
        round(value, 4) if value is not None else None for value in (score.precision, score.recall, score.f1)
    )
    return Row(score.maker, score.link_type, score.n, score.proposed, score.right, *values)
