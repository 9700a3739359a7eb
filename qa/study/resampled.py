"""Figures that are no share, for the bootstrap: the few sums that each needs, and all replicates at once."""

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa.sums import Key, Number, Sums
from crosstie.qa.tracking.hota import ALPHAS

Floats = NDArray[np.float64]
Linear = dict[Key, Number]


class Drawn:
    """Sums of every replicate: for each key one number a replicate."""

    def __init__(self, columns: Mapping[Key, Floats], replicates: int) -> None:
        self.columns = columns
        self.n = replicates

    def __getitem__(self, key: Key) -> Floats:
        """Return the sums under a key, 0 where there are none."""
        found = self.columns.get(key)
        return np.zeros(self.n) if found is None else found

    def under(self, name: str) -> dict[Key, Floats]:
        """Return the sums whose key begins with `name`, by the rest of the key."""
        return {key[1:]: column for key, column in self.columns.items() if key[0] == name}


Values = Callable[[Drawn], Floats]


class Resampled(msgspec.Struct, frozen=True):
    """Of a metric: `linear` picks from one sample's sums what adds up, `values` finishes each number.

    An undefined number is NaN. Numbers are those that `finish` of `crosstie.qa.study.numbers.TOLD` gives,
    rounded otherwise.
    """

    linear: Callable[[Sums], Linear]
    values: dict[str, Values]


def _kept(*keys: Key) -> Callable[[Sums], Linear]:
    def linear(parts: Sums) -> Linear:
        cells = parts.cells
        return {key: cells[key] for key in keys if key in cells}

    return linear


def _ratio(part: Floats, whole: Floats) -> Floats:
    found = np.full(len(part), np.nan)
    np.divide(part, whole, out=found, where=whole != 0)
    return found


def _margins(parts: Sums) -> Linear:
    """The two annotators' margins, and what they agree on: all that kappa is made from."""
    found: Linear = {}
    for (name, *labels), n in parts.cells.items():
        if name == "cell":
            a, b = labels
            for key in (("a", a), ("b", b), ("n",), *((("same",),) if a == b else ())):
                found[key] = found.get(key, 0) + n
    return found


def _kappa(drawn: Drawn) -> Floats:
    columns, n = drawn.under("b"), drawn["n",]
    chance = sum((row * columns[key] for key, row in drawn.under("a").items() if key in columns), 0 * n)
    return _ratio(drawn["same",] * n - chance, n * n - chance)


def _masses(parts: Sums) -> Linear:
    """Each label's mass among pairs of annotators, and the mass of unlike pairs."""
    found: Linear = {}
    for (m, a, b), n in parts.under("pair").items():
        weighed = n if m == 2 else Fraction(n, int(str(m)) - 1)
        for key in (("mass", a), *((("unlike",),) if a != b else ())):
            found[key] = found.get(key, 0) + weighed
    return found


def _alpha(drawn: Drawn) -> Floats:
    masses = list(drawn.under("mass").values())
    n = sum(masses, np.zeros(drawn.n))
    expected = n * n - sum((mass * mass for mass in masses), np.zeros(drawn.n))
    return 1 - _ratio(drawn["unlike",] * (n - 1), expected)


def _table(parts: Sums) -> Linear:
    return {key: n for key, n in parts.cells.items() if key[0] == "cell"}


def _v_measure(drawn: Drawn) -> Floats:
    """2 I / (H(A) + H(B)), which is the harmonic mean of homogeneity and completeness."""
    rows: dict[Hashable, Floats] = {}
    columns: dict[Hashable, Floats] = {}
    joint = np.zeros(drawn.n)
    n = np.zeros(drawn.n)
    for (a, b), count in drawn.under("cell").items():
        rows[a], columns[b] = rows.get(a, 0) + count, columns.get(b, 0) + count
        joint, n = joint + _logged(count), n + count
    sides = [sum(map(_logged, side.values()), np.zeros(drawn.n)) for side in (rows, columns)]
    one, other = (_logged(n) - side for side in sides)
    shared = _logged(n) - sides[0] - sides[1] + joint
    v = _ratio(2 * np.maximum(shared, 0), one + other)
    return np.where((one > _NOTHING * n) & (other > _NOTHING * n), v, np.nan)


def _logged(counts: Floats) -> Floats:
    return np.asarray(counts * np.log(np.where(counts > 0, counts, 1.0)), np.float64)


def _u_linear(parts: Sums) -> Linear:
    found = _kept(("do", "u"), ("de", "u"))(parts)
    return {**found, ("seen",): sum(parts.under("seen").values())}


def _u_alpha(drawn: Drawn) -> Floats:
    observed, expected = drawn["do", "u"], drawn["de", "u"]
    alike = np.where(observed == 0, 1.0, np.nan)
    value = np.where(expected != 0, 1 - _ratio(observed, expected), alike)
    return np.where(drawn["seen",] > 0, value, np.nan)


