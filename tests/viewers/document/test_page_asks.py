"""What is asked of a page, and whether what came is sharp."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.queries import PagePicture
from crosstie.viewers.canvas.transform import Bounds, Size
from crosstie.viewers.document.page_asks import WHOLE_PIXELS, is_sharp, page_query, placed

A4 = Size(595.0, 842.0)
scales = st.floats(0.05, 100)
corners = st.tuples(st.floats(-300, 800), st.floats(-300, 1100), st.floats(1, 900), st.floats(1, 900))


def answered(scale: float, clip: tuple[float, float, float, float] | None) -> PagePicture:
    return PagePicture(0, A4.width, A4.height, scale, clip, np.zeros((1, 1, 4), np.uint8))


@given(scales, corners)
def test_what_is_asked_is_sharp_and_never_too_large(
    scale: float, corner: tuple[float, float, float, float]
) -> None:
    left, top, width, height = corner
    # A view of a screen's size sees less of a page the larger it stands.
    seen = Bounds(left, top, left + min(width, 2000 / scale), top + min(height, 2000 / scale))
    query = page_query(0, A4, scale, seen)
    if query.clip is None:
        assert A4.width * A4.height * scale * scale <= WHOLE_PIXELS
    else:
        x0, y0, x1, y1 = query.clip
        assert Bounds(x0, y0, x1, y1).within(Bounds(0, 0, A4.width, A4.height)) == Bounds(x0, y0, x1, y1)
        assert (x1 - x0) * (y1 - y0) * scale * scale <= 4.01 * 1.5 * WHOLE_PIXELS
    assert is_sharp(answered(query.scale, query.clip), scale, seen)


def test_another_scale_or_another_part_is_not_sharp() -> None:
    seen = Bounds(100, 100, 200, 200)
    assert not is_sharp(answered(2.0, None), 2.1, seen)
    part = answered(2.0, (90.0, 90.0, 210.0, 210.0))
    assert is_sharp(part, 2.0, seen)
    assert not is_sharp(part, 2.0, Bounds(100, 100, 211, 200))


def test_a_part_is_placed_where_its_pixels_begin() -> None:
    pixels = np.zeros((30, 50, 4), np.uint8)
    picture = PagePicture(0, 595, 842, 2.5, (10.3, 20.7, 30.1, 32.5), pixels)
    box = placed(picture)
    assert (box.left, box.top) == pytest.approx((25 / 2.5, 51 / 2.5))
    assert (box.width, box.height) == pytest.approx((20, 12))
