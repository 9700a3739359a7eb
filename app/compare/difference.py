"""What differs between two passes of one sample, as plain values. No Qt."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from crosstie.schema.records import End

Kind = Literal["only_a", "only_b", "moved", "class", "attribute", "entity", "link_a", "link_b", "link_end"]
Side = Literal["A", "B"]
NOTHING: Final = End("annotation", "")
KINDS: Final[dict[Kind, str]] = {
    "only_a": "only in A",
    "only_b": "only in B",
    "moved": "moved",
    "class": "other class",
    "attribute": "other attribute",
    "entity": "about another entity",
    "link_a": "link only in A",
    "link_b": "link only in B",
    "link_end": "link with another end",
}
LINKS: Final = "links"
"""What stands for the modality of a link."""


class Difference(msgspec.Struct, frozen=True):
    """One label, or one pair of labels that are the same thing, and how they differ.

    `a` and `b` are ids of annotations, or of links; empty where the pass has none. `seen` are the two things
    to look at, `sides` the pass that each is of: both of one pass for a link that the other has not; an end
    without an id stands for nothing. `title` names it as A has it, or B where A has nothing, `other` as B has
    it, empty for the same words. `overlap` is how alike the places are, from 0 to 1.
    """

    kinds: tuple[Kind, ...]
    modality: str
    title: str
    words: str
    seen: tuple[End, End]
    sides: tuple[Side, Side] = ("A", "B")
    a: str = ""
    b: str = ""
    overlap: float | None = None
    other: str = ""
    is_link: bool = False
    at_ns: int = -1

    def said_by(self, side: Side) -> str:
        """How a side names it; "nothing" for one that has nothing of the kind."""
        if not (self.a if side == "A" else self.b):
            return "nothing"
        return self.other if side == "B" and self.other else self.title

    @property
    def key(self) -> tuple[str, str]:
        """What names it."""
        return self.a, self.b


class Compared(msgspec.Struct, frozen=True):
    """The differences in order of modality and time, and the ids of the labels of both passes that agree."""

    first: str
    second: str
    differences: tuple[Difference, ...] = ()
    alike: frozenset[str] = frozenset()
    same_labels: int = 0
    same_links: int = 0

    def of(self, kind: Kind | Literal[""]) -> tuple[Difference, ...]:
        """The differences of a kind; all of them for none."""
        return tuple(one for one in self.differences if not kind or kind in one.kinds)


def counts(differences: Iterable[Difference]) -> dict[str, Counter[Kind]]:
    """How many of each kind, by modality; one that differs in two ways counts in both."""
    found: dict[str, Counter[Kind]] = {}
    for one in differences:
        found.setdefault(one.modality, Counter()).update(one.kinds)
    return found