def _word_errors(drawn: Drawn) -> Floats:
    wrong, lost = drawn["substitutions",], drawn["deletions",]
    return _ratio(wrong + lost + drawn["insertions",], drawn["hits",] + wrong + lost)


def _der(drawn: Drawn) -> Floats:
    wrong = drawn["false_alarm",] + drawn["missed",] + drawn["confusion",]
    return _ratio(wrong, drawn["total",])


def _jer(drawn: Drawn) -> Floats:
    """Without any speaker 1 where somebody was heard, and 0 where nobody was."""
    value = _ratio(drawn["jer",], drawn["speakers",])
    return np.where(np.isnan(value), np.where(drawn["heard",] > 0, 1.0, 0.0), value)


_CONLL: Final = ("muc", "b_cubed", "ceaf_e")


def _conll(drawn: Drawn) -> Floats:
    scores = np.zeros(drawn.n)
    for name in _CONLL:
        recall, precision = (
            np.nan_to_num(_ratio(drawn[name, side, "num"], drawn[name, side, "den"])) for side in ("r", "p")
        )
        scores += np.nan_to_num(_ratio(2 * recall * precision, recall + precision))
    seen = drawn["mentions", "key"] + drawn["mentions", "response"]
    return np.where(seen > 0, scores / len(_CONLL), np.nan)


def _hota(drawn: Drawn) -> Floats:
    scores = np.zeros(drawn.n)
    for alpha in ALPHAS:
        tp = drawn["tp", alpha]
        found = np.nan_to_num(_ratio(tp, tp + drawn["fn", alpha] + drawn["fp", alpha]))
        scores += np.sqrt(found * np.nan_to_num(_ratio(drawn["association", alpha], tp)))
    seen = drawn["gold_tracks",] + drawn["pred_tracks",]
    return np.where(seen > 0, scores / len(ALPHAS), np.nan)


def _idf1(drawn: Drawn) -> Floats:
    tp = 2 * drawn["IDTP",]
    return _ratio(tp, tp + drawn["IDFP",] + drawn["IDFN",])


def _gap(kind: str) -> Values:
    def values(drawn: Drawn) -> Floats:
        n = sum((drawn[kind, b, a] for b in (False, True) for a in (False, True)), np.zeros(drawn.n))
        return _ratio(drawn[kind, False, True] - drawn[kind, True, False], n)

    return values


_NOTHING: Final = 1e-12
_TRACKS: Final = tuple((name, alpha) for name in ("tp", "fn", "fp", "association") for alpha in ALPHAS)
RESAMPLED: Final[dict[str, Resampled]] = {
    "matched_f1": Resampled(
        _kept(("similarity", 0.5), ("tp", 0.5)),
        {"mean_iou": lambda drawn: _ratio(drawn["similarity", 0.5], drawn["tp", 0.5])},
    ),
    "class_agreement": Resampled(_margins, {"class_kappa": _kappa}),
    "attribute_agreement": Resampled(_margins, {"attribute_kappa": _kappa}),
    "krippendorff_alpha": Resampled(_masses, {"class_alpha": _alpha}),
    "co_label_confusion": Resampled(_table, {"taxonomy_v": _v_measure}),
    "u_alpha_family": Resampled(_u_linear, {"u_alpha": _u_alpha}),
    "cer_grapheme": Resampled(
        _kept(("grapheme_edits",), ("grapheme_ref_len",)),
        {"cer": lambda drawn: _ratio(drawn["grapheme_edits",], drawn["grapheme_ref_len",])},
    ),
    "wer": Resampled(
        _kept(("hits",), ("substitutions",), ("deletions",), ("insertions",)), {"wer": _word_errors}
    ),
    "diarization": Resampled(
        _kept(
            *((name,) for name in ("false_alarm", "missed", "confusion", "total")),
            *((name,) for name in ("jer", "speakers", "heard")),
        ),
        {"der": _der, "jer": _jer},
    ),
    "coreference": Resampled(
        _kept(
            *((name, side, part) for name in _CONLL for side in ("r", "p") for part in ("num", "den")),
            *(("mentions", side) for side in ("key", "response")),
        ),
        {"entity_conll": _conll},
    ),
    "track_agreement": Resampled(
        _kept(*_TRACKS, *((name,) for name in ("gold_tracks", "pred_tracks", "IDTP", "IDFP", "IDFN"))),
        {"hota": _hota, "idf1": _idf1},
    ),
    "anchoring_bias": Resampled(
        _kept(*((kind, b, a) for kind in ("wrong", "right") for b in (False, True) for a in (False, True))),
        {"anchoring_wrong": _gap("wrong"), "anchoring_right": _gap("right")},
    ),
}
"""By metric. What stands here needs no sum for each pair of labels, however many labels there are."""
