"""IDF1 and CLEAR MOTA of one sequence, at similarity 0.5."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from crosstie.qa.matching.assign import EPSILON
from crosstie.qa.sums import Key, Number, Sums, exact_sum, ratio, sums
from crosstie.qa.tracking.frames import Floats, Indexes, Sequenced


def identity_sums(tracks: Sequenced, threshold: float = 0.5) -> Sums:
    """Return IDTP, IDFN, IDFP: each gold track is given one predicted track for the whole sequence, at best.

    Ristani et al. 2016, ECCV Workshops.
    """
    gold, pred = (int(side.sum()) for side in tracks.presence())
    together = np.zeros((tracks.n_gold, tracks.n_pred))
    for g, p, similarity in tracks.frames:
        together[g[:, None], p] += similarity >= threshold - EPSILON
    rows, columns = linear_sum_assignment(together, maximize=True)
    tp = int(together[rows, columns].sum())
    return sums({("IDTP",): tp, ("IDFN",): gold - tp, ("IDFP",): pred - tp})


def clear_sums(tracks: Sequenced, threshold: float = 0.5) -> Sums:
    """Return CLR_TP, CLR_FN, CLR_FP, IDSW and the similarity of matches; a match of the frame before is kept.

    Bernardin & Stiefelhagen 2008, EURASIP J Image Video Process.
    """
    last = np.full(tracks.n_gold, -1)
    previous = np.full(tracks.n_gold, -1)
    tp = switches = 0
    near: list[float] = []
    for g, p, similarity in tracks.frames:
        if not len(g) or not len(p):
            continue
        rows, columns = _kept(g, p, similarity, previous, threshold)
        old, new = last[g[rows]], p[columns]
        switches += int(((old >= 0) & (old != new)).sum())
        last[g[rows]] = new
        previous[:] = -1
        previous[g[rows]] = new
        tp += len(rows)
        near.extend(similarity[rows, columns].tolist())
    gold, pred = (int(side.sum()) for side in tracks.presence())
    counts: dict[Key, Number] = {
        ("CLR_TP",): tp,
        ("CLR_FN",): gold - tp,
        ("CLR_FP",): pred - tp,
        ("IDSW",): switches,
    }
    return sums({**counts, ("similarity",): exact_sum(near)})


def identity_figures(parts: Sums) -> dict[str, object]:
    """Return IDF1 = 2 IDTP / (2 IDTP + IDFP + IDFN) with IDP and IDR, MOTA and MOTP, and their counts."""
    figures: dict[str, object] = {
        name: parts.count(name) for name in ("IDTP", "IDFN", "IDFP", "CLR_TP", "CLR_FN", "CLR_FP", "IDSW")
    }
    tp, fn, fp = (parts[name,] for name in ("IDTP", "IDFN", "IDFP"))
    gold = parts["CLR_TP",] + parts["CLR_FN",]
    figures |= {"IDF1": ratio(2 * tp, 2 * tp + fp + fn), "IDP": ratio(tp, tp + fp), "IDR": ratio(tp, tp + fn)}
    figures["MOTA"] = ratio(parts["CLR_TP",] - parts["CLR_FP",] - parts["IDSW",], gold)
    figures["MOTP"] = ratio(parts["similarity",], parts["CLR_TP",])
    return figures


def _kept(
    g: Indexes, p: Indexes, similarity: Floats, previous: "np.typing.NDArray[np.int_]", threshold: float
) -> tuple[Indexes, Indexes]:
    score = similarity + 1000.0 * (previous[g][:, None] == p[None, :])
    score[similarity < threshold - EPSILON] = 0
    rows, columns = linear_sum_assignment(score, maximize=True)
    real = score[rows, columns] > EPSILON
    return rows[real], columns[real]
