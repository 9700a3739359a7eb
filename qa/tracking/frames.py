"""Tracks of one sequence, frame by frame, ready for counting."""

from collections.abc import Hashable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from crosstie.qa.errors import QualityInvalid

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]


class Frame(msgspec.Struct, frozen=True):
    """The tracks seen in one frame, and how similar each gold one is to each predicted one (rows gold,
    0..1).
    """

    gold_ids: Sequence[Hashable]
    pred_ids: Sequence[Hashable]
    similarity: Sequence[Sequence[float]]


class Sequenced(msgspec.Struct, frozen=True):
    """Frames with identities as numbers from 0."""

    frames: list[tuple[Indexes, Indexes, Floats]]
    n_gold: int
    n_pred: int

    def presence(self) -> tuple[Floats, Floats]:
        """Return in how many frames each gold and each predicted track is."""
        gold, pred = np.zeros(self.n_gold), np.zeros(self.n_pred)
        for g, p, _ in self.frames:
            gold[g] += 1
            pred[p] += 1
        return gold, pred


def sequenced(frames: Sequence[Frame]) -> Sequenced:
    """Number the tracks. Raises QualityInvalid for a track twice in one frame, or a table of the wrong
    size.
    """
    gold: dict[Hashable, int] = {}
    pred: dict[Hashable, int] = {}
    read = []
    for n, frame in enumerate(frames):
        g = np.array([gold.setdefault(name, len(gold)) for name in frame.gold_ids], np.intp)
        p = np.array([pred.setdefault(name, len(pred)) for name in frame.pred_ids], np.intp)
        if len(set(g.tolist())) < len(g) or len(set(p.tolist())) < len(p):
            raise QualityInvalid(f"frame {n} has one track twice.")
        table = np.asarray(frame.similarity, np.float64)
        if table.size != len(g) * len(p) or not np.isfinite(table).all():
            raise QualityInvalid(f"frame {n} needs {len(g)} x {len(p)} finite similarities.")
        read.append((g, p, table.reshape(len(g), len(p))))
    return Sequenced(read, len(gold), len(pred))
