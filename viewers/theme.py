"""Colour tokens and metrics: the only place where a colour is written as a number."""

from functools import cache
from typing import Final, Literal

import msgspec
from PySide6.QtGui import QColor

ThemeName = Literal["dark", "light"]


class Theme(msgspec.Struct, frozen=True):
    """Named colours as #RRGGBB. Text on ground, panel, raised and chosen keeps a contrast of at least 4.5:1.

    `chosen` is the ground of a chosen row, `faint` the text of what cannot be done now, `second` the mark of
    the second of two things, whose first is marked in `accent`.
    """

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
    chosen: str
    faint: str
    shade: str
    second: str

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A token as a QColor; `alpha` from 0 (clear) to 1."""
        color = QColor(str(getattr(self, token)))
        color.setAlphaF(alpha)
        return color


DARK: Final = Theme(
    name="dark", ground="#14171C", panel="#1B1F26", raised="#232832", line="#2E3440", text="#E6EAF0",
    quiet="#9AA4B2", accent="#5BA7F7", good="#4CC38A", warn="#F2B84B", bad="#FF6B6B", on_accent="#0B1016",
    chosen="#26374C", faint="#667080", shade="#000000", second="#F5A524",
)  # fmt: skip
LIGHT: Final = Theme(
    name="light", ground="#EEF1F5", panel="#FFFFFF", raised="#F5F7FA", line="#D3DAE3", text="#1A212B",
    quiet="#55606E", accent="#1666C0", good="#17784C", warn="#8A5A00", bad="#C22B2B", on_accent="#FFFFFF",
    chosen="#DEEAF6", faint="#929CA9", shade="#000000", second="#B8470B",
)  # fmt: skip
THEMES: Final[dict[str, Theme]] = {"dark": DARK, "light": LIGHT}

LABEL_COLORS: Final = (
    "#56B4E9", "#E69F00", "#2FBF8F", "#F0E442", "#CC79A7", "#FF7043",
    "#9D8DF1", "#66D9E8", "#C0CA33", "#F48FB1", "#A1887F", "#90A4AE",
)  # fmt: skip
"""Colour-blind-safe set for entities and classes (Okabe and Ito 2008, widened in lightness steps)."""

HEIGHT_RAMPS: Final[dict[str, tuple[str, ...]]] = {
    "dark": ("#42587F", "#2C729B", "#068EA5", "#0DA8A4", "#3AC198", "#80D482", "#C3E169", "#FFE97E"),
    "light": ("#83AEC8", "#6B9ACB", "#6381CC", "#6865C1", "#6E4AAB", "#6E318A", "#6A1667", "#5D0042"),
}
"""Low to high: away from the ground's lightness in even steps (OKLCH), so that what stands up stands out."""

LEVEL_RAMPS: Final[dict[str, tuple[int, ...]]] = {
    "dark": (0x15181E, 0x251B45, 0x55207A, 0x92307D, 0xD04A68, 0xF6824D, 0xFBC35F, 0xFFFCE0),
    "light": (0xFFFFFF, 0xDCE6F2, 0xA9C3E2, 0x7399CB, 0x4A6BAA, 0x33437F, 0x241F50, 0x0D0720),
}
"""Quiet to loud, 0xRRGGBB: from the pane's ground on, ever farther from it in lightness."""

DEPTH_RAMP: Final = (0xFFF69B, 0xFECA5E, 0xF99F59, 0xED786E, 0xDA558B, 0xAF50B3, 0x7D50CF, 0x3B55C4)
"""Near to far on a photograph, 0xRRGGBB: steps of equal OKLab distance, ever darker, bluer and less warm."""

BODY_PX: Final = 13
SMALL_PX: Final = 11
GUTTER_PX: Final = 112
"""Width of the name column left of every row on the shared time axis, so that times stand in line."""


def label_color(index: int) -> QColor:
    """The colour of the index-th entity or class; the set repeats."""
    return QColor(LABEL_COLORS[index % len(LABEL_COLORS)])


def ink_on(fill: QColor) -> QColor:
    """Dark or light text for a plate of this colour, whichever has more contrast (WCAG 2.1)."""
    return QColor(_ink_on(fill.rgb()))


@cache
def _ink_on(rgb: int) -> QColor:
    """Worked out once a colour: a pane asks for every name that it draws."""
    dark, light, fill = DARK.color("on_accent"), LIGHT.color("on_accent"), QColor.fromRgb(rgb)
    return max(dark, light, key=lambda ink: contrast(ink, fill))


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1 contrast ratio of two opaque colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    """WCAG 2.1 relative luminance of an sRGB colour."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
