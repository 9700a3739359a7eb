"""Drawing a tie in the lanes: from a bar or chip to another one, with what may be its end glowing."""

from typing import Final

from crosstie.schema.records import End
from crosstie.schema.tie_ends import TieEnds
from crosstie.viewers.context import PaneContext
from crosstie.viewers.lanes.frame import Frame
from crosstie.viewers.lanes.spots import spots_in
from crosstie.viewers.selection import Ref

MOST_ASKED: Final = 2000
"""Bars that are looked at for whether they may be the other end; what lies beyond can still be dropped on."""


class TieDrag:
    """One drag at a time. `at` is where the pointer is, `target_id` what lies under it."""

    def __init__(self, context: PaneContext) -> None:
        self._context = context
        self._ends: TieEnds | None = None
        self.from_id = ""
        self.at = (0.0, 0.0)
        self.target_id = ""
        self.why_not = ""
        self.possible: frozenset[str] = frozenset()

    @property
    def active(self) -> bool:
        """Whether a tie is in the hand."""
        return bool(self.from_id)

    @property
    def fits(self) -> bool:
        """Whether letting go now would tie."""
        return bool(self.target_id) and not self.why_not

    def begin(self, annotation_id: str, frame: Frame) -> None:
        """Takes hold of one end."""
        context = self._context
        if context.document is None:
            return
        self.from_id = annotation_id
        context.set_tie_from(Ref("annotation", annotation_id))
        self._ends = TieEnds(context.document, context.state, (End("annotation", annotation_id),))
        seen = list(spots_in(frame))[:MOST_ASKED]
        self.possible = frozenset(key for key in seen if self._ends.possible(End("annotation", key)))

    def move(self, x: float, y: float, target_id: str) -> None:
        """The hand is over something else, or over nothing."""
        self.at = (x, y)
        if target_id == self.target_id or self._ends is None:
            return
        self.target_id = "" if target_id == self.from_id else target_id
        end = End("annotation", self.target_id)
        self.why_not = self._ends.why_not(end) if self.target_id and not self._ends.options(end) else ""

    def finish(self) -> None:
        """The hand lets go: over what fits it ties, over what does not it is told why."""
        target_id, why_not = self.target_id, self.why_not
        self._forget()
        if target_id and not why_not:
            self._context.pick(Ref("annotation", target_id))
        self._context.set_tie_from(None)
        if why_not:
            self._context.say(why_not, "warn")

    def cancel(self) -> None:
        """Gives the tie up."""
        if self.active:
            self._forget()
            self._context.set_tie_from(None)

    def _forget(self) -> None:
        self.from_id, self.target_id, self.why_not = "", "", ""
        self.possible, self._ends = frozenset(), None
