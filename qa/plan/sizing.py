"""How many samples a margin needs, and what was taken for granted in saying so."""

import math

import msgspec
from scipy.special import ndtri

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.plan.asked import USUAL_ICC, Asked
from crosstie.qa.result import Result
from crosstie.qa.sampling.sizes import design_effect, sample_size_proportion


class Needed(msgspec.Struct, frozen=True):
    """How many samples, for a share of samples and for a share of labels; None where that cannot be told.

    `unlimited` are how many single things it were in an endless project of independent ones. `m` verdicts
    of rules on labels and links are in a sample on average, weighted by size `m_weighted`; `icc` says how
    alike they are, from `icc_from`.
    """

    unlimited: int
    for_samples: int
    for_labels: int | None
    design_effect: float | None
    m: float | None
    m_weighted: float | None
    icc: float
    icc_from: str


def needed(asked: Asked, samples: int, intraclass: Result) -> Needed:
    """What a project of so many samples needs. Raises QualityInvalid where labels are asked for and none
    were judged.
    """
    m, weighted, found = (intraclass.number(name) for name in ("m", "m_weighted", "icc"))
    icc, icc_from = max(found or 0.0, 0.0), "the rules' verdicts in this project"
    if asked.icc is not None:
        icc, icc_from = asked.icc, "--icc"
    elif found is None:
        icc, icc_from = USUAL_ICC, "a usual value: too little was judged here to tell"
    effect = None if weighted is None else design_effect(weighted, icc)
    for_labels = None if effect is None or m is None else _size(asked, samples, effect / m)
    if asked.of == "labels" and for_labels is None:
        raise QualityInvalid("--of labels: no rule has judged a label of this project yet; plan for samples.")
    return Needed(
        unlimited=_size(asked, None, 1.0),
        for_samples=_size(asked, samples, 1.0),
        for_labels=for_labels,
        design_effect=effect,
        m=m,
        m_weighted=weighted,
        icc=icc,
        icc_from=icc_from,
    )


def margin_of(chosen: int, size: int, confidence: float) -> float | None:
    """The margin of a share of 0.5 that so many of a stratum's samples give, 0 for all of them."""
    if not chosen:
        return None
    left = (size - chosen) / (size - 1) if size > 1 else 0.0
    return float(ndtri(0.5 + confidence / 2)) * math.sqrt(0.25 / chosen * left)


def _size(asked: Asked, samples: int | None, effect: float) -> int:
    found = sample_size_proportion(
        asked.margin, 0.5, asked.confidence, population=samples, design_effect=effect
    )
    return int(found.value or 0)
