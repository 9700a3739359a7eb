"""What a video's worker decodes while nobody asks: it is at hand, it ends, and no picture is ever wrong."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from crosstie.storage.media.container import keep_only
from crosstie.storage.media.frame_decoder import FrameDecoder
from crosstie.storage.media.frame_pixels import FrameConverter
from crosstie.storage.media.frame_prefetch import Prefetch
from crosstie.storage.media.queries import FrameAt, Picture
from crosstie.storage.media.readers import WorksAhead
from crosstie.storage.media.video_index import build_index
from tests.storage.media.assets import asset_of, no_report, opened
from tests.storage.media.clips import number_in, write_clip

COUNT = 240
MOST_PIECES = 3 * COUNT
STEP_NS = 100_000_000 // 3


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ahead") / "clip.mp4"
    ticks = [3000 * number for number in range(COUNT)]
    write_clip(path, ticks, options={"bf": "3", "b-pyramid": "normal", "sc_threshold": "0"}, gop=100)
    return path


@pytest.fixture
def decoder(clip: Path) -> Iterator[FrameDecoder]:
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        index = build_index(container, stream, clip.name, no_report)
        keep_only(container, stream)
        assert stream.time_base == Fraction(1, 90_000)
        yield FrameDecoder(container, stream, index, clip.name)


def work(prefetch: Prefetch, *, rested: bool) -> int:
    """Works until nothing is left to do; returns in how many pieces."""
    for pieces in range(MOST_PIECES):
        if not prefetch.work(rested=rested):
            return pieces
    pytest.fail("it never ends")


def ask(decoder: FrameDecoder, prefetch: Prefetch, number: int) -> int:
    frame = decoder.frame(number)
    prefetch.asked(number)
    return number_in(FrameConverter().pixels(frame, frame.width, frame.height, 0))


def held(decoder: FrameDecoder, first: int, last: int) -> list[bool]:
    return [decoder.holds(number) for number in range(first, last + 1)]


def test_after_a_jump_the_next_frames_come_at_once_and_those_before_once_time_stands(
    decoder: FrameDecoder,
) -> None:
    prefetch = Prefetch(decoder, COUNT)
    assert ask(decoder, prefetch, 180) == 180
    work(prefetch, rested=False)
    assert all(held(decoder, 180, 184))
    assert not all(held(decoder, 172, 179))
    work(prefetch, rested=True)
    assert all(held(decoder, 172, 184))
    assert [number_in(FrameConverter().pixels(decoder.frame(n), 160, 96, 0)) for n in (179, 172)] == [
        179,
        172,
    ]


def test_stepping_back_never_runs_out(decoder: FrameDecoder) -> None:
    prefetch = Prefetch(decoder, COUNT)
    ask(decoder, prefetch, 190)
    ask(decoder, prefetch, 189)
    for number in range(188, 20, -1):
        work(prefetch, rested=False)
        assert decoder.holds(number)
        assert ask(decoder, prefetch, number) == number


def test_going_forward_decodes_nothing_twice(decoder: FrameDecoder) -> None:
    prefetch = Prefetch(decoder, COUNT)
    pieces = 0
    for number in range(100):
        assert ask(decoder, prefetch, number) == number
        pieces += work(prefetch, rested=False)
    # Two for each frame: it is aimed at, and its packet is decoded.
    assert pieces <= 2 * 100 + 20


def test_while_a_hand_moves_a_keyframe_or_a_frame_at_hand_stands_for_a_far_one(decoder: FrameDecoder) -> None:
    assert decoder.frame(0).pts == 0
    assert decoder.quick_frame(160, within_s=1000.0) == 160
    assert [decoder.quick_frame(number, within_s=0.0) for number in (40, 60, 99, 100, 160, 230)] == [
        0, 100, 100, 100, 200, 200,
    ]  # fmt: skip
    assert decoder.frame(165).pts == 165 * 3000
    assert [decoder.quick_frame(number, within_s=0.0) for number in (165, 180, 190)] == [165, 165, 200]
    assert decoder.cost_s(165) == 0
    assert decoder.cost_s(90) > decoder.cost_s(20) > 0


def test_a_quick_question_is_answered_exactly_where_that_is_quick(clip: Path) -> None:
    with opened(asset_of("video", clip)) as reader:
        for number in (3, 4, 100, 101):
            picture = reader.answer(FrameAt(number * STEP_NS + 1_000_000, quick=True), no_report)
            assert isinstance(picture, Picture)
            assert (picture.frame_index, number_in(picture.pixels), picture.preview) == (
                number,
                number,
                "",
            )


def test_work_in_the_middle_of_which_a_question_comes_spoils_no_picture(clip: Path) -> None:
    random = np.random.default_rng(2)
    wrong, number = [], 0
    with opened(asset_of("video", clip)) as reader:
        assert isinstance(reader, WorksAhead)
        for _ in range(150):
            jump = int(random.integers(0, COUNT))
            number = int(random.choice([jump, number - 1, number + 1, number - 2, number + 9])) % COUNT
            picture = reader.answer(FrameAt(number * STEP_NS + 1_000_000), no_report)
            assert isinstance(picture, Picture)
            if (picture.frame_index, number_in(picture.pixels)) != (number, number):
                wrong.append(number)
            for _ in range(int(random.choice([0, 1, 7, 30, 200]))):
                if not reader.work_ahead(rested=bool(random.integers(0, 2))):
                    break
    assert wrong == []
