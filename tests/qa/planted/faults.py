"""The faults that are planted: each turns what an honest person saw into what the fault makes of it."""

import random
from dataclasses import dataclass, replace
from typing import Final, Literal

from tests.qa.planted.noise import swapped
from tests.qa.planted.things import Labels

Fault = Literal["links", "language", "drift", "anchoring"]
FAULTS: Final[tuple[Fault, ...]] = ("links", "language", "drift", "anchoring")

LINK_TYPE: Final = "l_about"
LANGUAGE: Final = "th"
TEXT_LINK_TYPE: Final = "l_row_of"
POD: Final = "hanoi"
CLASS: Final = "c_car"
INSTEAD: Final = "c_truck"
FIRST_BATCH: Final = 4
KEPT_WRONG: Final = 0.03
KEPT_WRONG_ANCHORED: Final = 0.45


@dataclass(frozen=True)
class Where:
    """Whose pass of which sample: the language, the batch's number from 1, the pod."""

    language: str
    batch: int
    pod: str


def with_faults(labels: Labels, where: Where, faults: frozenset[Fault], rng: random.Random) -> Labels:
    """Return what a person's pass holds once the faults are planted."""
    if "links" in faults:
        labels = replace(labels, ties=swapped(labels.ties, 0.5, rng, LINK_TYPE))
    if "language" in faults and where.language == LANGUAGE:
        labels = replace(labels, ties=swapped(labels.ties, 0.5, rng, TEXT_LINK_TYPE))
    if "drift" in faults and where.pod == POD and where.batch >= FIRST_BATCH:
        labels = _called_otherwise(labels, 0.35, rng)
    return labels


def kept_wrong(faults: frozenset[Fault]) -> float:
    """Return the share of wrong suggestions that people let stand."""
    return KEPT_WRONG_ANCHORED if "anchoring" in faults else KEPT_WRONG


def _called_otherwise(labels: Labels, share: float, rng: random.Random) -> Labels:
    for about in sorted({thing.about for thing in labels.things.values() if thing.class_id == CLASS}):
        if rng.random() < share:
            for key, thing in labels.things.items():
                if thing.about == about and thing.class_id == CLASS:
                    labels = labels.of_class(key, INSTEAD)
    return labels
