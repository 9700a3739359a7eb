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
    cells: dict[Key, Number] = {}
    for alpha in ALPHAS:
        ok = near >= alpha - EPSILON
        table = np.bincount(pairs[ok], minlength=tracks.n_gold * tracks.n_pred)
        tp = int(ok.sum())
        cells["tp", alpha], cells["fn", alpha], cells["fp", alpha] = (
            tp,
            int(gold.sum()) - tp,
            int(pred.sum()) - tp,
        )
        cells["association", alpha] = _association(table.reshape(tracks.n_gold, tracks.n_pred), gold, pred)
        cells["location", alpha] = exact_sum(near[ok].tolist())
    return sums(cells)


def _assigned(tracks: Sequenced, agreement: Floats) -> tuple[Indexes, Floats]:
    """Return for each assigned pair of each frame which two tracks it is, as one number, and its
    similarity.
    """
    pairs, near = [np.empty(0, np.intp)], [np.empty(0)]
    for g, p, similarity in tracks.frames:
        rows, columns = linear_sum_assignment(agreement[np.ix_(g, p)] * similarity, maximize=True)
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
        together[np.ix_(g, p)] += np.divide(
            similarity, either, out=np.zeros_like(similarity), where=either > EPSILON
        )
    either = gold[:, None] + pred[None, :] - together
    return np.asarray(np.divide(together, either, out=np.zeros_like(together), where=either > 0), np.float64)


def _association(table: "np.typing.NDArray[np.int64]", gold: Floats, pred: Floats) -> Fraction:
    together = Fraction(0)
    for i, j in np.argwhere(table):
        n = int(table[i, j])
        together += Fraction(n * n, int(gold[i]) + int(pred[j]) - n)
    return together
