from hypothesis import given
from hypothesis import strategies as st

from crosstie.storage.media.fit import fitted
from crosstie.viewers.canvas.sharpness import sharp_enough, wanted_size
from crosstie.viewers.canvas.transform import Size

sides = st.integers(1, 8000)


@given(sides, sides, st.floats(0.01, 70), st.sampled_from([1.0, 1.25, 2.0]))
def test_what_a_decoder_gives_for_the_wanted_size_is_sharp(
    width: int, height: int, scale: float, ratio: float
) -> None:
    wanted = wanted_size(Size(width, height), scale, ratio)
    assert wanted.width <= width
    given_width, given_height = fitted(width, height, int(wanted.width), int(wanted.height))
    assert sharp_enough(Size(given_width, given_height), wanted)


def test_a_picture_made_larger_or_much_smaller_is_asked_for_again() -> None:
    wanted = wanted_size(Size(1920, 1080), 0.5, 1.0)
    assert wanted == Size(960, 540)
    assert not sharp_enough(Size(640, 360), wanted)
    assert sharp_enough(Size(1280, 720), wanted)
    assert not sharp_enough(Size(1920, 1080), wanted)
