"""What came of makers on one sample: frozen, and JSON on the way from a worker process."""

import msgspec

from crosstie.app.prelabelling.alike import Portrait
from crosstie.app.prelabelling.maker import Proposal


class Score(msgspec.Struct, frozen=True):
    """How a maker did on a link type: `n` links are right, `proposed` it held to be, `right` of these are."""

    maker: str
    link_type: str
    n: int = 0
    proposed: int = 0
    right: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Of both samples together."""
        return Score(
            self.maker,
            self.link_type,
            self.n + other.n,
            self.proposed + other.proposed,
            self.right + other.right,
        )

    @property
    def precision(self) -> float | None:
        """What part of what it proposed is right; None where it proposed nothing."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """What part of what is right it proposed; None where nothing is."""
        return self.right / self.n if self.n else None

    @property
    def f1(self) -> float | None:
        """2TP / (2TP + FP + FN); None where there was nothing to find and nothing was proposed."""
        return 2 * self.right / (self.proposed + self.n) if self.proposed + self.n else None


class Found(msgspec.Struct, frozen=True):
    """What one maker made of one sample. `standing` says that its newest pass holds just these already."""

    maker: str
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    standing: bool = False


class SampleFound(msgspec.Struct, frozen=True):
    """What all makers made of one sample. `pass_id` is empty where there was no pass to look at.

    `portraits` are its entities by id, for comparing samples of one batch.
    """

    sample_id: str
    batch: str = ""
    pass_id: str = ""
    found: tuple[Found, ...] = ()
    portraits: dict[str, Portrait] = {}
    failure: str = ""


class Order(msgspec.Struct, frozen=True):
    """What to do with samples: which makers, and which pass to measure them against; empty for making."""

    root: str
    makers: tuple[str, ...]
    against: str = ""
