import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstie.viewers.canvas.transform import Bounds, Size, ViewTransform, fitted
from crosstie.viewers.canvas.viewport import Viewport
from tests.viewers.canvas.strategies import places, sizes

scales = st.floats(0.01, 64)
transforms = st.builds(ViewTransform, scales, places, places)
FULL_HD, A_VIEW = Size(1920, 1080), Size(800, 450)


def a_viewport(picture: Size = FULL_HD, view: Size = A_VIEW) -> Viewport:
    viewport = Viewport()
    viewport.resize(view)
    viewport.show_picture(picture)
    return viewport


@given(transforms, places, places)
def test_a_point_goes_to_the_view_and_back(transform: ViewTransform, x: float, y: float) -> None:
    back = transform.picture_from_view(*transform.view_from_picture(x, y))
    assert back == pytest.approx((x, y), abs=1e-6 * max(1, 1 / transform.scale))


@given(sizes, sizes)
def test_a_fitted_picture_is_whole_centred_and_touches_its_margin(picture: Size, view: Size) -> None:
    seen = fitted(picture, view).bounds_in_view(Bounds(0, 0, picture.width, picture.height))
    assert seen.left >= 5.9
    assert seen.top >= 5.9
    assert seen.center == pytest.approx((view.width / 2, view.height / 2))
    assert min(seen.left, seen.top) == pytest.approx(6)


@given(sizes, sizes, st.floats(0, 1), st.floats(0, 1), st.floats(0.2, 5))
def test_zoom_leaves_what_is_under_the_cursor_there(
    picture: Size, view: Size, across: float, down: float, factor: float
) -> None:
    viewport = a_viewport(picture, view)
    x, y = across * view.width, down * view.height
    before = viewport.transform.picture_from_view(x, y)
    viewport.zoom(x, y, factor)
    inside = 0 <= before[0] <= picture.width and 0 <= before[1] <= picture.height
    if inside and factor > 1:
        assert viewport.transform.picture_from_view(x, y) == pytest.approx(before, abs=1e-6 * picture.width)


def test_zoom_ends_at_single_pixels_and_at_half_of_the_fitted_size() -> None:
    viewport = a_viewport()
    fit = viewport.transform.scale
    for _ in range(100):
        viewport.zoom(400, 225, 1.5)
    assert viewport.transform.scale == 64
    for _ in range(100):
        viewport.zoom(400, 225, 0.5)
    assert viewport.transform.scale == pytest.approx(fit / 2)


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_some_of_the_picture_always_stays_in_view(dx: float, dy: float) -> None:
    viewport = a_viewport()
    viewport.zoom(400, 225, 3)
    viewport.pan(dx, dy)
    seen = viewport.transform.bounds_in_view(viewport.room).within(Bounds(0, 0, 800, 450))
    assert seen.width >= 47.9
    assert seen.height >= 47.9


def test_a_fitted_picture_stays_fitted_when_the_view_is_resized() -> None:
    viewport = a_viewport()
    viewport.resize(Size(400, 300))
    assert viewport.fits
    assert viewport.transform == fitted(Size(1920, 1080), Size(400, 300))


def test_a_moved_picture_keeps_its_middle_when_the_view_is_resized() -> None:
    viewport = a_viewport()
    viewport.zoom(400, 225, 4)
    middle = viewport.transform.picture_from_view(400, 225)
    viewport.resize(Size(600, 500))
    assert viewport.transform.picture_from_view(300, 250) == pytest.approx(middle)
    assert not viewport.fits


def test_a_revealed_shape_comes_into_view_only_when_it_is_not() -> None:
    viewport = a_viewport()
    assert viewport.goal_for(Bounds(10, 10, 50, 50)) is None
    viewport.zoom(0, 0, 8)
    goal = viewport.goal_for(Bounds(1700, 900, 1760, 960))
    assert goal is not None
    assert goal.scale == viewport.transform.scale
    seen = goal.bounds_in_view(Bounds(1700, 900, 1760, 960))
    assert seen == seen.within(Bounds(0, 0, 800, 450))


def test_a_revealed_shape_larger_than_the_view_is_zoomed_out_to() -> None:
    viewport = a_viewport()
    viewport.zoom(400, 225, 20)
    shape = Bounds(200, 200, 1500, 900)
    goal = viewport.goal_for(shape)
    assert goal is not None
    seen = goal.bounds_in_view(shape)
    assert seen == seen.within(Bounds(0, 0, 800, 450))


@given(st.tuples(places, places, places, places), st.tuples(places, places, places, places))
def test_the_part_within_lies_within(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> None:
    def ordered(a: float, b: float, c: float, d: float) -> Bounds:
        return Bounds(min(a, c), min(b, d), max(a, c), max(b, d))

    first, second = ordered(*one), ordered(*other)
    part = first.within(second)
    assert part.width >= 0
    assert part.height >= 0
    if first.meets(second):
        assert first.holds(*part.center)
        assert second.holds(*part.center)


inside = st.tuples(st.floats(0, 1800), st.floats(0, 1000), st.floats(4, 900), st.floats(4, 500)).map(
    lambda box: Bounds(box[0], box[1], min(box[0] + box[2], 1920), min(box[1] + box[3], 1080))
)


@given(inside, st.floats(0.3, 0.9), st.floats(1, 30))
def test_what_is_looked_at_closely_is_in_view_and_large_and_no_ground_beside_it(
    shape: Bounds, share: float, zoomed: float
) -> None:
    viewport = a_viewport()
    viewport.zoom(100, 100, zoomed)
    viewport.close_up(shape, share)
    seen = viewport.transform.bounds_in_view(shape)
    assert seen.left >= -0.01
    assert seen.top >= -0.01
    assert seen.right <= 800.01
    assert seen.bottom <= 450.01
    part = max(seen.width / 800, seen.height / 450)
    assert part >= 0.55 * share or viewport.transform.scale >= 4.99 or viewport.fits
    assert not viewport.close_up(shape, share), "once there, nothing moves"


def test_a_view_is_gone_back_to() -> None:
    viewport = a_viewport()
    fitted_view = viewport.mark()
    viewport.close_up(Bounds(100, 100, 200, 200))
    near = viewport.mark()
    assert near != fitted_view
    viewport.go_back(fitted_view)
    assert (viewport.mark(), viewport.fits) == (fitted_view, True)
    viewport.go_back(near)
    assert viewport.mark() == near
