"""Colour tokens and metrics: the only place where a colour is written as a number."""

from typing import Final, Literal

import msgspec
from PySide6.QtGui import QColor

ThemeName = Literal["dark", "light"]


class Theme(msgspec.Struct, frozen=True):
    """Named colours as #RRGGBB. Text on ground, panel and raised keeps a contrast of at least 4.5:1."""

    name: ThemeName
    ground: str
    panel: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    good: str
    warn: str
    bad: str
    on_accent: str
    shade: str

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A token as a QColor; `alpha` from 0 (clear) to 1."""
        color = QColor(str(getattr(self, token)))
        color.setAlphaF(alpha)
        return color


DARK: Final = Theme(
    name="dark", ground="#14171C", panel="#1B1F26", raised="#232832", line="#2E3440", text="#E6EAF0",
    quiet="#9AA4B2", accent="#5BA7F7", good="#4CC38A", warn="#F2B84B", bad="#FF6B6B", on_accent="#0B1016",
    shade="#000000",
)  # fmt: skip
LIGHT: Final = Theme(
    name="light", ground="#EEF1F5", panel="#FFFFFF", raised="#F5F7FA", line="#D3DAE3", text="#1A212B",
    quiet="#55606E", accent="#1666C0", good="#17784C", warn="#8A5A00", bad="#C22B2B", on_accent="#FFFFFF",
    shade="#000000",
)  # fmt: skip
THEMES: Final[dict[str, Theme]] = {"dark": DARK, "light": LIGHT}

LABEL_COLORS: Final = (
    "#56B4E9", "#E69F00", "#2FBF8F", "#F0E442", "#CC79A7", "#FF7043",
    "#9D8DF1", "#66D9E8", "#C0CA33", "#F48FB1", "#A1887F", "#90A4AE",
)  # fmt: skip
"""Colour-blind-safe set for entities and classes (Okabe and Ito 2008, widened in lightness steps)."""

BODY_PX: Final = 13
SMALL_PX: Final = 11
GUTTER_PX: Final = 112
"""Width of the name column left of every row on the shared time axis, so that times stand in line."""


def label_color(index: int) -> QColor:
    """The colour of the index-th entity or class; the set repeats."""
    return QColor(LABEL_COLORS[index % len(LABEL_COLORS)])
