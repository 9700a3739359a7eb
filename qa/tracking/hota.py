"""HOTA: detection and association at once, over 19 thresholds."""

import math
from fractions import Fraction

import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa.matching.assign import EPSILON
from crosstie.qa.sums import Key, Number, Sums, exact_sum, ratio, sums
from crosstie.qa.tracking.frames import Floats, Indexes, Sequenced

ALPHAS = tuple(round(0.05 * i, 2) for i in range(1, 20))


def hota_sums(tracks: Sequenced) -> Sums:
    """Return ("tp"|"fp"|"fn"|"association"|"location", alpha) of one sequence.

    association is the sum over matches of TPA / (TPA + FNA + FPA), so that sequences add (AssA times TP).
    Luiten et al. 2021, IJCV 129:548; matching as in TrackEval: one assignment a frame, by similarity times
    the agreement of the two tracks over the whole sequence.
    """
    gold, pred = tracks.presence()
    pairs, near = _assigned(tracks, _track_agreement(tracks, gold, pred))
    n_gold, n_pred = int(gold.sum()), int(pred.sum())
    cells: dict[Key, Number] = {}
    tp = -1
    association: Number = 0
    location: Number = 0
    for alpha in ALPHAS:
        ok = near >= alpha - EPSILON
        found = int(np.count_nonzero(ok))
        if found != tp:  # matches only ever fall away: as many are the same ones
            tp = found
            table = np.bincount(pairs[ok], minlength=tracks.n_gold * tracks.n_pred)
            association = _association(table.reshape(tracks.n_gold, tracks.n_pred), gold, pred)
            location = exact_sum(near[ok].tolist())
        cells["tp", alpha], cells["fn", alpha], cells["fp", alpha] = tp, n_gold - tp, n_pred - tp
        cells["association", alpha], cells["location", alpha] = association, location
    return sums(cells)


def _assigned(tracks: Sequenced, agreement: Floats) -> tuple[Indexes, Floats]:
    """Return for each assigned pair of each frame which two tracks it is, as one number, and its
    similarity.
    """
    pairs, near = [np.empty(0, np.intp)], [np.empty(0)]
    for g, p, similarity in tracks.frames:
        rows, columns = linear_sum_assignment(agreement[g[:, None], p] * similarity, maximize=True)
        pairs.append(g[rows] * tracks.n_pred + p[columns])
        near.append(similarity[rows, columns])
    return np.concatenate(pairs), np.concatenate(near)


def hota_figures(parts: Sums) -> dict[str, object]:
    """Return HOTA, DetA, AssA and LocA as means over the thresholds, and HOTA_50 with its counts."""
    rows = [_at(parts, alpha) for alpha in ALPHAS]
    mean = [math.fsum(row[i] for row in rows) / len(rows) for i in range(4)]
    half = ALPHAS.index(0.5)
    figures: dict[str, object] = dict(zip(("HOTA", "DetA", "AssA", "LocA"), mean, strict=True))
    figures |= {"HOTA_50": rows[half][0], "DetA_50": rows[half][1], "AssA_50": rows[half][2]}
    return figures | {f"HOTA_{name.upper()}_50": parts.count(name, 0.5) for name in ("tp", "fn", "fp")}


def _at(parts: Sums, alpha: float) -> tuple[float, float, float, float]:
    tp, fn, fp = (parts[name, alpha] for name in ("tp", "fn", "fp"))
    detection = ratio(tp, tp + fn + fp) or 0.0
    association = ratio(parts["association", alpha], tp) or 0.0
    located = ratio(parts["location", alpha], tp)
    return math.sqrt(detection * association), detection, association, 1.0 if located is None else located


def _track_agreement(tracks: Sequenced, gold: Floats, pred: Floats) -> Floats:
    """Return the soft Jaccard index of each pair of tracks over the sequence."""
    together = np.zeros((tracks.n_gold, tracks.n_pred))
    for g, p, similarity in tracks.frames:
        either = similarity.sum(0)[None, :] + similarity.sum(1)[:, None] - similarity
        together[g[:, None], p] += np.divide(
            similarity, either, out=np.zeros_like(similarity), where=either > EPSILON
        )
    either = gold[:, None] + pred[None, :] - together
    return np.asarray(np.divide(together, either, out=np.zeros_like(together), where=either > 0), np.float64)


def _association(table: "np.typing.NDArray[np.int64]", gold: Floats, pred: Floats) -> Fraction:
    """Return the sum of n^2 / (gold + pred - n) over pairs of tracks, added by denominator first."""
    i, j = np.nonzero(table)
    n = table[i, j]
    below, place = np.unique(gold[i].astype(np.int64) + pred[j].astype(np.int64) - n, return_inverse=True)
    above = np.zeros(len(below), np.int64)
    np.add.at(above, place, n * n)
    return sum((Fraction(int(a), int(b)) for a, b in zip(above, below, strict=True)), Fraction(0))
