"""How things are lit on a canvas: what is selected, related and hovered, and the pens that say so."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from crosstie.viewers.canvas.items import Stroke
from crosstie.viewers.theme import DARK, Theme

LINE_PX: Final = 2.0
CASING_PX: Final = 4.0
RELATED_PX: Final = 3.0
HALO_PX: Final = 5.0
SOFT_PX: Final = 14.0
_PAPER_DARKER: Final = 135
_DASHES: Final[dict[Stroke, list[float]]] = {"dashed": [4.0, 2.5], "dotted": [1.0, 1.8]}


class Look(msgspec.Struct, frozen=True):
    """What is lit up. `edits` shows handles on what is selected; `ties` makes the hovered thing glow.

    `in_hand` is drawn as a ghost elsewhere, and nowhere else. `paper` says that the picture is a page:
    what would lift a line off a photograph would smudge small print. Without `names` only what is lit up is
    named.
    """

    theme: Theme = DARK
    selected: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    hovered: str = ""
    edits: bool = False
    ties: bool = False
    in_hand: str = ""
    paper: bool = False
    names: bool = True

    def lit(self, item_id: str) -> bool:
        """Whether a thing is drawn over the crowd."""
        return item_id in self.selected or item_id in self.related or item_id == self.hovered

    def line_color(self, color: str) -> QColor:
        """A label's colour as a line: darker on paper, where light ones would be lost."""
        return QColor(color).darker(_PAPER_DARKER) if self.paper else QColor(color)


def line_pen(color: QColor | str, width: float, stroke: Stroke = "solid") -> QPen:
    """A pen for an outline; its corners are sharp, its dashes round off with the dots."""
    pen = QPen(QColor(color), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if stroke != "solid":
        pen.setDashPattern(_DASHES[stroke])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def soft_pen(color: QColor, width: float, alpha: float) -> QPen:
    """A clear, round pen for the glow around an outline."""
    faded = QColor(color)
    faded.setAlphaF(alpha)
    pen = QPen(faded, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
