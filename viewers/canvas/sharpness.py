"""How large a picture has to be decoded for the view that it is shown in."""

import math
from typing import Final

from crosstie.viewers.canvas.transform import Size

_WASTE: Final = 1.6
"""A picture this many times larger than it is shown is asked for again: made small, it would glitter."""


def wanted_size(full: Size, scale: float, ratio: float) -> Size:
    """Pixels to ask for at `scale` view pixels a picture pixel and `ratio` screen pixels a view pixel."""
    zoom = min(scale * ratio, 1.0)
    return Size(math.ceil(full.width * zoom), math.ceil(full.height * zoom))


def sharp_enough(have: Size, wanted: Size) -> bool:
    """Whether a decoded picture does for a wanted size; decoders round to whole pixels."""
    return wanted.width - 1 <= have.width <= wanted.width * _WASTE + 1
