"""What a plan is asked for, and what is assumed where nothing was said."""

from typing import Final, Literal

import msgspec

from crosstie.qa.errors import QualityInvalid
from crosstie.qa.sampling.gates import iso_2859_plan

USUAL_ICC: Final = 0.2
"""Intraclass correlation where neither a person nor the project says one."""
FEWEST_ANCHORS: Final = 30

Unit = Literal["samples", "labels"]


class Asked(msgspec.Struct, frozen=True):
    """Shares are from 0 to 1. `of` says of what a share is to be within `margin`: of samples (as cross-modal
    consistency is), or of labels and links, many of which are in one sample.
    """

    margin: float = 0.05
    confidence: float = 0.95
    of: Unit = "samples"
    icc: float | None = None
    floor: int = 30
    seed: int = 1
    blind_share: float = 0.1
    second_share: float = 0.0
    overlap: int = FEWEST_ANCHORS
    aql: float = 0.01

    def require(self) -> None:
        """Raises QualityInvalid, naming the option, for what no plan can be made from."""
        for name, value in (("margin", self.margin), ("confidence", self.confidence)):
            if not 0 < value < 1:
                raise QualityInvalid(f"--{name} {value:g}: name a share between 0 and 1, such as 0.05.")
        for name, value in (("blind-share", self.blind_share), ("second-share", self.second_share)):
            if not 0 <= value <= 1:
                raise QualityInvalid(f"--{name} {value:g}: name a share from 0 to 1, such as 0.1.")
        if self.icc is not None and not 0 <= self.icc <= 1:
            raise QualityInvalid(f"--icc {self.icc:g}: name an intraclass correlation from 0 to 1.")
        if self.floor < 1:
            raise QualityInvalid(f"--floor {self.floor}: a stratum that is reported needs a sample at least.")
        if self.overlap < FEWEST_ANCHORS:
            few = f"fewer than {FEWEST_ANCHORS} anchors cannot tell drift from chance"
            raise QualityInvalid(f"--overlap {self.overlap}: {few}; name {FEWEST_ANCHORS} or more.")
        try:
            iso_2859_plan(self.aql, "K")
        except QualityInvalid as error:
            raise QualityInvalid(f"--gate: {error}") from error
