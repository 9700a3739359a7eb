"""How much of a sample is wrong, so that the samples behind a figure can be shown worst first."""

from collections.abc import Callable
from typing import Final

from crosstie.qa.intervals.shares import Share
from crosstie.qa.study.numbers import TOLD
from crosstie.qa.sums import Sums

Badness = Callable[[Sums], float]


def badness_of(metric: str) -> Badness:
    """Return what tells how much is wrong in sums of a metric; 0 is as good as can be.

    Where the metric has a share it is the number of things that are not as they should be; else edits,
    time, mentions, frames: whatever the metric counts as wrong. Numbers of different metrics do not compare.
    """
    own = _OWN.get(metric)
    if own is not None:
        return own
    for told in TOLD.get(metric, ()):
        if told.share is not None:
            return _amiss(told.share, told.better == "lower")
    return lambda _sums: 0.0


def _amiss(share: Share, part_is_bad: bool) -> Badness:
    def badness(sums: Sums) -> float:
        part, whole = share(sums)
        return float(part if part_is_bad else whole - part)

    return badness


def _unlike(sums: Sums) -> float:
    """Pairs of annotators that gave different labels."""
    return float(sum(n for (_, a, b), n in sums.under("pair").items() if a != b)) / 2


def _words(sums: Sums) -> float:
    return float(sums["substitutions",] + sums["deletions",] + sums["insertions",])


def _time(sums: Sums) -> float:
    return float(sums["false_alarm",] + sums["missed",] + sums["confusion",])


def _mentions(sums: Sums) -> float:
    """Mentions that are not in the same entity, from both sides."""
    return float(sum(sums["b_cubed", side, "den"] - sums["b_cubed", side, "num"] for side in ("r", "p")))


def _frames(sums: Sums) -> float:
    return float(sums["IDFN",] + sums["IDFP",])


def _mix(sums: Sums) -> float:
    """Labels that one pod has and the other has not."""
    counts = sums.under("labels")
    first = min((str(pod) for pod, _ in counts), default="")
    apart: dict[object, float] = {}
    for (pod, label), n in counts.items():
        apart[label] = apart.get(label, 0.0) + (float(n) if pod == first else -float(n))
    return sum(map(abs, apart.values()))


_OWN: Final[dict[str, Badness]] = {
    "krippendorff_alpha": _unlike,
    "u_alpha_family": lambda sums: float(sums["do", "u"]),
    "cer_grapheme": lambda sums: float(sums["grapheme_edits",]),
    "wer": _words,
    "diarization": _time,
    "coreference": _mentions,
    "track_agreement": _frames,
    "anchoring_bias": lambda sums: float(sums["wrong", False, True]),
    "jensen_shannon": _mix,
}
